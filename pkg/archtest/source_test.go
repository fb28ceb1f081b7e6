// Package archtest holds the architecture to its rules. It has tests only, and
// reads the source files itself: what go list says would be answered from go
// test's cache after they have changed.
package archtest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

const (
	root       = "../.."
	modulePath = "github.com/gofix-net/gofix-net"
)

// source is one parsed file.
type source struct {
	path string // from the top of the repository, with slashes
	fset *token.FileSet
	ast  *ast.File
}

func (s source) dir() string { return path.Dir(s.path) }
func (s source) test() bool  { return strings.HasSuffix(s.path, "_test.go") }
func (s source) line(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.path, s.fset.Position(n.Pos()).Line)
}

// parse reads one file, of whatever system: build tags are not looked at.
func parse(t *testing.T, name, text string) source {
	t.Helper()
	s, err := parsed(name, text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func parsed(name, text string) (source, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, name, text, parser.ParseComments)
	return source{name, fset, f}, err
}

// sources returns every Go file of the repository. They are read once for all
// tests, which do not change them.
func sources(t *testing.T) []source {
	t.Helper()
	out, err := readOnce()
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 50 {
		t.Fatalf("only %d source files found from %s", len(out), root)
	}
	return slices.Clone(out)
}

var readOnce = sync.OnceValues(func() ([]source, error) {
	var out []source
	for _, top := range []string{"cmd", "pkg", "probes"} {
		err := filepath.WalkDir(filepath.Join(root, top), func(p string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") {
				return err
			}
			data, err := os.ReadFile(p)
			if err != nil {
				return err
			}
			name, err := filepath.Rel(root, p)
			if err != nil {
				return err
			}
			s, err := parsed(filepath.ToSlash(name), string(data))
			out = append(out, s)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
})

// within returns the files of one directory that are built into programs.
func within(files []source, dir string) []source {
	return slices.DeleteFunc(slices.Clone(files), func(s source) bool { return s.dir() != dir || s.test() })
}

// testsOf returns the test files of one directory.
func testsOf(files []source, dir string) []source {
	return slices.DeleteFunc(slices.Clone(files), func(s source) bool { return s.dir() != dir || !s.test() })
}

// covers reports whether the file is meant by one of the patterns of a rule.
func covers(patterns []string, s source) bool {
	return slices.ContainsFunc(patterns, func(p string) bool {
		return p == s.path || below(p, s.dir())
	})
}

// below reports whether dir is pattern, or below it where it ends in "...".
func below(pattern, dir string) bool {
	base, tree := strings.CutSuffix(pattern, "...")
	base = strings.TrimSuffix(base, "/")
	return dir == base || tree && (base == "" || strings.HasPrefix(dir, base+"/"))
}

// imports returns the imports of a file by the name under which it uses them.
// Packages of this module are named by their directory.
func (s source) imports() map[string]string {
	out := map[string]string{}
	for _, spec := range s.ast.Imports {
		p, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := path.Base(p)
		// The last part of a path is not always the package's name.
		if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
			name = path.Base(path.Dir(p))
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		for out[name] != "" {
			name += "_" // blank and dot imports
		}
		out[name] = strings.TrimPrefix(p, modulePath+"/")
	}
	return out
}
