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

// Lines returns the whole lines of a span, if only blanks are around
// it on them; else an empty span.
func Lines(t *Text, s Span) Span {
	first, last := t.Position(s.Start).Line, t.Position(s.End).Line
	out := Span{t.WholeLine(first).Start, t.WholeLine(last).End}
	if strings.TrimSpace(t.Of(Span{out.Start, s.Start})) != "" || strings.TrimSpace(t.Of(Span{s.End, out.End})) != "" {
		return Span{}
	}
	return out
}

// LineEnd returns where the line ends that an offset of a text is in: at its line
// feed, or the end of the text.
func LineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}

// hints are parts of words. A text about module downloads has at least one of them.
var hints = []string{
	"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUM", "GOINSECURE", "GOFLAGS", "GOTOOLCHAIN", "GOVCS", "GOAUTH", "GO111MODULE", "GOENV", "GOCACHEPROXY",
	"PROXY", "_proxy", "goproxy", "go mod", "go get", "go build", "go install", "go test", "go env", "go run", "go list", "go vet", "go generate", "golang", "insteadOf", "insteadof", "sslVerify", "sslverify",
	"SSL_", "proxy_pass", "http.proxy", "toolsEnvVars", "gomod", "athens",
}

// Hint reports whether a text may have to do with module downloads at all. It
// saves the parsing of almost every file.
func Hint(text string) bool {
	for _, h := range hints {
		if strings.Contains(text, h) {
			return true
		}
	}
	return false
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
