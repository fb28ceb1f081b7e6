package probes

import (
	"net"
	"net/netip"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// wayTo returns the stages before the protocol at an https URL that git reaches
// without an outbound proxy, as [hostNames], [sockets] and [handshakes] compute
// them for the entries of GOPROXY: with the same ids, so that a runner looks once.
func wayTo(s *settings.Snapshot, base settings.Value) []probe.Task {
	t, err := Reach(s, probe.GitClient, base)
	if err != nil {
		return nil
	}
	socket := probe.Target{Name: t.Endpoint, Endpoint: t.Endpoint, URL: base, Client: t.Client}
	var tasks []probe.Task
	if host, _, err := net.SplitHostPort(t.Endpoint); err == nil && !isAddress(host) {
		name := socket
		name.Name = host
		tasks = append(tasks, probe.Task{Probe: &DNS, Target: name})
	}
	return append(tasks, probe.Task{Probe: &TCP, Target: socket}, probe.Task{Probe: &TLS, Target: t})
}

func isAddress(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
