package settings

import (
	"path/filepath"
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
	mod.GoSums = []string{sum}
	f := r.parseGoMod(text, n)
	if f == nil {
		return mod
	}
	describe(&mod, f)
	w := wanted{main: []*modfile.File{f}, replace: f.Replace}
	mod.Requires, mod.Replaces = w.requirements(r.readGoSums(n, mod.GoSums...)), w.replacements()
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
	b := branches{}
	work, err := modfile.ParseWork(mod.GoWork, data, b.fix)
	if err != nil {
		n.add("module", "module.malformed", "Words", firstLine(err))
		return mod
	}
	b.restore(nil, work.Replace)
	w := wanted{replace: work.Replace}
	mod.GoSums = []string{filepath.Join(root, "go.work.sum")}
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
		mod.GoSums = append(mod.GoSums, filepath.Join(dir, "go.sum"))
	}
	// The go command reads the version only from go.work.
	mod.GoLine, mod.Toolchain = "", ""
	if work.Go != nil {
		mod.GoLine = work.Go.Version
	}
	if work.Toolchain != nil {
		mod.Toolchain = work.Toolchain.Name
	}
	mod.Requires, mod.Replaces = w.requirements(r.readGoSums(n, mod.GoSums...)), w.replacements()
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
