package probes

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// references are probed whatever the settings say, so that a diagnosis can
// tell one dead host from a dead network, and a blocked one from a broken one.
// They are resolved, connected to and shaken hands with; no path is asked for.
func references() []wish {
	var out []wish
	for _, h := range known.References() {
		client := probe.GoClient
		if h.Role == known.Forge {
			client = probe.GitClient
		}
		out = append(out, wish{client, settings.Value("https://" + h.Name), true})
	}
	return out
}

// wish is a URL that a client would ask.
type wish struct {
	client    probe.Client
	url       settings.Value
	reference bool
}

// wishes returns what go, and git on its behalf, would ask for the queries: the
// entries of GOPROXY, the checksum database, the origins where they count, and
// the references last. Pure.
func wishes(s *settings.Snapshot, queries []probe.Query) []wish {
	var out []wish
	cfg := route.Read(s)
	for _, e := range route.Examined(cfg.GOPROXY.Entries) {
		if e.Kind == route.Proxy {
			out = append(out, wish{client: probe.GoClient, url: e.URL})
		}
	}
	if db := cfg.SumDB; !db.Off && db.Err == nil {
		out = append(out, wish{client: probe.GoClient, url: db.URL})
	}
	for _, q := range queries {
		if !goesDirect(cfg, q.Path) {
			continue
		}
		if w, ok := originOf(cfg, q.Path); ok {
			out = append(out, w)
		}
	}
	return append(out, references()...)
}

// goesDirect reports whether the go command may come to ask path's origin.
func goesDirect(cfg *route.Config, path string) bool {
	if cfg.BypassesProxy(path) {
		return true
	}
	for _, e := range cfg.GOPROXY.Entries {
		if e.Kind == route.Direct {
			return true
		}
	}
	return false
}

// originOf returns the place that path's repository or ?go-get=1 page is at, a
// repository after git's insteadOf rules.
func originOf(cfg *route.Config, path string) (wish, bool) {
	if repository, static := route.RepoURL(path); static {
		rewritten, _ := cfg.RewriteGit(repository)
		return wish{client: probe.GitClient, url: settings.Value(rewritten)}, repository != ""
	}
	host, _, _ := strings.Cut(path, "/")
	return wish{client: probe.GoClient, url: settings.Value("https://" + host)}, strings.Contains(host, ".")
}

// endpoints returns what the clients would connect to, each endpoint once per
// outbound proxy on the way to it.
func endpoints(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	var out []probe.Target
	seen, named := map[string]bool{}, map[string]bool{}
	for _, w := range wishes(s, queries) {
		t, err := wire.Reach(s, w.client, w.url)
		if err != nil {
			continue // a file:// entry, or one that the client refuses: nothing to connect to
		}
		if named[t.Name] {
			t.Name += " by " + string(w.client) // the clients may get there by different ways
		}
		way := t.Endpoint + " " + t.Via.Reveal()
		if seen[way] || named[t.Name] {
			continue
		}
		seen[way], named[t.Name] = true, true
		t.Reference = w.reference
		out = append(out, t)
	}
	return out
}

// sockets returns what this machine itself connects to: the endpoints, and
// where an outbound proxy is before one, that proxy in its place. Behind
// such a proxy public names often do not resolve at all, and need not.
func sockets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	var out []probe.Target
	seen := map[string]bool{}
	for _, t := range endpoints(s, queries) {
		if t.Via != "" {
			address, err := route.ProxyHostPort(t.Via, t.Client)
			if err != nil {
				continue // the outboundproxy probe says so
			}
			t = probe.Target{Endpoint: address, URL: t.Via, Client: t.Client, Reference: t.Reference}
		}
		t.Name = t.Endpoint
		if !seen[t.Endpoint] {
			seen[t.Endpoint] = true
			out = append(out, t)
		}
	}
	return out
}

// hostNames returns the sockets whose host has to be resolved, one per host.
func hostNames(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	var out []probe.Target
	seen := map[string]bool{}
	for _, t := range sockets(s, queries) {
		host, _, err := net.SplitHostPort(t.Endpoint)
		if err != nil || seen[host] {
			continue
		}
		seen[host] = true
		if _, err := netip.ParseAddr(host); err == nil {
			continue
		}
		t.Name = host
		out = append(out, t)
	}
	return out
}

// handshakes returns the endpoints that speak TLS, with their outbound proxy.
func handshakes(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	var out []probe.Target
	for _, t := range endpoints(s, queries) {
		if strings.HasPrefix(strings.ToLower(t.URL.Reveal()), "https://") {
			out = append(out, t)
		}
	}
	return out
}
