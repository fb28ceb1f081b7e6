package probe

import (
	"errors"
	"io/fs"
	"path/filepath"
	"syscall"

	"github.com/gofix-net/gofix-net/pkg/errtype"
)

// leastRoom is what a file system must have left for a download to begin: with
// less the smallest module does not fit beside its records.
const leastRoom = 64 << 10

// DiskFailure is the outcome of a check of a place that fails the go command.
func DiskFailure(e *DiskEvidence, detail string) Outcome {
	o := Outcome{Status: Fail, Detail: OneLine(detail)}
	if !e.Needed {
		o.Status = Warn
	}
	o.Evidence.Disk = e
	return o
}

// UnwritableState says why a file cannot be written, of the error that tells that it
// cannot.
func UnwritableState(err error) DiskState {
	switch {
	case errors.Is(err, syscall.EROFS):
		return DiskReadOnly
	case errors.Is(err, syscall.ENOTDIR), errors.Is(err, syscall.EISDIR):
		return DiskBlocked
	}
	return DiskUnwritable
}

// Unlooked is the outcome on a machine whose files must not be examined.
func Unlooked() Outcome {
	return Outcome{Status: Skip, Detail: "this machine's files are not looked at"}
}

// Exists reports whether there is something of that name.
func (e *Env) Exists(name string) bool {
	_, err := e.Stat(name)
	return err == nil
}

// CreatableIn reports whether a new file can be made in dir, which need not
// exist yet. Nothing is written.
func (e *Env) CreatableIn(dir string) error {
	err := e.Writable(filepath.Join(dir, "gofix-net.new"))
	if at, ok := errtype.As[*fs.PathError](err); ok {
		return &fs.PathError{Op: "could not create a file in", Path: dir, Err: at.Err} // the file is none that a person knows
	}
	return err
}

// Roomless reports whether the file system of name has no room left. A system
// that does not tell has room.
func (e *Env) Roomless(name string) bool {
	free, err := e.FreeBytes(name)
	return err == nil && free < leastRoom
}
