//go:build !windows

package host

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestReadFileNeverBlocks(t *testing.T) {
	t.Parallel()
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{fifo, os.DevNull, "/dev/zero", t.TempDir()} {
		done := make(chan error, 1)
		go func() {
			_, _, err := System().ReadFile(name, 10)
			done <- err
		}()
		select {
		case err := <-done:
			if !errors.Is(err, ErrNotRegular) {
				t.Errorf("%s: got %v, want ErrNotRegular", name, err)
			}
		case <-time.After(patience):
			t.Fatalf("%s: blocks", name)
		}
	}
}

// Root may write everything: these rows are tried as another user where that
// is possible, and otherwise as the user who runs the test.
func TestWritablePermissions(t *testing.T) {
	if os.Getuid() == 0 {
		// Access is asked for the effective user, so this changes the answer.
		if err := syscall.Seteuid(65534); err != nil {
			need.Unavailable(t, "this user is root in a user namespace that has no other user: "+err.Error())
		}
		defer func() {
			if err := syscall.Seteuid(0); err != nil {
				t.Fatal(err)
			}
		}()
	}
	dir, err := os.MkdirTemp("/tmp", "writable")
	if err != nil {
		t.Fatal(err)
	}
	// Still as that user, who cannot remove a read-only tree just so.
	defer func() {
		removeTree(dir)
		if _, err := os.Lstat(dir); err == nil {
			t.Errorf("%s is still there", dir)
		}
	}()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(filepath.Join(dir, "open"), nil, 0o600))
	must(os.WriteFile(filepath.Join(dir, "shut"), nil, 0o400))
	must(os.Mkdir(filepath.Join(dir, "locked"), 0o700))
	must(os.WriteFile(filepath.Join(dir, "locked", "open"), nil, 0o600))
	must(os.Chmod(filepath.Join(dir, "locked"), 0o500))
	must(os.Symlink("missing/deep", filepath.Join(dir, "dangling")))
	must(os.Symlink("locked/new", filepath.Join(dir, "tolocked")))
	must(os.Symlink("loop", filepath.Join(dir, "loop")))
	for _, tt := range []struct {
		name, path string
		ok         bool
	}{
		{"a writable file", "open", true},
		{"a read-only file", "shut", false},
		{"a writable file in a read-only directory", "locked/open", true},
		{"a new file in a read-only directory", "locked/new", false},
		{"a new file several directories down", "a/b/c", true},
		{"a new file below a file", "open/x", false},
		{"a directory", "locked", false},
		{"a link to nothing, in a place that can be made", "dangling", true},
		{"a link to nothing, in a place that cannot be made", "tolocked", false},
		{"a link to itself", "loop", false},
	} {
		err := System().Writable(filepath.Join(dir, tt.path))
		if (err == nil) != tt.ok {
			t.Errorf("%s: got %v, want ok %v", tt.name, err, tt.ok)
		}
	}
	if err := System().Writable(filepath.Join(dir, "shut")); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("read-only file: got %v, want a permission error", err)
	}
}

// A file system of the kernel's own has no room by its own word, and is not full.
func TestFreeBytesOfNoDisk(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("/proc/self"); err != nil {
		return // only Linux has it
	}
	if n, err := System().FreeBytes("/proc/none"); err == nil {
		t.Errorf("got %d bytes, want that it cannot be told", n)
	}
}

func TestForeign(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if System().Foreign(dir) {
		t.Error("a directory of one's own is another's")
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(dir, 65534, -1); err != nil {
			need.Unavailable(t, "this user is root in a user namespace that has no other user: "+err.Error())
		}
	}
	if got := System().Foreign(dir); got != (os.Geteuid() == 0) {
		t.Errorf("to the user %d a directory of another: %v", os.Geteuid(), got)
	}
}
