package place

import (
	"path"
	"strings"
)

// Base returns the last element of a path, in lower case.
func Base(p string) string { return strings.ToLower(path.Base(strings.ReplaceAll(p, `\`, "/"))) }

// Ext returns the extension of a base name, with its point.
func Ext(base string) string { return path.Ext(base) }

// IsName reports whether a text can be the name of a variable.
func IsName(s string) bool {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// GitKey returns a git key as git config --list prints it: section and last
// part in lower case.
func GitKey(key string) string {
	first, last := strings.IndexByte(key, '.'), strings.LastIndexByte(key, '.')
	if first < 0 {
		return strings.ToLower(key)
	}
	return strings.ToLower(key[:first]) + key[first:last] + strings.ToLower(key[last:])
}

// IsYAML reports whether a name is that of a YAML file.
func IsYAML(p string) bool {
	e := Ext(Base(p))
	return e == ".yml" || e == ".yaml"
}

// TopKey reports whether a YAML text has a key at the margin.
func TopKey(text, key string) bool {
	return strings.HasPrefix(text, key+":") || strings.Contains(text, "\n"+key+":")
}
