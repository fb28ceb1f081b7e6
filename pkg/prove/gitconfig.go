package prove

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// ErrOldGit means that a change of git's settings cannot be proved before it is
// written. It can be verified afterwards.
var ErrOldGit = tell.New("this git is older than 2.32 and cannot use a copy of its configuration for a trial (GIT_CONFIG_GLOBAL)")

// maxIncludes is how deep git follows includes (config.c, MAX_INCLUDE_DEPTH).
const maxIncludes = 10

// gitConfig lets git read copies of the files that the plan changes. Files
// that it does not change are read where they are, so that their relative
// includes and conditions hold; a file that includes a changed one is copied
// too, with the include led to the copy.
func (sc *scratch) gitConfig(ctx context.Context, p plan.Plan) error {
	byFile := map[string][]plan.Change{}
	for _, c := range p.Changes {
		if c.Key.Tool != settings.GitConfig {
			continue
		}
		file := c.File
		if file == "" {
			file = sc.s.Git.GlobalFile
		}
		if file == "" {
			return tell.New("git has no file for its global configuration: set HOME")
		}
		byFile[filepath.Clean(file)] = append(byFile[filepath.Clean(file)], c)
	}
	if len(byFile) == 0 {
		return nil
	}
	if plan.GitBefore(sc.s.Git.Version, 2, 32) {
		return ErrOldGit
	}
	g := &gitCopies{scratch: sc, changes: byFile, copies: map[string]string{}}
	if err := g.global(ctx); err != nil {
		return err
	}
	return g.system(ctx)
}

// gitCopies makes the copies of one plan.
type gitCopies struct {
	*scratch
	changes map[string][]plan.Change
	copies  map[string]string // original file → what to read instead
	made    int
}

// global writes a file that includes the global ones, or their copies, in
// git's order, and makes it the global configuration.
func (g *gitCopies) global(ctx context.Context) error {
	var text strings.Builder
	for _, f := range g.globalFiles() {
		use, err := g.shadow(ctx, f, 0)
		if err != nil {
			return err
		}
		fmt.Fprintf(&text, "[include]\n\tpath = %s\n", quoteGit(use))
	}
	g.env = append(g.env, "GIT_CONFIG_GLOBAL="+g.path("gitconfig"))
	return g.write("gitconfig", []byte(text.String()))
}

// globalFiles are the files of git's global scope, weakest first: the one that
// GIT_CONFIG_GLOBAL names, or else that of XDG and ~/.gitconfig (git-config(1),
// "Files").
func (g *gitCopies) globalFiles() []string {
	if f := g.m.Getenv("GIT_CONFIG_GLOBAL"); f != "" {
		return []string{f}
	}
	home, _ := g.m.HomeDir()
	xdg := g.m.Getenv("XDG_CONFIG_HOME")
	if xdg == "" {
		xdg = filepath.Join(home, ".config")
	}
	files := []string{filepath.Join(xdg, "git", "config"), filepath.Join(home, ".gitconfig")}
	var out []string
	for _, f := range files {
		if _, err := g.m.Stat(f); err == nil || len(g.changes[f]) > 0 {
			out = append(out, f)
		}
	}
	return out
}

// system replaces the system's file where the plan changes it.
func (g *gitCopies) system(ctx context.Context) error {
	for _, l := range g.s.Layers {
		file := filepath.Clean(l.File)
		if l.Origin != settings.GitSystem || len(g.changes[file]) == 0 {
			continue
		}
		use, err := g.shadow(ctx, file, 0)
		if err != nil {
			return err
		}
		g.env = append(g.env, "GIT_CONFIG_SYSTEM="+use)
		return nil
	}
	return nil
}

// shadow returns the file to read instead of file: itself, unless it or one
// that it includes is changed by the plan.
func (g *gitCopies) shadow(ctx context.Context, file string, depth int) (string, error) {
	file = filepath.Clean(file)
	if use, ok := g.copies[file]; ok || depth > maxIncludes {
		return cmpOr(use, file), nil
	}
	g.copies[file] = file // a circle of includes ends here
	includes, err := g.includes(ctx, file)
	if err != nil {
		return "", err
	}
	dirty := len(g.changes[file]) > 0
	for i, inc := range includes {
		use, err := g.shadow(ctx, inc.file, depth+1)
		if err != nil {
			return "", err
		}
		dirty = dirty || use != inc.file
		includes[i].use = use
	}
	if !dirty {
		return file, nil
	}
	g.made++
	name := fmt.Sprintf("gitconfig-%d", g.made)
	g.copies[file] = g.path(name)
	return g.path(name), g.copyChanged(ctx, file, name, includes)
}

// copyChanged copies a file, leads its includes to absolute places and applies
// the plan's changes.
func (g *gitCopies) copyChanged(ctx context.Context, file, name string, includes []include) error {
	data, err := host.Whole(g.m.ReadFile, file, host.MaxSettings)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := g.write(name, data); err != nil {
		return err
	}
	for _, inc := range includes {
		from, to := settings.Value(inc.text), settings.Value(inc.use)
		if from == to {
			continue
		}
		if _, err := Carry(ctx, g.m, g.s, plan.Change{Key: settings.Git(inc.key), From: &from, To: &to}, g.path(name)); err != nil {
			return err
		}
	}
	for _, c := range g.changes[file] {
		if _, err := Carry(ctx, g.m, g.s, c, g.path(name)); err != nil {
			return err
		}
	}
	return nil
}

// include is one include.path or includeIf.*.path of a file.
type include struct {
	key, text string
	file      string // what text leads to
	use       string // what the copy reads instead
}

func (g *gitCopies) includes(ctx context.Context, file string) ([]include, error) {
	if _, err := g.m.Stat(file); err != nil {
		return nil, nil
	}
	out, err := g.m.Run(ctx, host.Command{
		Args: []string{cmpOr(g.s.Git.Path, "git"), "config", "--file", file, "--null", "--get-regexp", `^include(if\..*)?\.path$`},
		Dir:  neutralDir(file), Env: []string{"GIT_DIR", "GIT_WORK_TREE", "GIT_CONFIG", "LC_ALL=C"},
	})
	if err != nil {
		return nil, err
	}
	if out.Code > 1 {
		return nil, fmt.Errorf("read %s: %s", file, foreign.Redact(strings.TrimSpace(string(out.Stderr))))
	}
	var list []include
	for _, item := range strings.Split(string(out.Stdout), "\x00") {
		key, text, ok := strings.Cut(item, "\n")
		if ok && text != "" && !strings.HasPrefix(text, "%(prefix)") {
			list = append(list, include{key: key, text: text, file: g.locate(text, file)})
		}
	}
	return list, nil
}

// locate returns the absolute path of an include (git-config(1), "Includes").
func (g *gitCopies) locate(text, from string) string {
	home, _ := g.m.HomeDir()
	switch {
	case strings.HasPrefix(text, "~/"):
		return filepath.Join(home, text[2:])
	case filepath.IsAbs(text), strings.HasPrefix(text, "~"):
		return filepath.Clean(text)
	}
	return filepath.Join(filepath.Dir(from), text)
}

// quoteGit writes a path as a value in a configuration file.
func quoteGit(path string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(filepath.ToSlash(path)) + `"`
}
