package facts

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Connectivity is what the resolve and connect stages saw, taken together.
type Connectivity struct {
	Resolved   []*probe.Result // names that a resolver, not a hosts file, answered with an address
	Unresolved []*probe.Result
	Connected  []*probe.Result // TCP connections that stood, beyond this machine
	Dead       []*probe.Result // TCP connections that did not
	Internet   []*probe.Result // pages for that purpose that answered as they should
	Strange    []*probe.Result // such pages that another server answered
	Lost       []*probe.Result // such pages that no server answered
}

// ConnectivityOf sorts the results of the resolve and connect stages.
func ConnectivityOf(f *Facts) Connectivity {
	return connectivity(f.Of(probe.DNS), f.Of(probe.TCP), f.Of(probe.Internet))
}

// ConnectivityByAllWays is ConnectivityOf with the probes by other ways than the one
// in force.
func ConnectivityByAllWays(f *Facts) Connectivity {
	by := f.indexed().anyWay
	return connectivity(by[probe.DNS], by[probe.TCP], by[probe.Internet])
}

func connectivity(names, connections, internet []*probe.Result) Connectivity {
	var n Connectivity
	for _, r := range names {
		switch {
		case r.Status == probe.Fail:
			n.Unresolved = append(n.Unresolved, r)
		case r.Evidence.DNS == nil || !r.Evidence.DNS.FromHosts:
			n.Resolved = append(n.Resolved, r)
		}
	}
	for _, r := range internet {
		switch {
		case r.Status != probe.Fail:
			n.Internet = append(n.Internet, r)
		case r.Symptom == symptom.HTTPNotProxy:
			n.Strange = append(n.Strange, r)
		default:
			n.Lost = append(n.Lost, r)
		}
	}
	for _, r := range connections {
		switch {
		case r.Status == probe.Fail:
			n.Dead = append(n.Dead, r)
		case !onThisMachine(r):
			n.Connected = append(n.Connected, r)
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

// IDs are the ids of results, in order.
func IDs(results ...[]*probe.Result) []evidence.ID {
	var out []evidence.ID
	for _, l := range results {
		for _, r := range l {
			out = append(out, r.ID)
		}
	}
	return out
}

// AllMet reports whether there are results and every one's symptom is in list.
func AllMet(results []*probe.Result, list ...symptom.Symptom) bool {
	for _, r := range results {
		if !OneOf(r.Symptom, list...) {
			return false
		}
	}
	return len(results) > 0
}
