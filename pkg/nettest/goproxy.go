package nettest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
	"golang.org/x/mod/sumdb/dirhash"
	modzip "golang.org/x/mod/zip"
)

// Module is one version of a module that a test makes up.
type Module struct {
	Path, Version string
	// GoMod is the go.mod file; "" is one with nothing but the module line.
	GoMod string
	// Files are the others, by slash-separated name.
	Files map[string]string
	// Revisions are branches, tags and hashes that mean this version.
	Revisions []string
}

func (m Module) goMod() string {
	if m.GoMod != "" {
		return m.GoMod
	}
	return "module " + m.Path + "\n\ngo 1.21\n"
}

func (m Module) files() map[string]string {
	files := map[string]string{"go.mod": m.goMod()}
	for name, text := range m.Files {
		files[name] = text
	}
	return files
}

// Zip returns the module's zip as a module proxy serves it.
func (m Module) Zip() ([]byte, error) {
	var list []modzip.File
	for name, text := range m.files() {
		list = append(list, memFile{name, text})
	}
	slices.SortFunc(list, func(a, b modzip.File) int { return strings.Compare(a.Path(), b.Path()) })
	var b bytes.Buffer
	err := modzip.Create(&b, module.Version{Path: m.Path, Version: m.Version}, list)
	return b.Bytes(), err
}

// GoSum returns the module's two lines of a go.sum file.
func (m Module) GoSum() (string, error) {
	files := m.files()
	var names []string
	open := func(name string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(files[strings.TrimPrefix(name, m.Path+"@"+m.Version+"/")])), nil
	}
	for name := range files {
		names = append(names, m.Path+"@"+m.Version+"/"+name)
	}
	tree, err := dirhash.Hash1(names, open)
	if err != nil {
		return "", err
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, open)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s %s %s\n%s %s/go.mod %s\n", m.Path, m.Version, tree, m.Path, m.Version, mod), nil
}

// memFile is a file of a module zip. It implements modzip.File.
type memFile struct{ name, text string }

func (f memFile) Path() string                 { return f.name }
func (f memFile) Lstat() (fs.FileInfo, error)  { return memInfo(f), nil }
func (f memFile) Open() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(f.text)), nil }

type memInfo memFile

func (i memInfo) Name() string       { return path.Base(i.name) }
func (i memInfo) Size() int64        { return int64(len(i.text)) }
func (i memInfo) Mode() fs.FileMode  { return 0o644 }
func (i memInfo) ModTime() time.Time { return commitTime }
func (i memInfo) IsDir() bool        { return false }
func (i memInfo) Sys() any           { return nil }

// commitTime is the time of every version.
var commitTime = time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)

// ModuleProxy is a module proxy over modules of the test's own. It is an
// [http.Handler], to be served over http or https, and notes what it is asked.
// Paths can be given a fault each.
type ModuleProxy struct {
	files map[string][]byte // by URL path

	mu       sync.Mutex
	faults   []fault
	requests []string
	relays   map[string]http.Handler
}

type fault struct {
	suffix  string
	handler http.Handler
}

// NewModuleProxy returns a proxy that serves the modules. What it has not is
// answered by 404 and a plain text, as public proxies do.
func NewModuleProxy(modules ...Module) (*ModuleProxy, error) {
	p := &ModuleProxy{files: map[string][]byte{}, relays: map[string]http.Handler{}}
	newest := map[string]string{}
	for _, m := range modules {
		if err := p.add(m); err != nil {
			return nil, fmt.Errorf("module proxy: %s@%s: %w", m.Path, m.Version, err)
		}
		if semver.Compare(m.Version, newest[m.Path]) > 0 {
			newest[m.Path] = m.Version
		}
	}
	for name, version := range newest {
		escaped, err := module.EscapePath(name)
		if err != nil {
			return nil, err
		}
		p.files["/"+escaped+"/@latest"] = p.files["/"+escaped+"/@v/"+version+".info"]
	}
	return p, nil
}

func (p *ModuleProxy) add(m Module) error {
	escaped, err := module.EscapePath(m.Path)
	if err != nil {
		return err
	}
	version, err := module.EscapeVersion(m.Version)
	if err != nil {
		return err
	}
	archive, err := m.Zip()
	if err != nil {
		return err
	}
	info, err := json.Marshal(struct {
		Version string
		Time    time.Time
	}{m.Version, commitTime})
	if err != nil {
		return err
	}
	dir := "/" + escaped + "/@v/"
	p.files[dir+version+".info"] = info
	p.files[dir+version+".mod"] = []byte(m.goMod())
	p.files[dir+version+".zip"] = archive
	for _, r := range m.Revisions {
		p.files[dir+r+".info"] = info
	}
	list := p.files[dir+"list"]
	if !module.IsPseudoVersion(m.Version) {
		list = append(list, m.Version+"\n"...)
	}
	p.files[dir+"list"] = append([]byte{}, list...)
	return nil
}

// Fault has every path that ends with suffix answered by h; "" means every
// path. The last fault that fits wins.
func (p *ModuleProxy) Fault(suffix string, h http.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.faults = append(p.faults, fault{suffix, h})
}

// Relay makes the proxy relay the checksum database of that name.
func (p *ModuleProxy) Relay(name string, db http.Handler) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.relays["/sumdb/"+name] = db
}

// Requests returns the paths that were asked for, in order.
func (p *ModuleProxy) Requests() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.requests)
}

// File returns what the proxy serves under a URL path, nil for nothing.
func (p *ModuleProxy) File(urlPath string) []byte { return p.files[urlPath] }

// ServeHTTP implements [http.Handler].
func (p *ModuleProxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.handler(r.URL.Path).ServeHTTP(w, r)
}

func (p *ModuleProxy) handler(urlPath string) http.Handler {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.requests = append(p.requests, urlPath)
	for _, f := range slices.Backward(p.faults) {
		if strings.HasSuffix(urlPath, f.suffix) {
			return f.handler
		}
	}
	for prefix, db := range p.relays {
		if urlPath == prefix+"/supported" {
			return HTTPBody("text/plain", "")
		}
		if strings.HasPrefix(urlPath, prefix+"/") {
			return http.StripPrefix(prefix, db)
		}
	}
	data, ok := p.files[urlPath]
	if !ok {
		return HTTPStatus(http.StatusNotFound, "not found: "+urlPath)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, path.Base(urlPath), commitTime, bytes.NewReader(data))
	})
}
