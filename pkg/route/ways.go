package route

import (
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Way is a way out of this machine: an outbound proxy that something here names, or
// the line without one.
type Way struct {
	// Proxy is a URL with its scheme; "" is the line without a proxy.
	Proxy settings.Value
	// From is the setting that names the proxy, of any program that reads it; not set for the
	// line without one.
	From settings.Setting
	// Meant says that Proxy is not what From says but what it was most probably
	// meant to say.
	Meant bool
}

// outboundVariables are those that name a proxy for everybody who reads them, in the
// order in which people mean them for https.
var outboundVariables = []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"}

// Ways returns every way out that this machine's settings name, whether or not go or
// git would take it: the line without a proxy first, then the proxies of variables, of
// git's configuration and of the desktop. A machine on which nothing names a proxy has
// one way.
func Ways(s *settings.Snapshot) []Way {
	out := []Way{{}}
	add := func(set settings.Setting) {
		for _, w := range waysOf(set) {
			if !slices.ContainsFunc(out, func(o Way) bool { return o.Proxy == w.Proxy }) {
				out = append(out, w)
			}
		}
	}
	for _, name := range outboundVariables {
		add(s.Effective(settings.Variable(name)))
	}
	for _, set := range s.GitSettings("http.", "proxy") {
		if set.Key.Name == "http.proxy" || strings.HasSuffix(set.Key.Name, ".proxy") {
			add(set)
		}
	}
	for _, set := range s.Desktop {
		add(set)
	}
	return out
}

// waysOf are the proxy that a setting names, and what it was meant to name where it is
// mistyped, or speaks TLS to a proxy that as good as never does.
func waysOf(set settings.Setting) []Way {
	text := set.Value.Reveal()
	if !set.Set() || text == "" {
		return nil
	}
	var out []Way
	if w, ok := wayTo(set, text); ok && !doubtfulProxy(text) {
		out = append(out, w)
	}
	fixed := correct.Value("HTTPS_PROXY", text)
	if rest, ok := strings.CutPrefix(strings.ToLower(fixed), "https://"); ok {
		fixed = "http://" + fixed[len(fixed)-len(rest):]
	}
	if w, ok := wayTo(set, fixed); ok && fixed != text && !slices.ContainsFunc(out, func(o Way) bool { return o.Proxy == w.Proxy }) {
		w.Meant = true
		out = append(out, w)
	}
	return out
}

func wayTo(set settings.Setting, text string) (Way, bool) {
	u, err := outbound.ParseProxy(text)
	if text == "" || err != nil || u.Hostname() == "" {
		return Way{}, false
	}
	return Way{Proxy: settings.Value(u.String()), From: set}, true
}

// Settings returns the settings as they would be if both go and git took this way for
// https, whatever the host.
func (w Way) Settings(s *settings.Snapshot) *settings.Snapshot {
	out := *s
	out.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l settings.Setting) bool {
		switch l.Key.Tool {
		case settings.GitConfig:
			return strings.HasPrefix(l.Key.Name, "http.") && strings.HasSuffix(l.Key.Name, "proxy")
		case settings.Env:
			return strings.HasSuffix(strings.ToUpper(l.Key.Name), "_PROXY")
		}
		return false
	})
	if w.Proxy == "" {
		return &out
	}
	return out.As(settings.Variable("HTTPS_PROXY"), w.Proxy)
}

// GitWay returns the outbound proxy by which git gets at the usual forge, "" for none,
// and the setting that names it.
func GitWay(s *settings.Snapshot) (settings.Value, string) {
	return gitProxy(s, &url.URL{Scheme: "https", Host: known.GitHub})
}

// NarrowExceptions returns the list of a NO_PROXY variable without the elements that
// keep a host from the proxies; "" where none stays.
func NarrowExceptions(list settings.Setting, host string) string {
	u := &url.URL{Scheme: "https", Host: host}
	var kept []string
	for element := range strings.SplitSeq(list.Value.Reveal(), ",") {
		element = strings.TrimSpace(element)
		if element != "" && !outbound.Excepted(element, u) && !curlExempts(element, host) {
			kept = append(kept, element)
		}
	}
	return strings.Join(kept, ",")
}
