package prove

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// MaxQueries bounds what one proof downloads.
const MaxQueries = 10

// Pick chooses at most [MaxQueries] queries that represent all: first one of
// each way to be fetched (which of the private patterns applies, and which
// host it comes from), then more in the order given.
//
// A Go release is left out where there is anything else: it is a hundred
// megabytes, and is fetched the same way as the other modules.
func Pick(s *settings.Snapshot, queries []probe.Query) []probe.Query {
	modules := slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool { return q.Path == known.ToolchainModule })
	if len(modules) > 0 {
		queries = modules
	}
	if len(queries) <= MaxQueries {
		return queries
	}
	chosen := make([]bool, len(queries))
	n := 0
	seen := map[string]bool{}
	for i, q := range queries {
		if c := class(s, q.Path); n < MaxQueries && !seen[c] {
			seen[c], chosen[i] = true, true
			n++
		}
	}
	for i := range queries {
		if n < MaxQueries && !chosen[i] {
			chosen[i] = true
			n++
		}
	}
	var out []probe.Query
	for i, q := range queries {
		if chosen[i] {
			out = append(out, q)
		}
	}
	return out
}

func class(s *settings.Snapshot, path string) string {
	host, _, _ := strings.Cut(path, "/")
	for _, name := range known.PrivateLists() {
		for _, p := range strings.Split(s.Get(name).Reveal(), ",") {
			if p != "" && module.MatchPrefixPatterns(p, path) {
				host += " " + name + " " + p
			}
		}
	}
	return host
}
