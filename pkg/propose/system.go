package propose

import (
	"context"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// System returns the world of a real machine: s are its settings, o says how it
// was probed, and r what the person's own command is.
func System(m *host.Machine, s *settings.Snapshot, o doctor.Options, r prove.Rehearsing) World {
	return World{
		Now: m.Now,
		Try: func(ctx context.Context, t Trial) (prove.Proof, bool) {
			limited, cancel := context.WithTimeout(ctx, t.Limit)
			defer cancel()
			proof := prove.Prove(limited, withVariables(m, t.Variables, t.Without), s, t.Plan, t.Queries)
			return proof, !proof.OK && limited.Err() != nil && ctx.Err() == nil
		},
		Rehearse: func(ctx context.Context, t Trial) prove.Rehearsal {
			if len(r.Steps) == 0 {
				return prove.Rehearsal{}
			}
			limited, cancel := context.WithTimeout(ctx, t.Limit)
			defer cancel()
			return prove.Rehearse(limited, withVariables(m, t.Variables, t.Without), s, t.Plan, r)
		},
		Unfit: unfit(m, s),
		Look: func(ctx context.Context, s *settings.Snapshot, queries []probe.Query) (*facts.Facts, error) {
			return doctor.Under(ctx, m, o, s, queries)
		},
	}
}

// withVariables is the machine as a shell with these variables, and without others,
// sees it.
func withVariables(m *host.Machine, variables []settings.Definition, without []string) *host.Machine {
	out := *m
	out.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		c.Env = append(c.Env[:len(c.Env):len(c.Env)], without...) // a name without a value removes it
		for _, d := range variables {
			c.Env = append(c.Env[:len(c.Env):len(c.Env)], d.Name+"="+d.Value.Reveal())
		}
		return m.Run(ctx, c)
	}
	return &out
}

// unfit measures mirrors on a real machine.
func unfit(m *host.Machine, s *settings.Snapshot) func(context.Context, []settings.Value) bool {
	return func(ctx context.Context, mirrors []settings.Value) bool {
		r := measure.Run(ctx, measure.Options{
			Mirrors: mirrors, Sample: measure.WellKnown(), Timeout: fitTime, Bytes: measure.LeastBytes,
			NewEnv: func() *probe.Env { return wire.NewEnv(m, s) },
		})
		return slices.ContainsFunc(r.Mirrors, func(x measure.Mirror) bool { return x.Verdict == measure.Broken || x.Verdict == measure.Limited })
	}
}
