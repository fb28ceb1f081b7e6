package journal

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// maxEntry bounds an entry in bytes. One holds a few files of settings.
const maxEntry = 64 << 20

// DamagedError means that an entry cannot be read, or is not to be trusted. The
// others are of use nevertheless.
type DamagedError struct {
	ID  string // what the file is called
	Err error
}

func (e *DamagedError) Error() string {
	return fmt.Sprintf("journal entry %s: %v; move it aside with: gofix-net undo --discard %s", e.ID, e.Err, e.ID)
}

func (e *DamagedError) Unwrap() error { return e.Err }

// UntrustedError means that other users can write the journal: its content may come
// from another user, to make this user write it.
type UntrustedError struct {
	Path   string
	Reason error
}

func (e *UntrustedError) Error() string { return e.Unwrap().Error() }

// Unwrap returns the error's words.
func (e *UntrustedError) Unwrap() error {
	return tell.Errorf("the journal is not used: %s %w", e.Path, e.Reason)
}

// trusted reports whether a path is this user's and no other user may write it.
func trusted(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if reason := distrust(info); reason != nil {
		return &UntrustedError{path, reason}
	}
	return nil
}

// readRegular reads a regular file of at most limit bytes. It never blocks: a
// FIFO or a device is refused before it is opened.
func readRegular(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, &fs.PathError{Op: "read", Path: name, Err: tell.New("not a regular file")}
	}
	f, err := os.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	// Looked at again: it may have been replaced in between.
	if info, err = f.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, &fs.PathError{Op: "read", Path: name, Err: tell.New("not a regular file")})
	}
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if int64(len(data)) > limit {
		return nil, &fs.PathError{Op: "read", Path: name, Err: tell.Errorf("is larger than %d bytes", limit)}
	}
	return data, err
}

// readEntry reads an entry that is a file of this user's, and no link.
func readEntry(name string) ([]byte, error) {
	info, err := os.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, tell.New("not a regular file")
	}
	if reason := distrust(info); reason != nil {
		return nil, reason
	}
	return readRegular(name, maxEntry)
}

// sane reports whether an entry says nothing that an apply would not have written.
func (e *Entry) sane() error {
	for _, f := range e.Files {
		if f.Mode&^fs.ModePerm != 0 {
			return tell.Errorf("%s has permissions that no settings file has: %v", f.Path, f.Mode)
		}
		for _, d := range f.MadeDirs {
			if !filepath.IsAbs(d) || !strings.HasPrefix(f.Target, filepath.Clean(d)+string(filepath.Separator)) {
				return tell.Errorf("%s is not below %s", f.Path, d)
			}
		}
	}
	return nil
}

// Discard moves an entry that cannot be read aside, into the directory damaged,
// and returns its new place.
func (j *Journal) Discard(id string) (string, error) {
	err := trusted(j.Dir)
	if errors.Is(err, fs.ErrNotExist) { // nothing was written yet
		return "", tell.Errorf("%w, damaged: %q", ErrUnknown, id)
	}
	if err != nil {
		return "", err
	}
	_, err = j.List()
	for _, d := range Damaged(err) {
		if d.ID != id && !strings.HasPrefix(d.ID, id) || id == "" {
			continue
		}
		dir := filepath.Join(j.Dir, "damaged")
		if err := makeDir(dir); err != nil {
			return "", err
		}
		to := filepath.Join(dir, d.ID+suffix)
		return to, os.Rename(j.path(d.ID), to)
	}
	return "", tell.Errorf("%w, damaged: %q", ErrUnknown, id)
}

// Damaged returns the entries that [Journal.List] could not read.
func Damaged(err error) []*DamagedError {
	var out []*DamagedError
	if list, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range list.Unwrap() {
			out = append(out, Damaged(e)...)
		}
		return out
	}
	if d, ok := errtype.As[*DamagedError](err); ok {
		out = append(out, d)
	}
	return out
}
