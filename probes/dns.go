package probes

import (
	"context"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// DNS resolves the hosts that this machine connects to: as the go command
// does, hosts file first, and beside that by asking each configured resolver
// itself for A and AAAA. It asks no other resolver.
//
// Symptoms: the dns-* ones. A warning says that a name resolves although a
// configured resolver does not answer. Evidence: the addresses in go's order,
// and each resolver's answer, as far as it came in time. Budget: 5 s: the go
// command waits that long for each resolver.
var DNS = probe.Probe{
	Kind: probe.DNS, Doc: "name resolution, as go does it and by each configured resolver", Stage: probe.Resolve, Budget: 5 * time.Second,
	Targets: hostNames, Run: runDNS,
}

func runDNS(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	host, _, err := net.SplitHostPort(t.Endpoint)
	if err != nil {
		return probe.FailedBy(symptom.Unknown, err)
	}
	r := wire.Gather(ctx, env, host)
	evidence := r.Evidence()
	o := r.Outcome()
	if o.Status != probe.Fail {
		addresses := r.Usable()
		o = wire.OrBogus(ctx, env, t, addresses, o, evidence)
		evidence.Addresses = wire.Printed(addresses)
		env.KeepAddresses(t, addresses)
	}
	o.Evidence = probe.Evidence{DNS: evidence}
	return o
}
