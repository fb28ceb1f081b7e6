package explain

import (
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// setup is what a log shows of the settings: in go env, in a Dockerfile, on a
// command line. It sharpens what an error means; it is no error by itself.
type setup struct {
	goproxy  string // the value as shown; "": not shown
	outbound string // an HTTP(S)_PROXY or ALL_PROXY
	gitProxy string // git's http.proxy
	private  string // GOPRIVATE or GONOPROXY
}

// firstProxy is the first entry of GOPROXY that is a URL.
func (s setup) firstProxy() string {
	for _, e := range strings.FieldsFunc(s.goproxy, func(r rune) bool { return r == ',' || r == '|' }) {
		if e = strings.TrimSpace(e); e != "direct" && e != "off" && strings.Contains(e, ".") {
			return strings.TrimRight(e, "/")
		}
	}
	return ""
}

// stopsAt reports whether the list has, behind the entry that serves base and
// behind a comma, another proxy: it would be asked only after 404 and 410.
func (s setup) stopsAt(base string) bool {
	i := strings.Index(s.goproxy, strings.TrimPrefix(strings.TrimPrefix(base, "https://"), "http://"))
	if base == "" || i < 0 {
		return false
	}
	end := strings.IndexAny(s.goproxy[i:], ",|")
	if end < 0 || s.goproxy[i+end] != ',' {
		return false
	}
	next, _, _ := strings.Cut(strings.ReplaceAll(s.goproxy[i+end+1:], "|", ","), ",")
	return strings.Contains(next, ".")
}

// directFirst reports whether proxies follow direct or off, where go never
// reads them.
func (s setup) directFirst() bool {
	var last string
	for _, e := range strings.FieldsFunc(s.goproxy, func(r rune) bool { return r == ',' || r == '|' }) {
		if (last == "direct" || last == "off") && strings.Contains(e, ".") {
			return true
		}
		last = strings.TrimSpace(e)
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
