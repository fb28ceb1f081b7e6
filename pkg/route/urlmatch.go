package route

import (
	"net/url"
	"strings"
)

// urlMatch is how closely a git key http.URL.NAME fits a URL, as git's
// urlmatch.c ranks it: the longer host wins, then the longer path, then a user
// name that is named. The zero value is the plain http.NAME.
type urlMatch struct {
	host, path int
	user       bool
}

func (m urlMatch) less(o urlMatch) bool {
	if m.host != o.host {
		return m.host < o.host
	}
	if m.path != o.path {
		return m.path < o.path
	}
	return !m.user && o.user
}

// matchHTTPKey reports whether a key of the form http[.URL].NAME applies to u.
func matchHTTPKey(key, name string, u *url.URL) (urlMatch, bool) {
	middle, ok := strings.CutPrefix(key, "http.")
	if !ok {
		return urlMatch{}, false
	}
	if middle == name {
		return urlMatch{}, true
	}
	middle, ok = strings.CutSuffix(middle, "."+name)
	if !ok {
		return urlMatch{}, false
	}
	return matchURLPattern(middle, u)
}

// matchURLPattern compares a URL of a git key with u: the same scheme, user
// (where the key has one), host (a * matches one label), port, and a
// path that begins with the key's, element by element.
func matchURLPattern(pattern string, u *url.URL) (urlMatch, bool) {
	p, err := parseURLPattern(pattern)
	if err != nil || p.scheme != strings.ToLower(u.Scheme) {
		return urlMatch{}, false
	}
	if p.user != "" && (u.User == nil || u.User.Username() != p.user) {
		return urlMatch{}, false
	}
	if !hostMatches(p.host, strings.ToLower(u.Hostname())) || p.port != portOf(u) {
		return urlMatch{}, false
	}
	n, ok := pathMatches(p.path, u.EscapedPath())
	return urlMatch{host: len(p.host), path: n, user: p.user != ""}, ok
}

// urlPattern is the URL of a git key. It is no net/url.URL because a * in the
// host is allowed.
type urlPattern struct{ scheme, user, host, port, path string }

func parseURLPattern(text string) (urlPattern, error) {
	const star = "star-0a1b" // what replaces * while net/url parses
	u, err := url.Parse(strings.ReplaceAll(text, "*", star))
	if err != nil {
		return urlPattern{}, err
	}
	p := urlPattern{
		scheme: strings.ToLower(u.Scheme),
		host:   strings.ReplaceAll(strings.ToLower(u.Hostname()), star, "*"),
		port:   portOf(u),
		path:   strings.ReplaceAll(u.EscapedPath(), star, "*"),
	}
	if u.User != nil {
		p.user = u.User.Username()
	}
	return p, nil
}

func portOf(u *url.URL) string {
	if p := u.Port(); p != "" {
		return p
	}
	return defaultPort(strings.ToLower(u.Scheme))
}

// hostMatches compares label by label; a label * matches any one label.
func hostMatches(pattern, host string) bool {
	ps, hs := strings.Split(pattern, "."), strings.Split(host, ".")
	if len(ps) != len(hs) {
		return false
	}
	for i, p := range ps {
		if p != "*" && p != hs[i] {
			return false
		}
	}
	return true
}

// pathMatches returns the length of the match, which counts a closing slash.
func pathMatches(pattern, path string) (int, bool) {
	pattern = strings.TrimSuffix(pattern, "/") + "/"
	if !strings.HasPrefix(strings.TrimSuffix(path, "/")+"/", pattern) {
		return 0, false
	}
	return len(pattern), true
}
