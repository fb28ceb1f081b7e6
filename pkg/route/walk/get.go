package walk

import (
	"fmt"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Get predicts `go get PATH@VERSION` with a cold cache, in a module that
// does not require PATH yet. PATH is a module or a package in one: every prefix
// of it is asked about at the same time, entry by entry of GOPROXY, and the
// longest one that has the package wins (modload.QueryPattern). What the module
// itself requires comes after that and is not followed.
func Get(c *route.Config, q probe.Query, ask Ask) Path {
	g := getter{run: newRun(c, q, ask)}
	g.path.Get = true
	if g.of(q).start() {
		return g.path
	}
	if err := module.CheckImportPath(q.Path); err != nil {
		g.of(q).failBy("", err)
		return g.path
	}
	for _, prefix := range Prefixes(q.Path) {
		g.candidates = append(g.candidates, g.of(probe.Query{Path: prefix, Version: q.Version}))
	}
	first := g.candidates[0]
	r := first.fetchFrom(c.GOPROXY.Entries, g.search)
	if first.take(r) && r.verdict == served {
		g.load()
	}
	first.finish()
	if w := g.chosen; w != nil {
		w.store()
	}
	return g.path
}

// getter is a `go get` under way.
type getter struct {
	*run
	candidates []*walker // the longest path first
	chosen     *walker
}

// Prefixes returns the module paths that may hold a package, the longest first
// (modload.modulePrefixesExcludingTarget).
func Prefixes(path string) []string {
	var out []string
	for p := path; ; {
		if _, _, ok := module.SplitPathVersion(p); ok {
			out = append(out, p)
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			return out
		}
		p = p[:i]
	}
}

// search asks one entry about every candidate and decides between them as
// modload.queryPrefixModules does.
func (g *getter) search(e route.Entry) result {
	first := len(g.path.Hops)
	g.chosen = nil
	var open *result
	errs := map[string]*result{}
	keep := func(class string, r result) {
		if errs[class] == nil {
			errs[class] = &r
		}
	}
	for _, w := range g.candidates {
		r, valid := g.candidate(w, e)
		switch {
		case r.verdict == served && g.chosen == nil:
			g.chosen = w
		case r.verdict == served:
		case r.verdict == unknown && open == nil:
			open = &r
		case r.verdict == unknown:
		case r.noPackage:
			keep("package", r)
		case r.noVersion:
			keep("version", r)
		case !valid:
			keep("path", r)
		case r.notExist:
			keep("exist", r)
		case g.chosen == nil && errs["package"] == nil:
			keep("other", r)
		}
	}
	for i := first; i < len(g.path.Hops); i++ {
		g.path.Hops[i].Together = first + 1
	}
	switch {
	case errs["other"] != nil:
		return *errs["other"]
	case g.chosen != nil:
		g.outrank(first)
		return result{verdict: served, hop: -1}
	case open != nil:
		return *open
	}
	for _, class := range []string{"package", "version", "path", "exist"} {
		if r := errs[class]; r != nil {
			r.notExist = class == "exist"
			return *r
		}
	}
	return result{verdict: failed, hop: -1, notExist: true}
}

// outrank says of the failures since a hop that they decide nothing: one of the
// paths that were asked about has the package.
func (g *getter) outrank(first int) {
	for i := first; i < len(g.path.Hops); i++ {
		h := &g.path.Hops[i]
		if h.Query.Path != g.chosen.q.Path && (h.State == Bad || h.State == NotFound) && h.Next != Replaced {
			h.Next = Outranked
		}
	}
}

// candidate asks one entry about one module path, and for the zip of what it
// leads to. valid is false where it can be no module's path.
func (g *getter) candidate(w *walker, e route.Entry) (r result, valid bool) {
	if module.CheckPath(w.q.Path) != nil {
		return result{verdict: failed, hop: -1}, false
	}
	r = result{verdict: failed, hop: -1, notExist: true}
	if !w.hidden(e) {
		r = w.stat(e, OpInfo)
	}
	if r.verdict == failed && w.c.Replaces(w.named()) {
		if r.hop >= 0 {
			w.path.Hops[r.hop].Next = Replaced
		}
		r = result{verdict: served, hop: -1}
	}
	if r.verdict != served {
		return r, true
	}
	if isRevision(w.q.Version) {
		w.retractions()
	}
	return g.zip(w), true
}

// zip fetches the zip of what a candidate led to, or of what replaces it, once,
// whatever becomes of it.
func (g *getter) zip(w *walker) result {
	w, local := w.replacement()
	if local {
		return result{verdict: served, hop: -1}
	}
	r, known := g.zips[w.named().String()]
	if !known {
		r = g.fetchZip(w)
		g.zips[w.named().String()] = r
	}
	return r
}

func (g *getter) fetchZip(w *walker) result {
	r := w.fetch(file{op: OpZip, attempt: w.plain})
	if r.verdict != served {
		// The walk for the zip is one of its own: what it ends in is final.
		return result{verdict: r.verdict, hop: r.hop}
	}
	if v := w.verifyZip(); v.verdict != served {
		return result{verdict: v.verdict, hop: v.hop}
	}
	if r.hop >= 0 && w.path.Hops[r.hop].Lacks && w.q.Path != g.path.Query.Path {
		w.path.Hops[r.hop].Next = Lacks
		return result{verdict: failed, hop: r.hop, noPackage: true}
	}
	return result{verdict: served, hop: r.hop}
}

// load asks for the files by which go adds the chosen version to the build list: its
// go.mod, and that of the newest version, which has the retractions.
func (g *getter) load() {
	w, local := g.chosen.replacement()
	g.path.Found = g.chosen.named()
	if local {
		return
	}
	if !w.take(w.mod()) {
		return
	}
	if !w.take(w.verifyAnyway()) {
		return
	}
	g.chosen.retractions()
}

// hidden reports whether GONOPROXY keeps the walker's path from an entry.
func (w *walker) hidden(e route.Entry) bool {
	if w.c.BypassesProxy(w.q.Path) {
		return e.Kind == route.Proxy || e.Kind == route.Off
	}
	return e.Kind == route.NoProxy
}

// isRevision reports whether a query names a branch or a commit.
func isRevision(version string) bool {
	return !isQuery(version) && module.CanonicalVersion(version) != version
}

// replacement returns the walk of what replaces the walker's module: that
// of the module itself where no replace directive does. local says that a
// directory does.
func (w *walker) replacement() (*walker, bool) {
	r := w.c.Replaced(w.named())
	switch {
	case r == nil:
		return w, false
	case r.NewVersion == "":
		return w, true
	}
	return w.of(probe.Query{Path: r.NewPath, Version: r.NewVersion}), false
}

// lacksMessage is the go command's text for a module without the package.
func lacksMessage(pattern, query string, found struct{ Path, Version string }) string {
	if query == "" {
		query = "upgrade"
	}
	return fmt.Sprintf("module %s@%s found (%s), but does not contain package %s", found.Path, query, found.Version, pattern)
}
