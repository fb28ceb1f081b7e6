package lint

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// hostOfURL returns the host name of a URL, which may lack a scheme.
func hostOfURL(raw string) string {
	if !strings.Contains(raw, "://") {
		raw = "https://" + raw
	}
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// public reports whether an entry of GOPROXY is a proxy that everybody knows.
func public(e route.Entry) bool {
	return e.Kind == route.Proxy && known.Is(hostOfURL(reveal(e.URL)), known.Proxy)
}

// sameMachine reports whether a host is the machine that a file is for, or the one
// that its container runs on.
func sameMachine(host string) bool { return known.Loopback(host) || known.ContainerHost(host) }

// NamesProxy reports whether a file names a module proxy that is none of the known:
// then it matters whether the file is public.
func NamesProxy(f *place.File) bool {
	l := &look{File: f}
	for _, a := range l.literals("GOPROXY") {
		if slices.ContainsFunc(list(a).Entries, func(e route.Entry) bool { return e.Kind == route.Proxy && ofCompany(e) }) {
			return true
		}
	}
	return false
}

// forChina reports whether an entry is a public proxy that is run for mainland China.
func forChina(e route.Entry) bool {
	m, ok := mirror.Lookup(e.URL)
	return ok && m.China
}

// placeholder reports whether a host is a placeholder that the reader has to fill in.
func placeholder(host string) bool {
	return known.Documentation(host) || strings.HasPrefix(host, "your") || strings.HasPrefix(host, "my-") || strings.Contains(host, "<") || strings.Contains(host, "your-")
}
