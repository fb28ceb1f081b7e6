package trace

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/probes"
)

// looker answers walks from the network. What every walk shares, the way to the
// hosts, is looked at once and first, all hosts at the same time, so that dead
// ones cost one time-out together; a conversation about a module only when a
// walk comes to it, as the go command does.
type looker struct {
	settings *settings.Snapshot
	config   *route.Config
	env      *probe.Env
	runner   *probe.Runner
	// transport are the tasks up to the handshake, hosts their results.
	transport []probe.Task
	hosts     []probe.Result
	offline   bool
}

func newLooker(m *host.Machine, s *settings.Snapshot, o Options, queries []probe.Query) *looker {
	env := probes.NewEnv(m, s)
	l := &looker{
		settings: s, config: route.Read(s), env: env, offline: o.Offline,
		runner: &probe.Runner{Env: env, Observe: o.Observe},
	}
	ways := []*probe.Probe{&probes.DNS, &probes.TCP, &probes.TLS, &probes.OutboundProxy}
	for _, t := range probe.Plan(ways, s, queries) {
		if !t.Target.Reference { // the go command has no business there
			l.transport = append(l.transport, t)
		}
	}
	return l
}

func (l *looker) close() { l.env.Close() }

func (l *looker) connect(ctx context.Context) {
	if !l.offline {
		l.hosts = l.runner.Run(ctx, l.transport)
	}
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
	v := &visit{looker: l}
	var p route.Path
	switch {
	case l.offline:
		p = l.config.Decisions(j.query, j.get)
	case j.get:
		p = l.config.WalkGet(j.query, v.asker(ctx))
	default:
		p = l.config.Walk(j.query, v.asker(ctx))
	}
	w := Walk{Command: j.command(), Note: j.note, NoteArgs: j.args, Path: p, Message: l.config.Message(p)}
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
		p := route.Path{Outcome: route.Fails, Stop: -1, Setting: "GOTOOLCHAIN", Err: sw.Err}
		return &Walk{Command: "go", Path: p, Message: l.config.Message(p), Rules: l.toolchainRules()}
	case sw.Query.Path != "":
		w := l.walk(ctx, job{query: sw.Query, note: "trace.note.toolchain", args: args})
		w.Command = sw.Toolchain
		w.Rules = append(w.Rules, l.toolchainRules()...)
		return &w
	case sw.Toolchain != "":
		p := route.Path{Outcome: route.Fails, Stop: -1, Setting: "GOTOOLCHAIN", Err: route.NotInPath(sw.Toolchain)}
		return &Walk{Command: sw.Toolchain, Path: p, Message: l.config.Message(p), Rules: l.toolchainRules()}
	}
	return nil
}

// visit is what one walk has looked at.
type visit struct {
	*looker
	results []probe.Result
}

// asker answers the walk's questions, looking where nobody has looked yet.
func (v *visit) asker(ctx context.Context) route.Ask {
	return func(r route.Request) route.Answer {
		r = asEntry(r)
		a := v.answer(r)
		if a.State != route.Unknown && (a.Version == "" || r.Resolved == "" || a.Version == r.Resolved) {
			return a
		}
		if r = pinned(r); v.answer(r).State != route.Unknown {
			return v.answer(r)
		}
		tasks := v.tasks(r)
		if len(tasks) == 0 {
			return a
		}
		// With the tasks before them, so that a dead host is not visited.
		all := v.runner.Run(ctx, slices.Concat(v.transport, tasks))
		v.results = append(v.results, all[len(v.transport):]...)
		return v.answer(r)
	}
}

// pinned states a request for a file by the version that the query has led to:
// another entry may have led it there.
func pinned(r route.Request) route.Request {
	switch r.Op {
	case route.OpInfo, route.OpMod, route.OpZip:
		r.Query.Version = cmp.Or(r.Resolved, r.Query.Version)
	}
	return r
}

// asEntry states a request to a proxy that ?go-get=1 named as one to an entry.
func asEntry(r route.Request) route.Request {
	if r.Op == route.OpSumLookup || r.Op == route.OpSumSupported {
		r.Query.Version = cmp.Or(r.Resolved, r.Query.Version)
		return r
	}
	direct := r.Entry.Kind == route.Direct || r.Entry.Kind == route.NoProxy
	if !direct || r.Op == route.OpGit || r.Op == route.OpGoGet {
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
func (v *visit) answer(r route.Request) route.Answer {
	seen := slices.Concat(v.hosts, v.results)
	if r.Op == route.OpSumLookup || r.Op == route.OpSumSupported {
		seen = slices.DeleteFunc(seen, func(x probe.Result) bool {
			sum := x.Kind == probe.Sumdb || x.Kind == probe.SumdbRelay
			return sum && (x.Evidence.HTTP == nil || x.Evidence.HTTP.Module != r.Query.String())
		})
	}
	f := &diagnose.Facts{Settings: v.settings, Results: seen}
	return f.Answer(r)
}

// tasks are the looks that answer a request.
func (v *visit) tasks(r route.Request) []probe.Task {
	switch r.Op {
	case route.OpGit:
		return probes.GitAt(v.settings, r.Unrewritten, r.Query)
	case route.OpGoGet:
		return probes.GoGetAt(v.settings, r.Query)
	case route.OpSumSupported, route.OpSumLookup:
		return probes.SumdbAt(v.settings, r.Entry.URL, r.Query)
	}
	return probes.GoproxyAt(v.settings, r.Entry.URL, r.Query)
}

// took returns how long the look at a hop took.
func (v *visit) took(h route.Hop) time.Duration {
	for _, x := range slices.Concat(v.results, v.hosts) {
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
