package probes

import (
	"net"
	"net/netip"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// At returns what there is to look at for module proxies that GOPROXY may or
// may not name: the way to each, the GOPROXY protocol for each query, and its
// relay of the checksum database. The ids are those that [probe.Plan] would
// give if GOPROXY named them, so that a runner looks once.
//
// Paths that the settings keep from proxies are left out. The caller answers
// for the others: a stranger's proxy learns them.
func At(s *settings.Snapshot, bases []settings.Value, queries []probe.Query) []probe.Task {
	c := route.Read(s)
	var tasks []probe.Task
	for _, base := range bases {
		base = settings.Value(strings.TrimRight(base.Reveal(), "/"))
		tasks = append(tasks, wayTo(s, base)...)
		for _, q := range queries {
			if c.BypassesProxy(q.Path) {
				continue
			}
			for _, t := range goproxyTarget(s, base, q) {
				tasks = append(tasks, probe.Task{Probe: &Goproxy, Target: t})
			}
		}
		q, ok := publicQuery(c, queries)
		if !ok || !c.SumDB.Relay {
			continue
		}
		for _, t := range relayTarget(s, c, base, q) {
			tasks = append(tasks, probe.Task{Probe: &SumdbRelay, Target: t})
		}
	}
	return tasks
}

// DatabaseAt returns the way to a checksum database that is asked directly at
// that URL, and the look at it, verified by the key of GOSUMDB.
func DatabaseAt(s *settings.Snapshot, base settings.Value, queries []probe.Query) []probe.Task {
	q, ok := publicQuery(route.Read(s), queries)
	if !ok {
		return nil
	}
	tasks := wayTo(s, base)
	for _, t := range baseTarget(s, base, base.String(), q) {
		tasks = append(tasks, probe.Task{Probe: &Sumdb, Target: t})
	}
	return tasks
}

// wayTo returns the stages before the protocol, as [hostNames], [sockets] and
// [handshakes] compute them for the entries of GOPROXY.
func wayTo(s *settings.Snapshot, base settings.Value) []probe.Task {
	t, err := Reach(s, probe.GoClient, base)
	if err != nil {
		return nil
	}
	socket := probe.Target{Endpoint: t.Endpoint, URL: base, Client: t.Client}
	if t.Via != "" {
		address, err := route.ProxyHostPort(t.Via, t.Client)
		if err != nil {
			return nil
		}
		socket.Endpoint, socket.URL = address, t.Via
	}
	socket.Name = socket.Endpoint
	var tasks []probe.Task
	if host, _, err := net.SplitHostPort(socket.Endpoint); err == nil && !isAddress(host) {
		name := socket
		name.Name = host
		tasks = append(tasks, probe.Task{Probe: &DNS, Target: name})
	}
	tasks = append(tasks, probe.Task{Probe: &TCP, Target: socket})
	if strings.HasPrefix(strings.ToLower(base.Reveal()), "https://") {
		tasks = append(tasks, probe.Task{Probe: &TLS, Target: t})
	}
	return tasks
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
