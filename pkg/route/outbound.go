package route

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"

	"golang.org/x/net/http/httpproxy"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ErrCGI is what the go command says of an http:// URL where HTTP_PROXY and
// REQUEST_METHOD are both set.
var ErrCGI = errors.New("refusing to use HTTP_PROXY value in CGI environment; see golang.org/s/cgihttpproxy")

// OutboundProxy returns the HTTP or SOCKS proxy by which client reaches u, ""
// for none, and the name of the variable or git key that decides it: the one
// that names the proxy, or where an exception keeps u off it, that exception's
// ("NO_PROXY"). variable is "" where nothing is set for u's scheme. The error
// is a refusal of the client's own, so that u is not asked at all; a value
// that it cannot parse is ignored and no error, see [OutboundDoubts].
func OutboundProxy(s *settings.Snapshot, client probe.Client, u *url.URL) (proxy settings.Value, variable string, err error) {
	if client == probe.GitClient {
		proxy, variable = gitProxy(s, u)
		return proxy, variable, nil
	}
	return goProxy(s, u)
}

// goProxy follows golang.org/x/net/http/httpproxy, as vendored in Go 1.21 to
// 1.26: upper case first, an empty variable is as unset.
func goProxy(s *settings.Snapshot, u *url.URL) (settings.Value, string, error) {
	https, http := firstSet(s, "HTTPS_PROXY", "https_proxy"), firstSet(s, "HTTP_PROXY", "http_proxy")
	none := firstSet(s, "NO_PROXY", "no_proxy")
	chosen := https
	if u.Scheme == "http" {
		chosen = http
	}
	if (u.Scheme != "http" && u.Scheme != "https") || !chosen.Set() {
		return "", "", nil
	}
	c := httpproxy.Config{
		HTTPProxy: http.Value.Reveal(), HTTPSProxy: https.Value.Reveal(), NoProxy: none.Value.Reveal(),
		CGI: s.Variable("REQUEST_METHOD").Reveal() != "",
	}
	got, err := c.ProxyFunc()(u)
	if err != nil {
		return "", chosen.Key.Name, ErrCGI
	}
	if got != nil {
		return settings.Value(got.String()), chosen.Key.Name, nil
	}
	if none.Set() && withoutExceptions(c, u) {
		return "", none.Key.Name, nil
	}
	if neverProxied(u.Hostname()) {
		return "", "", nil
	}
	return "", chosen.Key.Name, nil // unparsable: ignored
}

// neverProxied reports whether httpproxy asks a host without any proxy (useProxy). It
// is go's rule word for word, narrower than [known.Loopback]: x.localhost is proxied.
func neverProxied(host string) bool {
	a, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && a.IsLoopback()
}

// withoutExceptions reports whether u would be proxied if NO_PROXY were not set.
func withoutExceptions(c httpproxy.Config, u *url.URL) bool {
	c.NoProxy = ""
	got, _ := c.ProxyFunc()(u)
	return got != nil
}

func firstSet(s *settings.Snapshot, names ...string) settings.Setting {
	for _, name := range names {
		if set := s.Effective(settings.Variable(name)); set.Set() && set.Value.Reveal() != "" {
			return set
		}
	}
	return settings.Setting{}
}

// OutboundDoubts returns the proxy variables whose value the go command cannot
// use: it ignores what it cannot parse and goes direct, silently, and takes a
// value with a blank or a quote for the address of a host.
func OutboundDoubts(s *settings.Snapshot) []settings.Setting {
	var out []settings.Setting
	for _, names := range [][]string{{"HTTPS_PROXY", "https_proxy"}, {"HTTP_PROXY", "http_proxy"}} {
		set := firstSet(s, names...)
		if !set.Set() {
			continue
		}
		if doubtfulProxy(set.Value.Reveal()) {
			out = append(out, set)
		}
	}
	return out
}

func doubtfulProxy(text string) bool {
	u, err := parseProxy(text)
	if err != nil || strings.ContainsAny(text, " \t\"'`") {
		return true
	}
	// A bare http:// becomes http://http://, a host named http.
	return u.Hostname() == "" || strings.Count(u.String(), "://") > strings.Count(text, "://") && strings.Contains(text, "://")
}

func isFile(u settings.Value) bool { return strings.HasPrefix(strings.ToLower(u.Reveal()), "file:") }
