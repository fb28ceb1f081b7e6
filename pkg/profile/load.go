package profile

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

//go:embed builtin/*.profile
var builtin embed.FS

// suffix ends the name of every profile file.
const suffix = ".profile"

// names are the built-in profiles in the order in which they are listed.
var names = []string{"china", "global", "direct", "corporate"}

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

// ErrUnknown is wrapped by the error of [Load] for a name that no profile has.
var ErrUnknown = errors.New("no such profile")

// Load returns the profile of that name: a built-in one, one of the user's own
// in [Dir], or a file, which is told by its path separator or its end
// ".profile".
func Load(m *host.Machine, name string) (*Profile, error) {
	if isFile(name) {
		return loadFile(m, name, strings.TrimSuffix(filepath.Base(name), suffix))
	}
	for _, b := range names {
		if b == name {
			return loadBuiltin(name)
		}
	}
	if dir, err := Dir(m); err == nil && name != "" {
		p, err := loadFile(m, filepath.Join(dir, name+suffix), name)
		if !errors.Is(err, fs.ErrNotExist) {
			return p, err
		}
	}
	return nil, fmt.Errorf("%w %q; built in are %s, and a file is given as ./FILE", ErrUnknown, name, strings.Join(names, ", "))
}

// List returns the built-in profiles and then the user's own from [Dir]. Files
// there that are no valid profiles are reported by the error, beside the rest.
func List(m *host.Machine) ([]*Profile, error) {
	out, err := Builtin()
	if err != nil {
		return nil, err
	}
	dir, err := Dir(m)
	if err != nil {
		return out, nil // without a home there are none of the user's own
	}
	entries, err := m.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return out, nil
	}
	errs := []error{err}
	for _, e := range entries {
		name, ok := strings.CutSuffix(e.Name(), suffix)
		if !ok || e.IsDir() || slices.Contains(names, name) {
			continue
		}
		p, err := loadFile(m, filepath.Join(dir, e.Name()), name)
		if err != nil {
			errs = append(errs, err)
			continue
		}
		out = append(out, p)
	}
	return out, errors.Join(errs...)
}

// Dir returns where the user's own profiles are kept: gofix-net/profiles in
// the directory that os.UserConfigDir names.
func Dir(m *host.Machine) (string, error) {
	base, err := configDir(m)
	if err != nil {
		return "", err
	}
	return filepath.Join(base, "gofix-net", "profiles"), nil
}

func configDir(m *host.Machine) (string, error) {
	switch m.OS {
	case "windows":
		if dir := m.Getenv("APPDATA"); dir != "" {
			return dir, nil
		}
		return "", errors.New("%AppData% is not defined")
	case "darwin":
		home, err := m.HomeDir()
		return filepath.Join(home, "Library", "Application Support"), err
	}
	if dir := m.Getenv("XDG_CONFIG_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := m.HomeDir()
	return filepath.Join(home, ".config"), err
}

func isFile(name string) bool {
	return strings.ContainsAny(name, `/\`) || strings.HasSuffix(name, suffix)
}

func loadFile(m *host.Machine, file, name string) (*Profile, error) {
	data, cut, err := m.ReadFile(file, maxFile+1)
	if err != nil {
		return nil, fmt.Errorf("profile %s: %w", name, err)
	}
	if cut {
		return nil, fmt.Errorf("%s: longer than %d bytes: not a profile", file, maxFile)
	}
	p, err := Parse(file, data)
	if err != nil {
		return nil, err
	}
	p.Name, p.File = name, file
	return p, nil
}
