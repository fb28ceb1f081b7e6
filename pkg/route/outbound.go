package route

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

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

// goProxy follows net/http of Go 1.21 to 1.26: upper case first, an empty variable is as unset.
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
	v := outbound.Config{
		HTTP: http.Value.Reveal(), HTTPS: https.Value.Reveal(), None: none.Value.Reveal(),
		CGI: s.Variable("REQUEST_METHOD").Reveal() != "",
	}
	got, err := v.ProxyFor(u)
	if err != nil {
		return "", chosen.Key.Name, err
	}
	if got != nil {
		return settings.Value(got.String()), chosen.Key.Name, nil
	}
	if none.Set() && withoutExceptions(v, u) {
		return "", none.Key.Name, nil
	}
	if outbound.Local(u.Hostname()) {
		return "", "", nil
	}
	return "", chosen.Key.Name, nil // unparsable: ignored
}

// withoutExceptions reports whether u would be proxied if NO_PROXY were not set.
func withoutExceptions(v outbound.Config, u *url.URL) bool {
	v.None = ""
	got, _ := v.ProxyFor(u)
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
	u, err := outbound.ParseProxy(text)
	if err != nil || strings.ContainsAny(text, " \t\"'`") {
		return true
	}
	// A bare http:// becomes http://http://, a host named http.
	return u.Hostname() == "" || strings.Count(u.String(), "://") > strings.Count(text, "://") && strings.Contains(text, "://")
}

func isFile(u settings.Value) bool { return strings.HasPrefix(strings.ToLower(u.Reveal()), "file:") }
