package protocol

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// VersionQuery is how the go command reads the part behind the @
// (cmd/go/internal/modload/query.go, newQueryMatcher).
type VersionQuery struct {
	// Exact is a canonical version that is asked for as it is.
	Exact string
	// accept chooses from @v/list; nil where the list has no say.
	accept func(version string) bool
	// lowest says that the oldest accepted version is wanted (>, >=).
	lowest bool
	// latest says that @latest is asked where the list has nothing.
	latest bool
	// revision is a branch, tag or hash that V.info resolves, where there is
	// nothing in the list; "" for none.
	revision string
}

// ParseVersion reads a query for one module path. "upgrade" and "patch" mean
// latest: nothing is selected yet.
func ParseVersion(q string) VersionQuery {
	all := func(string) bool { return true }
	switch {
	case q == "" || q == "latest" || q == "upgrade" || q == "patch":
		return VersionQuery{accept: all, latest: true}
	case strings.HasPrefix(q, "<="):
		return compare(q[2:], false, func(c int) bool { return c <= 0 })
	case strings.HasPrefix(q, "<"):
		return compare(q[1:], false, func(c int) bool { return c < 0 })
	case strings.HasPrefix(q, ">="):
		return compare(q[2:], true, func(c int) bool { return c >= 0 })
	case strings.HasPrefix(q, ">"):
		return compare(q[1:], true, func(c int) bool { return c > 0 })
	case q == module.CanonicalVersion(q):
		return VersionQuery{Exact: q}
	case isVersionPrefix(q):
		return VersionQuery{accept: func(v string) bool { return strings.HasPrefix(v, q+".") }, revision: q}
	}
	return VersionQuery{revision: q}
}

func compare(bound string, lowest bool, holds func(int) bool) VersionQuery {
	return VersionQuery{lowest: lowest, accept: func(v string) bool {
		return semver.IsValid(bound) && holds(semver.Compare(v, bound))
	}}
}

// isVersionPrefix reports whether q is vN or vN.N.
func isVersionPrefix(q string) bool {
	return semver.IsValid(q) && semver.Build(q) == "" && semver.Prerelease(q) == "" && strings.Count(q, ".") < 2
}

// choose picks from a list as the go command does: releases before
// pre-releases, and versions of this module path before +incompatible ones.
// "" where nothing is accepted.
func (q VersionQuery) choose(path string, list []string) string {
	best, bestRank := "", 0
	for _, v := range list {
		if q.accept == nil || !q.accept(v) || module.Check(path, v) != nil {
			continue
		}
		rank := 3
		if semver.Prerelease(v) != "" {
			rank = 1
		} else if strings.HasSuffix(v, "+incompatible") {
			rank = 2
		}
		newer := semver.Compare(v, best) > 0
		if q.lowest {
			newer = semver.Compare(v, best) < 0
		}
		if best == "" || rank > bestRank || (rank == bestRank && newer) {
			best, bestRank = v, rank
		}
	}
	return best
}

// HasVersion reports whether a query names one version.
func HasVersion(q probe.Query) bool { return ParseVersion(q.Version).Exact != "" }
