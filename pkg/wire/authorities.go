package wire

import (
	"crypto/x509"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// RootFiles and rootDirs are the places of crypto/x509 (root_linux.go,
// root_bsd.go, root_unix.go, Go 1.26). Of the files the first that can be read
// counts, of the directories all.
func RootFiles(goos string) []string {
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

// RootDirs are the directories that crypto/x509 reads, all of them (root_unix.go).
func RootDirs(goos string) []string {
	if goos == "linux" {
		return []string{"/etc/ssl/certs", "/etc/pki/tls/certs"}
	}
	return []string{"/etc/ssl/certs", "/usr/local/share/certs", "/etc/openssl/certs"}
}

// Bounds of what is read.
const (
	MaxBundle    = 4 << 20 // bytes of a bundle; the usual one has 200 KiB
	MaxRootFiles = 1000    // files of a directory
)

// StandardTrusts reports whether the authorities at the system's own places
// accept a chain that was refused, where variables replace them.
func StandardTrusts(env *probe.Env, host string, chain []*x509.Certificate) bool {
	s := env.Settings
	if len(chain) == 0 || env.ReadFile == nil || s.Variable("SSL_CERT_FILE") == "" && s.Variable("SSL_CERT_DIR") == "" {
		return false
	}
	roots := x509.NewCertPool()
	for _, name := range RootFiles(s.OS) {
		if data, _, err := env.ReadFile(name, MaxBundle); err == nil {
			roots.AppendCertsFromPEM(data)
			break
		}
	}
	return accepts(env, roots, host, chain)
}

// accepts reports whether roots accept a chain for a host.
func accepts(env *probe.Env, roots *x509.CertPool, host string, chain []*x509.Certificate) bool {
	intermediates := x509.NewCertPool()
	for _, c := range chain[1:] {
		intermediates.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: intermediates, CurrentTime: env.Now()})
	return err == nil
}
