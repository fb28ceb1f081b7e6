package explain

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// setup is what a log shows of the settings: in go env, in a Dockerfile, on a
// command line. It sharpens what an error means; it is no error by itself.
type setup struct {
	goproxy  string // the value as shown; "": not shown
	outbound string // an HTTP(S)_PROXY or ALL_PROXY
	gitProxy string // git's http.proxy
	byTLS    bool   // one of the two is spoken to by TLS
	private  string // GOPRIVATE or GONOPROXY
	running  string // the Go that runs
}

// firstProxy is the first entry of GOPROXY that is a URL.
func (s setup) firstProxy() string {
	for _, e := range route.Elements(s.goproxy) {
		if strings.Contains(e.Text, ".") { // not direct, not off
			return strings.TrimRight(e.Text, "/")
		}
	}
	return ""
}

// stopsAt reports whether the list has, behind the entry that serves base and
// behind a comma, another proxy: it would be asked only after 404 and 410.
func (s setup) stopsAt(base string) bool {
	list := route.Elements(s.goproxy)
	address := strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://")
	i := slices.IndexFunc(list, func(e route.Element) bool { return strings.Contains(e.Text, address) })
	return base != "" && i >= 0 && i+1 < len(list) && list[i].Sep == "," && strings.Contains(list[i+1].Text, ".")
}

// directFirst reports whether proxies follow direct or off, where go never
// reads them.
func (s setup) directFirst() bool {
	var last string
	for _, e := range route.Elements(s.goproxy) {
		if (last == "direct" || last == "off") && strings.Contains(e.Text, ".") {
			return true
		}
		last = e.Text
	}
	return false
}

// sendsDirect reports whether GOPRIVATE or GONOPROXY covers a public host as a
// whole, so that its modules pass by every proxy.
func (s setup) sendsDirect(host string) bool {
	for _, pattern := range strings.Split(s.private, ",") {
		if known.TooBroad(pattern) && module.MatchPrefixPatterns(pattern, host+"/owner/name") {
			return known.CodeHost(host)
		}
	}
	return false
}
