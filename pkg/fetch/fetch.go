// Package fetch downloads modules with the real go command, and repeats what
// fails for a reason that passes by itself. The go command makes each request
// once; what is transient is for package explain to say.
package fetch

import (
	"context"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Options say what to download and how long to try.
type Options struct {
	// Modules are module queries as "go mod download" takes them (M@V); none:
	// what the project in the working directory needs.
	Modules []string
	// Ledger counts the failures and decides what is repeated. It may have counted
	// those of a command before.
	Ledger *Ledger
	// Observe is told what happens, from one goroutine at a time; nil: nothing is told.
	Observe func(Event)
	// Stall is how long nothing may come before the download is given up; 0: for ever.
	// While git, or another version control, runs, it is half an hour at least.
	Stall time.Duration
}

// Module is one that was asked for, as "go mod download -json" tells of it.
type Module struct {
	Path, Version string
	Zip           string // the file in the module cache; "" if there is none
	Error         string // of the go command
	Bytes         int64  // of the zip
}

// Result is how a download ended.
type Result struct {
	// Modules of the last attempt.
	Modules []Module
	// Attempts is how often the go command was run.
	Attempts int
	// Output is what the last attempt said of its failure; "": it succeeded.
	Output string
	// Explained is what explain says of that.
	Explained explain.Explanation
	// Code is the exit code of the last attempt.
	Code int
}

// OK reports whether everything was downloaded.
func (r Result) OK() bool { return r.Code == 0 }

// ErrNoProject says that there is neither a go.mod here nor a module named.
var ErrNoProject = tell.New("there is no go.mod in this directory or above it; name a module, e.g. gofix-net fetch rsc.io/quote@v1.5.2")

// ErrStalled says that nothing came for [Options.Stall].
var ErrStalled = tell.New("nothing has come for too long")

// Run downloads, and repeats as the ledger allows. The module cache keeps what
// has come, so that each attempt gets further, and a later Run goes on where this
// one ended. The project's own files stay as they are. The error says that the go
// command could not be run, or that ctx ended it.
func Run(ctx context.Context, m *host.Machine, o Options) (Result, error) {
	if o.Observe == nil {
		o.Observe = func(Event) {}
	}
	env, err := readEnv(ctx, m)
	if err != nil {
		return Result{}, err
	}
	if len(o.Modules) == 0 && !env.project() {
		return Result{}, ErrNoProject
	}
	args, done, err := arguments(m, env, o.Modules)
	if err != nil {
		return Result{}, err
	}
	defer done()
	var r Result
	for {
		if err := attempt(ctx, m, env, args, o, &r); err != nil {
			return r, err
		}
		if r.OK() {
			return r, nil
		}
		wait, again := o.Ledger.Failed(ctx, r.Explained)
		if !again {
			return r, nil
		}
		o.Observe(Event{Kind: Waiting, Wait: wait, Requests: r.Explained.Requests})
		if err := o.Ledger.Sleep(ctx, wait); err != nil {
			return r, err
		}
	}
}

// attempt runs the go command once.
func attempt(ctx context.Context, m *host.Machine, env goEnv, args []string, o Options, r *Result) error {
	r.Attempts++
	stalled, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	w := newWatcher(m, env, o.Observe)
	w.stall, w.giveUp = o.Stall, func() { giveUp(ErrStalled) }
	w.watch()
	out, err := m.Run(stalled, host.Command{Args: args, Env: packing(m.Getenv("GIT_CONFIG_COUNT")), Stderr: w, JSON: true})
	w.stop()
	if err != nil && ctx.Err() == nil && context.Cause(stalled) == ErrStalled { //nolint:errorlint // it is what was given above
		return ErrStalled
	}
	if err != nil {
		return tell.Errorf("download modules with %s: %w", strings.Join(args[:3], " "), err)
	}
	r.Code = out.Code
	r.Modules = readModules(m, out.Stdout)
	r.Output = failure(out.Stderr, r.Modules)
	r.Explained, err = explain.Read(ctx, strings.NewReader(r.Output))
	if err != nil {
		return tell.Errorf("could not explain what go mod download printed: %w", err)
	}
	w.finish(r.Modules)
	return nil
}

// Default is how much is tried where nothing else is said.
const (
	DefaultRetries = 3
	DefaultBudget  = 5 * time.Minute
	DefaultStall   = 5 * time.Minute
)
