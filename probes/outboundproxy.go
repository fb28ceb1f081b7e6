package probes

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/outbound"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// OutboundProxy asks every outbound proxy that go, or git on its behalf, would
// use for a tunnel to a host that is needed, with the credentials that its
// setting holds. It sends nothing through the tunnel. A proxy that is only used
// for plain http is connected to and asked nothing: there is no tunnel there.
//
// Symptoms: http-407, and outbound-proxy-failed with the reason in the detail.
// A warning says that go ignores a value which is no URL. Evidence: the
// setting, the host asked for, the answer's status. Budget: 5 s.
var OutboundProxy = probe.Probe{
	Kind: probe.OutboundProxy, Doc: "outbound HTTP(S) and SOCKS5 proxies of the environment and of git", Stage: probe.Connect, Budget: 5 * time.Second,
	Targets: outboundProxies, Run: runOutboundProxy,
}

// outboundProxies returns one target per outbound proxy and client. They are
// of no endpoint: that a proxy is dead is what this probe is there to say, so
// it must not be skipped for it.
func outboundProxies(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	l := proxyList{settings: s, seen: map[string]bool{}}
	wanted := wishes(s, queries)
	for _, w := range wanted {
		l.add(probe.GoClient, w.url)
	}
	for _, w := range wanted {
		if w.client == probe.GitClient {
			l.add(probe.GitClient, w.url)
		}
	}
	for _, set := range s.GitSettings("http.", ".proxy") {
		if u := strings.TrimSuffix(strings.TrimPrefix(set.Key.Name, "http."), "proxy"); u != "" {
			l.add(probe.GitClient, settings.Value(strings.TrimSuffix(u, ".")))
		}
	}
	for _, set := range route.OutboundDoubts(s) {
		if _, _, err := wire.ParseVia(set.Value, probe.GoClient); err != nil {
			l.targets = append(l.targets, probe.Target{Name: set.Key.Name, Client: probe.GoClient, Key: set.Key, Value: set.Value})
		}
	}
	return l.targets
}

type proxyList struct {
	settings *settings.Snapshot
	seen     map[string]bool
	targets  []probe.Target
}

// add adds the outbound proxy by which client reaches a URL, unless go was
// found to use the same one.
func (l *proxyList) add(client probe.Client, raw settings.Value) {
	u, err := url.Parse(raw.Reveal())
	if err != nil || u.Hostname() == "" {
		return
	}
	via, variable, err := route.OutboundProxy(l.settings, client, u)
	if via == "" && err == nil {
		return
	}
	key := settings.Variable(variable)
	if strings.HasPrefix(variable, "http.") {
		key = settings.Git(variable)
	}
	name := key.String()
	if client == probe.GitClient {
		name += " by git"
	}
	address, err := route.ProxyHostPort(via, client)
	if err == nil {
		name = address + " of " + key.String()
	}
	id := address + " " + via.Reveal()
	if l.seen[id] {
		return
	}
	l.seen[id] = true
	l.targets = append(l.targets, probe.Target{Name: name, Peer: address, URL: raw, Via: via, Client: client, Key: key, Value: l.settings.Effective(key).Value})
}

func runOutboundProxy(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	evidence := &probe.ProxyEvidence{URL: t.Via.String(), Variable: t.Key.String(), Client: t.Client}
	o := lookAtProxy(ctx, env, t, evidence)
	o.Evidence = probe.Evidence{Proxy: evidence}
	return o
}

func lookAtProxy(ctx context.Context, env *probe.Env, t probe.Target, seen *probe.ProxyEvidence) probe.Outcome {
	if t.URL == "" {
		seen.URL = t.Value.String()
		o := probe.Warned(fmt.Sprintf("%s is not a URL: go ignores it and connects directly", t.Key))
		o.Symptom = symptom.OutboundProxyFailed
		return o
	}
	asked, err := route.HostPort(t.URL)
	if err != nil {
		return probe.FailedBy(symptom.Unknown, err)
	}
	seen.Asked = asked
	if t.Via == "" {
		return probe.FailedBy(symptom.OutboundProxyFailed, fmt.Errorf("%s: %w", t.Key, outbound.ErrCGI))
	}
	err = tryProxy(ctx, env, t, asked)
	if err == nil {
		return probe.Outcome{Status: probe.OK}
	}
	if tunnel, ok := errtype.As[*wire.TunnelError](err); ok {
		seen.Status = tunnel.Status
	}
	return probe.FailedBy(wire.Classify(err, probe.Connect, env.Now()), err)
}

// tryProxy opens a tunnel to address, or for plain http, which an HTTP proxy
// is sent as it is, a connection to the proxy.
func tryProxy(ctx context.Context, env *probe.Env, t probe.Target, address string) error {
	u, proxyAddress, err := wire.ParseVia(t.Via, t.Client)
	if err != nil {
		return &wire.TunnelError{Proxy: t.Via.String(), Err: err}
	}
	plain := strings.HasPrefix(strings.ToLower(t.URL.Reveal()), "http://") && !strings.HasPrefix(u.Scheme, "socks")
	if !plain {
		conn, err := wire.Tunnel(ctx, env, t.Via, t.Client, address)
		if err == nil {
			_ = conn.Close()
		}
		return err
	}
	conn, err := wire.Open(ctx, env, probe.Target{Endpoint: proxyAddress})
	if err != nil {
		return &wire.TunnelError{Proxy: proxyAddress, Err: err}
	}
	return conn.Close()
}
