package release

import (
	"crypto/rand"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"aead.dev/minisign"
)

// released makes a directory with an archive, its checksums and their signature.
func released(t *testing.T) (dir, publicKey string) {
	t.Helper()
	return signedBy(t, func(private minisign.PrivateKey, list string) []byte {
		r := minisign.NewReader(strings.NewReader(list))
		if _, err := io.Copy(io.Discard, r); err != nil {
			t.Fatal(err)
		}
		return r.Sign(private)
	})
}

func signedBy(t *testing.T, sign func(private minisign.PrivateKey, list string) []byte) (dir, publicKey string) {
	t.Helper()
	public, private, err := minisign.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	dir = t.TempDir()
	write(t, dir, "gofix-net.tar.gz", "the archive")
	sum, err := sumOf(filepath.Join(dir, "gofix-net.tar.gz"))
	if err != nil {
		t.Fatal(err)
	}
	list := "0000  other.tar.gz\n" + sum + "  gofix-net.tar.gz\n"
	write(t, dir, Checksums, list)
	write(t, dir, Checksums+Signature, string(sign(private, list)))
	return dir, public.String()
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestVerify(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		change func(dir string)
		want   error
	}{
		{"as released", func(string) {}, nil},
		{"another archive", func(dir string) { write(t, dir, "gofix-net.tar.gz", "another archive") }, ErrChecksum},
		{"another archive that is not listed", func(dir string) {
			if err := os.Rename(filepath.Join(dir, "gofix-net.tar.gz"), filepath.Join(dir, "renamed")); err != nil {
				t.Fatal(err)
			}
			write(t, dir, "gofix-net.tar.gz", "x")
			write(t, dir, Checksums, "")
		}, ErrSignature},
		{"another list", func(dir string) { write(t, dir, Checksums, "0000  gofix-net.tar.gz\n") }, ErrSignature},
		{"a broken signature", func(dir string) { write(t, dir, Checksums+Signature, "untrusted comment: x\n\x00\n") }, ErrSignature},
		{"no signature", func(dir string) {
			if err := os.Remove(filepath.Join(dir, Checksums+Signature)); err != nil {
				t.Fatal(err)
			}
		}, ErrUnsigned},
		{"no list", func(dir string) {
			if err := os.Remove(filepath.Join(dir, Checksums)); err != nil {
				t.Fatal(err)
			}
		}, ErrUnsigned},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, key := released(t)
			c.change(dir)
			v, err := Verify(filepath.Join(dir, "gofix-net.tar.gz"), key)
			if !errors.Is(err, c.want) || c.want == nil && (err != nil || v.Signed != filepath.Join(dir, Checksums)) {
				t.Errorf("got %+v, %v, want %v", v, err, c.want)
			}
		})
	}
}

// TestVerifyRefusesTheOlderAlgorithm, as the install scripts do: no release has it.
func TestVerifyRefusesTheOlderAlgorithm(t *testing.T) {
	t.Parallel()
	dir, key := signedBy(t, func(private minisign.PrivateKey, list string) []byte { return minisign.Sign(private, []byte(list)) })
	if _, err := Verify(filepath.Join(dir, "gofix-net.tar.gz"), key); !errors.Is(err, ErrSignature) {
		t.Error(err)
	}
}

func TestVerifyNeedsTheRightKey(t *testing.T) {
	t.Parallel()
	dir, _ := released(t)
	_, other := released(t)
	file := filepath.Join(dir, "gofix-net.tar.gz")
	if _, err := Verify(file, other); !errors.Is(err, ErrSignature) {
		t.Errorf("another key: %v", err)
	}
	if _, err := Verify(file, ""); !errors.Is(err, ErrNoKey) {
		t.Errorf("no key: %v", err)
	}
	if _, err := Verify(file, "RWQ"); err == nil {
		t.Error("a broken key is taken")
	}
	if _, err := Verify(dir, other); err == nil {
		t.Error("a directory is taken")
	}
}
