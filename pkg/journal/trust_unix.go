//go:build unix

package journal

import (
	"io/fs"
	"os"
	"syscall"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// nonblock keeps the opening of a FIFO from waiting for a writer.
const nonblock = syscall.O_NONBLOCK

// distrust says why a path is not trusted, or is nil: it is a symbolic link, or another user
// owns it or may write it.
func distrust(info fs.FileInfo) error {
	if info.Mode()&fs.ModeSymlink != 0 {
		return tell.New("is a symbolic link")
	}
	if info.Mode().Perm()&0o022 != 0 {
		return tell.Errorf("can be written by others (mode %04o)", info.Mode().Perm())
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		return tell.Errorf("belongs to user %d, and not to %d, the user who runs this", st.Uid, os.Geteuid())
	}
	return nil
}
