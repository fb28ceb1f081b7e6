package host

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestReadFileIsBounded(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "f")
	if err := os.WriteFile(name, []byte("0123456789"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		limit int64
		want  string
		cut   bool
	}{{0, "", true}, {10, "0123456789", false}, {11, "0123456789", false}, {9, "012345678", true}, {1, "0", true}} {
		got, cut, err := System().ReadFile(name, tt.limit)
		if string(got) != tt.want || cut != tt.cut || err != nil {
			t.Errorf("limit %d: got %q, %v, %v; want %q, %v", tt.limit, got, cut, err, tt.want, tt.cut)
		}
	}
	if _, _, err := System().ReadFile(name+"x", 1); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: got %v", err)
	}
}

func TestTempDirRemovesReadOnlyTreesAndFollowsNoLink(t *testing.T) {
	t.Parallel()
	outside := t.TempDir()
	keep := filepath.Join(outside, "keep")
	if err := os.WriteFile(keep, nil, 0o400); err != nil {
		t.Fatal(err)
	}
	dir, remove, err := System().TempDir("host-test-*")
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		t.Errorf("got %v, %v; want a directory for this user alone", info, err)
	}
	deep := filepath.Join(dir, "mod", "example.com", "a@v1.0.0")
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(deep, "go.mod"), nil, 0o444); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(deep, "link")); err != nil {
		t.Fatal(err)
	}
	for d := deep; d != dir; d = filepath.Dir(d) {
		if err := os.Chmod(d, 0o555); err != nil {
			t.Fatal(err)
		}
	}
	remove()
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there: %v", dir, err)
	}
	if _, err := os.Stat(keep); err != nil {
		t.Errorf("the target of a link was removed: %v", err)
	}
}

func TestFreeBytesOfAMissingFile(t *testing.T) {
	t.Parallel()
	n, err := System().FreeBytes(filepath.Join(t.TempDir(), "a", "b"))
	if err != nil || n == 0 {
		t.Errorf("got %d, %v", n, err)
	}
}

// Every field is set: the rest of the program calls them without asking.
func TestSystemIsWhole(t *testing.T) {
	t.Parallel()
	m := System()
	if m.OS == "" || m.Arch == "" || m.Environ == nil || m.Getwd == nil || m.HomeDir == nil || m.Foreign == nil || m.ReadFile == nil ||
		m.Stat == nil || m.Lstat == nil || m.ReadDir == nil || m.Writable == nil || m.FreeBytes == nil ||
		m.LookPath == nil || m.Run == nil || m.Dial == nil || m.Now == nil || m.TempDir == nil {
		t.Errorf("a field of %+v is not set", m)
	}
}
