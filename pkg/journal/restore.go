package journal

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ChangedError means that another program or the user has written a file since; putting its
// old bytes back would lose that.
type ChangedError struct {
	Path string
	// Lines tell what differs from what gofix-net left there, as in a diff,
	// without credentials.
	Lines []string
	// Newer is the id of a later apply that wrote the file, "" where none did.
	Newer string
}

func (e *ChangedError) Error() string {
	if e.Newer != "" {
		return fmt.Sprintf("%s was changed by a later apply; undo %s first", e.Path, e.Newer)
	}
	return fmt.Sprintf("%s was changed by somebody else since:\n\t%s", e.Path, strings.Join(e.Lines, "\n\t"))
}

// Check reports, as a joined error of [*ChangedError], which files of e cannot
// be put back byte by byte.
func (e *Entry) Check() error {
	var errs []error
	for i := range e.Files {
		if _, err := e.check(i); err != nil {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

// CheckFile is Check for one file.
func (e *Entry) CheckFile(i int) error {
	_, err := e.check(i)
	return err
}

// check reports whether file i holds its old bytes already, and a
// [*ChangedError] if it holds other content.
func (e *Entry) check(i int) (same bool, err error) {
	f := e.Files[i]
	data, exists, err := f.now()
	if err != nil {
		return false, tell.Errorf("could not examine %s: %w", f.Path, err)
	}
	target, err := resolve(f.Path)
	if err != nil || target != f.Target {
		return false, &ChangedError{Path: f.Path, Lines: []string{"- the file " + f.Target, "+ a link to " + target}}
	}
	switch {
	case exists == f.Existed && bytes.Equal(data, f.Before):
		return true, nil
	case exists && e.ours(i, data):
		return false, nil
	}
	return false, &ChangedError{Path: f.Path, Lines: difference(e.After(i), data, exists)}
}

// Restore puts every file back byte by byte, with its mode. It changes nothing
// where [Entry.Check] fails. It can be repeated after an interruption.
func (e *Entry) Restore() error {
	if err := e.Check(); err != nil {
		return err
	}
	var errs []error
	for i := range e.Files {
		errs = append(errs, e.RestoreFile(i))
	}
	return errors.Join(errs...)
}

// RestoreFile is Restore for one file.
func (e *Entry) RestoreFile(i int) error {
	same, err := e.check(i)
	if err != nil {
		return err
	}
	f := e.Files[i]
	e.removeLeftovers(i)
	if same && f.Existed && f.modeIsBack() {
		return nil // not even its time of change is touched
	}
	return e.PutBack(i)
}

// PutBack makes file i what it was, whatever is there now.
func (e *Entry) PutBack(i int) error {
	f := e.Files[i]
	if err := f.putBack(); err != nil {
		return tell.Errorf("could not restore %s: %w", f.Path, err)
	}
	return nil
}

// Rewrite replaces what a file holds, in one instant and only where it still
// holds from. Its mode and owner stay; where they cannot, it is not written.
func Rewrite(path string, from, to []byte) error {
	target, err := resolve(path)
	if err != nil {
		return err
	}
	info, err := os.Stat(target)
	if err != nil {
		return err
	}
	held, err := readRegular(target, host.MaxSettings)
	switch {
	case err != nil:
		return err
	case !bytes.Equal(held, from):
		return &ChangedError{Path: path, Lines: difference(from, held, true)}
	case bytes.Equal(held, to):
		return nil
	}
	return replace(target, to, info.Mode().Perm())
}

// removeLeftovers removes what a killed process may have left beside the file:
// our own temporary file, and git's lock, which would keep every later
// `git config` out. A lock is only removed where it holds our own text.
func (e *Entry) removeLeftovers(i int) {
	target := e.Files[i].Target
	_ = os.Remove(target + temporary)
	if e.State != Pending {
		return
	}
	lock := target + ".lock"
	if data, err := readRegular(lock, host.MaxSettings); err == nil && e.ours(i, data) {
		_ = os.Remove(lock)
	}
}

// maxLines bounds an explanation.
const maxLines = 12

// difference tells which lines are gone and which are new.
func difference(want, have []byte, exists bool) []string {
	if !exists {
		return []string{"- the whole file: it is gone"}
	}
	var out []string
	out = appendMissing(out, "- ", want, have)
	out = appendMissing(out, "+ ", have, want)
	if len(out) == 0 {
		out = []string{"  the same lines in another order, or as often"}
	}
	if len(out) > maxLines {
		out = append(out[:maxLines], "  …")
	}
	return out
}

func appendMissing(out []string, mark string, a, b []byte) []string {
	have := map[string]bool{}
	for _, l := range strings.Split(string(b), "\n") {
		have[l] = true
	}
	for _, l := range strings.Split(string(a), "\n") {
		if !have[l] {
			out = append(out, mark+foreign.Redact(l))
		}
	}
	return out
}
