//go:build unix

package release

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// A pipe in place of any of the files is refused, and nothing waits for it.
func TestVerifyWaitsForNoPipe(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"gofix-net.tar.gz", Checksums, Checksums + Signature} {
		dir, key := released(t)
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		if err := unix.Mkfifo(filepath.Join(dir, name), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Verify(filepath.Join(dir, "gofix-net.tar.gz"), key); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s is a pipe: %v", name, err)
		}
	}
}
