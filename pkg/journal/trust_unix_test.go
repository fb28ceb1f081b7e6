//go:build unix

package journal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestOnlyTrustedEntries: what another user may have written, or what would
// never end, is refused with its reason, and the good entry is there nevertheless.
func TestOnlyTrustedEntries(t *testing.T) {
	t.Parallel()
	good := `{"format":1,"id":"20260101-000000-aaaa","state":"committed","files":[],"steps":[]}`
	setuid := `{"format":1,"id":"bad","state":"committed","files":[{"path":"/a/b","target":"/a/b","mode":8388973}],"steps":[]}`
	outside := `{"format":1,"id":"bad","state":"committed","files":[{"path":"/a/b","target":"/a/b","madeDirs":["/etc"]}],"steps":[]}`
	for _, c := range []struct {
		name string
		make func(file string) error
		want string
	}{
		{"a FIFO", func(f string) error { return syscall.Mkfifo(f, 0o600) }, "not a regular file"},
		{"a link to a device", func(f string) error { return os.Symlink("/dev/zero", f) }, "not a regular file"},
		{"a link to an entry", func(f string) error { return os.Symlink("20260101-000000-aaaa.json", f) }, "not a regular file"},
		{"a directory", func(f string) error { return os.Mkdir(f, 0o700) }, "not a regular file"},
		{"writable by all", func(f string) error { return errors.Join(os.WriteFile(f, []byte(good), 0o600), os.Chmod(f, 0o602)) }, "written by others"},
		{"no JSON", func(f string) error { return os.WriteFile(f, []byte("x"), 0o600) }, "invalid character"},
		{"a set-uid file", func(f string) error { return os.WriteFile(f, []byte(setuid), 0o600) }, "permissions that no settings file"},
		{"a directory elsewhere", func(f string) error { return os.WriteFile(f, []byte(outside), 0o600) }, "is not below"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			j := &Journal{Dir: t.TempDir(), now: time.Now}
			if err := errors.Join(os.Chmod(j.Dir, 0o700), os.WriteFile(j.path("20260101-000000-aaaa"), []byte(good), 0o600), c.make(j.path("bad"))); err != nil {
				t.Fatal(err)
			}
			list, err := j.List()
			damaged := Damaged(err)
			if len(list) != 1 || len(damaged) != 1 || damaged[0].ID != "bad" || !strings.Contains(damaged[0].Error(), c.want) {
				t.Fatalf("%d entries, %v; want one and an error with %q", len(list), err, c.want)
			}
			if e, err := j.Find(""); err != nil || e.ID != "20260101-000000-aaaa" {
				t.Errorf("the good entry: %v", err)
			}
			if e, err := j.PendingEntry(); e != nil || err != nil {
				t.Errorf("pending: %v %v", e, err)
			}
			to, err := j.Discard("bad")
			if err != nil || filepath.Dir(to) != filepath.Join(j.Dir, "damaged") {
				t.Errorf("discard: %s %v", to, err)
			}
			if _, err := j.List(); err != nil {
				t.Errorf("after it was moved aside: %v", err)
			}
			if _, err := j.Discard("20260101-000000-aaaa"); !errors.Is(err, ErrUnknown) {
				t.Errorf("a good entry was moved aside: %v", err)
			}
		})
	}
}

// TestOnlyTrustedJournal: a directory that others may write is no journal.
func TestOnlyTrustedJournal(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	j := &Journal{Dir: dir, now: time.Now}
	var untrusted *UntrustedError
	if _, err := j.List(); !errors.As(err, &untrusted) {
		t.Errorf("list: %v", err)
	}
	if _, err := j.Lock(t.Context()); !errors.As(err, &untrusted) {
		t.Errorf("lock: %v", err)
	}
	if err := errors.Join(os.Chmod(dir, 0o700), syscall.Mkfifo(filepath.Join(dir, lockName), 0o600)); err != nil {
		t.Fatal(err)
	}
	if _, err := j.Lock(t.Context()); err == nil || j.Busy() {
		t.Errorf("a FIFO as the lock: %v", err)
	}
}
