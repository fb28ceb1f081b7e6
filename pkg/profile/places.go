package profile

import (
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Repository is the name of the profile that the repository at hand carries.
const Repository = "repository"

// repositoryFile is the file of that profile.
const repositoryFile = ".gofix-net" + suffix

// maxParents bounds the search upwards.
const maxParents = 64

// InRepository returns the profile file of the repository at hand: in the working
// directory or in a parent, up to the one that holds .git. "" where there is none.
// Outside of a repository only the working directory counts: a parent such as /tmp
// may be written by other users.
func InRepository(m *host.Machine) string {
	wd, err := m.Getwd()
	if err != nil {
		return ""
	}
	found := ""
	for dir, i := wd, 0; i < maxParents; i++ {
		file := filepath.Join(dir, repositoryFile)
		if found == "" && exists(m, file) {
			found = file
		}
		if exists(m, filepath.Join(dir, ".git")) {
			return found
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			break
		}
		dir = parent
	}
	if found == filepath.Join(wd, repositoryFile) {
		return found
	}
	return ""
}

func exists(m *host.Machine, file string) bool {
	_, err := m.Lstat(file)
	return err == nil
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

// dirs returns the folders in which profiles are looked for: the user's, and then
// those that an administrator fills for all users of the machine.
func dirs(m *host.Machine) []string {
	var bases []string
	if own, err := configDir(m); err == nil { // without a home there are none of the user's own
		bases = append(bases, own)
	}
	bases = append(bases, systemDirs(m)...)
	for i, base := range bases {
		bases[i] = filepath.Join(base, "gofix-net", "profiles")
	}
	return bases
}

// systemDirs are the machine's configuration folders: %ProgramData%, /Library/Application
// Support, or $XDG_CONFIG_DIRS, by default /etc/xdg.
func systemDirs(m *host.Machine) []string {
	switch m.OS {
	case "windows":
		if dir := m.Getenv("ProgramData"); dir != "" {
			return []string{dir}
		}
		return nil
	case "darwin":
		return []string{"/Library/Application Support"}
	}
	var out []string
	for dir := range strings.SplitSeq(m.Getenv("XDG_CONFIG_DIRS"), ":") {
		if filepath.IsAbs(dir) {
			out = append(out, dir)
		}
	}
	if len(out) == 0 {
		out = []string{"/etc/xdg"}
	}
	return out
}

func configDir(m *host.Machine) (string, error) {
	switch m.OS {
	case "windows":
		if dir := m.Getenv("APPDATA"); dir != "" {
			return dir, nil
		}
		return "", tell.New("%AppData% is not defined")
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
