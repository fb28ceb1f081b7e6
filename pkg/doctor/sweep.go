package doctor

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/probes"
)

// Bounds of a sweep.
const (
	sweepBudget   = 4 * time.Second
	sweepMost     = 300 // modules: more are not asked about
	sweepParallel = 16
)

// sweep makes one request for each of many modules: it asks the first module proxy
// that go would ask for the module's info. It returns the refused modules, in their
// order, for the probes. It stops asking a proxy that fails for another reason than
// one module, and does not return modules that the budget does not reach: a sweep
// reports only what it saw fail.
func sweep(ctx context.Context, env *probe.Env, queries []probe.Query) []probe.Query {
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
			a := v.Info(ctx, q.Version, new(string))
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
func sweeper(env *probe.Env, c *route.Config, q probe.Query) (settings.Value, *protocol.Visit) {
	entries := c.EntriesFor(q.Path)
	if c.ModulesOff || len(entries) == 0 || entries[0].Kind != route.Proxy || protocol.ParseVersion(q.Version).Exact == "" {
		return "", nil
	}
	tasks := probes.GoproxyAt(env.Settings, entries[0].URL, q)
	if len(tasks) == 0 || tasks[0].Target.Endpoint == "" {
		return "", nil
	}
	v, err := protocol.NewVisit(env, tasks[0].Target, nil)
	if err != nil {
		return "", nil
	}
	return entries[0].URL, v
}
