//go:build !windows

package host

import (
	"errors"
	"io/fs"
	"os"

	"golang.org/x/sys/unix"
)

// nonblock keeps the opening of a FIFO from waiting for a writer.
const nonblock = unix.O_NONBLOCK

// access asks the kernel, which knows about read-only file systems and access
// control lists as well as the mode.
func access(name string, info fs.FileInfo) error {
	mode := uint32(unix.W_OK)
	if info.IsDir() {
		mode |= unix.X_OK
	}
	if err := unix.Faccessat(unix.AT_FDCWD, name, mode, unix.AT_EACCESS); err != nil {
		return &fs.PathError{Op: "write", Path: name, Err: err}
	}
	return nil
}

// foreign implements [Machine.Foreign].
func foreign(dir string) bool {
	var st unix.Stat_t
	return os.Geteuid() == 0 && unix.Stat(dir, &st) == nil && st.Uid != 0
}

// freeBytes implements [Machine.FreeBytes].
func freeBytes(name string) (uint64, error) {
	parent, _, err := nearest(name)
	if err != nil {
		return 0, err
	}
	var st unix.Statfs_t
	if err := unix.Statfs(parent, &st); err != nil {
		return 0, &fs.PathError{Op: "statfs", Path: parent, Err: err}
	}
	if st.Blocks == 0 {
		// Not a disk (/proc, an autofs that mounts nothing): that nothing can be
		// written there is for Writable to say.
		return 0, &fs.PathError{Op: "statfs", Path: parent, Err: errors.ErrUnsupported}
	}
	if st.Files > 0 && st.Ffree == 0 {
		return 0, nil // no inode left: there is room, and no file can be made in it
	}
	return uint64(st.Bavail) * uint64(st.Bsize), nil
}
