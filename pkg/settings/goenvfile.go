package settings

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// envEntry is one variable of a GOENV file or of GOROOT/go.env.
type envEntry struct {
	Name, Value string
	Line        int // 1-based
}

// parseEnvFile reads a GOENV file or GOROOT/go.env exactly as the go command
// does (cmd/go/internal/cfg.readEnvFile): raw lines KEY=value whose first byte
// is an upper-case letter, no quotes, no white space removed, the last of
// several lines of one name winning. What it skips in silence although it
// looks like a setting comes back in ignored.
func parseEnvFile(data []byte) (entries []envEntry, ignored []envEntry) {
	at := map[string]int{}
	for n := 1; len(data) > 0; n++ {
		var line []byte
		line, data, _ = bytes.Cut(data, []byte("\n"))
		name, value, found := bytes.Cut(line, []byte("="))
		if !found || line[0] < 'A' || 'Z' < line[0] {
			if meant := meantSetting(line); meant != "" && len(ignored) < maxIgnored {
				ignored = append(ignored, envEntry{Name: meant, Value: string(line), Line: n})
			}
			continue
		}
		e := envEntry{string(name), string(value), n}
		if i, seen := at[e.Name]; seen {
			entries[i] = e
			continue
		}
		at[e.Name] = len(entries)
		entries = append(entries, e)
	}
	return entries, ignored
}

// maxIgnored bounds the lines that are complained about.
const maxIgnored = 5

// meantSetting returns the name of the go variable that a line would set if it
// stood in a shell script, or was free of a byte order mark; "" for comments
// and everything else.
func meantSetting(line []byte) string {
	if len(line) > maxStrange {
		return ""
	}
	s := strings.TrimLeft(string(line), "\ufeff \t\"'")
	for _, word := range []string{"export ", "set ", "setx ", "$env:"} {
		s = strings.TrimLeft(strings.TrimPrefix(s, word), " \"'")
	}
	name, _, found := strings.Cut(s, "=")
	name = strings.ToUpper(strings.TrimRight(name, " \t"))
	if !found || !knownVariable(name) {
		return ""
	}
	return name
}

// find returns the entry of a name.
func find(entries []envEntry, name string) (envEntry, bool) {
	i := slices.IndexFunc(entries, func(e envEntry) bool { return e.Name == name })
	if i < 0 {
		return envEntry{}, false
	}
	return entries[i], true
}

// DefaultGoenv returns the file that `go env -w` writes where GOENV is not set, "" where
// there is none.
func DefaultGoenv(goos string, environ []string) string {
	path, _ := defaultGoenv(goos, newEnvironment(goos, environ))
	return path
}

// defaultGoenv returns the file that `go env -w` writes where GOENV is not
// set, or go's own words why there is none: os.UserConfigDir + go/env.
func defaultGoenv(goos string, env *environment) (path, problem string) {
	dir := ""
	switch goos {
	case "windows":
		if dir = env.get("AppData"); dir == "" {
			return "", "%AppData% is not defined"
		}
	case "darwin", "ios":
		home := env.get("HOME")
		if home == "" {
			return "", "$HOME is not defined"
		}
		dir = home + "/Library/Application Support"
	default:
		dir = env.get("XDG_CONFIG_HOME")
		if dir == "" {
			home := env.get("HOME")
			if home == "" {
				return "", "neither $XDG_CONFIG_HOME nor $HOME are defined"
			}
			dir = home + "/.config"
		} else if !filepath.IsAbs(dir) {
			return "", "path in $XDG_CONFIG_HOME is relative"
		}
	}
	return filepath.Join(dir, "go", "env"), ""
}
