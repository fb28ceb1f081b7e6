// Package probes holds the probes: one file each, which looks at one layer of
// the way to a module and says what it saw. No probe knows of causes.
package probes

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// All returns every probe in the order of the output: along a connection's
// life, along the toolchain's way to a module, then on this machine's disk.
func All() []*probe.Probe {
	return []*probe.Probe{
		&DNS, &TCP, &TLS, &OutboundProxy, &Goproxy, &SumdbRelay, &Sumdb, &GoGet, &Git, &GitRules, &CrossCheck, &Internet,
		&Roots, &GoCommand, &Modcache, &SumdbState, &GoenvFile,
	}
}

// LocalAt returns the tasks that answer a question of the walk to this machine.
func LocalAt(s *settings.Snapshot, op walk.Op, q probe.Query) []probe.Task {
	p := map[walk.Op]*probe.Probe{walk.OpStart: &GoCommand, walk.OpStore: &Modcache, walk.OpRecord: &SumdbState}[op]
	if p == nil {
		return nil
	}
	return probe.Plan([]*probe.Probe{p}, s, []probe.Query{q})
}
