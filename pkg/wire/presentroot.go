package wire

import (
	"context"
	"crypto/x509"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// anchorDirs are where an administrator of Linux puts root certificates; a program of
// the distribution then makes the bundle of them, which alone counts.
var anchorDirs = []string{
	"/usr/local/share/ca-certificates",          // Debian, Ubuntu, Alpine: update-ca-certificates
	"/etc/pki/ca-trust/source/anchors",          // Fedora, RHEL: update-ca-trust
	"/etc/pki/trust/anchors",                    // SUSE: update-ca-certificates
	"/etc/ca-certificates/trust-source/anchors", // Arch: update-ca-trust
}

// maxAnchors bounds the files that are read of each directory; a real one has a few.
const maxAnchors = 50

// PresentRoot returns the place of a root certificate that accepts a chain which this
// system refused: it is on the machine, and the system was not told to trust it. ""
// where none is known.
func PresentRoot(ctx context.Context, env *probe.Env, server string, chain []*x509.Certificate) string {
	if len(chain) == 0 {
		return ""
	}
	found := func(data []byte) bool {
		roots := x509.NewCertPool()
		return roots.AppendCertsFromPEM(data) && accepts(env, roots, server, chain)
	}
	if env.Settings.OS == "darwin" {
		return inKeychains(ctx, env, found)
	}
	if env.Settings.OS != "linux" || env.ReadDir == nil || env.ReadFile == nil {
		return ""
	}
	for _, dir := range anchorDirs {
		entries, _ := env.ReadDir(dir)
		for _, entry := range entries[:min(len(entries), maxAnchors)] {
			name := filepath.Join(dir, entry.Name())
			if data, err := host.Whole(env.ReadFile, name, MaxBundle); err == nil && found(data) {
				return name
			}
		}
	}
	return ""
}

// inKeychains looks for it in the keychains of all users and of this one. They hold
// certificates apart from what is trusted (man security, trust-settings-export).
func inKeychains(ctx context.Context, env *probe.Env, found func([]byte) bool) string {
	if env.Run == nil || env.HomeDir == nil {
		return ""
	}
	keychains := []string{"/Library/Keychains/System.keychain"}
	if home, err := env.HomeDir(); err == nil {
		keychains = append(keychains, filepath.Join(home, "Library/Keychains/login.keychain-db"))
	}
	for _, keychain := range keychains {
		out, err := env.Run(ctx, host.Command{Args: []string{"/usr/bin/security", "find-certificate", "-a", "-p", keychain}, Dir: "/"})
		if err == nil && out.Code == 0 && found(out.Stdout) {
			return filepath.Base(keychain)
		}
	}
	return ""
}
