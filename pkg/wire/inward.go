package wire

import (
	"context"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// inward says where a redirect of a public host leads that no public host has a reason
// to name: to this machine, or to an address of only this link, where machines in
// clouds keep their credentials (169.254.169.254). It returns "" where it may be followed.
// Names that the hosts file leads to this machine are accelerators, and fine.
func (c *Client) inward(ctx context.Context, from, to *url.URL) string {
	if !publicHost(from.Hostname()) {
		return ""
	}
	host := strings.TrimSuffix(strings.ToLower(to.Hostname()), ".")
	if known.Loopback(host) {
		return host
	}
	if a, ok := literal(host); ok {
		if a.IsUnspecified() || linkLocal(a) {
			return host
		}
		return ""
	}
	if via, _, err := route.OutboundProxy(c.env.Settings, c.target.Client, to); via != "" || err != nil {
		return "" // the outbound proxy resolves the name, and connects
	}
	addresses, err := lookUp(ctx, c.env, host)
	if err != nil {
		return ""
	}
	if slices.ContainsFunc(addresses, linkLocal) {
		return host + ", an address of this link only"
	}
	// The connection goes to these addresses: a second look-up would cost its time
	// again, and could give others.
	c.env.KeepAddresses(probe.Target{Endpoint: endpoint(to)}, addresses)
	return ""
}

// publicHost reports whether a host is a public name, or an address that a public host
// can have.
func publicHost(host string) bool {
	if a, ok := literal(host); ok {
		return !a.IsPrivate() && !cannotBePublic(a)
	}
	return isPublicName(host)
}

// literal reads a host that is an address, with or without a zone.
func literal(host string) (netip.Addr, bool) {
	a, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return a.Unmap(), err == nil
}

func linkLocal(a netip.Addr) bool {
	a = a.Unmap()
	return a.IsLinkLocalUnicast() || a.IsLinkLocalMulticast() || a.IsInterfaceLocalMulticast()
}
