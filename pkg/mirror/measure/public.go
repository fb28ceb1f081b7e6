package measure

import (
	"context"
	"net/url"
	"sync"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// Public returns those of the queries that are proven to be public: a public module
// proxy that GOPROXY names, or the public checksum database, which go asks about
// them anyway, has them. Nobody else is asked, and of what may be private by the
// settings nobody at all.
func Public(ctx context.Context, env *probe.Env, queries []probe.Query) []probe.Query {
	proven := make([]bool, len(queries))
	var all sync.WaitGroup
	for i, q := range queries {
		all.Go(func() { proven[i] = isPublic(ctx, env, q) })
	}
	all.Wait()
	var out []probe.Query
	for i, q := range queries {
		if proven[i] {
			out = append(out, q)
		}
	}
	return out
}

func isPublic(ctx context.Context, env *probe.Env, q probe.Query) bool {
	s := env.Settings
	if _, private := route.PrivateEvidence(s, q.Path); private || route.MaybePrivate(s, q.Path) || !usable(q) {
		return false
	}
	c := route.Read(s)
	proxies, _ := c.Shown(q)
	for _, e := range proxies {
		if mirror.IsPublic(e.URL) && serves(ctx, env, e.URL, q) {
			return true
		}
	}
	db := c.SumDB
	if c.SkipsSumDB(q.Path) || db.Off || db.Err != nil || !known.SameDatabase(db.Name) {
		return false
	}
	base, err := url.Parse(db.URL.Reveal())
	if err != nil {
		return false
	}
	t, err := wire.Reach(s, probe.GoClient, db.URL)
	if err != nil {
		return false
	}
	return protocol.NewDatabase(wire.NewClient(env, t), base, db.Key).Verify(ctx, q).Failed == nil
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
