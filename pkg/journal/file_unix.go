//go:build unix

package journal

import (
	"errors"
	"os"
	"syscall"
)

// copyOwner gives to the owner of from, as far as this user may: a file that
// root puts back must stay the user's.
func copyOwner(from, to string) {
	info, err := os.Stat(from)
	if err != nil {
		return
	}
	if st, ok := info.Sys().(*syscall.Stat_t); ok && int(st.Uid) != os.Geteuid() {
		_ = os.Chown(to, int(st.Uid), int(st.Gid))
	}
}

// syncDir makes a rename in dir survive a loss of power.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return nil // a directory that may be written but not read
	}
	defer func() { _ = d.Close() }()
	if err := d.Sync(); err != nil && !isInvalid(err) {
		return err
	}
	return nil
}

// isInvalid reports a file system that cannot sync directories.
func isInvalid(err error) bool {
	return errors.Is(err, syscall.EINVAL) || errors.Is(err, syscall.ENOTSUP)
}
