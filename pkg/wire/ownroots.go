package wire

import (
	"crypto/x509"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// maxWhole is the size from which a file of authorities is not read: crypto/x509 takes
// memory for the whole file.
const maxWhole = 32 << 20

// ownRoots returns the authorities that handshakes rest on where crypto/x509 cannot be
// left to read them, or nil. It reads each file whole and without a time limit, and every
// handshake waits for it: a pipe would hold all of them, and a device or a very long file
// fills the memory. The places and their order are those of crypto/x509.
func ownRoots(m *host.Machine) *x509.CertPool {
	if len(RootFiles(m.OS)) == 0 {
		return nil // macOS and Windows verify by themselves
	}
	files, dirs := RootFiles(m.OS), RootDirs(m.OS)
	if file := m.Getenv("SSL_CERT_FILE"); file != "" {
		files = []string{file}
	}
	if list := m.Getenv("SSL_CERT_DIR"); list != "" {
		dirs = strings.Split(list, ":")
	}
	var within []string
	for _, dir := range dirs {
		entries, err := m.ReadDir(dir)
		if err != nil {
			continue
		}
		for _, entry := range entries[:min(len(entries), MaxRootFiles)] {
			within = append(within, filepath.Join(dir, entry.Name()))
		}
	}
	ends := true
	for _, list := range [][]string{files, within} {
		for _, name := range list {
			ends = ends && readable(m, name)
		}
	}
	if ends {
		return nil
	}
	roots := x509.NewCertPool()
	add := func(name string) bool {
		if !readable(m, name) {
			return false
		}
		data, err := host.Whole(m.ReadFile, name, maxWhole)
		roots.AppendCertsFromPEM(data)
		return err == nil
	}
	for _, name := range files {
		if add(name) {
			break
		}
	}
	for _, name := range within {
		add(name)
	}
	return roots
}

// readable reports whether reading a file ends soon: also one that does not exist.
func readable(m *host.Machine, name string) bool {
	info, err := m.Stat(name)
	return err != nil || info.IsDir() || info.Mode().IsRegular() && info.Size() <= maxWhole
}
