package diagnose

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// network is what the resolve and connect stages saw, taken together.
type network struct {
	resolved   []*probe.Result // names that a resolver, not a hosts file, answered with an address
	unresolved []*probe.Result
	connected  []*probe.Result // TCP connections that stood, beyond this machine
	dead       []*probe.Result // TCP connections that did not
}

func networkOf(f *Facts) network {
	var n network
	for _, r := range f.Of(probe.DNS) {
		switch {
		case r.Status == probe.Fail:
			n.unresolved = append(n.unresolved, r)
		case r.Evidence.DNS == nil || !r.Evidence.DNS.FromHosts:
			n.resolved = append(n.resolved, r)
		}
	}
	for _, r := range f.Of(probe.TCP) {
		switch {
		case r.Status == probe.Fail:
			n.dead = append(n.dead, r)
		case !onThisMachine(r):
			n.connected = append(n.connected, r)
		}
	}
	return n
}

// onThisMachine reports whether every address that was tried is a loopback one:
// a local relay that listens says nothing about the network.
func onThisMachine(r *probe.Result) bool {
	if r.Evidence.TCP == nil || len(r.Evidence.TCP.Attempts) == 0 {
		return false
	}
	return !slices.ContainsFunc(r.Evidence.TCP.Attempts, func(a probe.TCPAttempt) bool {
		return !strings.HasPrefix(a.Address, "127.") && !strings.HasPrefix(a.Address, "[::1]")
	})
}

func ids(results ...[]*probe.Result) []string {
	var out []string
	for _, l := range results {
		for _, r := range l {
			out = append(out, r.ID)
		}
	}
	return out
}

// all reports whether there are results and every one's symptom is in list.
func all(results []*probe.Result, list ...symptom.Symptom) bool {
	for _, r := range results {
		if !oneOf(r.Symptom, list...) {
			return false
		}
	}
	return len(results) > 0
}

// resolversReached returns the configured resolvers that showed a sign of life:
// an answer of any kind, or a refusal by the machine that has the address.
func resolversReached(unresolved []*probe.Result) bool {
	for _, r := range unresolved {
		if r.Evidence.DNS == nil {
			continue
		}
		for _, s := range r.Evidence.DNS.Servers {
			if s.RCODE != "" || s.Reached {
				return true
			}
		}
	}
	return false
}

// resolverNames lists the resolvers that were asked, for people.
func resolverNames(f *Facts) string {
	if len(f.Settings.Resolver.Servers) == 0 {
		return "?"
	}
	return strings.Join(f.Settings.Resolver.Servers, ", ")
}
