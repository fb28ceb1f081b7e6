// Package mirror recognises the public module proxies of [known] in settings and
// ranks what was measured of them. It is pure.
package mirror

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Candidates returns the mirrors that are worth measuring as alternatives, in
// the table's order.
func Candidates() []known.Mirror {
	return slices.DeleteFunc(known.Mirrors(), func(m known.Mirror) bool { return !m.Candidate })
}

// Lookup finds the row of a proxy URL. Scheme, case of the host, default port,
// credentials, query and closing slashes make no difference; the path does.
func Lookup(u settings.Value) (known.Mirror, bool) {
	want, ok := normal(u.Reveal())
	if !ok {
		return known.Mirror{}, false
	}
	for _, m := range known.Mirrors() {
		for _, have := range m.URLs() {
			if n, _ := normal(have); n == want {
				return m, true
			}
		}
	}
	return known.Mirror{}, false
}

// IsPublic reports whether a proxy URL leads to a host of the table, whatever
// the path: a question asked there is a question asked in public.
func IsPublic(u settings.Value) bool {
	parsed, ok := parse(u.Reveal())
	if !ok {
		return false
	}
	h, ok := known.Named(parsed.Hostname())
	return ok && h.Role == known.Proxy
}

// Same reports whether two proxy URLs are one and the same proxy: a slash at the end, a
// default port and the case of the host make no difference.
func Same(a, b settings.Value) bool {
	x, okX := normal(a.Reveal())
	y, okY := normal(b.Reveal())
	return okX && okY && x == y
}

// normal returns host[:port]/path of a URL for comparison. A URL without a
// scheme is read as the go command does: https.
func normal(text string) (string, bool) {
	u, ok := parse(text)
	if !ok {
		return "", false
	}
	return hostPort(u) + strings.TrimRight(u.Path, "/"), true
}

func parse(text string) (*url.URL, bool) {
	text = strings.TrimSpace(text)
	if !strings.Contains(text, ":/") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	return u, err == nil && u.Hostname() != ""
}

func hostPort(u *url.URL) string {
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	switch port := u.Port(); {
	case port == "", port == "443" && u.Scheme == "https", port == "80" && u.Scheme == "http":
		return host
	default:
		return host + ":" + port
	}
}
