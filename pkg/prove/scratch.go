package prove

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/tell"

	"golang.org/x/mod/modfile"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// scratch is a directory of copies in which the go command can do what it
// likes: nothing of the user's is written.
type scratch struct {
	dir string
	m   *host.Machine
	s   *settings.Snapshot
	// env are the variables by which go and git find the copies.
	env []string
	// args go in front of the modules of `go mod download`.
	args []string
	// cwd is where it runs.
	cwd string
	// lowered says that the project's wish for a newer Go is left out.
	lowered bool
	// modules are the copies of a workspace's modules, by name, and their originals.
	modules map[string]string
}

// prepare makes the copies for a plan; an empty one needs none of settings.
func prepare(ctx context.Context, m *host.Machine, s *settings.Snapshot, p plan.Plan, dir string) (*scratch, error) {
	sc := &scratch{dir: dir, m: m, s: s, env: append(undisturbed(s),
		"GOMODCACHE="+filepath.Join(dir, "mod"),
		"GOPATH="+filepath.Join(dir, "gopath"),
		// Not a part of the proof: what a go.mod asks for is dealt with below.
		"GOTOOLCHAIN=local",
	)}
	if err := sc.sumdbState(ctx); err != nil {
		return nil, err
	}
	if err := sc.goenv(ctx, p); err != nil {
		return nil, err
	}
	if err := sc.gitConfig(ctx, p); err != nil {
		return nil, err
	}
	return sc, sc.project()
}

func (sc *scratch) path(name string) string { return filepath.Join(sc.dir, name) }

func (sc *scratch) write(name string, data []byte) error {
	return os.WriteFile(sc.path(name), data, 0o600)
}

// goenv puts a copy of the GOENV file with the changes in the file's place.
// The variables of the operating system stay: a value that they hide in the
// next shell stays hidden, and the proof fails as the user's command would.
func (sc *scratch) goenv(ctx context.Context, p plan.Plan) error {
	var changes []plan.Change
	for _, c := range p.Changes {
		if c.Key.Tool == settings.GoEnv {
			changes = append(changes, c)
		}
	}
	if len(changes) == 0 {
		return nil
	}
	if err := sc.copyFile(sc.s.Goenv.Path, "goenv", host.MaxSettings); err != nil {
		return err
	}
	for _, c := range changes {
		if _, err := Carry(ctx, sc.m, sc.s, c, sc.path("goenv")); err != nil {
			return err
		}
	}
	if !sc.s.Goenv.Off {
		sc.env = append(sc.env, "GOENV="+sc.path("goenv"))
	}
	return nil
}

// copyFile copies a file of at most limit bytes that need not exist.
func (sc *scratch) copyFile(from, name string, limit int64) error {
	if from == "" {
		return nil
	}
	data, err := host.Whole(sc.m.ReadFile, from, limit)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return sc.write(name, data)
}

// project lets the user's go.sum count without being written: copies of
// go.mod and go.sum, or of go.work and go.work.sum, take their places.
func (sc *scratch) project() error {
	mod := sc.s.Module
	sc.cwd = mod.Dir
	switch {
	case mod.GoWork != "":
		return sc.workspace(mod.GoWork)
	case mod.GoMod != "":
		return sc.module(mod.GoMod)
	}
	return sc.nowhere()
}

// nowhere runs outside of every project.
func (sc *scratch) nowhere() error {
	sc.cwd = sc.path("empty")
	sc.args = nil
	sc.env = append(sc.env, "GOWORK=off")
	return os.MkdirAll(sc.cwd, 0o700)
}

func (sc *scratch) module(gomod string) error {
	data, err := host.Whole(sc.m.ReadFile, gomod, host.MaxGoMod)
	if err != nil {
		return err
	}
	f, err := modfile.Parse(gomod, data, nil)
	if err != nil {
		return sc.nowhere() // a fault of the project, not of the settings
	}
	if sc.newer(f.Go, f.Toolchain) {
		// Which toolchain it wants is another question than whether modules
		// can be downloaded; and -modfile may say something else.
		if data, err = lower(f, sc.s.Go.Version); err != nil {
			return err
		}
	}
	if err := sc.write("go.mod", data); err != nil {
		return err
	}
	if err := sc.copyFile(filepath.Join(filepath.Dir(gomod), "go.sum"), "go.sum", host.MaxGoSum); err != nil {
		return err
	}
	sc.cwd = filepath.Dir(gomod)
	sc.args = []string{"-modfile=" + sc.path("go.mod")}
	sc.env = append(sc.env, "GOWORK=off")
	return nil
}

// lower formats a go.mod so that the installed release, have, reads it: without its
// toolchain line, and with a go line that is not newer. It keeps a go line, because go
// reads the module graph in another way without one (go.dev/ref/mod#go-mod-file-go).
func lower(f *modfile.File, have string) ([]byte, error) {
	f.DropToolchainStmt()
	if f.Go != nil && newerThan("go"+f.Go.Version, have) {
		if err := f.AddGoStmt(goLine(have)); err != nil {
			return nil, err
		}
	}
	f.Cleanup()
	return f.Format()
}

func (sc *scratch) workspace(gowork string) error {
	data, err := host.Whole(sc.m.ReadFile, gowork, host.MaxGoMod)
	if err != nil {
		return err
	}
	f, err := modfile.ParseWork(gowork, data, nil)
	if err != nil || sc.newer(f.Go, f.Toolchain) || sc.newerInUse(f, filepath.Dir(gowork)) {
		return sc.nowhere()
	}
	dir := filepath.Dir(gowork)
	for _, u := range append([]*modfile.Use(nil), f.Use...) {
		if old := u.Path; !filepath.IsAbs(old) {
			if err := errors.Join(f.DropUse(old), f.AddUse(filepath.ToSlash(filepath.Join(dir, old)), u.ModulePath)); err != nil {
				return err
			}
		}
	}
	for _, r := range append([]*modfile.Replace(nil), f.Replace...) {
		if r.New.Version == "" && !filepath.IsAbs(r.New.Path) {
			if err := f.AddReplace(r.Old.Path, r.Old.Version, filepath.ToSlash(filepath.Join(dir, r.New.Path)), ""); err != nil {
				return err
			}
		}
	}
	f.Cleanup()
	if err := sc.write("go.work", modfile.Format(f.Syntax)); err != nil {
		return err
	}
	if err := sc.copyFile(gowork+".sum", "go.work.sum", host.MaxGoSum); err != nil {
		return err
	}
	sc.cwd = dir
	sc.env = append(sc.env, "GOWORK="+sc.path("go.work"))
	return nil
}

// newerInUse reports whether a module of the workspace asks for a newer
// toolchain; its go.mod is read where it is, and cannot be a copy.
func (sc *scratch) newerInUse(f *modfile.WorkFile, dir string) bool {
	for _, u := range f.Use {
		path := u.Path
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		data, err := host.Whole(sc.m.ReadFile, filepath.Join(path, "go.mod"), host.MaxGoMod)
		if err != nil {
			continue
		}
		mod, err := modfile.ParseLax(path, data, nil)
		if err != nil || sc.newer(mod.Go, nil) {
			return true
		}
	}
	return false
}

// newer reports whether a file asks for a Go that is not the local one.
func (sc *scratch) newer(g *modfile.Go, t *modfile.Toolchain) bool {
	return g != nil && newerThan("go"+g.Version, sc.s.Go.Version) || t != nil && newerThan(t.Name, sc.s.Go.Version)
}

func scratchErr(err error) error { return tell.Errorf("could not prepare the trial: %w", err) }
