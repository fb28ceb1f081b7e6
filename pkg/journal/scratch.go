package journal

import (
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// scratchPrefix begins the names of directories for copies.
const scratchPrefix = "scratch-"

// Scratch makes a directory for copies of settings, which hold credentials: beside the
// journal and not in the directory for temporary files, so that what a killed process
// leaves there is found by the next one. The journal is locked by the caller.
func (j *Journal) Scratch() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp(j.Dir, scratchPrefix)
	if err != nil {
		return "", nil, err
	}
	return dir, func() { _ = os.RemoveAll(dir) }, nil
}

// Sweep removes copies that a killed process left. It makes nothing, waits for nothing,
// and does nothing while another apply or undo runs.
func (j *Journal) Sweep() {
	left, err := filepath.Glob(filepath.Join(j.Dir, scratchPrefix+"*"))
	name := filepath.Join(j.Dir, lockName)
	if err != nil || len(left) == 0 || trusted(j.Dir) != nil || lockable(name) != nil {
		return
	}
	l := flock.New(name, flock.SetPermissions(0o600))
	if ok, err := l.TryLock(); err != nil || !ok {
		return
	}
	defer func() { _ = l.Unlock() }()
	j.sweep()
}

// sweep removes the copies of processes that are gone: the caller holds the lock, and
// with it the right to make some.
func (j *Journal) sweep() {
	left, err := filepath.Glob(filepath.Join(j.Dir, scratchPrefix+"*"))
	if err != nil {
		return
	}
	for _, dir := range left {
		if info, err := os.Lstat(dir); err == nil && info.IsDir() {
			_ = os.RemoveAll(dir)
		}
	}
}
