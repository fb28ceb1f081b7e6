package probes

import (
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// fromFiles counts the certificates of the first file that can be read.
func fromFiles(env *probe.Env, e *probe.RootsEvidence, files []string) {
	for _, name := range files {
		place, read := rootsIn(env, name)
		e.Looked = append(e.Looked, place)
		e.Usable += place.Found
		if read {
			return
		}
	}
}

// fromDirs looks for a certificate in any file of the directories, and ends at
// the first directory that has one.
func fromDirs(ctx context.Context, env *probe.Env, e *probe.RootsEvidence, dirs []string) {
	for _, dir := range dirs {
		place := probe.RootsPlace{Path: dir}
		entries, err := env.ReadDir(dir)
		if err != nil {
			place.Error = why(err)
		}
		for _, f := range entries[:min(len(entries), maxRootFiles)] {
			if ctx.Err() != nil || place.Found > 0 {
				break
			}
			one, _ := rootsIn(env, filepath.Join(dir, f.Name()))
			place.Found += one.Found
		}
		e.Looked = append(e.Looked, place)
		if e.Usable += place.Found; e.Usable > 0 {
			return
		}
	}
}

// rootsIn counts the certificates of a file, and reports whether it could be read.
func rootsIn(env *probe.Env, name string) (probe.RootsPlace, bool) {
	p := probe.RootsPlace{Path: name}
	data, _, err := env.ReadFile(name, maxBundle)
	if err != nil {
		p.Error = why(err)
		return p, false
	}
	for len(data) > 0 {
		var block *pem.Block
		if block, data = pem.Decode(data); block == nil {
			break
		}
		if _, err := x509.ParseCertificate(block.Bytes); err == nil && block.Type == "CERTIFICATE" && len(block.Headers) == 0 {
			p.Found++
		}
	}
	if p.Found == 0 {
		p.Error = "holds no certificate in PEM form"
	}
	return p, true
}

// why is the reason of a file error without the path, which stands beside it.
func why(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// noRoots says in one line where nothing was found.
func noRoots(e *probe.RootsEvidence) string {
	var all []string
	for _, p := range e.Looked {
		if p.Error == "" {
			p.Error = "holds no certificate"
		}
		all = append(all, fmt.Sprintf("%s: %s", p.Path, p.Error))
	}
	return "no certificate authorities: " + strings.Join(all, "; ")
}

// standardTrusts reports whether the authorities at the system's own places
// accept a chain that was refused, where variables lead away from them.
func standardTrusts(env *probe.Env, host string, chain []*x509.Certificate) bool {
	s := env.Settings
	if len(chain) == 0 || env.ReadFile == nil || s.Variable("SSL_CERT_FILE") == "" && s.Variable("SSL_CERT_DIR") == "" {
		return false
	}
	roots, intermediates := x509.NewCertPool(), x509.NewCertPool()
	for _, name := range rootFiles(s.OS) {
		if data, _, err := env.ReadFile(name, maxBundle); err == nil {
			roots.AppendCertsFromPEM(data)
			break
		}
	}
	for _, c := range chain[1:] {
		intermediates.AddCert(c)
	}
	_, err := chain[0].Verify(x509.VerifyOptions{DNSName: host, Roots: roots, Intermediates: intermediates, CurrentTime: env.Now()})
	return err == nil
}
