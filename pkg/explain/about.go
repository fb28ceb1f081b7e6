package explain

import (
	"cmp"
	"net/url"
	"strings"
)

// About is what a finding is about, as far as the text names it: parts of Target,
// Module and URL. They are words of the text, and no safer than it.
type About struct {
	Module  string // PATH or PATH@VERSION
	Host    string // without port
	Release string // of Go: "1.22.3"
}

// About tells which kind of thing the target is, which only this package knows: a
// URL, a host, a module, a Go release, or a setting or directory, of which nothing
// is told.
func (f Finding) About() About {
	a := About{Module: f.Module}
	if a.Module == "" && strings.Contains(f.Target, "/") && !strings.Contains(f.Target, "://") {
		a.Module = f.Target
	}
	if v, ok := strings.CutPrefix(f.Target, "go1."); ok && v != "" {
		a.Release = "1." + v + strings.Repeat(".0", max(0, 1-strings.Count(v, ".")))
	}
	path, _, _ := strings.Cut(a.Module, "@")
	a.Host = cmp.Or(urlHost(f.Target), urlHost(f.URL), hostOf(f.Target), hostOf(path))
	return a
}

// urlHost is the host of a URL, "" where text is none.
func urlHost(text string) string {
	u, err := url.Parse(text)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// hostOf is the host in front of a path or a port, "" where what is there is none.
func hostOf(text string) string {
	host, _, _ := strings.Cut(text, "/")
	host, _, _ = strings.Cut(host, ":")
	host, _, _ = strings.Cut(host, "@")
	if !strings.Contains(host, ".") || host == "go.mod" || host == "go.sum" || strings.HasPrefix(host, "http.") {
		return ""
	}
	return host
}
