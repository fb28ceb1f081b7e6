package probe

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Task is one probe of one target, waiting to be run.
type Task struct {
	Probe  *Probe
	Target Target
}

// ID returns the id of the task's result.
func (t Task) ID() string { return string(t.Probe.Kind) + "/" + t.Target.Name }

// Plan computes what the probes would look at, without looking. Targets that
// two probes or two queries name twice are kept once.
func Plan(probes []*Probe, s *settings.Snapshot, queries []Query) []Task {
	var tasks []Task
	seen := map[string]bool{}
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
// call of Run is waited for and not repeated.
type Runner struct {
	Env *Env
	// Observe is told of every result as it comes, from several goroutines but
	// never at the same time; nil means nobody is told.
	Observe func(Result)

	mu    sync.Mutex
	calls map[string]*call
	tell  sync.Mutex
	limit chan struct{}
}

// parallel bounds the targets that are looked at in one moment: enough for
// every chain of a usual machine, few enough for a laptop's NAT table.
const parallel = 64

type call struct {
	done   chan struct{}
	result Result
}

// Run looks at every task, chain by chain, and returns their results in the
// order of tasks, whatever the order in which they ended.
func (r *Runner) Run(ctx context.Context, tasks []Task) []Result {
	chains := map[string][]Task{}
	var order []string
	for i, t := range tasks {
		key := t.Target.chain()
		if t.Target.Endpoint == "" {
			key = fmt.Sprint("alone ", i)
		}
		if _, ok := chains[key]; !ok {
			order = append(order, key)
		}
		chains[key] = append(chains[key], t)
	}
	var wg sync.WaitGroup
	for _, key := range order {
		wg.Go(func() { r.chain(ctx, chains[key]) })
	}
	wg.Wait()
	results := make([]Result, len(tasks))
	for i, t := range tasks {
		results[i] = r.call(t.ID()).result
	}
	return results
}

// chain runs tasks of one endpoint stage by stage, and skips what comes after
// a stage that failed.
func (r *Runner) chain(ctx context.Context, tasks []Task) {
	slices.SortStableFunc(tasks, func(a, b Task) int { return cmp.Compare(a.Probe.Stage, b.Probe.Stage) })
	broken := ""
	for len(tasks) > 0 {
		n := 1
		for n < len(tasks) && tasks[n].Probe.Stage == tasks[0].Probe.Stage {
			n++
		}
		var wg sync.WaitGroup
		for _, t := range tasks[:n] {
			wg.Go(func() { r.once(ctx, t, broken) })
		}
		wg.Wait()
		for _, t := range tasks[:n] {
			if res := r.call(t.ID()).result; broken == "" && res.Status == Fail {
				broken = res.ID
			}
		}
		tasks = tasks[n:]
	}
}

// once runs a task unless it ran before, or waits for whoever is running it.
func (r *Runner) once(ctx context.Context, t Task, broken string) {
	c, mine := r.claim(t.ID())
	if !mine {
		<-c.done
		return
	}
	c.result = r.look(ctx, t, broken)
	close(c.done)
	if r.Observe != nil {
		r.tell.Lock()
		defer r.tell.Unlock()
		r.Observe(c.result)
	}
}

func (r *Runner) look(ctx context.Context, t Task, broken string) (res Result) {
	res = Result{ID: t.ID(), Kind: t.Probe.Kind, Target: t.Target.Name}
	if broken != "" {
		res.BlockedBy = broken
		res.Outcome = Outcome{Status: Skip, Detail: "not tried: " + broken + " failed"}
		return res
	}
	r.mu.Lock()
	if r.limit == nil {
		r.limit = make(chan struct{}, parallel)
	}
	limit := r.limit
	r.mu.Unlock()
	select {
	case limit <- struct{}{}:
		defer func() { <-limit }()
	case <-ctx.Done():
	}
	if err := ctx.Err(); err != nil {
		res.Outcome = Outcome{Status: Skip, Detail: "not tried: the time for the whole run was over"}
		return res
	}
	look, cancel := context.WithTimeout(ctx, t.Probe.Budget)
	defer cancel()
	start := time.Now()
	res.Outcome = t.Probe.Run(look, r.Env, t.Target)
	res.Took = time.Since(start)
	if errors.Is(ctx.Err(), context.Canceled) {
		// Whatever it saw was caused by the interruption, not by the network.
		res.Outcome = Outcome{Status: Skip, Detail: "not finished: interrupted"}
	}
	return res
}

func (r *Runner) claim(id string) (*call, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c, ok := r.calls[id]; ok {
		return c, false
	}
	if r.calls == nil {
		r.calls = map[string]*call{}
	}
	c := &call{done: make(chan struct{})}
	r.calls[id] = c
	return c, true
}

func (r *Runner) call(id string) *call {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.calls[id]
}

// Failed returns the outcome of a look that met s.
func Failed(s symptom.Symptom, detail string) Outcome {
	return Outcome{Status: Fail, Symptom: s, Detail: settings.Redact(detail)}
}
