// Package trace tells what the go command does for one module under the
// present settings: each request, where it is sent and by which rule, what becomes of
// it, and what the command says in the end. The decisions are those of package
// route; the answers come from the probes, one at a time and only if
// the walk comes to it; offline there are none.
package trace

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Options say what to trace.
type Options struct {
	// Dir is where the go.mod or go.work is looked for upwards; "" is the
	// working directory.
	Dir string
	// Query is the module, or with Get the module or package. Its Version may be
	// any query that the go command takes; "" is what the current go.mod
	// requires, and otherwise the latest.
	Query probe.Query
	// Get follows `go get` and not `go mod download`.
	Get bool
	// All traces every module of the build list; Query is not used then.
	All bool
	// Offline asks no server: only the decisions are shown.
	Offline bool
	// Timeout bounds the whole run; 0 means that the probes' own budgets do.
	Timeout time.Duration
	// Observe is told of each probe as it ends; nil means no observer.
	Observe func(probe.Result)
	// Progress is told how many of the modules are done; nil means no observer.
	Progress func(done, total int)
}

// Trace is what was found out.
type Trace struct {
	Started  time.Time
	Took     time.Duration
	Settings *settings.Snapshot
	Offline  bool
	// All says that every module of the build list was asked for.
	All bool
	// Toolchain is the walk for the Go release that the command would switch
	// to; nil where it does not, or has it already.
	Toolchain *Walk
	// Walks are those of the modules, one unless all were asked for. There are
	// none where the release cannot be downloaded.
	Walks []Walk
}

// Walk is one command and the way it takes.
type Walk struct {
	// Command is what a user would type, "go mod download M@V".
	Command string
	// Note says how the query was understood, as the id of a text with its
	// arguments; "" where it was taken as it is.
	Note     string
	NoteArgs map[string]string
	walk.Path
	// Message is what the go command prints where it fails.
	Message string
	// Rules are the settings that decided, in the order in which they came to bear.
	Rules []Rule
	// Hops are those of the path with what is also known of each.
	Hops []Hop
}

// Hop is a request with how long its answer took and why it went where it did.
type Hop struct {
	walk.Hop
	// Took is how long its probe took; 0 if there was none.
	Took time.Duration
	// Rules are the indexes in Walk.Rules of the settings that sent it there.
	Rules []int
}

// Outcome is the worst outcome of all walks.
func (t *Trace) Outcome() walk.Outcome {
	worst := walk.Succeeds
	walks := t.Walks
	if t.Toolchain != nil {
		walks = append([]Walk{*t.Toolchain}, walks...)
	}
	for _, w := range walks {
		switch w.Outcome {
		case walk.Fails:
			return walk.Fails
		case walk.CannotSay:
			worst = walk.CannotSay
		}
	}
	return worst
}

// Run traces. Its error is that of the machine not being readable at all, or of
// ctx being cancelled: a module that cannot be downloaded is an outcome.
func Run(ctx context.Context, m *host.Machine, o Options) (*Trace, error) {
	t := &Trace{Started: m.Now(), Offline: o.Offline, All: o.All}
	limited, cancel := withTimeout(ctx, o.Timeout)
	defer cancel()
	s, err := settings.Read(limited, m, o.Dir)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, fmt.Errorf("%w; --timeout %s is not enough for this machine", err, o.Timeout)
	}
	if err != nil {
		return nil, err
	}
	t.Settings = s
	jobs := jobsOf(s, o)
	l := newLooker(m, s, o, queriesOf(s, jobs))
	defer l.close()
	l.connect(limited)
	t.Toolchain = l.toolchain(limited, m)
	if t.Toolchain == nil || t.Toolchain.Outcome != walk.Fails {
		t.Walks = l.walkAll(limited, jobs, o.Progress)
	}
	t.Took = m.Now().Sub(t.Started)
	return t, ctx.Err()
}

func withTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, d)
}

// job is one command to follow.
type job struct {
	query probe.Query
	get   bool
	note  string
	args  map[string]string
}

func (j job) command() string {
	version := j.query.Version
	switch {
	case j.get && version == "":
		return "go get " + j.query.Path
	case j.get:
		return "go get " + j.query.String()
	case version == "":
		version = "latest"
	}
	return "go mod download " + j.query.Path + "@" + version
}

// jobsOf resolves the query with the current go.mod.
func jobsOf(s *settings.Snapshot, o Options) []job {
	if o.All {
		var out []job
		for _, r := range s.Module.Requires {
			out = append(out, job{query: probe.Query{Path: r.Path, Version: r.Version}})
		}
		return out
	}
	j := job{query: o.Query, get: o.Get}
	if o.Query.Version == "" && !o.Get {
		j.query, j.note, j.args = required(s, o.Query)
	}
	return []job{j}
}

// required finds the module of the build list that a path without a version
// means: itself, what replaces it, or the module that a package is in.
func required(s *settings.Snapshot, q probe.Query) (probe.Query, string, map[string]string) {
	for _, r := range s.Module.Replaces {
		if r.OldPath == q.Path && r.NewVersion != "" {
			to := probe.Query{Path: r.NewPath, Version: r.NewVersion}
			return to, "trace.note.replaced", map[string]string{"path": q.Path, "module": to.String()}
		}
	}
	best := settings.Requirement{}
	for _, r := range s.Module.Requires {
		if (r.Path == q.Path || strings.HasPrefix(q.Path, r.Path+"/")) && len(r.Path) > len(best.Path) {
			best = r
		}
	}
	found := probe.Query{Path: best.Path, Version: best.Version}
	switch best.Path {
	case "":
		return q, "", nil
	case q.Path:
		return found, "trace.note.required", map[string]string{"module": found.String()}
	}
	return found, "trace.note.package", map[string]string{"path": q.Path, "module": found.String()}
}

// queriesOf are the modules of the jobs, and of a package every path that may
// be its module.
func queriesOf(s *settings.Snapshot, jobs []job) []probe.Query {
	var out []probe.Query
	for _, j := range jobs {
		if !j.get {
			out = append(out, j.query)
			continue
		}
		for _, p := range walk.Prefixes(j.query.Path) {
			out = append(out, probe.Query{Path: p, Version: j.query.Version})
		}
	}
	if sw := route.Read(s).Switch(); sw.Query.Path != "" {
		out = append(out, sw.Query)
	}
	return out
}
