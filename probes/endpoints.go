package probes

import (
	"fmt"
	"net"
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// references are looked at whatever the settings say, so that a diagnosis can
// tell one dead host from a dead network, and a blocked one from a broken one.
// They are resolved, connected to and shaken hands with; no path is asked for.
var references = []reference{
	{probe.GoClient, "https://proxy.golang.org"},
	{probe.GoClient, "https://goproxy.cn"},
	{probe.GitClient, "https://github.com"},
}

type reference struct {
	client probe.Client
	url    settings.Value
}

// Reach returns the target by which client gets at a URL under the settings:
// its Name and Endpoint are the URL's host:port, Via the outbound proxy.
// Probes of the protocol stage add a Name of their own. An error means that
// the URL names no host, or that the client refuses to ask it.
func Reach(s *settings.Snapshot, client probe.Client, raw settings.Value) (probe.Target, error) {
	address, err := route.HostPort(raw)
	if err != nil {
		return probe.Target{}, err
	}
	t := probe.Target{Name: address, Endpoint: address, URL: raw, Client: client}
	u, err := url.Parse(raw.Reveal())
	if err != nil { // user@host:path of git: no outbound proxy applies
		return t, nil
	}
	t.Via, _, err = route.OutboundProxy(s, client, u)
	if err != nil {
		return probe.Target{}, fmt.Errorf("outbound proxy of %s: %w", address, err)
	}
	return t, nil
}

// endpoints returns what go, and git on its behalf, would connect to for the
// queries, each endpoint once and the references last. Pure.
func endpoints(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	l := newTargetList(s)
	cfg := route.Read(s)
	for _, e := range cfg.GOPROXY.Entries {
		if e.Kind == route.Proxy {
			l.add(probe.GoClient, e.URL)
		}
	}
	if db := cfg.SumDB; !db.Off && db.Err == nil {
		l.add(probe.GoClient, db.URL)
	}
	for _, q := range queries {
		if goesDirect(cfg, q.Path) {
			l.addOrigin(cfg, q.Path)
		}
	}
	for _, r := range references {
		l.add(r.client, r.url)
	}
	return l.targets
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

// targetList collects targets, each endpoint once per outbound proxy.
type targetList struct {
	settings *settings.Snapshot
	targets  []probe.Target
	seen     map[string]bool // endpoint and via
	names    map[string]bool
}

func newTargetList(s *settings.Snapshot) *targetList {
	return &targetList{settings: s, seen: map[string]bool{}, names: map[string]bool{}}
}

func (l *targetList) add(client probe.Client, raw settings.Value) {
	t, err := Reach(l.settings, client, raw)
	if err != nil {
		return // a file:// entry, or one that the go command rejects: nothing to connect to
	}
	key := t.Endpoint + " " + t.Via.Reveal()
	if l.seen[key] {
		return
	}
	l.seen[key] = true
	if l.names[t.Name] {
		t.Name += " by " + string(client) // the clients get there by different ways
	}
	if l.names[t.Name] {
		return
	}
	l.names[t.Name] = true
	l.targets = append(l.targets, t)
}

// addOrigin adds the host that path's repository or ?go-get=1 page is on, for
// a repository after git's insteadOf rules.
func (l *targetList) addOrigin(cfg *route.Config, path string) {
	if repository, static := route.RepoURL(path); static {
		if repository != "" {
			rewritten, _ := cfg.RewriteGit(repository)
			l.add(probe.GitClient, settings.Value(rewritten))
		}
		return
	}
	host, _, _ := strings.Cut(path, "/")
	if strings.Contains(host, ".") {
		l.add(probe.GoClient, settings.Value("https://"+host))
	}
}

// sockets returns what this machine itself connects to: the endpoints, and
// where an outbound proxy stands before one, that proxy in its place. Behind
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
			t = probe.Target{Endpoint: address, URL: t.Via, Client: t.Client}
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
