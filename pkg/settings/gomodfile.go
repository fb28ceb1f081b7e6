package settings

import (
	"os"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/module"
)

// readModText reads a go.mod or go.work.
func (r *reader) readModText(name string, n *notes) ([]byte, error) {
	data, cut, err := r.m.ReadFile(name, host.MaxGoMod)
	if err == nil && cut {
		err = &os.PathError{Op: "read", Path: name, Err: tell.New("larger than 2 MiB, so it is not a go.mod")}
	}
	if err != nil {
		n.add("module", "module.unreadable", "Error", err.Error())
	}
	return data, err
}

// branches holds the versions of a go.mod that are none yet: the go command
// would ask the network what the branch or commit is.
type branches map[string]string // by module path

// fix is a modfile.VersionFixer that puts any version of the right major
// number in the place of a branch.
func (b branches) fix(path, version string) (string, error) {
	if v := module.CanonicalVersion(version); v != "" {
		return v, nil
	}
	b[path] = version
	_, suffix, _ := module.SplitPathVersion(path)
	major := module.PathMajorPrefix(suffix)
	if major == "" {
		major = "v0"
	}
	return major + ".0.0", nil
}

// restore puts the branches back.
func (b branches) restore(require []*modfile.Require, replace []*modfile.Replace) {
	for _, r := range require {
		if v, ok := b[r.Mod.Path]; ok {
			r.Mod.Version = v
		}
	}
	for _, r := range replace {
		if v, ok := b[r.New.Path]; ok {
			r.New.Version = v
		}
	}
}

// parseGoMod reads a go.mod as strictly as the go command does; where that
// fails it says so, and returns what the lenient reading still finds, or nil.
func (r *reader) parseGoMod(name string, n *notes) *modfile.File {
	data, err := r.readModText(name, n)
	if err != nil {
		return nil
	}
	b := branches{}
	f, err := modfile.Parse(name, data, b.fix)
	if err != nil {
		n.add("module", "module.malformed", "Words", firstLine(err))
		if f, err = modfile.ParseLax(name, data, b.fix); err != nil {
			return nil
		}
	}
	b.restore(f.Require, f.Replace)
	return f
}

func firstLine(err error) string {
	line, _, _ := strings.Cut(err.Error(), "\n")
	return line
}
