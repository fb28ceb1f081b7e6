package measure

import (
	"context"
	"net/url"
	"slices"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Public returns those of the queries that are proven to be public by what is asked
// here: a public module proxy that GOPROXY names, or the public checksum database,
// which go asks about them anyway, has them. No other server is asked, and none at
// all about what may be private by the settings. What the answers prove is decided
// by [privacy.Public], as it is for doctor and apply.
func Public(ctx context.Context, env *probe.Env, queries []probe.Query) []probe.Query {
	answers := make([][]probe.Result, len(queries))
	var all sync.WaitGroup
	for i, q := range queries {
		if usable(q) && !privacy.Suspect(env.Settings, q.Path) {
			all.Go(func() { answers[i] = ask(ctx, env, q) })
		}
	}
	all.Wait()
	f := &facts.Facts{Settings: env.Settings, Queries: queries, Results: slices.Concat(answers...)}
	return slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool {
		return privacy.Suspect(env.Settings, q.Path) || !privacy.Public(f, q).Published()
	})
}

// ask asks the public proxies of GOPROXY about a version, one after the other as go
// does, and where none has it the public checksum database.
func ask(ctx context.Context, env *probe.Env, q probe.Query) []probe.Result {
	c := route.Read(env.Settings)
	proxies, _ := c.Shown(q)
	for _, e := range proxies {
		if mirror.IsPublic(e.URL) && serves(ctx, env, e.URL, q) {
			return []probe.Result{answer(probe.Goproxy, e.Name(), q)}
		}
	}
	db := c.SumDB
	if c.SkipsSumDB(q.Path) || db.Off || db.Err != nil || !known.SameDatabase(db.Name) {
		return nil
	}
	base, err := url.Parse(db.URL.Reveal())
	if err != nil {
		return nil
	}
	t, err := wire.Reach(env.Settings, probe.GoClient, db.URL)
	if err != nil || protocol.NewDatabase(wire.NewClient(env, t), base, db.Key).Verify(ctx, q).Failed != nil {
		return nil
	}
	r := answer(probe.Sumdb, "https://"+db.Name, q)
	r.Evidence.HTTP.Requests = []probe.HTTPRequest{{Name: probe.ReqSumLookup}}
	return []probe.Result{r}
}

// answer is the result that a server has a version.
func answer(kind probe.Kind, entry string, q probe.Query) probe.Result {
	r := probe.Result{Kind: kind, Target: entry, Outcome: probe.Outcome{Status: probe.OK}}
	r.Evidence.HTTP = &probe.HTTPEvidence{Entry: entry, Module: q.String()}
	return r
}

// serves reports whether a proxy has a version.
func serves(ctx context.Context, env *probe.Env, base settings.Value, q probe.Query) bool {
	u, err := url.Parse(base.Reveal())
	if err != nil {
		return false
	}
	t, err := wire.Reach(env.Settings, probe.GoClient, base)
	if err != nil {
		return false
	}
	v := visitor{o: &Options{Bytes: DefaultBytes}, client: wire.NewClient(env, t), base: u, m: &Mirror{URL: base}, seen: map[CheckID]Check{}}
	return v.info(ctx, Info, q).Symptom == ""
}
