package netlab

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// caFiles and caDirectories are where go and git look for authorities
// (crypto/x509/root_linux.go, Go 1.26; Debian's and Red Hat's git).
func caFiles() []string {
	return []string{
		"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
		"/etc/pki/tls/cacert.pem", "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", "/etc/ssl/cert.pem",
	}
}

func caDirectories() []string { return []string{"/etc/ssl/certs", "/etc/pki/tls/certs"} }

// systemFiles binds the lab's own files over the system's.
type systemFiles struct {
	dir string // where the lab keeps them
}

// write makes the lab's file name and binds it over target. A target that
// does not exist is an error: it could not be created in a foreign /etc.
func (s systemFiles) write(name, target, content string) error {
	file := filepath.Join(s.dir, name)
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		return err
	}
	return bind(file, target)
}

// writeIfPresent is write for a target that some systems do not have.
func (s systemFiles) writeIfPresent(name, target, content string) error {
	if _, err := os.Stat(target); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return s.write(name, target, content)
}

// authorities makes bundle (PEM) the only authorities of the system.
func (s systemFiles) authorities(bundle []byte) error {
	file := filepath.Join(s.dir, "ca.pem")
	if err := os.WriteFile(file, bundle, 0o644); err != nil {
		return err
	}
	bound := 0
	for _, target := range caDirectories() {
		if info, err := os.Lstat(target); err != nil || !info.IsDir() {
			continue
		}
		own := filepath.Join(s.dir, fmt.Sprintf("ca-%d", bound))
		if err := os.Mkdir(own, 0o755); err != nil {
			return err
		}
		for _, f := range caFiles() {
			if filepath.Dir(f) != target {
				continue
			}
			if err := os.WriteFile(filepath.Join(own, filepath.Base(f)), bundle, 0o644); err != nil {
				return err
			}
		}
		if err := bind(own, target); err != nil {
			return err
		}
		bound++
	}
	for _, target := range caFiles() {
		if _, err := os.Stat(target); err != nil {
			continue
		}
		if err := bind(file, target); err != nil {
			return err
		}
		bound++
	}
	if bound == 0 {
		return errors.New("this system has no certificate directory to bind the lab's authorities over; install ca-certificates")
	}
	return nil
}

// goDefaults makes content the GOROOT/go.env of the go command, so that the
// lab's checksum database looks like a default.
func (s systemFiles) goDefaults(ctx context.Context, content string) error {
	root, err := goEnv(ctx, "GOROOT")
	if err != nil {
		return err
	}
	return s.write("go.env", filepath.Join(root, "go.env"), content)
}

// hideSockets covers the sockets by which the C library would resolve names
// outside the lab.
func (s systemFiles) hideSockets() error {
	for _, target := range []string{"/run/nscd", "/run/systemd/resolve", "/run/dbus"} {
		if _, err := os.Stat(target); err != nil {
			continue
		}
		if err := unix.Mount("netlab", target, "tmpfs", 0, ""); err != nil {
			return fmt.Errorf("cover %s: %w", target, err)
		}
	}
	return nil
}

func bind(source, target string) error {
	if err := unix.Mount(source, target, "", unix.MS_BIND, ""); err != nil {
		return fmt.Errorf("bind the lab's %s over %s: %w", filepath.Base(source), target, err)
	}
	return nil
}
