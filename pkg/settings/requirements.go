package settings

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// wanted collects what the main modules ask for.
type wanted struct {
	main    []*modfile.File
	replace []*modfile.Replace // the strongest first
}

// requirements returns one requirement per module path, in the order of the
// files, at the highest version that any main module asks for.
func (w *wanted) requirements(sums map[string]bool) []Requirement {
	var out []Requirement
	at := map[string]int{}
	for _, f := range w.main {
		for _, req := range f.Require {
			if w.isMain(req.Mod.Path) || excluded(f, req) {
				continue
			}
			path, version, fetched := w.replaced(req.Mod.Path, req.Mod.Version)
			if !fetched {
				continue
			}
			x := Requirement{Path: path, Version: version, Indirect: req.Indirect, InGoSum: sums[path+" "+version], GoModInGoSum: sums[path+" "+version+"/go.mod"]}
			i, seen := at[path]
			if !seen {
				at[path] = len(out)
				out = append(out, x)
				continue
			}
			indirect := out[i].Indirect && x.Indirect
			if semver.Compare(x.Version, out[i].Version) > 0 {
				out[i] = x
			}
			out[i].Indirect = indirect
		}
	}
	return out
}

func (w *wanted) isMain(path string) bool {
	return slices.ContainsFunc(w.main, func(f *modfile.File) bool { return f.Module != nil && f.Module.Mod.Path == path })
}

func excluded(f *modfile.File, req *modfile.Require) bool {
	return slices.ContainsFunc(f.Exclude, func(x *modfile.Exclude) bool { return x.Mod == req.Mod })
}

// replaced applies the replace directives; one for the exact version wins.
// fetched is false where a directory replaces the module.
func (w *wanted) replaced(path, version string) (newPath, newVersion string, fetched bool) {
	for _, exact := range []bool{true, false} {
		for _, rep := range w.replace {
			if rep.Old.Path != path || exact && rep.Old.Version != version || !exact && rep.Old.Version != "" {
				continue
			}
			return rep.New.Path, rep.New.Version, rep.New.Version != ""
		}
	}
	return path, version, true
}

// replacements are the replace directives as plain data.
func (w *wanted) replacements() []Replacement {
	var out []Replacement
	for _, r := range w.replace {
		out = append(out, Replacement{OldPath: r.Old.Path, OldVersion: r.Old.Version, NewPath: r.New.Path, NewVersion: r.New.Version})
	}
	return out
}

// readGoSums returns PATH VERSION of every module whose zip has a hash in one of
// the files, and PATH VERSION/go.mod of every one whose go.mod file has. A file
// that is missing has none.
func (r *reader) readGoSums(n *notes, names ...string) map[string]bool {
	sums := map[string]bool{}
	for _, name := range names {
		data, err := host.Whole(r.m.ReadFile, name, host.MaxGoSum)
		if err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				n.add("module", "module.unreadable", "Error", err.Error())
			}
			continue
		}
		parseGoSum(string(data), sums)
	}
	return sums
}

// parseGoSum adds the lines, PATH VERSION HASH. Those about go.mod files end
// their version with /go.mod.
func parseGoSum(text string, sums map[string]bool) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 3 {
			sums[f[0]+" "+f[1]] = true
		}
	}
}
