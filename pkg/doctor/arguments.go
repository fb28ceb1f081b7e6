package doctor

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// queriesFor chooses what to ask about for commands: the modules that they name,
// and those of the project where one needs them. guessed are those of the first whose
// paths may be of packages: only the go command knows which part is the module's.
func queriesFor(commands [][]string, s *settings.Snapshot) (chosen, rest, guessed []probe.Query) {
	var arguments []string
	alone := len(commands) > 0
	for _, command := range commands {
		names, only := prove.Named(command)
		arguments = append(arguments, names...)
		alone = alone && only
	}
	var named []probe.Query
	for _, a := range arguments {
		path, version, _ := strings.Cut(a, "@")
		if slices.Contains([]string{"latest", "upgrade", "patch"}, version) {
			version = ""
		}
		root := moduleOf(path)
		q := probe.Query{Path: root, Version: version}
		if slices.Contains(named, q) || len(named) == maxQueries {
			continue
		}
		named = append(named, q)
		if route.OriginOf(path).Root == "" {
			guessed = append(guessed, q)
		}
	}
	if alone {
		return named, nil, guessed
	}
	chosen, rest = queriesOf(s)
	if len(named) > 0 && slices.Equal(chosen, []probe.Query{wellKnown}) {
		chosen = nil
	}
	if slices.ContainsFunc(commands, prove.Newest) {
		named = append(named, newest(chosen)...)
	}
	for _, q := range named {
		if !slices.Contains(chosen, q) {
			chosen = append(chosen, q)
		}
	}
	return chosen, rest, guessed
}

// newest are the questions for the newest versions of modules of the project: lists of
// versions are files of their own, which a server may not have.
func newest(chosen []probe.Query) []probe.Query {
	var out []probe.Query
	for _, q := range chosen[:min(len(chosen), maxNewest)] {
		out = append(out, probe.Query{Path: q.Path})
	}
	return out
}

// maxNewest bounds them: what fails for one list fails for the others, as a rule.
const maxNewest = 2

// major is a path element that names a major version.
var major = lazyre.New(`^v([2-9]|[1-9][0-9]+)$`)

// moduleOf is the module that most probably has a package, as far as its path
// tells: a repository's root on the forges whose paths say it, with the major
// version behind it, and else the path itself.
func moduleOf(path string) string {
	root := route.OriginOf(path).Root
	if root == "" || !strings.HasPrefix(path, root) {
		return path
	}
	next, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(path, root), "/"), "/")
	if major.MatchString(next) {
		return root + "/" + next
	}
	return root
}

// notGuessed returns the facts without guessed modules that were not found: that a
// package is no module is no fault.
func notGuessed(f *facts.Facts, guessed []probe.Query) *facts.Facts {
	out := &facts.Facts{Settings: f.Settings, Results: f.Results}
	for _, w := range f.Walks() {
		if w.Outcome == walk.Fails && slices.Contains(guessed, w.Query) && notFound(w) {
			continue
		}
		out.Queries = append(out.Queries, w.Query)
	}
	return out
}

// notFound reports whether a walk ends where nothing is known of the module.
func notFound(w walk.Path) bool {
	return w.Stop >= 0 && w.Stop < len(w.Hops) && w.Hops[w.Stop].State == walk.NotFound
}
