//go:build unix

package host

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
)

// TestNoProgramForEndlessFiles: neither go nor git is started where it would read
// a device or wait for a pipe.
func TestNoProgramForEndlessFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		program, file string
		make          func(name string) error
		refused       bool
	}{
		{"go", "work/go.mod", func(n string) error { return os.Symlink("/dev/zero", n) }, true},
		{"go", "go.work", func(n string) error { return syscall.Mkfifo(n, 0o600) }, true},
		{"go", "work/go.sum", func(n string) error { return os.Symlink("/dev/zero", n) }, true},
		{"go", ".config/go/env", func(n string) error { return os.Symlink("/dev/zero", n) }, true},
		{"git", ".gitconfig", func(n string) error { return syscall.Mkfifo(n, 0o600) }, true},
		{"git", ".netrc", func(n string) error { return os.Symlink("/dev/zero", n) }, true},
		{"git", ".gitconfig", func(n string) error { return os.Symlink("/dev/null", n) }, false},
		{"git", "work/go.mod", func(n string) error { return os.Symlink("/dev/zero", n) }, false},
	} {
		t.Run(c.program+" "+c.file, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			file := filepath.Join(home, filepath.FromSlash(c.file))
			if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o700), os.MkdirAll(filepath.Join(home, "work"), 0o700), c.make(file)); err != nil {
				t.Fatal(err)
			}
			m := System()
			m.Environ = func() []string { return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home} }
			m.HomeDir = func() (string, error) { return home, nil }
			start := time.Now()
			_, err := m.Run(t.Context(), Command{Args: []string{c.program, "version"}, Dir: filepath.Join(home, "work")})
			endless, refused := errtype.As[*EndlessError](err)
			if refused != c.refused || refused && endless.Path != file {
				t.Errorf("%v after %s, want refused %v", err, time.Since(start), c.refused)
			}
		})
	}
}
