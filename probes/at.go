package probes

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// The looks at one thing at a time, for who follows the go command step by step
// and not for all that it may come to. See also [GitAt].

// GoproxyAt returns the look at one module proxy for one module: an entry of
// GOPROXY, or what ?go-get=1 named.
func GoproxyAt(s *settings.Snapshot, base settings.Value, q probe.Query) []probe.Task {
	var out []probe.Task
	for _, t := range goproxyTarget(s, base, q) {
		out = append(out, probe.Task{Probe: &Goproxy, Target: t})
	}
	return out
}

// GoGetAt returns the look at the ?go-get=1 page of one module path.
func GoGetAt(s *settings.Snapshot, q probe.Query) []probe.Task {
	var out []probe.Task
	for _, t := range goGetTargets(s, []probe.Query{q}) {
		out = append(out, probe.Task{Probe: &GoGet, Target: t})
	}
	return out
}

// SumdbAt returns the look at the checksum database's record of one module:
// through the relay of one proxy or, where base is "", from the database itself.
// It is for modules about which the go command surely asks there.
func SumdbAt(s *settings.Snapshot, base settings.Value, q probe.Query) []probe.Task {
	c := route.Read(s)
	if _, ok := publicQuery(c, []probe.Query{q}); !ok {
		return nil
	}
	kind, where := &SumdbRelay, base.String()+"/sumdb/"+c.SumDB.Name
	if base == "" {
		kind, base, where = &Sumdb, c.SumDB.URL, c.SumDB.URL.String()
	}
	var out []probe.Task
	for _, t := range withKey(c, baseTarget(s, base, where+"/lookup/"+q.String(), q)) {
		out = append(out, probe.Task{Probe: kind, Target: t})
	}
	return out
}
