package host

import (
	"io/fs"

	"golang.org/x/sys/windows"
)

// nonblock has no counterpart here: named pipes are no files.
const nonblock = 0

// access knows only the read-only attribute; access control lists only show
// when something is written.
func access(name string, info fs.FileInfo) error {
	if !info.IsDir() && info.Mode().Perm()&0o200 == 0 {
		return &fs.PathError{Op: "write", Path: name, Err: fs.ErrPermission}
	}
	return nil
}

// foreign implements [Machine.Foreign]: access lists are inherited here.
func foreign(string) bool { return false }

// freeBytes implements [Machine.FreeBytes].
func freeBytes(name string) (uint64, error) {
	parent, _, err := nearest(name)
	if err != nil {
		return 0, err
	}
	dir, err := windows.UTF16PtrFromString(parent)
	if err != nil {
		return 0, err
	}
	var free uint64
	if err := windows.GetDiskFreeSpaceEx(dir, &free, nil, nil); err != nil {
		return 0, &fs.PathError{Op: "free space", Path: parent, Err: err}
	}
	return free, nil
}
