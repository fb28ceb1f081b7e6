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

// TestNoProgramForNamedEndlessFiles: go.mod, go.work and GOFLAGS name files that go reads.
func TestNoProgramForNamedEndlessFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, file, text, flags, endless string }{
		{"replace", "go.mod", "module a\n\nreplace b => ./r\n", "", "r/go.mod"},
		{"a block of replace", "go.mod", "module a\n\nreplace (\n\tb v1.0.0 => \"./r\" // here\n)\n", "", "r/go.mod"},
		{"use", "go.work", "go 1.21\n\nuse r\n", "", "r/go.mod"},
		{"a block of use", "go.work", "go 1.21\nuse (\n\t.\n\t./r\n)\n", "", "r/go.mod"},
		{"an overlay", "go.mod", "module a\n", "-mod=mod -overlay=over", "over"},
		{"another go.mod", "go.mod", "module a\n", "--modfile=x.mod", "x.mod"},
		{"what another go.mod replaces", "x.mod", "module a\nreplace b => ./r\n", "-modfile=x.mod", "r/go.mod"},
		{"nothing of that", "go.mod", "module a\nrequire b v1.0.0\n", "-mod=mod", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			endless := filepath.Join(dir, "r/go.mod")
			if c.endless != "" {
				endless = filepath.Join(dir, filepath.FromSlash(c.endless))
			}
			if err := errors.Join(os.Mkdir(filepath.Join(dir, "r"), 0o700), os.WriteFile(filepath.Join(dir, c.file), []byte(c.text), 0o600), os.Symlink("/dev/zero", endless)); err != nil {
				t.Fatal(err)
			}
			m := System()
			m.Environ = func() []string { return []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GOFLAGS=" + c.flags} }
			m.HomeDir = func() (string, error) { return dir, nil }
			err := m.refuseEndless(Command{Args: []string{"go", "version"}, Dir: dir})
			found, refused := errtype.As[*EndlessError](err)
			if refused != (c.endless != "") || refused && found.Path != endless {
				t.Errorf("%v, want it refused for %q", err, c.endless)
			}
		})
	}
}

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

// TestNoProgramForEndlessAuthorities: go would read them for its first handshake. What
// asks no server is started.
func TestNoProgramForEndlessAuthorities(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		variable string
		args     []string
		refused  bool
	}{
		{"SSL_CERT_FILE", []string{"go", "mod", "download"}, true},
		{"SSL_CERT_FILE", []string{"go", "env", "-json"}, false},
		{"GIT_SSL_CAINFO", []string{"git", "ls-remote", "https://x.test/y"}, true},
		{"GIT_SSL_CAINFO", []string{"git", "config", "--list"}, false},
		{"GIT_SSL_CAINFO", []string{"git", "version"}, false},
	} {
		dir := t.TempDir()
		file := filepath.Join(dir, "ca.pem")
		if err := syscall.Mkfifo(file, 0o600); err != nil {
			t.Fatal(err)
		}
		m := System()
		m.Environ = func() []string { return []string{"HOME=" + dir, c.variable + "=" + file} }
		m.HomeDir = func() (string, error) { return dir, nil }
		err := m.refuseEndless(Command{Args: c.args, Dir: dir})
		if _, refused := errtype.As[*EndlessError](err); refused != c.refused {
			t.Errorf("%s for %q: %v, want it refused: %v", c.variable, c.args, err, c.refused)
		}
	}
}
