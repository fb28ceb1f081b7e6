package doctor

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// wellKnown is asked about where nothing else is: small, without dependencies,
// on GitHub, and in every public module proxy.
var wellKnown = probe.Query{Path: "github.com/google/uuid", Version: "v1.6.0"}

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
// one: each costs a handful of requests at each entry. The trace command walks
// all of them.
const maxQueries = 8

// queriesOf chooses what to ask about: the requirements of the module at hand,
// or the well-known module where there are none.
func queriesOf(s *settings.Snapshot) []probe.Query {
	chosen := sample(s, maxQueries)
	if len(chosen) == 0 {
		return []probe.Query{wellKnown}
	}
	return chosen
}

// sample picks requirements that stand for all of them: first one of every
// host and way to get there, then direct ones, then the rest, in file order.
func sample(s *settings.Snapshot, n int) []probe.Query {
	all := s.Module.Requires
	if len(all) <= n {
		n = len(all)
	}
	c := route.Read(s)
	var out []probe.Query
	classes := map[string]bool{}
	take := func(r settings.Requirement) {
		q := probe.Query{Path: r.Path, Version: r.Version}
		if len(out) < n && !slices.Contains(out, q) {
			out = append(out, q)
		}
	}
	for _, r := range all {
		host, _, _ := strings.Cut(r.Path, "/")
		if c.BypassesProxy(r.Path) {
			host += " private"
		}
		if !classes[host] {
			classes[host] = true
			take(r)
		}
	}
	for _, indirect := range []bool{false, true} {
		for _, r := range all {
			if r.Indirect == indirect {
				take(r)
			}
		}
	}
	return out
}

// publicOf tells which queries may be shown to public servers that are not asked
// now: those of which nothing on this machine says that they are private, and
// which the present settings show to some public proxy or to the checksum
// database anyway.
func publicOf(s *settings.Snapshot, queries []probe.Query) map[string]bool {
	c := route.Read(s)
	out := map[string]bool{}
	for _, q := range queries {
		_, private := route.PrivateEvidence(s, q.Path)
		out[q.String()] = !private && !route.MaybePrivate(s, q.Path) && shown(c, q)
	}
	return out
}

// shown reports whether the go command tells a path to some public server under
// these settings. Of a list that it rejects, what was meant counts; and whoever
// has the checksum database switched on has it told of every path that no
// pattern exempts.
func shown(c *route.Config, q probe.Query) bool {
	if !c.SkipsSumDB(q.Path) && !c.SumDB.Off && c.SumDB.Err == nil {
		return true
	}
	if fixed, ok := route.CorrectGOPROXY(c.Settings.Get("GOPROXY").Reveal()); ok {
		c = route.Read(withValue(c.Settings, settings.Go("GOPROXY"), fixed))
	}
	proxies, _ := c.Shown(q)
	return slices.ContainsFunc(proxies, func(e route.Entry) bool { return mirror.IsPublic(e.URL) })
}
