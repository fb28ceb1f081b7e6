package doctor

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxWays bounds the other ways out that are tried.
const maxWays = 5

// direct is the name of the way without an outbound proxy.
const direct = "direct"

// byWays probes what is needed by every other way out that something on this machine
// names: a proxy that go does not read, or one that is in its way. Hosts of modules that
// may be private are tried without a proxy only, and no server is told of these modules.
func byWays(all []*probe.Probe, s *settings.Snapshot, queries, unproven []probe.Query) []probe.Task {
	ways := route.Ways(s)
	if len(ways) == 1 {
		return nil // no proxy is named anywhere: the line is the way in force
	}
	lookers := slices.DeleteFunc(slices.Clone(all), func(p *probe.Probe) bool { return !p.Kind.Steered() })
	inForce := map[evidence.ID]probe.Target{}
	for _, t := range probe.Plan(lookers, s, queries) {
		inForce[t.ID()] = t.Target
	}
	shown := slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool { return slices.Contains(unproven, q) })
	var out []probe.Task
	for _, w := range ways[:min(len(ways), maxWays)] {
		other, name := w.Settings(s), direct
		tasks := cautious(lookers, other, queries, unproven)
		if w.Proxy != "" {
			name = w.Proxy.String()
			tasks = probe.Plan(lookers, other, shown)
		}
		for _, t := range tasks {
			same, known := inForce[t.ID()]
			if known && same.Via == t.Target.Via {
				continue
			}
			if t.Target.Way = name; known || w.Proxy != "" && t.Target.Via != "" {
				t.Target.Name += " by " + name
			}
			out = append(out, t)
		}
	}
	return out
}
