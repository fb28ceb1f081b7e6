package facts

import (
	"net/netip"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// WrongAddress is a host that a failing download needs, and whose address belongs
// to another server, or to none.
type WrongAddress struct {
	Host     string
	DNS      *probe.Result
	Failure  *probe.Result
	Evidence []evidence.ID
}

// WrongAddresses returns the needed hosts that fail at an address which a hosts
// file (fromHosts) or a resolver gave.
func WrongAddresses(f *Facts, fromHosts bool) []WrongAddress {
	decisive := DecisiveEvidence(f)
	var out []WrongAddress
	for i := range f.Results {
		d := &f.Results[i]
		e := d.Evidence.DNS
		if d.Kind != probe.DNS || d.Status == probe.Skip || e == nil || e.FromHosts != fromHosts {
			continue
		}
		w := WrongAddress{Host: e.Host, DNS: d}
		w.Failure = failureOf(f, d)
		if w.Failure == nil || !decisive[w.Failure.ID] || behindOne(f, d) {
			continue
		}
		w.Evidence = []evidence.ID{d.ID}
		if w.Failure != d {
			w.Evidence = append(w.Evidence, w.Failure.ID)
		}
		out = append(out, w)
	}
	return out
}

// fakeIP reports whether an address is in the network in which fake-IP resolvers put every name (RFC 2544
// names it for benchmarks; proxy programs use it because nothing else does).
func fakeIP(a netip.Addr) bool { return netip.MustParsePrefix("198.18.0.0/15").Contains(a) }

// behindOne reports whether a name that failed at an address which no public host
// can have is led there as others are that prove themselves by certificate: by
// the same source, into the same network. Then a proxy program answers for all
// names, a working set-up, and that this one fails is not a wrong address.
func behindOne(f *Facts, d *probe.Result) bool {
	if d.Symptom != symptom.DNSBogusAddress {
		return false
	}
	own := d.Evidence.DNS
	return slices.ContainsFunc(f.Of(probe.TLS), func(t *probe.Result) bool {
		other := f.At(probe.DNS, t.About.Host)
		if t.Status != probe.OK || other == nil || other.Evidence.DNS == nil {
			return false
		}
		e := other.Evidence.DNS
		return e.FromHosts == own.FromHosts && (allIn(own, netip.Addr.IsLoopback) && allIn(e, netip.Addr.IsLoopback) ||
			allIn(own, fakeIP) && allIn(e, fakeIP))
	})
}

// InTunnel reports whether every name that a resolver answered for leads into the network
// of fake-IP resolvers: then a proxy program answers for all names, and where none of them
// is reached, it is that program which does not work.
func InTunnel(f *Facts) bool {
	n := 0
	for _, d := range f.Of(probe.DNS) {
		e := d.Evidence.DNS
		if e == nil || e.FromHosts || len(e.Addresses) == 0 {
			continue
		}
		if !allIn(e, fakeIP) {
			return false
		}
		n++
	}
	return n > 1
}

// metAt is the symptom of a failed hop as the toolchain meets it: behind a
// program that answers for all names an address is not wrong, and what fails is
// what was met there.
func metAt(f *Facts, r *probe.Result) symptom.Symptom {
	if e := r.Evidence.DNS; e != nil && e.Peer != "" && behindOne(f, r) {
		return e.Peer
	}
	return r.Symptom
}

func allIn(e *probe.DNSEvidence, in func(netip.Addr) bool) bool {
	return len(e.Addresses) > 0 && !slices.ContainsFunc(e.Addresses, func(text string) bool {
		a, err := netip.ParseAddr(text)
		return err != nil || !in(a.Unmap())
	})
}

// failureOf returns the failed result of the host's own chain, or nil. What was met by
// way of an outbound proxy is at an address that the proxy looked up.
func failureOf(f *Facts, d *probe.Result) *probe.Result {
	if d.Status == probe.Fail {
		return d
	}
	for _, k := range []probe.Kind{probe.TCP, probe.TLS} {
		for _, r := range f.Of(k) {
			if r.Status == probe.Fail && r.Via == "" && r.About.Host == d.About.Host {
				return r
			}
		}
	}
	return nil
}
