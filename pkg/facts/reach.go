package facts

import (
	"net/netip"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// Network is where the name of a host leads.
type Network string

// The networks. Where every name leads into a private network, as behind a
// resolver that answers for all, that says nothing, and counts as public.
const (
	UnknownNetwork Network = ""
	PublicNetwork  Network = "public"
	PrivateNetwork Network = "private" // RFC 1918, fc00::/7
)

// Reach tells where the name of a host leads, as far as it was resolved.
func (f *Facts) Reach(host string) Network {
	at := f.network(host)
	if at == PrivateNetwork && slices.ContainsFunc(known.References(), func(h known.Host) bool { return f.network(h.Name) == PrivateNetwork }) {
		return PublicNetwork // so does every other name here: a network of its own for everything
	}
	return at
}

func (f *Facts) network(host string) Network {
	r := f.At(probe.DNS, host)
	if r == nil || r.Status == probe.Skip || r.Evidence.DNS == nil || len(r.Evidence.DNS.Addresses) == 0 {
		return UnknownNetwork
	}
	for _, text := range r.Evidence.DNS.Addresses {
		if a, err := netip.ParseAddr(text); err != nil || !a.Unmap().IsPrivate() {
			return PublicNetwork
		}
	}
	return PrivateNetwork
}
