package probes

import (
	"context"
	"net/url"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Bounds of a sweep.
const (
	sweepBudget   = 4 * time.Second
	sweepMost     = 300 // modules: more are not asked about
	sweepParallel = 16
)

// Sweep asks about many modules the little that one request can tell: whether
// the first module proxy that the go command would ask for each has its info. It
// returns those that it was refused, in their order, for the probes to look at.
// A proxy that fails otherwise than about one module is not asked on, and what
// the budget does not reach is not returned: a sweep accuses nobody.
func Sweep(ctx context.Context, env *probe.Env, queries []probe.Query) []probe.Query {
	ctx, cancel := context.WithTimeout(ctx, sweepBudget)
	defer cancel()
	config := route.Read(env.Settings)
	queries = queries[:min(len(queries), sweepMost)]
	refused := make([]bool, len(queries))
	var dead sync.Map // entries that fail by themselves
	var g errgroup.Group
	g.SetLimit(sweepParallel)
	for i, q := range queries {
		base, v := sweeper(env, config, q)
		if v == nil {
			continue
		}
		g.Go(func() error {
			if _, failed := dead.Load(base); failed || ctx.Err() != nil {
				return nil
			}
			a := v.info(ctx, q.Version, new(string))
			switch {
			case ctx.Err() != nil || a.Symptom == "":
			case a.Symptom.Unreachable():
				dead.Store(base, true)
			default:
				refused[i] = true
			}
			return nil
		})
	}
	_ = g.Wait() // no look returns an error
	var out []probe.Query
	for i, q := range queries {
		if refused[i] {
			out = append(out, q)
		}
	}
	return out
}

// sweeper returns the visit to the first proxy that the go command would ask for
// a module, nil where it would ask none or a file:// one.
func sweeper(env *probe.Env, c *route.Config, q probe.Query) (settings.Value, *visit) {
	entries := c.EntriesFor(q.Path)
	if c.ModulesOff || len(entries) == 0 || entries[0].Kind != route.Proxy || parseVersion(q.Version).exact == "" {
		return "", nil
	}
	base := entries[0].URL
	targets := goproxyTarget(env.Settings, base, q)
	u, err := url.Parse(base.Reveal())
	if err != nil || len(targets) == 0 || targets[0].Endpoint == "" {
		return "", nil
	}
	return base, &visit{
		client: newHTTPClient(env, targets[0]), base: u, path: q.Path,
		evidence: &probe.HTTPEvidence{Entry: base.String(), Module: q.String()},
	}
}
