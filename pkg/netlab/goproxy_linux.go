package netlab

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

// sumdbName is what the go command calls the checksum database.
const sumdbName = "sum.golang.org"

// checksumDatabase is the lab's sum.golang.org, with a key of its own.
type checksumDatabase struct {
	verifier string // NAME+HASH+KEY, as GOSUMDB takes it
	handler  http.Handler
}

func newChecksumDatabase(modules []Module) (*checksumDatabase, error) {
	signer, verifier, err := note.GenerateKey(nil, sumdbName)
	if err != nil {
		return nil, fmt.Errorf("make the key of the checksum database: %w", err)
	}
	db := sumdb.NewTestServer(signer, func(path, version string) ([]byte, error) {
		m, ok := find(modules, path, version)
		if !ok || m.Private {
			return nil, fs.ErrNotExist
		}
		lines, err := m.goSum(version)
		return []byte(lines), err
	})
	return &checksumDatabase{verifier: verifier, handler: knownOnly(modules, sumdb.NewServer(db))}, nil
}

// knownOnly answers 404 for a lookup of a module that no source has, as
// sum.golang.org does.
func knownOnly(modules []Module, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if target, ok := strings.CutPrefix(r.URL.Path, "/lookup/"); ok {
			escaped, version, _ := strings.Cut(target, "@")
			path, err := module.UnescapePath(escaped)
			if m, ok := find(modules, path, version); err != nil || !ok || m.Private {
				http.Error(w, "not found: "+target+": unknown module", http.StatusNotFound)
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func find(modules []Module, path, version string) (Module, bool) {
	for _, m := range modules {
		if m.Path != path {
			continue
		}
		for _, v := range m.Versions {
			if v == version || version == "" {
				return m, true
			}
		}
	}
	return Module{}, false
}

// A zip that is large enough to measure throughput by. It is noise, and no module:
// nothing but the bytes are of use.
const (
	LargeModule  = "github.com/example/large"
	LargeVersion = "v1.0.0"
	largeZip     = 30 << 20
)

// noise is an endless file that cannot be compressed.
type noise struct{}

// ReadAt fills p with what is at off.
func (noise) ReadAt(p []byte, off int64) (int, error) {
	for i := range p {
		x := uint64(off) + uint64(i)
		x = (x ^ x>>7) * 0x9e3779b97f4a7c15
		p[i] = byte(x >> 32)
	}
	return len(p), nil
}

// moduleProxy serves the public modules below prefix. With relay it serves the
// checksum database too; where zips is not "", it sends zips there.
func (l *Lab) moduleProxy(prefix string, relay bool, zips string) http.Handler {
	var public []Module
	for _, m := range l.modules {
		if !m.Private {
			public = append(public, m)
		}
	}
	return http.StripPrefix(prefix, proxyHandler{modules: public, sumdb: relayOf(l, relay), zips: zips})
}

// privateProxy serves all modules, the private ones included.
func (l *Lab) privateProxy() http.Handler {
	return proxyHandler{modules: l.modules, sumdb: relayOf(l, true)}
}

func relayOf(l *Lab, relay bool) http.Handler {
	if !relay {
		return nil
	}
	return l.sumdb.handler
}

// proxyHandler is the GOPROXY protocol (go.dev/ref/mod#goproxy-protocol).
type proxyHandler struct {
	modules []Module
	sumdb   http.Handler // nil: no relay
	zips    string
}

func (p proxyHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if rest, ok := strings.CutPrefix(r.URL.Path, "/sumdb/"+sumdbName); ok && p.sumdb != nil {
		if rest == "/supported" {
			return
		}
		relayed := r.Clone(r.Context())
		relayed.URL.Path = rest
		p.sumdb.ServeHTTP(w, relayed)
		return
	}
	if r.URL.Path == "/"+LargeModule+"/@v/"+LargeVersion+".zip" {
		http.ServeContent(w, r, "", published(), io.NewSectionReader(noise{}, 0, largeZip))
		return
	}
	escaped, what, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/@")
	path, err := module.UnescapePath(escaped)
	m, known := find(p.modules, path, "")
	if !ok || err != nil || !known {
		notFound(w, r)
		return
	}
	p.serve(w, r, m, what)
}

// serve answers for what comes after "/@" of a module that exists.
func (p proxyHandler) serve(w http.ResponseWriter, r *http.Request, m Module, what string) {
	switch what {
	case "latest":
		writeInfo(w, m.Versions[len(m.Versions)-1])
		return
	case "v/list":
		_, _ = fmt.Fprintln(w, strings.Join(m.Versions, "\n"))
		return
	}
	file := strings.TrimPrefix(what, "v/")
	dot := strings.LastIndexByte(file, '.')
	if dot < 0 {
		notFound(w, r)
		return
	}
	version, extension := file[:dot], file[dot:]
	if _, ok := find([]Module{m}, m.Path, version); !ok || !semver.IsValid(version) {
		notFound(w, r)
		return
	}
	switch extension {
	case ".info":
		writeInfo(w, version)
	case ".mod":
		_, _ = fmt.Fprint(w, m.goMod())
	case ".zip":
		p.serveZip(w, r, m, version)
	default:
		notFound(w, r)
	}
}

func (p proxyHandler) serveZip(w http.ResponseWriter, r *http.Request, m Module, version string) {
	if p.zips != "" {
		http.Redirect(w, r, p.zips+r.URL.EscapedPath(), http.StatusFound)
		return
	}
	data, err := m.zip(version)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/zip")
	_, _ = w.Write(data)
}

func writeInfo(w http.ResponseWriter, version string) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"Version": version, "Time": published()})
}

func notFound(w http.ResponseWriter, r *http.Request) {
	http.Error(w, "not found: "+strings.TrimPrefix(r.URL.Path, "/"), http.StatusNotFound)
}

// exportModules writes the public modules as a file:// proxy.
func (l *Lab) exportModules(dir string) error {
	for _, m := range l.modules {
		if m.Private {
			continue
		}
		escaped, err := module.EscapePath(m.Path)
		if err != nil {
			return err
		}
		at := filepath.Join(dir, filepath.FromSlash(escaped), "@v")
		if err := os.MkdirAll(at, 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(at, "list"), []byte(strings.Join(m.Versions, "\n")+"\n"), 0o644); err != nil {
			return err
		}
		for _, v := range m.Versions {
			if err := exportVersion(at, m, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func exportVersion(at string, m Module, version string) error {
	archive, err := m.zip(version)
	if err != nil {
		return err
	}
	info := fmt.Sprintf("{\"Version\":%q,\"Time\":%q}", version, published().Format(time.RFC3339))
	return errors.Join(
		os.WriteFile(filepath.Join(at, version+".info"), []byte(info), 0o644),
		os.WriteFile(filepath.Join(at, version+".mod"), []byte(m.goMod()), 0o644),
		os.WriteFile(filepath.Join(at, version+".zip"), archive, 0o644))
}
