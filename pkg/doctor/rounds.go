package doctor

import (
	"context"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/probes"
)

// patience is how long the first round may take before the alternatives are
// measured too, without waiting for a time-out to say that they are needed: the
// whole then ends this much later than the first round, and not a time-out.
const patience = time.Second

// rounds looks twice: at what the toolchain would use, and, once that fails or
// is slow, at what it could use instead.
type rounds struct {
	runner  *probe.Runner
	facts   *diagnose.Facts // without results yet
	entries map[string]bool // host:port of the entries of GOPROXY
	tasks   map[string]probe.Task
	failed  chan struct{} // holds a token once something failed that matters
	wants   func(probe.Kind) bool
}

func newRounds(env *probe.Env, s *settings.Snapshot, queries []probe.Query, o Options) *rounds {
	r := &rounds{
		wants:   o.wants,
		facts:   &diagnose.Facts{Settings: s, Queries: queries},
		entries: map[string]bool{},
		tasks:   map[string]probe.Task{},
		failed:  make(chan struct{}, 1),
	}
	for _, e := range route.Read(s).GOPROXY.Entries {
		if hp, err := route.HostPort(e.URL); e.Kind == route.Proxy && err == nil {
			r.entries[hp] = true
		}
	}
	r.runner = &probe.Runner{Env: env, Observe: func(x probe.Result) {
		if o.Observe != nil {
			o.Observe(x)
		}
		r.notice(x)
	}}
	return r
}

// notice hears of every result. A dead host that nobody needs, such as a
// reference point, is no reason to measure alternatives.
func (r *rounds) notice(x probe.Result) {
	if x.Status != probe.Fail || !r.entries[r.tasks[x.ID].Target.Endpoint] {
		return
	}
	select {
	case r.failed <- struct{}{}:
	default:
	}
}

func (r *rounds) run(ctx context.Context, first, second []probe.Task) []probe.Result {
	for _, t := range slices.Concat(second, first) {
		r.tasks[t.ID()] = t
	}
	done := make(chan []probe.Result, 1)
	go func() { done <- r.runner.Run(ctx, first) }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case results := <-done:
		results = r.follow(ctx, results)
		if r.suffice(results) {
			return results
		}
		return union(results, r.follow(ctx, r.runner.Run(ctx, second)))
	case <-timer.C:
	case <-r.failed:
	}
	more := r.runner.Run(ctx, second)
	return r.follow(ctx, union(<-done, more))
}

// follow looks at the repositories that ?go-get=1 named: nobody knew them before.
func (r *rounds) follow(ctx context.Context, results []probe.Result) []probe.Result {
	var tasks []probe.Task
	for _, x := range results {
		h := x.Evidence.HTTP
		if x.Kind != probe.GoGet || h == nil || h.VCS != "git" || h.Repository == "" || !r.wants(probe.Git) {
			continue
		}
		for _, q := range r.facts.Queries {
			if q.String() == h.Module {
				tasks = append(tasks, probes.GitAt(r.facts.Settings, settings.Value(h.Repository), q)...)
			}
		}
	}
	if len(tasks) == 0 {
		return results
	}
	return union(results, r.runner.Run(ctx, tasks))
}

// suffice reports whether the results say that everything downloads without
// waiting on the way.
func (r *rounds) suffice(results []probe.Result) bool {
	r.facts.Results = results
	return r.facts.Outcome() == route.Succeeds &&
		!slices.ContainsFunc(r.facts.Walks(), func(p route.Path) bool { return p.Cost > 0 })
}

// union adds the results that are not there yet.
func union(results, more []probe.Result) []probe.Result {
	for _, x := range more {
		if !slices.ContainsFunc(results, func(have probe.Result) bool { return have.ID == x.ID }) {
			results = append(results, x)
		}
	}
	return results
}
