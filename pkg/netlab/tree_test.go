package netlab

import (
	"os"
	"path/filepath"
	"testing"
)

func TestTreeDiff(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string, mode os.FileMode) {
		t.Helper()
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
	}
	write("same", "1", 0o644)
	write("mode", "1", 0o644)
	write("content", "1", 0o644)
	write("gone", "1", 0o644)
	write("cache/a", "1", 0o644)
	before, err := readTree(dir, "cache")
	if err != nil {
		t.Fatal(err)
	}
	write("mode", "1", 0o600)
	write("content", "2", 0o644)
	write("sub/new", "", 0o644)
	write("cache/b", "1", 0o644)
	if err := os.Remove(filepath.Join(dir, "gone")); err != nil {
		t.Fatal(err)
	}
	after, err := readTree(dir, "cache")
	if err != nil {
		t.Fatal(err)
	}
	const want = "content is changed, gone is gone, mode is changed, sub/new is new"
	if got := before.diff(after); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := after.diff(after); got != "" {
		t.Errorf("a tree differs from itself: %s", got)
	}
}
