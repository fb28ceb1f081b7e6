package trace

import (
	"cmp"
	"context"
	"net"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
	"github.com/gofix-net/gofix-net/probes"
)

// looker answers walks from the network. The way to every host that they may
// come to is probed from the start, all hosts at the same time, so that dead
// ones cost one time-out together; a walk waits only for those that it comes
// to, and only then is there a conversation about its module.
type looker struct {
	settings *settings.Snapshot
	config   *route.Config
	env      *probe.Env
	runner   *probe.Runner
	// transport are the tasks up to the handshake.
	transport []probe.Task
	// ways are the numbers of these tasks by the endpoint, and of those of DNS by the name.
	ways    map[string][]int
	offline bool
	// stop ends the probes of hosts that no walk came to, and waits for that.
	stop func()
}

func newLooker(m *host.Machine, s *settings.Snapshot, o Options, queries []probe.Query) *looker {
	env := wire.NewEnv(m, s)
	wire.Patient(env, wire.NewPatience(wire.LongRoundTrip))
	l := &looker{
		settings: s, config: route.Read(s), env: env, offline: o.Offline, stop: func() {},
		runner: &probe.Runner{Env: env, Observe: o.Observe},
	}
	business := l.business(queries)
	ways := []*probe.Probe{&probes.DNS, &probes.TCP, &probes.TLS, &probes.OutboundProxy}
	for _, t := range probe.Plan(ways, s, queries) {
		if !t.Target.Reference && business(t.Target.URL) {
			l.transport = append(l.transport, t)
		}
	}
	l.ways = map[string][]int{}
	for i, t := range l.transport {
		l.ways[t.Target.Endpoint] = append(l.ways[t.Target.Endpoint], i)
		if t.Probe.Kind == probe.DNS {
			l.ways[t.Target.Name] = append(l.ways[t.Target.Name], i)
		}
	}
	return l
}

// business returns whether the go command may have any at a URL: not at a proxy
// or the checksum database where every path is kept from them.
func (l *looker) business(queries []probe.Query) func(settings.Value) bool {
	proxies, database := false, false
	for _, q := range queries {
		shown, sum := l.config.Shown(q)
		proxies, database = proxies || len(shown) > 0 || sum, database || sum
		if proxies && database {
			break
		}
	}
	entries := map[settings.Value]bool{}
	for _, e := range l.config.GOPROXY.Entries {
		if e.Kind == route.Proxy {
			entries[e.URL] = true
		}
	}
	return func(u settings.Value) bool {
		if entries[u] {
			return proxies
		}
		return u != l.config.SumDB.URL || database
	}
}

func (l *looker) close() {
	l.stop()
	l.env.Close()
}

// connect begins to look at the hosts, in the background.
func (l *looker) connect(ctx context.Context) {
	if l.offline {
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	wg.Go(func() { l.runner.Run(ctx, l.transport) })
	l.stop = func() {
		cancel()
		wg.Wait()
	}
}

// before returns the tasks of the hosts that tasks depend on: their own, or the
// outbound proxy on the way there.
func (l *looker) before(tasks []probe.Task) []probe.Task {
	need := map[string]bool{}
	for _, t := range tasks {
		if t.Probe.Kind.Local() {
			continue // waits for no host
		}
		need[t.Target.Endpoint] = true
		if hp, err := route.ProxyHostPort(t.Target.Via, t.Target.Client); t.Target.Via != "" && err == nil {
			need[hp] = true
		}
	}
	var found []int
	for endpoint := range need {
		found = append(found, l.ways[endpoint]...)
		if host, _, err := net.SplitHostPort(endpoint); err == nil {
			found = append(found, l.ways[host]...)
		}
	}
	slices.Sort(found)
	var out []probe.Task
	for _, i := range slices.Compact(found) { // in the order of the stages
		out = append(out, l.transport[i])
	}
	return out
}

// parallel bounds the modules that are walked at the same time: what the go
// command does itself is one per processor.
const parallel = 8

// walkAll follows every job, and returns the walks in the order of the jobs.
func (l *looker) walkAll(ctx context.Context, jobs []job, progress func(done, total int)) []Walk {
	out := make([]Walk, len(jobs))
	next := make(chan int)
	var wg sync.WaitGroup
	var mu sync.Mutex
	done := 0
	for range min(parallel, len(jobs)) {
		wg.Go(func() {
			for i := range next {
				out[i] = l.walk(ctx, jobs[i])
				mu.Lock()
				done++
				if progress != nil {
					progress(done, len(jobs))
				}
				mu.Unlock()
			}
		})
	}
	for i := range jobs {
		next <- i
	}
	close(next)
	wg.Wait()
	return out
}

// walk follows one command.
func (l *looker) walk(ctx context.Context, j job) Walk {
	v := &walkProbes{looker: l, release: j.query.Path == known.ToolchainModule}
	var p walk.Path
	switch {
	case l.offline:
		p = walk.Decisions(l.config, j.query, j.get)
	case j.get:
		p = walk.Get(l.config, j.query, v.asker(ctx))
	default:
		p = walk.Download(l.config, j.query, v.asker(ctx))
	}
	w := Walk{Command: j.command(), Note: j.note, NoteArgs: j.args, Path: p, Message: walk.Message(l.config, p)}
	w.explain(l.config, v)
	return w
}

// toolchain follows the download of the Go release that the command would
// switch to; nil where there is no switch or the release is in PATH.
func (l *looker) toolchain(ctx context.Context, m *host.Machine) *Walk {
	sw := l.config.Switch()
	if sw.Toolchain != "" {
		if _, err := m.LookPath(sw.Toolchain); err == nil {
			return nil
		}
	}
	args := map[string]string{"toolchain": sw.Toolchain, "file": cmp.Or(sw.File, "GOTOOLCHAIN")}
	switch {
	case sw.Err != nil:
		p := walk.Path{Outcome: walk.Fails, Stop: -1, Setting: "GOTOOLCHAIN", Err: sw.Err}
		return &Walk{Command: "go", Path: p, Message: walk.Message(l.config, p), Rules: l.toolchainRules()}
	case sw.Query.Path != "":
		w := l.walk(ctx, job{query: sw.Query, note: "trace.note.toolchain", args: args})
		w.Command = sw.Toolchain
		w.Rules = append(w.Rules, l.toolchainRules()...)
		return &w
	case sw.Toolchain != "":
		p := walk.Path{Outcome: walk.Fails, Stop: -1, Setting: "GOTOOLCHAIN", Err: route.NotInPath(sw.Toolchain)}
		return &Walk{Command: sw.Toolchain, Path: p, Message: walk.Message(l.config, p), Rules: l.toolchainRules()}
	}
	return nil
}

// walkProbes holds what one walk has probed.
type walkProbes struct {
	*looker
	results []probe.Result
	// release says that the walk is for the Go release that the command switches
	// to: that is a part of its start.
	release bool
}

// asker answers the walk's questions, and probes what was not probed yet.
func (v *walkProbes) asker(ctx context.Context) walk.Ask {
	return func(r walk.Request) walk.Answer {
		r = asEntry(r)
		if r.Op == walk.OpStart && v.release {
			return walk.Answer{State: walk.Unknown}
		}
		a := v.answer(r)
		if a.State != walk.Unknown && (a.Version == "" || r.Resolved == "" || a.Version == r.Resolved) {
			return a
		}
		if r = pinned(r); v.answer(r).State != walk.Unknown {
			return v.answer(r)
		}
		tasks := v.tasks(r)
		if len(tasks) == 0 {
			return a
		}
		// With the tasks before them, so that a dead host is not visited.
		v.keep(v.runner.Run(ctx, slices.Concat(v.before(tasks), tasks)))
		return v.answer(r)
	}
}

// keep adds the results that are not there yet.
func (v *walkProbes) keep(more []probe.Result) {
	for _, x := range more {
		if !slices.ContainsFunc(v.results, func(have probe.Result) bool { return have.ID == x.ID }) {
			v.results = append(v.results, x)
		}
	}
}

// pinned states a request for a file by the version that the query has led to:
// another entry may have led it there.
func pinned(r walk.Request) walk.Request {
	switch r.Op {
	case walk.OpInfo, walk.OpMod, walk.OpZip, walk.OpStore, walk.OpRecord:
		r.Query.Version = cmp.Or(r.Resolved, r.Query.Version)
	}
	return r
}

// asEntry states a request to a proxy that ?go-get=1 named as one to an entry.
func asEntry(r walk.Request) walk.Request {
	if r.Op.Local() {
		return r
	}
	if r.Op == walk.OpSumLookup || r.Op == walk.OpSumSupported {
		r.Query.Version = cmp.Or(r.Resolved, r.Query.Version)
		return r
	}
	direct := r.Entry.Kind == route.Direct || r.Entry.Kind == route.NoProxy
	if !direct || r.Op == walk.OpGit || r.Op == walk.OpGoGet {
		return r
	}
	escaped, err := module.EscapePath(r.Query.Path)
	if err != nil {
		return r
	}
	text := r.URL.Reveal()
	if i := strings.Index(text, "/"+escaped+"/@"); i >= 0 {
		text = text[:i]
	}
	r.Entry = route.Entry{Kind: route.Proxy, URL: settings.Value(text)}
	return r
}

// answer reads an answer out of what was seen, as a diagnosis does.
func (v *walkProbes) answer(r walk.Request) walk.Answer {
	seen := slices.Clone(v.results)
	if r.Op == walk.OpSumLookup {
		seen = slices.DeleteFunc(seen, func(x probe.Result) bool {
			sum := x.Kind == probe.Sumdb || x.Kind == probe.SumdbRelay
			return sum && (x.Evidence.HTTP == nil || x.Evidence.HTTP.Module != r.Query.String())
		})
	}
	f := &facts.Facts{Settings: v.settings, Results: seen}
	return f.Answer(r)
}

// tasks returns the tasks that answer a request.
func (v *walkProbes) tasks(r walk.Request) []probe.Task {
	if r.Op.Local() {
		return probes.LocalAt(v.settings, r.Op, r.Query)
	}
	switch r.Op {
	case walk.OpGit:
		return probes.GitAt(v.settings, r.Unrewritten, r.Root, r.Query)
	case walk.OpGoGet:
		return probes.GoGetAt(v.settings, r.Query)
	case walk.OpSumSupported:
		return probes.RelayAt(v.settings, r.Entry)
	case walk.OpSumLookup:
		return probes.SumdbAt(v.settings, r.Entry.URL, r.Query)
	}
	return probes.GoproxyAt(v.settings, r.Entry.URL, r.Query)
}

// took returns how long the look at a hop took.
func (v *walkProbes) took(h walk.Hop) time.Duration {
	for _, x := range v.results {
		if x.ID != h.Result || h.Result == "" {
			continue
		}
		if q := x.Evidence.HTTP.Request(string(h.Op)); q != nil {
			return time.Duration(q.Ms) * time.Millisecond
		}
		return x.Took
	}
	return 0
}
