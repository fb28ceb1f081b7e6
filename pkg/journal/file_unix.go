//go:build unix

package journal

import (
	"errors"
	"os"
	"syscall"

	"github.com/gofix-net/gofix-net/pkg/tell"
)

// errLinked means that a file has a second name, which a rename would cut off.
var errLinked = tell.New("the file has several hard links")

// keepOwner gives to the owner and group of from, so that a file that root puts
// back stays the user's. It fails where that cannot be done, or where from is
// more than this one name.
func keepOwner(from, to string) error {
	old, ok := status(from)
	if !ok {
		return nil // a new file
	}
	if old.Nlink > 1 {
		return errLinked
	}
	if now, ok := status(to); ok && now.Uid == old.Uid && now.Gid == old.Gid {
		return nil
	}
	return os.Chown(to, int(old.Uid), int(old.Gid))
}

// ownerOf returns whose a file is, nil where it is not there.
func ownerOf(name string) *Owner {
	st, ok := status(name)
	if !ok {
		return nil
	}
	return &Owner{int(st.Uid), int(st.Gid)}
}

func status(name string) (*syscall.Stat_t, bool) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, false
	}
	st, ok := info.Sys().(*syscall.Stat_t)
	return st, ok
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
