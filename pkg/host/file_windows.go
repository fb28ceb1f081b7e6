package host

import (
	"errors"
	"io/fs"

	"golang.org/x/sys/windows"
)

// nonblock has no counterpart here: named pipes are no files.
const nonblock = 0

// access asks for the right to write and uses it for nothing: access control lists
// and the read-only attribute refuse it as they would refuse the write.
func access(name string, info fs.FileInfo) error {
	path, err := windows.UTF16PtrFromString(name)
	if err != nil {
		return &fs.PathError{Op: "write", Path: name, Err: err}
	}
	right := uint32(windows.GENERIC_WRITE)
	if info.IsDir() {
		right = windows.FILE_WRITE_DATA // in a directory: the right to add a file
	}
	file, err := windows.CreateFile(path, right, windows.FILE_SHARE_READ|windows.FILE_SHARE_WRITE|windows.FILE_SHARE_DELETE,
		nil, windows.OPEN_EXISTING, windows.FILE_FLAG_BACKUP_SEMANTICS, 0)
	switch {
	case err == nil:
		return windows.CloseHandle(file)
	case errors.Is(err, fs.ErrPermission):
		return &fs.PathError{Op: "write", Path: name, Err: fs.ErrPermission}
	}
	return nil // another program has it open at the moment: no rule against the write
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
