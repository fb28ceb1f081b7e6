package probes

import (
	"context"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Roots looks for certificate authorities where the go command of this system
// does. On macOS and Windows the system itself verifies, and there is nothing
// to look at. It reads files and asks nobody.
//
// Symptoms: none; a failure means that no certificate was found at all.
// Evidence: every place that was looked at. Budget: 2 s, for slow disks.
var Roots = probe.Probe{
	Kind: probe.Roots, Doc: "certificate authorities that the go command finds", Stage: probe.Protocol,
	Budget: 2 * time.Second, Targets: rootsTargets, Run: runRoots,
}

func rootsTargets(s *settings.Snapshot, _ []probe.Query) []probe.Target {
	if len(rootFiles(s.OS)) == 0 {
		return nil
	}
	return []probe.Target{{Name: "system"}}
}

// rootFiles and rootDirs are the places of crypto/x509 (root_linux.go,
// root_bsd.go, root_unix.go, Go 1.26). Of the files the first that can be read
// counts, of the directories all.
func rootFiles(goos string) []string {
	switch goos {
	case "linux":
		return []string{
			"/etc/ssl/certs/ca-certificates.crt",                // Debian, Ubuntu, Gentoo
			"/etc/pki/tls/certs/ca-bundle.crt",                  // Fedora, RHEL 6
			"/etc/ssl/ca-bundle.pem",                            // openSUSE
			"/etc/pki/tls/cacert.pem",                           // OpenELEC
			"/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem", // CentOS, RHEL 7
			"/etc/ssl/cert.pem",                                 // Alpine
		}
	case "freebsd", "netbsd", "openbsd", "dragonfly":
		return []string{
			"/usr/local/etc/ssl/cert.pem", "/etc/ssl/cert.pem", "/usr/local/share/certs/ca-root-nss.crt", "/etc/openssl/certs/ca-certificates.crt",
		}
	}
	return nil
}

func rootDirs(goos string) []string {
	if goos == "linux" {
		return []string{"/etc/ssl/certs", "/etc/pki/tls/certs"}
	}
	return []string{"/etc/ssl/certs", "/usr/local/share/certs", "/etc/openssl/certs"}
}

// Bounds of what is read.
const (
	maxBundle    = 4 << 20 // bytes of a bundle; the usual one has 200 KiB
	maxRootFiles = 1000    // files of a directory
)

func runRoots(ctx context.Context, env *probe.Env, _ probe.Target) probe.Outcome {
	if env.ReadFile == nil || env.ReadDir == nil {
		return unlooked()
	}
	s := env.Settings
	e := &probe.RootsEvidence{File: s.Variable("SSL_CERT_FILE").String(), Dir: s.Variable("SSL_CERT_DIR").String()}
	files, dirs := rootFiles(s.OS), rootDirs(s.OS)
	if e.File != "" {
		files = []string{s.Variable("SSL_CERT_FILE").Reveal()}
	}
	if e.Dir != "" {
		dirs = strings.Split(s.Variable("SSL_CERT_DIR").Reveal(), ":")
	}
	fromFiles(env, e, files)
	if e.Usable == 0 {
		fromDirs(ctx, env, e, dirs)
	}
	o := probe.Outcome{Status: probe.OK}
	if e.Usable == 0 {
		o = probe.Outcome{Status: probe.Fail, Detail: oneLine(noRoots(e))}
	}
	o.Evidence.Roots = e
	return o
}
