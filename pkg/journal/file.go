package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// maxLinks is how many symbolic links in a row are followed, as in Linux.
const maxLinks = 40

// Capture returns a file as it is now, to be put back later.
func Capture(path string) (File, error) {
	target, err := resolve(path)
	if err != nil {
		return File{}, err
	}
	f := File{Path: path, Target: target}
	info, err := os.Stat(target)
	if errors.Is(err, fs.ErrNotExist) {
		f.MadeDirs = missing(filepath.Dir(target))
		return f, nil
	}
	if err != nil {
		return File{}, err
	}
	if !info.Mode().IsRegular() {
		return File{}, fmt.Errorf("%s: not a regular file", path)
	}
	f.Existed, f.Mode = true, info.Mode().Perm()
	f.Before, err = os.ReadFile(target)
	return f, err
}

// resolve follows symbolic links by hand: the last one may lead to a file
// that does not exist yet.
func resolve(path string) (string, error) {
	for range maxLinks {
		if target, err := filepath.EvalSymlinks(path); err == nil {
			return target, nil
		}
		link, err := os.Readlink(path)
		if err != nil {
			return path, nil
		}
		if !filepath.IsAbs(link) {
			link = filepath.Join(filepath.Dir(path), link)
		}
		path = link
	}
	return "", fmt.Errorf("%s: too many symbolic links", path)
}

// missing returns the parents of a file that do not exist, the outermost first.
func missing(dir string) []string {
	var out []string
	for {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) || dir == filepath.Dir(dir) {
			return out
		}
		out = append([]string{dir}, out...)
		dir = filepath.Dir(dir)
	}
}

// now returns what stands at the file's place.
func (f File) now() (data []byte, exists bool, err error) {
	data, err = os.ReadFile(f.Target)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// modeIsBack reports whether the file has the mode that it had.
func (f File) modeIsBack() bool {
	info, err := os.Stat(f.Target)
	return err == nil && info.Mode().Perm() == f.Mode
}

// putBack writes the file as it was, or removes it and the directories that
// were made for it, unless something else has moved in there.
func (f File) putBack() error {
	if f.Existed {
		return replace(f.Target, f.Before, f.Mode)
	}
	if err := os.Remove(f.Target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for i := len(f.MadeDirs) - 1; i >= 0; i-- {
		if os.Remove(f.MadeDirs[i]) != nil {
			break
		}
	}
	return nil
}

// temporary ends the name of the file that replace renames. It is always the
// same, so that one that a killed process left behind is overwritten.
const temporary = ".gofix-net-tmp"

// replace writes name so that at every instant either the old or the new
// content stands there, and returns once the new one is safe on disk. Where
// the directory does not allow it (a file that is mounted by itself, no
// permission), the file is written in place.
func replace(name string, data []byte, mode fs.FileMode) error {
	tmp := name + temporary
	err := writeSynced(tmp, data, mode)
	if err == nil {
		copyOwner(name, tmp)
		err = os.Rename(tmp, name)
	}
	if err != nil {
		_ = os.Remove(tmp)
		if _, statErr := os.Stat(name); statErr != nil {
			return err
		}
		if inPlace := writeOver(name, data, mode); inPlace != nil {
			return errors.Join(inPlace, err)
		}
		return nil
	}
	return syncDir(filepath.Dir(name))
}

func writeSynced(name string, data []byte, mode fs.FileMode) error {
	_ = os.Remove(name) // and never through a link that stands there
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return finish(f, data, mode)
}

func writeOver(name string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_TRUNC, 0)
	if err != nil {
		return err
	}
	return finish(f, data, mode)
}

func finish(f *os.File, data []byte, mode fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}
