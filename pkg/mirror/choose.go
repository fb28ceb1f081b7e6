package mirror

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// MostMeasured is how many module proxies are measured besides those that are known: all
// at the same time, each with some ten requests.
const MostMeasured = 100

// ToMeasure returns the module proxies to measure, each service once: those that
// were given, those of values of GOPROXY, and those that are known to be alive. left
// counts those that are too many, see [MostMeasured].
func ToMeasure(given, lists []settings.Value) (out []settings.Value, left int) {
	seen := map[string]bool{}
	add := func(u settings.Value) {
		id, _ := normal(u.Reveal())
		row, known := Lookup(u)
		if known {
			id = row.URL // its aliases are the same service
		}
		if seen[id] {
			return
		}
		seen[id] = true
		if len(out) >= MostMeasured && !known {
			left++
			return
		}
		out = append(out, u)
	}
	for _, u := range given {
		add(u)
	}
	for _, list := range lists {
		for _, e := range route.ParseGOPROXY(list.Reveal()).Entries {
			if e.Kind == route.Proxy && !isFile(e.URL) {
				add(e.URL)
			}
		}
	}
	for _, m := range known.Mirrors() {
		if m.State == known.Alive {
			add(settings.Value(m.URL))
		}
	}
	return out, left
}

// errNotURL is said of what is no address of a module proxy.
var errNotURL = tell.New("give a URL: http:// or https:// and a host")

// ParseURL reads the address of one module proxy as GOPROXY would.
func ParseURL(text string) (settings.Value, error) {
	text = strings.TrimSpace(text)
	list := route.ParseGOPROXY(text)
	if list.Err != nil || len(list.Entries) != 1 || list.Entries[0].Kind != route.Proxy || isFile(list.Entries[0].URL) {
		return "", errNotURL
	}
	u := list.Entries[0].URL
	if parsed, err := url.Parse(u.Reveal()); err != nil || parsed.Hostname() == "" {
		return "", errNotURL
	}
	return u, nil
}

// Before returns the GOPROXY that asks a proxy first and then the origin.
func Before(u settings.Value) settings.Value { return u + ",direct" }

func isFile(u settings.Value) bool {
	return strings.HasPrefix(strings.ToLower(u.Reveal()), "file:")
}
