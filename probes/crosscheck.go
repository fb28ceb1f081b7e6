package probes

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// CrossCheck asks public resolvers, which this machine is not configured for,
// for the addresses of the public hosts that it needs. It asks them over TLS, so
// that no server on the way can answer in their place, and about no host but those
// that are known to be public. It runs only where it was asked for
// (--cross-check-dns, [CrossChecks]).
//
// Symptoms: dns-nxdomain and dns-no-address where that is their answer,
// dns-timeout where none could be asked. Evidence: each resolver's answer.
// Budget: 4 s: TCP, TLS and one question are three round trips.
var CrossCheck = probe.Probe{
	Kind: probe.CrossCheck, Doc: "addresses of public hosts by public resolvers; only with --cross-check-dns", Stage: probe.Protocol,
	Budget: 4 * time.Second, Targets: unasked, Run: runCrossCheck,
}

// unasked is no target: the user did not ask for this probe.
func unasked(*settings.Snapshot, []probe.Query) []probe.Target { return nil }

// publicResolvers answer DNS over TLS (RFC 7858) under certificates for these addresses.
var publicResolvers = [...]string{"1.1.1.1:853", "8.8.8.8:853", "223.5.5.5:853"}

// CrossChecks returns the cross-checks of the public hosts that the settings and
// queries lead to.
func CrossChecks(s *settings.Snapshot, queries []probe.Query) []probe.Task {
	var tasks []probe.Task
	for _, t := range hostNames(s, queries) {
		if _, public := known.Named(t.Name); public {
			tasks = append(tasks, probe.Task{Probe: &CrossCheck, Target: probe.Target{Name: t.Name, Peer: t.Endpoint, Client: t.Client, Reference: t.Reference}})
		}
	}
	return tasks
}

func runCrossCheck(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	e := &probe.DNSEvidence{Host: t.Name, Servers: make([]probe.DNSServer, len(publicResolvers))}
	var wg sync.WaitGroup
	for i, server := range publicResolvers {
		wg.Go(func() { e.Servers[i] = wire.AskOverTLS(ctx, env, server, t.Name) })
	}
	wg.Wait()
	o := probe.Outcome{Status: probe.OK}
	worst := symptom.DNSTimeout
	for _, s := range e.Servers {
		e.Addresses = append(e.Addresses, s.Addresses...)
		if s.RCODE != "" {
			worst = s.Symptom
		}
	}
	slices.Sort(e.Addresses)
	e.Addresses = slices.Compact(e.Addresses)
	if len(e.Addresses) == 0 {
		// What another resolver cannot say fails no download.
		o = probe.Outcome{Status: probe.Warn, Symptom: worst, Detail: "no public resolver gave an address"}
	}
	o.Evidence.DNS = e
	return o
}
