package host

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// readFile implements [Machine.ReadFile].
func readFile(name string, limit int64) (data []byte, cut bool, err error) {
	// Looked at before it is opened: opening a FIFO waits for a writer, and
	// opening a device may do something.
	info, err := os.Stat(name)
	if err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, &fs.PathError{Op: "read", Path: name, Err: ErrNotRegular}
	}
	f, err := os.OpenFile(name, os.O_RDONLY|nonblock, 0)
	if err != nil {
		return nil, false, err
	}
	defer func() { _ = f.Close() }()
	// Looked at again: it may have been replaced in between.
	if info, err = f.Stat(); err != nil {
		return nil, false, err
	}
	if !info.Mode().IsRegular() {
		return nil, false, &fs.PathError{Op: "read", Path: name, Err: ErrNotRegular}
	}
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if int64(len(data)) > limit {
		return data[:limit], true, err
	}
	return data, false, err
}

// maxLinks is how many symbolic links in a row are followed, as in Linux.
const maxLinks = 40

// writable implements [Machine.Writable].
func writable(name string) error {
	for range maxLinks {
		info, err := os.Stat(name)
		if err == nil {
			if info.IsDir() {
				return &fs.PathError{Op: "write", Path: name, Err: tell.New("is a directory")}
			}
			return access(name, info)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		target, err := os.Readlink(name)
		if err != nil {
			return creatable(name)
		}
		// A link to nothing: writing creates its target.
		if !filepath.IsAbs(target) {
			target = filepath.Join(filepath.Dir(name), target)
		}
		name = target
	}
	return &fs.PathError{Op: "write", Path: name, Err: tell.New("too many levels of symbolic links")}
}

// creatable reports whether name, which does not exist, could be made in its
// nearest existing parent.
func creatable(name string) error {
	parent, info, err := nearest(filepath.Dir(name))
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return &fs.PathError{Op: "write", Path: parent, Err: tell.New("not a directory")}
	}
	return access(parent, info)
}

// nearest returns name or its nearest parent that exists.
func nearest(name string) (string, fs.FileInfo, error) {
	for {
		info, err := os.Stat(name)
		if err == nil {
			return name, info, nil
		}
		up := filepath.Dir(name)
		if !errors.Is(err, fs.ErrNotExist) || up == name {
			return "", nil, err
		}
		name = up
	}
}

// removeTree removes dir also where its directories are read-only, as those
// of a module cache are. Links are removed, never followed.
func removeTree(dir string) {
	if os.RemoveAll(dir) == nil {
		return
	}
	_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if d != nil && d.IsDir() {
			// WalkDir reads a directory after this call, so it can be opened now.
			_ = os.Chmod(path, 0o700)
		}
		return nil
	})
	_ = os.RemoveAll(dir)
}
