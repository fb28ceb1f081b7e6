// Package mirror knows the public module proxies and the GitHub fronts of
// rewrite rules: dated facts to start from, never to be trusted over a
// measurement. It is pure.
package mirror

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Tri is a fact that may be unknown.
type Tri string

// The values of a Tri. Unknown means that no source was found either way.
const (
	Unknown Tri = "unknown"
	Yes     Tri = "yes"
	No      Tri = "no"
)

// Mirror is a public module proxy, as of Date.
type Mirror struct {
	// URL is the base URL as it is to be written into GOPROXY.
	URL string
	// Aliases are further URLs of the same service.
	Aliases  []string
	Operator string
	// RelaysSumDB says whether it answers /sumdb/NAME/supported.
	RelaysSumDB Tri
	// Alive is what the last evidence said; a measurement outranks it.
	Alive bool
	// Public says that anybody's requests reach it, so that a private path
	// asked of it is a path given away. True of every row of the table.
	Public bool
	// Candidate says that it is worth measuring as an alternative.
	Candidate bool
	Note      string
	Source    string
	Date      string // of the last evidence, YYYY-MM or YYYY; "" where it has none
}

// Known returns the table, candidates first, in the order that is kept where
// measurements cannot tell them apart.
func Known() []Mirror { return slices.Clone(known) }

// Candidates returns the mirrors that are worth measuring as alternatives, in
// the table's order.
func Candidates() []Mirror {
	var out []Mirror
	for _, m := range known {
		if m.Candidate {
			out = append(out, m)
		}
	}
	return out
}

// Lookup finds the row of a proxy URL. Scheme, case of the host, default port,
// credentials, query and closing slashes make no difference; the path does.
func Lookup(u settings.Value) (Mirror, bool) {
	want, ok := normal(u.Reveal())
	if !ok {
		return Mirror{}, false
	}
	for _, m := range known {
		for _, have := range append([]string{m.URL}, m.Aliases...) {
			if n, _ := normal(have); n == want {
				return m, true
			}
		}
	}
	return Mirror{}, false
}

// IsPublic reports whether a proxy URL leads to a host of the table, whatever
// the path: a question asked there is a question asked in public.
func IsPublic(u settings.Value) bool {
	host, ok := hostOf(u.Reveal())
	if !ok {
		return false
	}
	for _, m := range known {
		for _, have := range append([]string{m.URL}, m.Aliases...) {
			if h, _ := hostOf(have); m.Public && h == host {
				return true
			}
		}
	}
	return false
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

func hostOf(text string) (string, bool) {
	u, ok := parse(text)
	if !ok {
		return "", false
	}
	return strings.TrimSuffix(strings.ToLower(u.Hostname()), "."), true
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
