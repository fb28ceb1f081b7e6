package journal

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
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
		return File{}, tell.Errorf("%s: not a regular file", path)
	}
	f.Existed, f.Mode, f.Owner = true, info.Mode().Perm(), ownerOf(target)
	f.Before, err = readRegular(target, host.MaxSettings)
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
	return "", tell.Errorf("%s: too many symbolic links", path)
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

// now returns what is at the file's path.
func (f File) now() (data []byte, exists bool, err error) {
	data, err = readRegular(f.Target, host.MaxSettings)
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
		return errors.Join(write(f.Target, f.Before, f.Mode), f.keepOwner())
	}
	if err := os.Remove(f.Target); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for i := len(f.MadeDirs) - 1; i >= 0; i-- {
		// One that is not there: the apply was stopped before it made it.
		if err := os.Remove(f.MadeDirs[i]); err != nil && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return syncNearest(filepath.Dir(f.Target))
}

// Settle gives a file that another program has written back to its former owner, and
// returns once its content is on disk. Neither go nor git does that: git makes a new file,
// which belongs to root where root runs git, and the former owner could not read it.
func (f File) Settle() error {
	if err := f.keepOwner(); err != nil {
		return err
	}
	file, err := os.OpenFile(f.Target, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return tell.Errorf("could not write %s to disk: %w", f.Path, err)
	}
	for _, d := range f.MadeDirs {
		if err := syncDir(filepath.Dir(d)); err != nil {
			return err
		}
	}
	return syncDir(filepath.Dir(f.Target))
}

// OwnerFits reports whether the owner that the entry names can have been the file's:
// it is the owner of the file now, of its directory, or the user who runs this. Root
// could give the file to anyone, so an entry must not be able to choose.
func (f File) OwnerFits() bool {
	if f.Owner == nil || f.Owner.UID == os.Geteuid() {
		return true
	}
	for _, name := range []string{f.Target, filepath.Dir(f.Target)} {
		if now := ownerOf(name); now != nil && now.UID == f.Owner.UID {
			return true
		}
	}
	return false
}

// keepOwner gives the file back to its former owner.
func (f File) keepOwner() error {
	now := ownerOf(f.Target)
	if f.Owner == nil || now == nil || *now == *f.Owner {
		return nil
	}
	return os.Lchown(f.Target, f.Owner.UID, f.Owner.GID)
}

// temporary ends the name of the file that replace renames. It is always the
// same, so that one that a killed process left behind is overwritten.
const temporary = ".gofix-net-tmp"

// replace writes name so that at every instant either the old or the new
// content is there, and returns once the new one is safe on disk.
func replace(name string, data []byte, mode fs.FileMode) error {
	tmp := name + temporary
	err := writeSynced(tmp, data, mode)
	if err == nil {
		err = keepOwner(name, tmp)
	}
	if err == nil {
		err = os.Rename(tmp, name)
	}
	if err != nil {
		_ = os.Remove(tmp)
		return err
	}
	return syncDir(filepath.Dir(name))
}

// write replaces a file that the journal knows the content of. Where that
// cannot be done (a file that is mounted by itself, an owner that cannot be
// kept, a second name, a full disk), it is written in place.
func write(name string, data []byte, mode fs.FileMode) error {
	err := replace(name, data, mode)
	if err == nil {
		return nil
	}
	if inPlace := writeOver(name, data, mode); inPlace != nil {
		return errors.Join(inPlace, err)
	}
	return nil
}

func writeSynced(name string, data []byte, mode fs.FileMode) error {
	_ = os.Remove(name) // and never through a link that is there
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return finish(f, data, mode)
}

// writeOver writes over what is there and cuts the rest off afterwards: so
// it needs no room on a full disk, and what a killed process leaves is told by
// [Entry.ours] to be neither the old nor the new text, but both.
func writeOver(name string, data []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	return finish(f, data, mode)
}

func finish(f *os.File, data []byte, mode fs.FileMode) error {
	_, err := f.Write(data)
	if err == nil {
		err = f.Truncate(int64(len(data)))
	}
	if err == nil {
		err = keepMode(f, mode)
	}
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// keepMode sets the mode where it is another: only the owner may.
func keepMode(f *os.File, mode fs.FileMode) error {
	if info, err := f.Stat(); err == nil && info.Mode().Perm() == mode {
		return nil
	}
	return f.Chmod(mode)
}

// makeDir makes a directory and its parents, for this user only, and returns
// once they are safe on disk.
func makeDir(dir string) error {
	made := missing(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	for _, d := range made {
		if err := syncDir(filepath.Dir(d)); err != nil {
			return err
		}
	}
	return nil
}

// syncNearest is syncDir for the directory or, where it is gone, its nearest parent.
func syncNearest(dir string) error {
	for dir != filepath.Dir(dir) {
		if _, err := os.Lstat(dir); err == nil {
			break
		}
		dir = filepath.Dir(dir)
	}
	return syncDir(dir)
}
