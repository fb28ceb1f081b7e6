//go:build unix

package journal

import (
	"fmt"
	"io/fs"
	"os"
	"syscall"
)

// nonblock keeps the opening of a FIFO from waiting for a writer.
const nonblock = syscall.O_NONBLOCK

// distrust says why a path is not trusted, or "": it is a symbolic link, or another user
// owns it or may write it.
func distrust(info fs.FileInfo) string {
	if info.Mode()&fs.ModeSymlink != 0 {
		return "is a symbolic link"
	}
	if info.Mode().Perm()&0o022 != 0 {
		return fmt.Sprintf("can be written by others (mode %04o)", info.Mode().Perm())
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		return fmt.Sprintf("belongs to user %d, not to %d, as whom this runs", st.Uid, os.Geteuid())
	}
	return ""
}
