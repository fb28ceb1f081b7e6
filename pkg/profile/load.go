package profile

import (
	"embed"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

//go:embed builtin/*.profile
var builtin embed.FS

// suffix ends the name of every profile file.
const suffix = ".profile"

// names are the built-in profiles in the order in which they are listed.
var names = []string{"china", "global", "direct", "offline", "corporate"}

// ErrUnknown is wrapped by the error of [Load] for a name that no profile has.
var ErrUnknown = tell.New("no such profile")

// Builtin returns the built-in profiles.
func Builtin() ([]*Profile, error) {
	var out []*Profile
	for _, name := range names {
		p, err := loadBuiltin(name)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

func loadBuiltin(name string) (*Profile, error) {
	data, err := builtin.ReadFile("builtin/" + name + suffix)
	if err != nil {
		return nil, err
	}
	p, err := Parse(name+suffix, data)
	if err != nil {
		return nil, err
	}
	p.Name = name
	return p, nil
}

// Load returns the profile of that name together with what it extends: a built-in
// one, the repository's ([Repository]), one of the folders of the user and of the
// system, or a file, which is told by its path separator or its end ".profile".
func Load(m *host.Machine, name string) (*Profile, error) {
	return (&loader{m: m}).load(name, "")
}

// List returns the built-in profiles, then those of the user's folder and of the
// system's, then the repository's. Files that are no valid profiles are reported by
// the error, beside the rest. Of two of one name the first is listed: it is the one
// that [Load] returns.
func List(m *host.Machine) ([]*Profile, error) {
	out, err := Builtin()
	if err != nil {
		return nil, err
	}
	var errs []error
	taken := append(slices.Clone(names), Repository)
	for _, dir := range dirs(m) {
		entries, err := m.ReadDir(dir)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
		for _, e := range entries {
			name, ok := strings.CutSuffix(e.Name(), suffix)
			if !ok || e.IsDir() || slices.Contains(taken, name) {
				continue
			}
			taken = append(taken, name)
			p, err := Load(m, filepath.Join(dir, e.Name()))
			if err != nil {
				errs = append(errs, err)
				continue
			}
			out = append(out, p)
		}
	}
	if InRepository(m) != "" {
		p, err := Load(m, Repository)
		if err == nil {
			out = append(out, p)
		}
		errs = append(errs, err)
	}
	return out, errors.Join(errs...)
}

// Unknown reports whether an error of [Load] means that no profile has the name that was
// asked for; one whose parent is missing is there.
func Unknown(err error) bool {
	_, inParent := errtype.As[*parentError](err)
	return errors.Is(err, ErrUnknown) && !inParent
}

// parentError is what is wrong with the profile that another one extends.
type parentError struct{ err error }

func (e *parentError) Error() string { return e.err.Error() }
func (e *parentError) Unwrap() error { return e.err }

// loader reads one profile and those that it extends.
type loader struct {
	m    *host.Machine
	open []string // what is being read, to notice a profile that extends itself
}

// maxExtends bounds how many profiles extend each other.
const maxExtends = 8

// load reads a profile; from is the folder of the file that names it, "" for the
// command line.
func (l *loader) load(name, from string) (*Profile, error) {
	p, err := l.find(name, from)
	if err != nil {
		return nil, err
	}
	id := p.File
	if id == "" {
		id = p.Name
	}
	if slices.Contains(l.open, id) || len(l.open) >= maxExtends {
		return nil, tell.Errorf("profile %s: it extends itself: %s", name, strings.Join(append(l.open, id), " > "))
	}
	if p.Extends == "" {
		return p, nil
	}
	l.open = append(l.open, id)
	base, err := l.load(p.Extends, filepath.Dir(p.File))
	if err != nil {
		return nil, &parentError{tell.Errorf("%s: extends %s: %w", p.File, p.Extends, err)}
	}
	return p.over(base), nil
}

// find reads the profile of that name without what it extends.
func (l *loader) find(name, from string) (*Profile, error) {
	switch {
	case isFile(name):
		file := name
		if from != "" && !filepath.IsAbs(file) {
			file = filepath.Join(from, file)
		}
		return l.file(file, strings.TrimSuffix(filepath.Base(file), suffix))
	case slices.Contains(names, name):
		return loadBuiltin(name)
	case name == Repository:
		file := InRepository(l.m)
		if file == "" {
			return nil, tell.Errorf("%w: there is no %s in this repository", ErrUnknown, repositoryFile)
		}
		p, err := l.file(file, Repository)
		if err == nil {
			p.Shared = true
		}
		return p, err
	}
	for _, dir := range dirs(l.m) {
		if name == "" {
			break
		}
		p, err := l.file(filepath.Join(dir, name+suffix), name)
		if !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
	}
	return nil, tell.Errorf("%w %q; built in are %s; for a file write ./FILE", ErrUnknown, name, strings.Join(names, ", "))
}

func isFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, suffix)
}

func (l *loader) file(file, name string) (*Profile, error) {
	data, cut, err := l.m.ReadFile(file, maxFile+1)
	if err != nil {
		return nil, tell.Errorf("profile %s: %w", name, err)
	}
	if cut {
		return nil, tell.Errorf("%s: not a profile: it is larger than %d bytes", file, maxFile)
	}
	p, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	p.Name, p.File = name, file
	p.Shared = filepath.Base(file) == repositoryFile
	return p, nil
}
