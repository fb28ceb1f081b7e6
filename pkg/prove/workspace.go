package prove

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"

	"golang.org/x/mod/modfile"
)

// Bounds of a copied workspace. Its sources are links; only what go writes is copied.
const (
	maxWorkspaceDirs  = 5000
	maxWorkspaceFiles = 50000
)

// errWorkspace means that a workspace is too large to be copied.
var errWorkspace = tell.New("the workspace has too many directories to copy")

// writesModules reports whether a step writes the go.mod and go.sum files of the
// modules in a workspace: no flag leads it to copies.
func writesModules(s Step) bool {
	return s.Args[0] == "get" || s.Args[0] == "work"
}

// modulesOf makes copies of all the modules of a workspace, which `go get` and `go
// work` write: of their go.mod and go.sum files, with links to their sources.
func (sc *scratch) modulesOf(at place) (place, error) {
	gowork := sc.s.Module.GoWork
	data, err := host.Whole(sc.m.ReadFile, gowork, host.MaxGoMod)
	if err != nil {
		return at, nil // go says what is wrong
	}
	f, err := modfile.ParseWork(gowork, data, nil)
	if err != nil {
		return at, nil
	}
	if err := absolute(f, filepath.Dir(gowork)); err != nil {
		return at, err
	}
	w := &workspaceCopy{scratch: sc}
	stands := at.dir
	at.dir = sc.path("workspace")
	if err := os.MkdirAll(at.dir, 0o700); err != nil {
		return at, err
	}
	sc.modules = map[string]string{"workspace": filepath.Dir(gowork)}
	for i, u := range slices.Clone(f.Use) {
		from, name := filepath.FromSlash(u.Path), filepath.Join("workspace", fmt.Sprint(i))
		sc.modules[name] = from
		if err := errors.Join(w.module(from, name), f.DropUse(u.Path), f.AddUse("./"+fmt.Sprint(i), u.ModulePath)); err != nil {
			return at, err
		}
		if rel, err := filepath.Rel(from, stands); err == nil && filepath.IsLocal(rel) {
			if _, err := os.Stat(sc.path(filepath.Join(name, rel))); err == nil {
				at.dir = sc.path(filepath.Join(name, rel))
			}
		}
	}
	f.Cleanup()
	at.env = append(at.env, "GOWORK="+sc.path(filepath.Join("workspace", "go.work")))
	return at, errors.Join(
		sc.write(filepath.Join("workspace", "go.work"), modfile.Format(f.Syntax)),
		sc.copyFile(gowork+".sum", filepath.Join("workspace", "go.work.sum"), host.MaxGoSum),
	)
}

// workspaceCopy counts what one copy of a workspace has.
type workspaceCopy struct {
	*scratch
	dirs, files int
}

// module copies a module: its go.mod, with relative replacements led to where they
// are, its go.sum, and links to its sources.
func (w *workspaceCopy) module(from, name string) error {
	if _, err := w.m.Stat(from); err != nil {
		return nil // go says that it is missing
	}
	if err := w.sources(from, name, true); err != nil {
		return err
	}
	data, err := host.Whole(w.m.ReadFile, filepath.Join(from, "go.mod"), host.MaxGoMod)
	if err != nil {
		return nil
	}
	if f, err := modfile.Parse("go.mod", data, nil); err == nil {
		for _, r := range slices.Clone(f.Replace) {
			if r.New.Version == "" && !filepath.IsAbs(r.New.Path) {
				if err := f.AddReplace(r.Old.Path, r.Old.Version, filepath.ToSlash(filepath.Join(from, r.New.Path)), ""); err != nil {
					return err
				}
			}
		}
		if w.lowered && w.newer(f.Go, f.Toolchain) {
			data, err = lower(f, w.s.Go.Version)
		} else {
			data, err = f.Format()
		}
		if err != nil {
			return err
		}
	}
	return errors.Join(w.write(filepath.Join(name, "go.mod"), data), w.copyFile(filepath.Join(from, "go.sum"), filepath.Join(name, "go.sum"), host.MaxGoSum))
}

// sources links the Go files below a directory. Other modules in it, and directories
// that no pattern of go matches (go help packages), are left out.
func (w *workspaceCopy) sources(from, name string, root bool) error {
	entries, err := w.m.ReadDir(from)
	if err != nil {
		return nil
	}
	isModule := slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == "go.mod" })
	if isModule && !root {
		return nil
	}
	if w.dirs++; w.dirs > maxWorkspaceDirs {
		return errWorkspace
	}
	if err := os.MkdirAll(w.path(name), 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		hidden := strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "_")
		switch {
		case hidden:
		case e.IsDir() && e.Name() != "testdata" && e.Name() != "node_modules" && e.Name() != "vendor":
			if err := w.sources(filepath.Join(from, e.Name()), filepath.Join(name, e.Name()), false); err != nil {
				return err
			}
		case !e.IsDir() && strings.HasSuffix(e.Name(), ".go"):
			if w.files++; w.files > maxWorkspaceFiles {
				return errWorkspace
			}
			w.link(filepath.Join(from, e.Name()), filepath.Join(name, e.Name()))
		}
	}
	return nil
}
