package doctor

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/probes"
)

// patience is how long the first round may take before the alternatives are
// measured too, without waiting for a time-out to say that they are needed: the
// whole then ends this much later than the first round, and not a time-out.
const patience = time.Second

// rounds probes twice: first what the toolchain would use, then, if that fails or
// is slow, what it could use instead.
type rounds struct {
	runner  *probe.Runner
	facts   *facts.Facts    // without results yet
	entries map[string]bool // host:port of the entries of GOPROXY
	tasks   map[evidence.ID]probe.Task
	// unproven are the queries that nothing proved to be public before the first round.
	unproven []probe.Query
	failed   chan struct{} // holds a token once something failed that matters
	news     chan struct{} // holds a token once a result came that may change what is awaited
	began    time.Time
	wants    func(probe.Kind) bool
	toTheEnd bool

	mu   sync.Mutex
	seen []probe.Result
	at   map[evidence.ID]int // in seen, by ID
	good time.Time           // when a module proxy was first seen to work
	// connecting is when the first connect began, and stood that one did.
	connecting time.Time
	stood      bool
	over       chan struct{} // closed once both rounds are over
	ended      sync.Once
}

func newRounds(env *probe.Env, s *settings.Snapshot, queries []probe.Query, o Options) *rounds {
	r := &rounds{
		wants: o.wants, toTheEnd: o.ToTheEnd,
		facts:   &facts.Facts{Settings: s, Queries: queries},
		entries: map[string]bool{},
		tasks:   map[evidence.ID]probe.Task{},
		failed:  make(chan struct{}, 1),
		news:    make(chan struct{}, 1),
		over:    make(chan struct{}),
	}
	for _, e := range route.Read(s).GOPROXY.Entries {
		if hp, err := route.HostPort(e.URL); e.Kind == route.Proxy && err == nil {
			r.entries[hp] = true
		}
	}
	r.runner = &probe.Runner{Env: env, Started: func(t probe.Task) {
		r.started(t)
		if o.Started != nil {
			o.Started(t)
		}
	}, Observe: func(x probe.Result) {
		if o.Observe != nil {
			o.Observe(x)
		}
		r.notice(x)
	}}
	return r
}

// plan computes the first round. Before that it checks what proves a module to be
// public without asking any server.
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

// started hears of every look that begins.
func (r *rounds) started(t probe.Task) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if t.Probe.Kind == probe.TCP && r.connecting.IsZero() {
		r.connecting = time.Now()
	}
}

// endRounds says that both rounds are over.
func (r *rounds) endRounds() { r.ended.Do(func() { close(r.over) }) }

// notice receives every result. A dead host that no download needs, such as a
// reference point, is no reason to measure alternatives.
func (r *rounds) notice(x probe.Result) {
	r.mu.Lock()
	r.stood = r.stood || x.Kind == probe.TCP && (x.Status == probe.OK || x.Status == probe.Warn)
	r.see(x)
	if x.Kind == probe.Goproxy && x.Status == probe.OK && r.good.IsZero() {
		r.good = time.Now()
	}
	r.mu.Unlock()
	if x.Kind == probe.Goproxy || x.Kind == probe.SumdbRelay || x.Kind == probe.Sumdb || x.Status == probe.Fail {
		select {
		case r.news <- struct{}{}:
		default:
		}
	}
	if x.Status != probe.Fail || !r.entries[r.tasks[x.ID].Target.Endpoint] {
		return
	}
	select {
	case r.failed <- struct{}{}:
	default:
	}
}

// run runs the first round, and, where it does not suffice, the probes that second
// names. Who is asked there about what depends on where the modules' own hosts
// are, which is known of the first round by then.
func (r *rounds) run(ctx context.Context, first []probe.Task, second func(known []probe.Result) []probe.Task) []probe.Result {
	for _, t := range first {
		r.tasks[t.ID()] = t
	}
	r.began = time.Now()
	one, two := newRound(ctx), newRound(ctx)
	defer one.giveUp()
	defer two.giveUp()
	unproven := r.unproven
	go func() { one.done <- r.first(ctx, one.ctx, first, unproven) }()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case results := <-one.done:
		if r.suffice(results) {
			return results
		}
		one.done <- results // it is waited for below
	case <-timer.C:
	case <-r.failed:
	}
	two.began = time.Now()
	three := r.internet(ctx)
	go func() {
		two.done <- r.follow(two.ctx, r.runner.Run(two.ctx, second(union(r.names(two.ctx, first), r.refused()))))
	}()
	results := r.await(one, two)
	return union(results, three(results))
}

// round is one of the two rounds under way.
type round struct {
	ctx    context.Context // of the probes that are cancelled once enough is known
	giveUp context.CancelFunc
	began  time.Time
	done   chan []probe.Result
}

func newRound(ctx context.Context) *round {
	out := &round{began: time.Now(), done: make(chan []probe.Result, 1)}
	out.ctx, out.giveUp = context.WithCancel(ctx)
	return out
}

// await waits for both rounds, and for no look longer than it can change something:
// not for alternatives where nothing has to be replaced, and not for dead hosts once
// a remedy is seen to work.
func (r *rounds) await(one, two *round) []probe.Result {
	var first, more []probe.Result
	var late <-chan time.Time
	for left := 2; left > 0; {
		select {
		case first = <-one.done:
			left--
		case more = <-two.done:
			left--
		case <-r.news:
		case <-late:
			one.giveUp()
			two.giveUp()
			late = nil
			continue
		}
		if late == nil && !r.toTheEnd && two.ctx.Err() == nil {
			if wait, enough := r.enough(first, two); enough {
				late = time.After(wait)
			}
		}
	}
	return union(first, more)
}

// enough reports whether the probes that still run may be cancelled, and after which
// time. first is the first round, nil where it is not done.
func (r *rounds) enough(first []probe.Result, two *round) (time.Duration, bool) {
	if first != nil && r.suffice(first) {
		f := &facts.Facts{Settings: r.facts.Settings, Queries: r.facts.Queries, Results: first}
		if f.Slow() == nil {
			return 0, true
		}
		return time.Since(r.began), true // what is faster is done by then
	}
	results, good := r.seenNow()
	if good.IsZero() || !r.remedied(two.ctx, results) {
		return 0, false
	}
	// Others that are about as good as the first one have as much time again.
	return max(0, time.Until(good.Add(good.Sub(two.began)+grace))), true
}

// remedied reports whether what was seen tells why the downloads fail, and of a
// setting under which all of them would work.
func (r *rounds) remedied(ctx context.Context, results []probe.Result) bool {
	f := &facts.Facts{Settings: r.facts.Settings, Queries: r.facts.Queries, Results: results}
	if f.Outcome() != walk.Fails {
		return false
	}
	return slices.ContainsFunc(recommend.Auto(ctx, f, diagnose.Run(f).Findings), func(p *profile.Profile) bool {
		then := &facts.Facts{Settings: recommend.Applied(f.Settings, p), Queries: f.Queries, Results: f.Results}
		return then.PastLocal().Outcome() == walk.Succeeds
	})
}

// seenNow returns the results so far, and when the last module proxy was seen to work;
// zero for none.
func (r *rounds) seenNow() ([]probe.Result, time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.seen), r.good
}

// namesTime bounds the wait for names that are being resolved: what is not known
// by then is taken for private.
const namesTime = time.Second

// names returns how the names of the first round resolve, waiting for them where
// it matters: for modules whose host does not serve everybody.
func (r *rounds) names(ctx context.Context, first []probe.Task) []probe.Result {
	if !slices.ContainsFunc(r.facts.Queries, func(q probe.Query) bool { return !known.CodeHost(firstElement(q)) }) {
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

// refused is what git has met so far at the repositories of modules that a pattern keeps
// from every proxy, even one that covers all of a forge: where the forge wants a login,
// the module may be private, and no other server is asked for it.
func (r *rounds) refused() []probe.Result {
	c := route.Read(r.facts.Settings)
	if !slices.ContainsFunc(r.facts.Queries, func(q probe.Query) bool { return c.BypassesProxy(q.Path) }) {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(r.seen), func(x probe.Result) bool { return x.Kind != probe.Git })
}

// grace is how much longer than the needed probes the others may take at most: a
// blocked host that no download needs costs no time-out.
const grace = 300 * time.Millisecond

// graceAfter is how much longer the others may take once the needed probes show
// that everything works; took is how long those needed. It is enough for hosts about as
// far away.
func graceAfter(took time.Duration) time.Duration {
	return min(grace, max(50*time.Millisecond, took/20))
}

// first runs the first round: all at once, but it cancels the probes that cannot
// change anything when the others suffice.
//
// Rest is the context of those probes: it ends once enough is known.
func (r *rounds) first(ctx, rest context.Context, tasks []probe.Task, unproven []probe.Query) []probe.Result {
	needed, others := split(tasks)
	rest, cancel := context.WithCancel(rest)
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
		stop := time.AfterFunc(graceAfter(time.Since(r.began)), cancel)
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
// downloads work: the entries of GOPROXY, what is on the way to them, and
// rewrite rules that are set.
func split(tasks []probe.Task) (needed, others []probe.Task) {
	ways := map[string]bool{}
	for _, t := range tasks {
		if !t.Probe.Kind.Weighs() {
			continue
		}
		ways[t.Target.Endpoint] = true
		if hp, err := route.ProxyHostPort(t.Target.Via, t.Target.Client); t.Target.Via != "" && err == nil {
			ways[hp] = true
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

// inOrder sorts results in the order of their tasks, and puts those of no task last.
func inOrder(tasks []probe.Task, results []probe.Result) []probe.Result {
	place := map[evidence.ID]int{}
	for i, t := range tasks {
		place[t.ID()] = i - len(tasks)
	}
	order.Stable(results, func(a, b probe.Result) int { return cmp.Compare(place[a.ID], place[b.ID]) })
	return results
}

// follow probes the repositories that ?go-get=1 named: they were unknown before.
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
	return f.Outcome() == walk.Succeeds &&
		!slices.ContainsFunc(f.Walks(), func(p walk.Path) bool { return p.Cost > 0 })
}

// see keeps a result: one by one, with an index, since there can be thousands.
func (r *rounds) see(x probe.Result) {
	if r.at == nil {
		r.at = map[evidence.ID]int{}
	}
	i, have := r.at[x.ID]
	switch {
	case !have:
		r.at[x.ID] = len(r.seen)
		r.seen = append(r.seen, x)
	case r.seen[i].Status == probe.Skip:
		r.seen[i] = x
	}
}

// union adds the results that are not there yet, and replaces results
// of probes that did not finish.
func union(results, more []probe.Result) []probe.Result {
	at := make(map[evidence.ID]int, len(results))
	for i := range results {
		at[results[i].ID] = i
	}
	for _, x := range more {
		i, have := at[x.ID]
		switch {
		case !have:
			at[x.ID] = len(results)
			results = append(results, x)
		case results[i].Status == probe.Skip: // given up then, and needed now
			results[i] = x
		}
	}
	return results
}
