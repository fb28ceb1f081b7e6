package probes

import (
	"context"
	"net/url"
	"strings"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// SumdbRelay asks the same through each proxy entry of GOPROXY, and first
// whether the entry relays the database at all: a plain 404 there means that
// it does not, and is nothing bad in itself. Evidence: the three requests.
var SumdbRelay = probe.Probe{
	Kind: probe.SumdbRelay, Doc: "checksum database, through a module proxy", Stage: probe.Protocol,
	Budget: 5 * time.Second, Targets: relayTargets, Run: runRelay,
}

func relayTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	c := route.Read(s)
	q, ok := publicQuery(c, queries)
	if !ok || !c.SumDB.Relay {
		return nil
	}
	var out []probe.Target
	for _, e := range route.Examined(c.GOPROXY.Entries) {
		if e.Kind == route.Proxy {
			out = append(out, relayTarget(s, c, e.URL, q)...)
			out = append(out, recordTargets(s, c, e.URL, q, queries)...)
		}
	}
	return out
}

// recordTargets are the modules whose record is looked up separately: a Go release,
// which go verifies before anything else, and those that may be private, because a
// record that the database cannot have is what fails them. The go command asks this entry for it under the present settings.
func recordTargets(s *settings.Snapshot, c *route.Config, base settings.Value, asked probe.Query, queries []probe.Query) []probe.Target {
	var out []probe.Target
	for _, q := range queries {
		if q == asked || !protocol.HasVersion(q) || module.CheckPath(q.Path) != nil || c.SkipsSumDB(q.Path) || !keptBack(s, q) && q.Path != known.ToolchainModule {
			continue
		}
		name := base.String() + "/sumdb/" + c.SumDB.Name + "/lookup/" + q.String()
		out = append(out, withKey(c, baseTarget(s, base, name, q))...)
	}
	return out
}

// RelayAt returns the task that checks whether an entry of GOPROXY relays the database. No
// module is asked about.
func RelayAt(s *settings.Snapshot, e route.Entry) []probe.Task {
	c := route.Read(s)
	if e.Kind != route.Proxy || c.SumDB.Off || c.SumDB.Err != nil {
		return nil
	}
	var tasks []probe.Task
	for _, t := range relayTarget(s, c, e.URL, probe.Query{}) {
		tasks = append(tasks, probe.Task{Probe: &SumdbRelay, Target: t})
	}
	return tasks
}

func relayTarget(s *settings.Snapshot, c *route.Config, base settings.Value, q probe.Query) []probe.Target {
	return withKey(c, baseTarget(s, base, base.String()+"/sumdb/"+c.SumDB.Name, q))
}

func runRelay(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	base, err := url.Parse(t.URL.Reveal())
	if err != nil {
		return probe.Failed(symptom.Unknown, "the entry is not a URL")
	}
	// The database is the target's, which need not be the one in force.
	name, _, _ := strings.Cut(t.Value.Reveal(), "+")
	return protocol.AskDatabase(ctx, env, t, wire.Join(base, "sumdb/"+name), true)
}
