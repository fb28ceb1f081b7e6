package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Task is one probe of one target, waiting to be run.
type Task struct {
	Probe  *Probe
	Target Target
}

// ID returns the id of the task's result.
func (t Task) ID() evidence.ID { return MakeID(t.Probe.Kind, t.Target.Name) }

// Plan computes what the probes would look at, without looking. Targets that
// two probes or two queries name twice are kept once.
func Plan(probes []*Probe, s *settings.Snapshot, queries []Query) []Task {
	var tasks []Task
	seen := map[evidence.ID]bool{}
	for _, p := range probes {
		for _, t := range p.Targets(s, queries) {
			task := Task{p, t}
			if id := task.ID(); !seen[id] {
				seen[id] = true
				tasks = append(tasks, task)
			}
		}
	}
	return tasks
}

// Runner runs tasks once each: a task that ran, or is running, for an earlier
// call of Run is waited for and not repeated. Only where that call was
// interrupted before the task was done does a later one run it again.
type Runner struct {
	Env *Env
	// Observe is told of every result once, before Run returns it, from several
	// goroutines but never at the same time; nil means no observer.
	Observe func(Result)
	// Started is told of every task when it begins, under the rules of
	// Observe: what is awaited until its budget is over.
	Started func(Task)

	mu    sync.Mutex
	calls map[evidence.ID]*call
	tell  sync.Mutex
	limit chan struct{}
}

// parallel bounds the targets that are probed at one moment: enough for
// every chain of a usual machine, few enough for a laptop's NAT table.
const parallel = 64

// Where few files may be open, fewer targets are probed at one moment. ownFiles is how
// many this process has open besides, filesOfOne how many a probe needs at most: for the
// pipes of git, or to ask several resolvers.
const (
	ownFiles   = 48
	filesOfOne = 4
)

// call is one look, running or done. Its other fields may be read once done is
// closed.
type call struct {
	done        chan struct{}
	result      Result
	interrupted bool // by its own caller: it says nothing to others
}

// Run looks at every task, chain by chain, and returns their results in the
// order of tasks, whatever the order in which they ended. It returns soon
// after ctx ends; what was not finished by then is a Skip.
func (r *Runner) Run(ctx context.Context, tasks []Task) []Result {
	chains := map[string][]int{} // indexes in tasks
	for i, t := range tasks {
		key := t.Target.chain()
		if t.Target.Endpoint == "" {
			key = fmt.Sprint("alone ", i)
		}
		chains[key] = append(chains[key], i)
	}
	results := make([]Result, len(tasks))
	var wg sync.WaitGroup
	for _, chain := range chains {
		wg.Go(func() { r.chain(ctx, tasks, chain, results) })
	}
	wg.Wait()
	return results
}

// chain runs the tasks of one endpoint stage by stage, and skips what comes
// after a stage that failed. Indexes say which of tasks are its own.
func (r *Runner) chain(ctx context.Context, tasks []Task, indexes []int, results []Result) {
	stage := func(i int) Stage { return tasks[i].Probe.Stage }
	order.Stable(indexes, func(a, b int) int { return cmp.Compare(stage(a), stage(b)) })
	var broken evidence.ID
	for len(indexes) > 0 {
		n := 1
		for n < len(indexes) && stage(indexes[n]) == stage(indexes[0]) {
			n++
		}
		var wg sync.WaitGroup
		for _, i := range indexes[:n] {
			wg.Go(func() { results[i] = r.once(ctx, tasks[i], broken) })
		}
		wg.Wait()
		for _, i := range indexes[:n] {
			if broken == "" && results[i].Status == Fail {
				broken = results[i].ID
			}
		}
		indexes = indexes[n:]
	}
}

// once runs a task unless it ran before, or waits for the goroutine that runs it.
func (r *Runner) once(ctx context.Context, t Task, broken evidence.ID) Result {
	for {
		c, mine := r.claim(t.ID())
		if mine {
			return r.finish(ctx, t, c, broken)
		}
		select {
		case <-c.done:
		case <-ctx.Done():
			return skipped(t, interrupted(ctx))
		}
		if !c.interrupted {
			return c.result
		}
	}
}

// finish looks, tells the observer, and lets those go on that wait for c.
func (r *Runner) finish(ctx context.Context, t Task, c *call, broken evidence.ID) Result {
	c.result, c.interrupted = r.look(ctx, t, broken)
	if c.interrupted {
		r.forget(t.ID())
	}
	if r.Observe != nil {
		r.tell.Lock()
		r.Observe(c.result)
		r.tell.Unlock()
	}
	close(c.done)
	return c.result
}

// look runs the probe, unless broken names a failure that makes it pointless.
// The second result says that ctx ended before there was anything to see.
func (r *Runner) look(ctx context.Context, t Task, broken evidence.ID) (Result, bool) {
	if broken != "" {
		res := skipped(t, "not tried after this failed: "+string(broken))
		res.BlockedBy = broken
		return res, false
	}
	limit := r.slots()
	select {
	case limit <- struct{}{}:
		defer func() { <-limit }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return skipped(t, interrupted(ctx)), true
	}
	look, cancel := context.WithTimeout(ctx, t.Probe.Budget)
	defer cancel()
	if r.Started != nil {
		r.tell.Lock()
		r.Started(t)
		r.tell.Unlock()
	}
	start := time.Now()
	o := t.Probe.Run(look, r.Env, t.Target)
	took := time.Since(start)
	if cutShort(ctx, t.Probe.Budget, took, o) {
		return skipped(t, interrupted(ctx)), true
	}
	if what := r.lack(o); what != "" {
		return skipped(t, Lacking(what)), false
	}
	return Result{ID: t.ID(), Kind: t.Probe.Kind, Target: t.Target.Name, About: t.Target.about(), Via: t.Target.Via.String(), Way: t.Target.Way, Started: start, Took: took, Outcome: o}, false
}

// cutShort reports whether an outcome was caused by the end of the whole run
// and not by the network: by an interruption, or by a deadline that left the
// probe less than half of its time. A time-out after more than that is reported as
// one, so that a short --timeout on a dead network still has something to say.
func cutShort(ctx context.Context, budget, took time.Duration, o Outcome) bool {
	if errors.Is(ctx.Err(), context.Canceled) {
		return true
	}
	return ctx.Err() != nil && o.Status == Fail && took < budget/2
}

// What a result says of a probe that the end of the run cut short.
const (
	Interrupted = "not finished: the check ended first"
	OutOfTime   = "not finished: the time for the whole run was over"
)

// The lacks, for those who judge results and touch no machine.
const (
	LackFiles     = host.LackFiles
	LackProcesses = host.LackProcesses
	LackMemory    = host.LackMemory
)

// Lacking is what a result says of a failure that tells nothing, because this process
// lacked something of its own.
func Lacking(what host.Lack) string { return "not known: this process lacks " + string(what) }

// lack is what this process lacks that may be all that a failure is about: files that
// could not be read make names unknown and certificates bad, and a socket that could not
// be made is no symptom of anybody. What became of a connection is the other side's.
func (r *Runner) lack(o Outcome) host.Lack {
	if o.Status != Fail || r.Env == nil || r.Env.Lack == nil {
		return ""
	}
	switch o.Symptom.Layer() {
	case symptom.LayerTCP, symptom.LayerHTTP:
		return ""
	}
	return r.Env.Lack()
}

func interrupted(ctx context.Context) string {
	if errors.Is(ctx.Err(), context.Canceled) {
		return Interrupted
	}
	return OutOfTime
}

func skipped(t Task, why string) Result {
	return Result{ID: t.ID(), Kind: t.Probe.Kind, Target: t.Target.Name, About: t.Target.about(), Via: t.Target.Via.String(), Way: t.Target.Way, Outcome: Outcome{Status: Skip, Detail: why}}
}

func (r *Runner) claim(id evidence.ID) (*call, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c, ok := r.calls[id]; ok {
		return c, false
	}
	if r.calls == nil {
		r.calls = map[evidence.ID]*call{}
	}
	c := &call{done: make(chan struct{})}
	r.calls[id] = c
	return c, true
}

func (r *Runner) forget(id evidence.ID) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.calls, id)
}

func (r *Runner) slots() chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.limit == nil {
		n := parallel
		if r.Env != nil && r.Env.MaxFiles != nil && r.Env.MaxFiles() > 0 {
			n = min(n, max(1, (r.Env.MaxFiles()-ownFiles)/filesOfOne))
		}
		r.limit = make(chan struct{}, n)
	}
	return r.limit
}

// Failed returns the outcome of a probe that met s.
func Failed(s symptom.Symptom, detail string) Outcome {
	return Outcome{Status: Fail, Symptom: s, Detail: foreign.Redact(detail)}
}
