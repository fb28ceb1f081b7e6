//go:build unix && !darwin

package wire_test

import (
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// TestAuthoritiesThatNeverEnd: a pipe, a device or a very long file in the place of
// authorities holds no handshake and fills no memory. What stands beside it counts.
func TestAuthoritiesThatNeverEnd(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("test")
	leaf := ca.Valid("127.0.0.1").Leaf
	for name, c := range map[string]struct {
		file    func(name string) error
		trusted bool // by the directory
	}{
		"a pipe":               {func(name string) error { return syscall.Mkfifo(name, 0o600) }, false},
		"a device":             {func(name string) error { return os.Symlink("/dev/zero", name) }, false},
		"a very long file":     {func(name string) error { return errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, 1<<40)) }, false},
		"a pipe and a good CA": {func(name string) error { return syscall.Mkfifo(name, 0o600) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			file, beside := filepath.Join(dir, "ca.pem"), filepath.Join(dir, "certs")
			if err := errors.Join(c.file(file), os.Mkdir(beside, 0o700), syscall.Mkfifo(filepath.Join(beside, "a"), 0o600)); err != nil {
				t.Fatal(err)
			}
			if c.trusted {
				if err := os.WriteFile(filepath.Join(beside, "b.pem"), ca.PEM(), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			m := host.System()
			m.OS = "linux"
			m.Environ = func() []string { return []string{"SSL_CERT_FILE=" + file, "SSL_CERT_DIR=" + beside} }
			env := wire.NewEnv(m, &settings.Snapshot{OS: m.OS})
			if env.Roots == nil {
				t.Fatal("crypto/x509 would read the file")
			}
			_, err := leaf.Verify(x509.VerifyOptions{DNSName: "127.0.0.1", Roots: env.Roots})
			if (err == nil) != c.trusted {
				t.Errorf("trusted is %v, want %v: %v", err == nil, c.trusted, err)
			}
		})
	}
}
