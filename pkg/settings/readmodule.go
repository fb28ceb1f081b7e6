package settings

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"
)

// readModule finds the go.work or go.mod that a go command in dir would use,
// and what it asks for.
func (r *reader) readModule(src *goSources, goroot string, n *notes) Module {
	var mod Module
	if dir := r.findUp("go.mod", ""); dir != "" && dir != r.tempRoot() {
		mod.Dir, mod.GoMod = dir, filepath.Join(dir, "go.mod")
	}
	mod.GoWork = r.goWork(src.value("GOWORK"), goroot, src)
	flags := parseGoflags(src.value("GOFLAGS"))
	if mod.GoWork != "" {
		return r.readWorkspace(mod, flags, n)
	}
	if mod.GoMod == "" {
		return mod
	}
	text, sum := mod.GoMod, filepath.Join(mod.Dir, "go.sum")
	if flags.modfile != "" { // -modfile is used with a go.sum of the same name
		text = r.abs(flags.modfile)
		sum = strings.TrimSuffix(text, ".mod") + ".sum"
	}
	f := r.parseGoMod(text, n)
	if f == nil {
		return mod
	}
	describe(&mod, f)
	w := wanted{main: []*modfile.File{f}, replace: f.Replace}
	mod.Requires = w.requirements(r.readGoSums(sum))
	mod.Vendored = r.vendored(mod.Dir, mod.GoLine, "1.14", flags)
	return mod
}

// readWorkspace reads a go.work and every module that it uses.
func (r *reader) readWorkspace(mod Module, flags goflags, n *notes) Module {
	root := filepath.Dir(mod.GoWork)
	if mod.Dir == "" {
		mod.Dir = root
	}
	data, err := r.readModText(mod.GoWork, n)
	if err != nil {
		return mod
	}
	work, err := modfile.ParseWork(mod.GoWork, data, asWritten)
	if err != nil {
		n.add("module", "module.malformed", "Words", firstLine(err))
		return mod
	}
	w := wanted{replace: work.Replace}
	sums := []string{filepath.Join(root, "go.work.sum")}
	for _, use := range work.Use[:min(len(work.Use), maxUse)] {
		dir := filepath.FromSlash(use.Path)
		if !filepath.IsAbs(dir) {
			dir = filepath.Join(root, dir)
		}
		f := r.parseGoMod(filepath.Join(dir, "go.mod"), n)
		if f == nil {
			continue
		}
		if dir == mod.Dir {
			describe(&mod, f)
		}
		w.main = append(w.main, f)
		w.replace = append(w.replace, f.Replace...)
		sums = append(sums, filepath.Join(dir, "go.sum"))
	}
	// The go command reads the version from go.work alone.
	mod.GoLine, mod.Toolchain = "", ""
	if work.Go != nil {
		mod.GoLine = work.Go.Version
	}
	if work.Toolchain != nil {
		mod.Toolchain = work.Toolchain.Name
	}
	mod.Requires = w.requirements(r.readGoSums(sums...))
	mod.Vendored = r.vendored(root, mod.GoLine, "1.22", flags)
	return mod
}

// maxUse bounds the modules of a workspace.
const maxUse = 500

func describe(mod *Module, f *modfile.File) {
	if f.Module != nil {
		mod.Path = f.Module.Mod.Path
	}
	if f.Go != nil {
		mod.GoLine = f.Go.Version
	}
	if f.Toolchain != nil {
		mod.Toolchain = f.Toolchain.Name
	}
}

// findUp returns the nearest directory from dir upwards that has a file of
// that name, "" where there is none or only beyond the directory stop.
func (r *reader) findUp(name, stop string) string {
	for dir := filepath.Clean(r.dir); ; {
		if info, err := r.m.Stat(filepath.Join(dir, name)); err == nil && !info.IsDir() {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir || stop != "" && up == stop {
			return ""
		}
		dir = up
	}
}

// tempRoot is the directory whose go.mod the go command ignores: it was most
// likely left there by accident (modload.Init).
func (r *reader) tempRoot() string {
	if r.m.OS == "windows" {
		return ""
	}
	if dir := r.env.get("TMPDIR"); dir != "" {
		return filepath.Clean(dir)
	}
	return "/tmp"
}

// goWork is the go.work in force: GOWORK, or the nearest one up to GOROOT.
func (r *reader) goWork(set, goroot string, src *goSources) string {
	layers := src.of("GOWORK")
	written := len(layers) > 0 && layers[0].Origin != Default
	switch {
	case written && set == "off", src.value("GO111MODULE") == "off":
		return ""
	case written && set != "":
		return set
	}
	if dir := r.findUp("go.work", goroot); dir != "" {
		return filepath.Join(dir, "go.work")
	}
	return ""
}

func (r *reader) readModText(name string, n *notes) ([]byte, error) {
	data, cut, err := r.m.ReadFile(name, maxGoMod)
	if err == nil && cut {
		err = &os.PathError{Op: "read", Path: name, Err: errors.New("larger than 2 MiB, which no go.mod is")}
	}
	if err != nil {
		n.add("module", "module.unreadable", "Error", err.Error())
	}
	return data, err
}

// asWritten keeps versions that are none yet, such as branches.
func asWritten(_, version string) (string, error) { return version, nil }

// parseGoMod reads a go.mod as strictly as the go command does; where that
// fails it says so, and returns what the lenient reading still finds, or nil.
func (r *reader) parseGoMod(name string, n *notes) *modfile.File {
	data, err := r.readModText(name, n)
	if err != nil {
		return nil
	}
	f, err := modfile.Parse(name, data, asWritten)
	if err == nil {
		return f
	}
	n.add("module", "module.malformed", "Words", firstLine(err))
	if f, err = modfile.ParseLax(name, data, asWritten); err != nil {
		return nil
	}
	return f
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}

// goflags is what GOFLAGS says about modules.
type goflags struct{ mod, modfile string }

func parseGoflags(text string) goflags {
	var f goflags
	for word := range strings.FieldsSeq(text) {
		word = strings.Trim(word, `'"`)
		name, value, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(word, "-"), "-"), "=")
		switch name {
		case "mod":
			f.mod = value
		case "modfile":
			f.modfile = value
		}
	}
	return f
}

// vendored reports whether the go command builds from the vendor directory:
// told to, or by default from a go line on (modload.setDefaultBuildMod; a
// go.mod without one counts as 1.16, a go.work as 1.18).
func (r *reader) vendored(dir, goLine, since string, flags goflags) bool {
	info, err := r.m.Stat(filepath.Join(dir, "vendor", "modules.txt"))
	if err != nil || info.IsDir() {
		return false
	}
	if flags.mod != "" {
		return flags.mod == "vendor"
	}
	if goLine == "" {
		return since == "1.14"
	}
	return semver.Compare("v"+languageVersion(goLine), "v"+since) >= 0
}

// languageVersion is the 1.23 of 1.23.4 and of 1.23rc1.
func languageVersion(v string) string {
	parts := strings.SplitN(v, ".", 3)
	if len(parts) < 2 {
		return v
	}
	i := strings.IndexFunc(parts[1], func(c rune) bool { return c < '0' || c > '9' })
	if i >= 0 {
		parts[1] = parts[1][:i]
	}
	return parts[0] + "." + parts[1]
}

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
			x := Requirement{Path: path, Version: version, Indirect: req.Indirect, InGoSum: sums[path+" "+version]}
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
// fetched is false where a directory stands in for the module.
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

// readGoSums returns PATH VERSION of every module whose zip has a hash in one
// of the files. A file that is missing has none.
func (r *reader) readGoSums(names ...string) map[string]bool {
	sums := map[string]bool{}
	for _, name := range names {
		data, _, err := r.m.ReadFile(name, maxGoSum)
		if err != nil {
			continue
		}
		parseGoSum(string(data), sums)
	}
	return sums
}

// parseGoSum adds the lines about zips: PATH VERSION HASH. Those about go.mod
// files end their version with /go.mod.
func parseGoSum(text string, sums map[string]bool) {
	for line := range strings.Lines(text) {
		f := strings.Fields(line)
		if len(f) == 3 && !strings.HasSuffix(f[1], "/go.mod") {
			sums[f[0]+" "+f[1]] = true
		}
	}
}
