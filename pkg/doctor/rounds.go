package doctor

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/privacy"
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
	facts   *facts.Facts    // without results yet
	entries map[string]bool // host:port of the entries of GOPROXY
	tasks   map[evidence.ID]probe.Task
	// unproven are the queries that nothing proved to be public before the first round.
	unproven []probe.Query
	failed   chan struct{} // holds a token once something failed that matters
	wants    func(probe.Kind) bool
	toTheEnd bool
}

func newRounds(env *probe.Env, s *settings.Snapshot, queries []probe.Query, o Options) *rounds {
	r := &rounds{
		wants: o.wants, toTheEnd: o.ToTheEnd,
		facts:   &facts.Facts{Settings: s, Queries: queries},
		entries: map[string]bool{},
		tasks:   map[evidence.ID]probe.Task{},
		failed:  make(chan struct{}, 1),
	}
	for _, e := range route.Read(s).GOPROXY.Entries {
		if hp, err := route.HostPort(e.URL); e.Kind == route.Proxy && err == nil {
			r.entries[hp] = true
		}
	}
	r.runner = &probe.Runner{Env: env, Started: o.Started, Observe: func(x probe.Result) {
		if o.Observe != nil {
			o.Observe(x)
		}
		r.notice(x)
	}}
	return r
}

// plan computes the first round. What proves a module to be public without asking
// anybody is looked at before.
func (r *rounds) plan(ctx context.Context, all []*probe.Probe) []probe.Task {
	s, queries := r.facts.Settings, r.facts.Queries
	r.unproven = unproven(s, queries, nil)
	if len(r.unproven) > 0 {
		records := probe.Plan([]*probe.Probe{&probes.SumdbState}, s, r.unproven)
		r.unproven = unproven(s, queries, r.runner.Run(ctx, records))
	}
	return cautious(all, s, queries, r.unproven)
}

// unproven are the queries that nothing proves to be public.
func unproven(s *settings.Snapshot, queries []probe.Query, results []probe.Result) []probe.Query {
	f := &facts.Facts{Settings: s, Queries: queries, Results: results}
	return slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool { return privacy.Public(f, q) != "" })
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

// run runs the first round, and, where it does not suffice, the looks that second
// names. Who is asked there about what depends on where the modules' own hosts
// are, which is known of the first round by then.
func (r *rounds) run(ctx context.Context, first []probe.Task, second func(known []probe.Result) []probe.Task) []probe.Result {
	for _, t := range first {
		r.tasks[t.ID()] = t
	}
	more := func() []probe.Result {
		return r.follow(ctx, r.runner.Run(ctx, second(r.names(ctx, first))))
	}
	done := make(chan []probe.Result, 1)
	unproven := r.unproven
	go func() { done <- r.first(ctx, first, unproven) }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case results := <-done:
		if r.suffice(results) {
			return results
		}
		return union(results, more())
	case <-timer.C:
	case <-r.failed:
	}
	alternatives := more()
	return union(<-done, alternatives)
}

// namesTime bounds the wait for names that are being resolved: what is not known
// by then is taken for private.
const namesTime = time.Second

// names returns how the names of the first round resolve, waiting for them where
// it matters: for modules whose host does not serve everybody.
func (r *rounds) names(ctx context.Context, first []probe.Task) []probe.Result {
	if !slices.ContainsFunc(r.facts.Queries, func(q probe.Query) bool { return !known.CodeHost(hostOf(q)) }) {
		return nil
	}
	var tasks []probe.Task
	for _, t := range first {
		if t.Probe.Kind == probe.DNS || t.Probe.Kind == probe.SumdbState {
			tasks = append(tasks, t)
		}
	}
	limited, cancel := context.WithTimeout(ctx, namesTime)
	defer cancel()
	return r.runner.Run(limited, tasks)
}

// grace is how much longer than the needed looks the others may take once those
// say that everything works: enough on a healthy network, and a blocked host
// that nobody needs costs no time-out.
const grace = 300 * time.Millisecond

// first runs the first round: all at once, but the looks that cannot change
// anything are given up when the others suffice.
func (r *rounds) first(ctx context.Context, tasks []probe.Task, unproven []probe.Query) []probe.Result {
	needed, others := split(tasks)
	rest, cancel := context.WithCancel(ctx)
	defer cancel()
	early, late := splitEarly(others)
	done := make(chan []probe.Result, 2)
	go func() { done <- r.follow(rest, r.runner.Run(rest, early)) }()
	go func() { done <- r.runner.Run(rest, late) }()
	steps := make(chan []probe.Result, 1)
	go func() { steps <- r.stepwise(ctx, tasks, unproven) }()
	results := r.runner.Run(ctx, needed)
	results = union(results, <-steps)
	if !r.toTheEnd && r.suffice(results) {
		stop := time.AfterFunc(grace, cancel)
		defer stop.Stop()
	}
	results = union(results, <-done)
	return inOrder(tasks, union(results, <-done))
}

// splitEarly parts the hosts that are asked where a module's repository is: what
// they answer is to be followed at once, and not after everybody's time-outs.
func splitEarly(tasks []probe.Task) (early, late []probe.Task) {
	asked := map[string]bool{}
	for _, t := range tasks {
		if t.Probe.Kind == probe.GoGet {
			asked[t.Target.Endpoint] = true
		}
	}
	for _, t := range tasks {
		if asked[t.Target.Endpoint] {
			early = append(early, t)
			continue
		}
		late = append(late, t)
	}
	return early, late
}

// split parts the tasks that can change the diagnosis of a machine on which
// downloads work: the entries of GOPROXY, what stands on the way to them, and
// rules that somebody set.
func split(tasks []probe.Task) (needed, others []probe.Task) {
	ways := map[string]bool{}
	for _, t := range tasks {
		switch t.Probe.Kind {
		case probe.Goproxy, probe.SumdbRelay, probe.GitRule, probe.OutboundProxy:
			ways[t.Target.Endpoint] = true
			if hp, err := route.ProxyHostPort(t.Target.Via, t.Target.Client); t.Target.Via != "" && err == nil {
				ways[hp] = true
			}
		}
	}
	for _, t := range tasks {
		if ways[t.Target.Endpoint] || t.Target.Endpoint == "" {
			needed = append(needed, t)
			continue
		}
		others = append(others, t)
	}
	return needed, others
}

// inOrder sorts results as their tasks stand, and those of no task behind them.
func inOrder(tasks []probe.Task, results []probe.Result) []probe.Result {
	place := map[evidence.ID]int{}
	for i, t := range tasks {
		place[t.ID()] = i - len(tasks)
	}
	slices.SortStableFunc(results, func(a, b probe.Result) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return results
}

// follow looks at the repositories that ?go-get=1 named: nobody knew them before.
func (r *rounds) follow(ctx context.Context, results []probe.Result) []probe.Result {
	type repository struct{ url, root string }
	inside := map[repository][]probe.Query{}
	var found []repository
	for _, x := range results {
		h := x.Evidence.HTTP
		if x.Kind != probe.GoGet || h == nil || h.VCS != "git" || h.Repository == "" || !r.wants(probe.Git) {
			continue
		}
		at := repository{h.Repository, h.Prefix}
		if !slices.Contains(found, at) {
			found = append(found, at)
		}
		for _, q := range r.facts.Queries {
			if q.String() == h.Module {
				inside[at] = append(inside[at], q)
			}
		}
	}
	var tasks []probe.Task
	for _, at := range found {
		if len(inside[at]) > 0 {
			tasks = append(tasks, probes.GitAt(r.facts.Settings, settings.Value(at.url), at.root, inside[at]...)...)
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
	f := &facts.Facts{Settings: r.facts.Settings, Queries: r.facts.Queries, Results: results}
	return f.Outcome() == route.Succeeds &&
		!slices.ContainsFunc(f.Walks(), func(p route.Path) bool { return p.Cost > 0 })
}

// union adds the results that are not there yet, and puts them in the place of looks
// that were not finished.
func union(results, more []probe.Result) []probe.Result {
	for _, x := range more {
		i := slices.IndexFunc(results, func(have probe.Result) bool { return have.ID == x.ID })
		switch {
		case i < 0:
			results = append(results, x)
		case results[i].Status == probe.Skip: // given up then, and needed now
			results[i] = x
		}
	}
	return results
}
