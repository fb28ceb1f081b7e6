// Package doctor is the pipeline: read the settings, run the probes, diagnose, recommend.
// It decides nothing by itself.
package doctor

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
	"github.com/gofix-net/gofix-net/probes"
)

// Options say what to probe.
type Options struct {
	// Dir is where the go.mod or go.work is looked for upwards; "" is the
	// working directory.
	Dir string
	// Queries are the modules to ask about; none means those of the go.mod or
	// go.work in use, and without one of those a small well-known module.
	Queries []probe.Query
	// Command is the command that must work, "go" first; none means what the project
	// in use needs.
	Command []string
	// Timeout bounds the whole run; 0 means that the probes' own budgets do.
	Timeout time.Duration
	// CrossCheckDNS has public resolvers asked too, which this machine is not
	// configured for.
	CrossCheckDNS bool
	// ToTheEnd lets every probe end by itself, also those that cannot change the
	// verdict any more: the user asks about one of them.
	ToTheEnd bool
	// Wanted says which kinds of probes to run; nil means all.
	Wanted func(probe.Kind) bool
	// Observe is told of each result as it comes; nil means no observer.
	Observe func(probe.Result)
	// Started is told of each task when it begins; nil means no observer.
	Started func(probe.Task)
}

func (o Options) wants(k probe.Kind) bool { return o.Wanted == nil || o.Wanted(k) }

// Checkup is everything that one run found out.
type Checkup struct {
	Started time.Time
	Took    time.Duration
	Facts   *facts.Facts
	diagnose.Diagnosis
	// Unswept says that requirements of the current module were not even swept,
	// because those that represent them fail: they may hold surprises of their own.
	Unswept bool
	// Candidates are the wanted states that may fix it, best first; none
	// where nothing has to be fixed, or nothing that can be written helps.
	Candidates []*profile.Profile
	// Dismissed are the states that were examined and do not help.
	Dismissed []recommend.Dismissed
	// Said are causes that the go command's own words name where the command asked
	// about fails and no finding explains it. They come before the findings.
	Said []explain.Finding
	// Rehearsing is what was rehearsed with the real go, to be tried again under a
	// plan; without steps where there is no project.
	Rehearsing prove.Rehearsing
}

// Run examines the machine. Its error is that of a cancelled context: a machine
// on which nothing works is a finding, not an error. What was seen before the
// context was cancelled is judged all the same, and comes back beside the error;
// the checkup is nil where not even the settings were read.
func Run(ctx context.Context, m *host.Machine, o Options) (*Checkup, error) {
	c := &Checkup{Started: m.Now()}
	whole := ctx // ends only by an interrupt
	ctx, cancel := withTimeout(ctx, o.Timeout)
	defer cancel()
	s, err := settings.Read(ctx, m, prove.Dir(o.Command, o.Dir))
	if err != nil {
		return nil, tooShort(whole, o, err)
	}
	s.AskScript(ctx, m, "https://"+known.ProxyGolangOrg+"/") // with which go begins where nothing is set
	queries, rest, guessed := o.Queries, []probe.Query(nil), []probe.Query(nil)
	commands := commandsOf(ctx, m, s, o)
	if len(queries) == 0 {
		queries, rest, guessed = queriesFor(commands, s)
	}
	if c.Rehearsing, err = rehearsing(m, o, s, commands); err != nil {
		return nil, err
	}
	command := startRehearsals(ctx, m, s, o, c.Rehearsing, slices.Concat(queries, rest))
	defer command.end()
	queries, results, swept := look(ctx, m, o, s, withToolchain(s, queries), rest)
	results = append(results, command.withoutNetwork()...)
	c.Unswept = !swept
	c.Facts = &facts.Facts{Settings: s, Queries: queries, Results: results}
	if c.Facts.Slow() != nil {
		c.Facts = &facts.Facts{Settings: s, Queries: queries, Results: append(results, missing(m, s)...)}
	}
	c.Facts = confirm(ctx, m, o, c.Facts, command, guessed)
	command.end()
	judging, cancel := judgingTime(whole, c.Started, m.Now(), o.Timeout)
	defer cancel()
	c.Facts.Partial = o.Wanted != nil
	c.Diagnosis = diagnose.Run(c.Facts)
	c.Said = said(judging, c.Facts, c.Findings)
	c.Candidates, c.Dismissed = recommend.Weigh(judging, c.Facts, c.Findings)
	c.Findings = recommend.Pertinent(c.Facts, c.Findings, c.Candidates)
	c.Took = m.Now().Sub(c.Started)
	return c, whole.Err()
}

// judging is how much longer than its --timeout a run may take for what it makes of
// the results: enough for every usual machine, where that takes milliseconds.
const judging = time.Second

// judgingTime returns the context of what follows the probes. Where the time of the run
// is over, or nearly so, they get [judging]: what was seen is of no use unjudged.
func judgingTime(ctx context.Context, started, now time.Time, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, max(timeout-now.Sub(started), 0)+judging)
}

// tooShort says that the time of the run was over before the settings were read.
func tooShort(ctx context.Context, o Options, err error) error {
	if ctx.Err() != nil || !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fmt.Errorf("%w; --timeout %s is not enough for this machine", err, o.Timeout)
}

// Under probes modules as go would fetch them under other settings that are not
// written yet: a plan can reveal failures that the first run could not see. Its
// error is that of a cancelled context.
func Under(ctx context.Context, m *host.Machine, o Options, s *settings.Snapshot, queries []probe.Query) (*facts.Facts, error) {
	queries, results, _ := look(ctx, m, o, s, queries, nil)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	return &facts.Facts{Settings: s, Queries: queries, Results: results}, nil
}

// look runs the probes in two rounds. If all queries that represent the others
// work, the others are swept, and what is refused there is probed like the first;
// it returns the queries that were probed, and whether nothing was left out.
func look(ctx context.Context, m *host.Machine, o Options, s *settings.Snapshot, queries, rest []probe.Query) (looked []probe.Query, results []probe.Result, swept bool) {
	env := wire.NewEnv(m, s)
	wire.Patient(env, wire.NewPatience(wire.LongRoundTrip))
	defer env.Close()
	wanted := slices.DeleteFunc(probes.All(), func(p *probe.Probe) bool { return !o.wants(p.Kind) })
	limited, cancel := withTimeout(ctx, o.Timeout)
	defer cancel()
	r := newRounds(env, s, queries, o)
	first := r.plan(limited, wanted)
	if o.CrossCheckDNS {
		first = append(first, probes.CrossChecks(s, queries)...)
	}
	second := func(known []probe.Result) []probe.Task { return alternatives(wanted, s, queries, known) }
	results = r.run(limited, first, second)
	swept = len(rest) == 0
	if !swept && o.wants(probe.Goproxy) && r.suffice(results) {
		swept = true
		if refused := sweep(limited, env, rest); len(refused) > 0 {
			queries = append(queries, spread(s, refused, maxQueries)...)
			r.facts.Queries = queries
			results = union(results, r.run(limited, r.plan(limited, wanted), second))
		}
	}
	return queries, results, swept
}

func withTimeout(ctx context.Context, d time.Duration) (context.Context, context.CancelFunc) {
	if d <= 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, d)
}
