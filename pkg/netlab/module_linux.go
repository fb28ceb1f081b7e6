package netlab

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"testing/fstest"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb/dirhash"
	"golang.org/x/mod/zip"
)

// Module is one module of the lab: the same content at the module proxies, in
// the checksum database and in its git repository.
type Module struct {
	Path     string
	Versions []string
	Requires map[string]string // module path to version
	// Repo is its origin as HOST/PATH; "" is Path itself.
	Repo string
	// Private modules exist only in their repository.
	Private bool
	// Program says that its package is a main package, which go install takes.
	Program bool
}

// Modules returns the lab's modules. Their paths are those of well-known
// modules, their content is the lab's.
func Modules() []Module {
	list := []Module{
		{Path: "github.com/google/uuid", Versions: []string{"v1.5.0", "v1.6.0"}},
		{Path: "github.com/pkg/errors", Versions: []string{"v0.9.1"}},
		{Path: "github.com/BurntSushi/toml", Versions: []string{"v1.4.0"}},
		{Path: "github.com/Upper/Case", Versions: []string{"v1.0.0"}, Requires: map[string]string{"github.com/pkg/errors": "v0.9.1"}},
		{Path: "rsc.io/quote", Versions: []string{"v1.5.1", "v1.5.2"}, Requires: map[string]string{"rsc.io/sampler": "v1.3.0"}, Repo: "github.com/rsc/quote"},
		{Path: "rsc.io/sampler", Versions: []string{"v1.3.0"}, Repo: "github.com/rsc/sampler"},
		{Path: "golang.org/x/text", Versions: []string{"v0.3.0", "v0.14.0"}, Repo: "go.googlesource.com/text"},
		{Path: "golang.org/x/mod", Versions: []string{"v0.17.0"}, Repo: "go.googlesource.com/mod"},
		{Path: "example.com/hello", Versions: []string{"v1.0.0"}, Repo: "github.com/example/hello"},
		{Path: "git.corp.example/team/secret.git", Versions: []string{"v1.0.0"}, Private: true},
		{Path: "github.com/corp-example/secret", Versions: []string{"v1.0.0"}, Private: true},
	}
	list = append(list, forgeModules()...)
	// What a large project has in addition.
	for i := range 12 {
		list = append(list, Module{Path: fmt.Sprintf("github.com/example/part%02d", i+1), Versions: []string{"v1.0.0"}})
	}
	return append(list, Module{Path: "github.com/example/tool", Versions: []string{"v1.0.0"}, Program: true})
}

// repo returns the origin as HOST/PATH.
func (m Module) repo() string {
	if m.Repo != "" {
		return m.Repo
	}
	return m.Path
}

// goMod returns the go.mod of every version.
func (m Module) goMod() string {
	text := "module " + m.Path + "\n\ngo 1.20\n"
	var paths []string
	for p := range m.Requires {
		paths = append(paths, p)
	}
	sort.Strings(paths)
	for _, p := range paths {
		text += fmt.Sprintf("\nrequire %s %s\n", p, m.Requires[p])
	}
	return text
}

// files returns the source tree of a version.
func (m Module) files(version string) map[string]string {
	name := strings.ToLower(path.Base(strings.TrimSuffix(m.Path, ".git")))
	source := fmt.Sprintf("// Package %s stands in for the real one.\npackage %s\n\n// Version is this module's.\nconst Version = %q\n", name, name, version)
	if m.Program {
		source = "// Command " + name + " stands in for the real one.\npackage main\n\nfunc main() {}\n"
	}
	return map[string]string{
		"go.mod":     m.goMod(),
		"LICENSE":    "Content of the gofix-net network lab. Public domain.\n",
		name + ".go": source,
	}
}

// zip returns the module zip of a version, as a proxy serves it. It is padded
// by nothing: a truncated body is still cut in its middle.
func (m Module) zip(version string) ([]byte, error) {
	tree := fstest.MapFS{}
	var files []zip.File
	for name, content := range m.files(version) {
		tree[name] = &fstest.MapFile{Data: []byte(content), Mode: 0o644}
	}
	for name := range tree {
		files = append(files, treeFile{tree, name})
	}
	sort.Slice(files, func(i, j int) bool { return files[i].Path() < files[j].Path() })
	var out bytes.Buffer
	if err := zip.Create(&out, module.Version{Path: m.Path, Version: version}, files); err != nil {
		return nil, fmt.Errorf("zip %s@%s: %w", m.Path, version, err)
	}
	return out.Bytes(), nil
}

// goSum returns the two lines of a version as the checksum database has them.
func (m Module) goSum(version string) (string, error) {
	files := m.files(version)
	var names []string
	for name := range files {
		names = append(names, m.Path+"@"+version+"/"+name)
	}
	open := func(name string) (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader(files[name[strings.LastIndexByte(name, '/')+1:]])), nil
	}
	tree, err := dirhash.Hash1(names, open)
	if err != nil {
		return "", err
	}
	mod, err := dirhash.Hash1([]string{"go.mod"}, open)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%[1]s %[2]s %[3]s\n%[1]s %[2]s/go.mod %[4]s\n", m.Path, version, tree, mod), nil
}

// published is the date of every version and commit.
func published() time.Time { return time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC) }

// treeFile is a [zip.File] of a tree in memory.
type treeFile struct {
	tree fstest.MapFS
	name string
}

func (f treeFile) Path() string                 { return f.name }
func (f treeFile) Lstat() (os.FileInfo, error)  { return fs.Stat(f.tree, f.name) }
func (f treeFile) Open() (io.ReadCloser, error) { return f.tree.Open(f.name) }
