// Package systems checks the types of every package, tests included, as the systems
// have them that the tests do not run on. It compiles nothing of this module, and so
// takes a small part of the time of go vet, which first compiles each package for each
// system.
package systems

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// root is the top of the repository.
const root = "../../.."

// TestEverySystemHasWhatIsUsed finds a name that only this system has, wherever it
// stands: in a plain file, in one for another system, in a test.
func TestEverySystemHasWhatIsUsed(t *testing.T) {
	need.Long(t)
	for _, system := range []string{"windows/amd64", "darwin/arm64"} {
		t.Run(system, func(t *testing.T) {
			goos, goarch, _ := strings.Cut(system, "/")
			c := &checker{dir: root, env: append(os.Environ(), "CGO_ENABLED=0", "GOOS="+goos, "GOARCH="+goarch)}
			found, err := c.check("./...")
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range found {
				t.Error(e)
			}
			if len(c.done) < 150 {
				t.Errorf("only %d packages and tests were checked", len(c.done))
			}
		})
	}
}

// TestForeignNamesAreFound plants names of Unix in a module of its own, for Windows.
func TestForeignNamesAreFound(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":         "module example.com/m\n\ngo 1.25\n",
		"p.go":           "package m\n\nimport \"syscall\"\n\nvar Plain = syscall.SIGWINCH\n",
		"p_test.go":      "package m\n\nimport \"syscall\"\n\nvar _, inside = Plain, syscall.Stat_t{}.Ino\n",
		"x_test.go":      "package m_test\n\nimport (\n\t\"syscall\"\n\n\t\"example.com/m\"\n)\n\nvar _, outside = m.Plain, syscall.Umask\n",
		"for_windows.go": "package m\n\nvar only = syscallMissing\n",
		"for_linux.go":   "package m\n\nvar only = alsoMissing\n",
	} {
		name = strings.Replace(name, "for_", "p_", 1)
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	c := &checker{dir: dir, env: append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64", "GOFLAGS=", "GOWORK=off")}
	found, err := c.check("./...")
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Join(found, "\n")
	for _, want := range []string{"p.go:5:21: undefined: syscall.SIGWINCH", "Stat_t", "syscall.Umask", "syscallMissing"} {
		if !strings.Contains(all, want) {
			t.Errorf("%s is not found in %s", want, all)
		}
	}
	if strings.Contains(all, "alsoMissing") {
		t.Errorf("a file of Linux is read: %s", all)
	}
}

// checker checks packages as a system of env has them.
type checker struct {
	dir  string
	env  []string
	fset *token.FileSet
	done map[string]*types.Package // by the import path of go list
}

// listed is what go list tells of a package. With -test one that a test changes is
// listed by itself, as "path [path.test]".
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	ImportMap               map[string]string
	Module                  *struct{ Main bool }
}

func (p listed) ours() bool { return p.Module != nil && p.Module.Main }

// check returns what is wrong in the packages of a pattern.
func (c *checker) check(pattern string) ([]string, error) {
	all, err := c.list("-deps", "-test", pattern)
	if err != nil {
		return nil, err
	}
	var others []string
	for _, p := range all {
		if !p.ours() {
			others = append(others, p.ImportPath)
		}
	}
	compiled, err := c.list(append([]string{"-export"}, others...)...)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	for _, p := range compiled {
		exports[p.ImportPath] = p.Export
	}
	c.fset, c.done = token.NewFileSet(), map[string]*types.Package{}
	foreign := importer.ForCompiler(c.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	var found []string
	for _, p := range all { // after what it imports
		if p.ours() && !strings.HasSuffix(p.ImportPath, ".test") {
			found = append(found, c.one(p, foreign)...)
		}
	}
	slices.Sort(found)
	return slices.Compact(found), nil // a package is checked with its tests and without
}

// one checks a package. What others are checked against is what it exports, errors or not.
func (c *checker) one(p listed, foreign types.Importer) []string {
	var found []string
	conf := types.Config{
		Error: func(err error) { found = append(found, err.Error()) },
		Importer: importFunc(func(path string) (*types.Package, error) {
			if to := p.ImportMap[path]; to != "" {
				path = to
			}
			if path == "unsafe" {
				return types.Unsafe, nil
			}
			if ours := c.done[path]; ours != nil {
				return ours, nil
			}
			return foreign.Import(path)
		}),
	}
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(c.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			return []string{err.Error()}
		}
		files = append(files, file)
	}
	path, _, _ := strings.Cut(p.ImportPath, " ")
	c.done[p.ImportPath], _ = conf.Check(path, c.fset, files, nil) // its error is the first of found
	return found
}

type importFunc func(string) (*types.Package, error)

func (f importFunc) Import(path string) (*types.Package, error) { return f(path) }

// list asks go list for packages.
func (c *checker) list(args ...string) ([]listed, error) {
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Dir,Export,GoFiles,ImportMap,Module"}, args...)...) //nolint:gosec // the test's own arguments
	cmd.Dir, cmd.Env = c.dir, c.env
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			err = fmt.Errorf("%w\n%s", err, exit.Stderr)
		}
		return nil, fmt.Errorf("go list: %w", err)
	}
	var found []listed
	for stream := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := stream.Decode(&p); errors.Is(err, io.EOF) {
			return found, nil
		} else if err != nil {
			return nil, fmt.Errorf("go list prints no JSON: %w", err)
		}
		found = append(found, p)
	}
}
