package doctor

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// wellKnown is asked about where nothing else is: small, without dependencies,
// on GitHub, and in every public module proxy.
var wellKnown = probe.Query{Path: known.SampleModule, Version: known.SampleVersion}

// withToolchain puts the Go release that the go.mod at hand asks for in front:
// the go command downloads it before anything else, as a module.
func withToolchain(s *settings.Snapshot, queries []probe.Query) []probe.Query {
	sw := route.Read(s).Switch()
	if sw.Err != nil || sw.Query.Path == "" {
		return queries
	}
	return append([]probe.Query{sw.Query}, queries...)
}

// maxQueries bounds how many of a module's requirements are looked at one by
// one: each costs a handful of requests at each entry. The others are swept, see
// [sweep]; the trace command walks all of them.
const maxQueries = 8

// queriesOf chooses what to ask about: requirements that stand for all of the
// module at hand, with the rest of them, or the well-known module where there
// are none.
func queriesOf(s *settings.Snapshot) (chosen, rest []probe.Query) {
	var direct, indirect []probe.Query
	for _, r := range s.Module.Requires {
		q := probe.Query{Path: r.Path, Version: r.Version}
		if r.Indirect {
			indirect = append(indirect, q)
			continue
		}
		direct = append(direct, q)
	}
	all := slices.Concat(direct, indirect)
	chosen = spread(s, all, maxQueries)
	if len(chosen) == 0 {
		return []probe.Query{wellKnown}, nil
	}
	for _, q := range all {
		if !slices.Contains(chosen, q) {
			rest = append(rest, q)
		}
	}
	return chosen, rest
}

// spread picks n queries that stand for all of them: first one of every kind
// that may fare differently, the probably private ones in front, then one of
// every host, of every owner there, then the rest in their order.
func spread(s *settings.Snapshot, all []probe.Query, n int) []probe.Query {
	c := route.Read(s)
	var out []probe.Query
	taken := map[string]bool{}
	take := func(class func(q probe.Query) string) {
		for _, q := range all {
			id := class(q)
			if id == "" || taken[id] || len(out) == n || slices.Contains(out, q) {
				continue
			}
			taken[id] = true
			out = append(out, q)
		}
	}
	private := func(q probe.Query) bool {
		_, evidence := route.PrivateEvidence(s, q.Path)
		return evidence || c.BypassesProxy(q.Path) || route.MaybePrivate(s, q.Path)
	}
	elements := func(q probe.Query, n int) string {
		parts := strings.SplitN(q.Path, "/", n+1)
		return strings.Join(parts[:min(n, len(parts))], "/")
	}
	take(func(q probe.Query) string {
		if !private(q) {
			return ""
		}
		return "private " + elements(q, 2)
	})
	take(func(q probe.Query) string { return elements(q, 1) })
	take(func(q probe.Query) string {
		if elements(q, 2) == elements(probe.Query{Path: s.Module.Path}, 2) {
			return "own " + elements(q, 2) // nobody else knows a company's modules
		}
		return ""
	})
	take(func(q probe.Query) string { return "owner " + elements(q, 2) })
	take(func(q probe.Query) string { return q.String() })
	return out
}

// publicOf tells which queries may be shown to public servers that are not asked
// now: those of which nothing on this machine says that they are private, and
// which the present settings show to some public proxy or to the checksum
// database anyway.
//
// A host whose name leads into a private network speaks for a private module. One
// that it shares with the module at hand does too, unless the name is known to
// lead to the public.
func publicOf(s *settings.Snapshot, queries []probe.Query, results []probe.Result) map[string]bool {
	c := route.Read(s)
	f := &facts.Facts{Settings: s, Results: results}
	out := map[string]bool{}
	for _, q := range queries {
		_, private := route.PrivateEvidence(s, q.Path)
		at := f.Reach(hostOf(q))
		private = private || at == facts.PrivateNetwork || at != facts.PublicNetwork && route.MaybePrivate(s, q.Path)
		out[q.String()] = !private && shown(c, q)
	}
	return out
}

// hostOf is the first element of a module path.
func hostOf(q probe.Query) string {
	host, _, _ := strings.Cut(q.Path, "/")
	return host
}

// shown reports whether the go command tells a path to some public server under
// these settings. Of a list that it rejects, what was meant counts; and whoever
// has the public checksum database switched on has it told of every path that no
// pattern exempts.
func shown(c *route.Config, q probe.Query) bool {
	if !c.SkipsSumDB(q.Path) && !c.SumDB.Off && c.SumDB.Err == nil && c.SumDB.Name == known.SumGolangOrg {
		return true
	}
	if fixed, ok := route.Correct("GOPROXY", c.Settings.Get("GOPROXY").Reveal()); ok {
		c = route.Read(withValue(c.Settings, settings.Go("GOPROXY"), fixed))
	}
	proxies, _ := c.Shown(q)
	return slices.ContainsFunc(proxies, func(e route.Entry) bool { return mirror.IsPublic(e.URL) })
}
