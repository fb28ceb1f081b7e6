package doctor

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// wellKnown is asked about where nothing else is: small, without dependencies,
// on GitHub, and in every public module proxy.
var wellKnown = probe.Query{Path: known.SampleModule, Version: known.SampleVersion}

// withToolchain puts the Go release that the current go.mod asks for in front:
// the go command downloads it before anything else, as a module.
func withToolchain(s *settings.Snapshot, queries []probe.Query) []probe.Query {
	sw := route.Read(s).Switch()
	if sw.Err != nil || sw.Query.Path == "" {
		return queries
	}
	return append([]probe.Query{sw.Query}, queries...)
}

// maxQueries bounds how many of a module's requirements are probed one by
// one: each costs a handful of requests at each entry. The others are swept, see
// [sweep]; the trace command walks all of them.
const maxQueries = 8

// queriesOf chooses what to ask about: requirements that represent all of the
// current module, with the rest of them, or the well-known module where there
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

// spread picks n queries that represent all of them: first one of every kind
// that may fare differently, the probably private ones in front, then one of
// every host, of every owner there, then the rest in their order.
func spread(s *settings.Snapshot, all []probe.Query, n int) []probe.Query {
	c := route.Read(s)
	var out []probe.Query
	taken := map[string]bool{}
	take := func(class func(q probe.Query) string) {
		for _, q := range all {
			if len(out) == n {
				return
			}
			id := class(q)
			if id == "" || taken[id] || slices.Contains(out, q) {
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
			return "own " + elements(q, 2) // other companies do not know these modules
		}
		return ""
	})
	take(func(q probe.Query) string { return "owner " + elements(q, 2) })
	take(func(q probe.Query) string { return q.String() })
	return out
}

// firstElement returns the first element of a query's module path.
func firstElement(q probe.Query) string {
	host, _, _ := strings.Cut(q.Path, "/")
	return host
}
