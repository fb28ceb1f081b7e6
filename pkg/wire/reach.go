package wire

import (
	"fmt"
	"net/url"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

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
