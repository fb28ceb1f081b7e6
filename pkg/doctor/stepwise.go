package doctor

import (
	"context"
	"net"
	"slices"
	"strings"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/probes"
)

// Modules that nothing proves to be public are probed step by step: each server is
// asked only if go would ask it after the answers of the servers before it. So no
// server learns a path here that go would not send to it.

// cautious computes what to probe: for modules that nothing proves to be public, only
// the probes that show their paths to no server but their own origin.
func cautious(all []*probe.Probe, s *settings.Snapshot, queries, unproven []probe.Query) []probe.Task {
	if len(unproven) == 0 {
		return probe.Plan(all, s, queries)
	}
	proven := slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool { return slices.Contains(unproven, q) })
	free := probe.Plan(all, s, proven)
	config := route.Read(s)
	seen := map[evidence.ID]bool{}
	for _, t := range free {
		seen[t.ID()] = true
	}
	for _, t := range probe.Plan(all, s, queries) {
		if !seen[t.ID()] && !tellsOthers(config, t) {
			free = append(free, t)
		}
	}
	return free
}

// tellsOthers reports whether a probe shows a module's path to a server that is not
// the module's own origin.
func tellsOthers(c *route.Config, t probe.Task) bool {
	if t.Probe.Kind == probe.Git {
		_, rule := c.RewriteGit(t.Target.URL.Reveal())
		return rule != nil
	}
	return t.Probe.Kind.Tells()
}

// stepwise walks each module as the go command does, and asks as it goes. base are
// the tasks that run anyway.
func (r *rounds) stepwise(ctx context.Context, base []probe.Task, unproven []probe.Query) []probe.Result {
	found := make([][]probe.Result, len(unproven))
	var wg sync.WaitGroup
	for i, q := range unproven {
		wg.Go(func() {
			w := &stepper{rounds: r, base: base}
			w.walk(ctx, q)
			found[i] = w.results
		})
	}
	wg.Wait()
	var out []probe.Result
	for _, results := range found {
		out = union(out, results)
	}
	return out
}

// stepper follows one module.
type stepper struct {
	*rounds
	base    []probe.Task
	results []probe.Result
	// ended says that something could not be learned: no further server is asked.
	ended bool
}

func (w *stepper) walk(ctx context.Context, q probe.Query) {
	var local []probe.Task
	for _, t := range w.base {
		if t.Probe.Kind.Local() {
			local = append(local, t)
		}
	}
	w.results = w.runner.Run(ctx, local)
	f := &facts.Facts{Settings: w.facts.Settings, Queries: []probe.Query{q}, Results: w.results}
	if f.Walks()[0].Outcome == walk.Fails || w.lacksToolchain(ctx) {
		return // go fails before it asks any server
	}
	walk.Download(route.Read(w.facts.Settings), q, func(r walk.Request) walk.Answer { return w.ask(ctx, r) })
}

// lacksToolchain reports whether go stops at the release of Go that it is to switch to:
// it asks for that before anything else.
func (w *stepper) lacksToolchain(ctx context.Context) bool {
	sw := route.Read(w.facts.Settings).Switch()
	if sw.Query.Path == "" {
		return false
	}
	tasks := slices.DeleteFunc(slices.Clone(w.base), func(t probe.Task) bool { return t.Target.Query != sw.Query })
	results := union(w.results, w.runner.Run(ctx, slices.Concat(w.before(tasks), tasks)))
	f := &facts.Facts{Settings: w.facts.Settings, Queries: []probe.Query{sw.Query}, Results: results}
	return f.Walks()[0].Outcome != walk.Succeeds
}

func (w *stepper) ask(ctx context.Context, r walk.Request) walk.Answer {
	if r.Op.Local() {
		return w.answer(r)
	}
	if w.ended || ctx.Err() != nil {
		return walk.Answer{State: walk.Unknown}
	}
	a := w.answer(r)
	if a.State != walk.Unknown {
		return a
	}
	tasks := slices.DeleteFunc(w.looks(r), func(t probe.Task) bool { return !w.wants(t.Probe.Kind) })
	w.results = union(w.results, w.runner.Run(ctx, slices.Concat(w.before(tasks), tasks)))
	a = w.answer(r)
	w.ended = a.State == walk.Unknown
	return a
}

// answer reads an answer out of what was seen. Of the database's records only this
// module's own counts: that it has another one says nothing.
func (w *stepper) answer(r walk.Request) walk.Answer {
	seen := w.results
	if r.Op == walk.OpSumLookup {
		seen = slices.DeleteFunc(slices.Clone(seen), func(x probe.Result) bool {
			sum := x.Kind == probe.Sumdb || x.Kind == probe.SumdbRelay
			return sum && (x.Evidence.HTTP == nil || x.Evidence.HTTP.Module != r.Query.String())
		})
	}
	f := &facts.Facts{Settings: w.facts.Settings, Results: seen}
	return f.Answer(r)
}

// looks returns the tasks that answer a request.
func (w *stepper) looks(r walk.Request) []probe.Task {
	s := w.facts.Settings
	switch {
	case r.Op == walk.OpGit:
		return probes.GitAt(s, r.Unrewritten, r.Root, r.Query)
	case r.Op == walk.OpGoGet:
		return probes.GoGetAt(s, r.Query)
	case r.Op == walk.OpSumSupported:
		return probes.RelayAt(s, r.Entry)
	case r.Op == walk.OpSumLookup:
		return probes.SumdbAt(s, r.Entry.URL, r.Query)
	case r.Entry.Kind == route.Proxy:
		return probes.GoproxyAt(s, r.Entry.URL, r.Query)
	}
	return nil
}

// before are the tasks for the way to the endpoints of tasks, so that a dead host is not
// asked.
func (w *stepper) before(tasks []probe.Task) []probe.Task {
	endpoints, hosts := map[string]bool{}, map[string]bool{}
	for _, t := range tasks {
		endpoints[t.Target.Endpoint] = true
		if hp, err := route.ProxyHostPort(t.Target.Via, t.Target.Client); t.Target.Via != "" && err == nil {
			endpoints[hp] = true
		}
	}
	for hp := range endpoints {
		if host, _, err := net.SplitHostPort(hp); err == nil {
			hosts[strings.ToLower(host)] = true
		}
	}
	var out []probe.Task
	for _, t := range w.base {
		needed := endpoints[t.Target.Endpoint] || t.Probe.Kind == probe.DNS && hosts[strings.ToLower(t.Target.Name)]
		if needed && t.Probe.Kind.Transport() {
			out = append(out, t)
		}
	}
	return out
}
