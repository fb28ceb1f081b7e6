package walk

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// stat asks one entry for the version: by its info, or for a query by the list
// and the info of what was chosen from it (modload.queryProxy).
func (w *walker) stat(e route.Entry, op Op) result {
	if r, done := w.special(e, op); done {
		return r
	}
	return w.statAt(e)
}

// statAt asks a module proxy.
func (w *walker) statAt(e route.Entry) result {
	w.version = w.q.Version // what another entry led to says nothing here
	if !isQuery(w.q.Version) {
		return w.info(e)
	}
	hop := w.request(w.proxyRequest(e, OpList))
	list := w.listAnswer(hop)
	if r := w.settle(e, hop); r.verdict != served && !takenForFile(list) {
		return r
	}
	w.path.Hops[hop].Next = Served
	switch {
	case !list.Empty && !takenForFile(list): // a page counts as a list without versions
		return w.chosen(e, list)
	case mayUseLatest(w.q.Version):
		return w.latest(e)
	}
	w.path.Hops[hop].Next = queryFails(e)
	return result{verdict: failed, hop: hop, noVersion: true}
}

// latest asks for @latest, where the list names no version.
func (w *walker) latest(e route.Entry) result {
	hop := w.request(w.proxyRequest(e, OpLatest))
	r := w.settle(e, hop)
	if r.verdict == failed && r.notExist {
		// "no matching versions for query" is no "does not exist".
		r.notExist, r.noVersion = false, true
		w.path.Hops[hop].Next = queryFails(e)
	}
	w.resolved(r)
	if r.verdict == served && !w.anyVersion {
		w.retractions()
	}
	return r
}

// queryFails is what follows "no matching versions for query".
func queryFails(e route.Entry) Next {
	if next := after(e, false); next != StopsComma {
		return next
	}
	return StopsQuery
}

// listAnswer is what a list says to the walker's query: where the list was got
// for another one, the answer is read anew.
func (w *walker) listAnswer(hop int) Answer {
	h := w.path.Hops[hop]
	if h.Query == w.q || h.State != Good {
		return h.Answer
	}
	again := h.Request
	again.Query, again.Resolved = w.q, ""
	return w.ask(again)
}

// withReplacement asks as the go command does where a replace directive has the
// version: any error of the first entry is passed over and the go.mod asked for,
// although the version that is named gets downloaded in the end
// (modload.replacementRepo).
func (w *walker) withReplacement() {
	if !w.c.Replaces(w.q) {
		return
	}
	first := w.c.GOPROXY.Entries[0]
	if w.hidden(first) || w.stat(first, OpInfo).verdict == failed {
		w.mod()
	}
}

// info asks one entry for the info of the version, unless it is in the cache.
func (w *walker) info(e route.Entry) result {
	_, asked := w.asked[w.key(w.proxyRequest(e, OpInfo))]
	if !asked && w.have[w.named().String()+".info"] {
		return result{verdict: served, hop: -1}
	}
	r := w.askInfo(e)
	if r.verdict == served {
		w.have[w.named().String()+".info"] = true
	}
	return r
}

func (w *walker) askInfo(e route.Entry) result {
	r := w.settle(e, w.request(w.proxyRequest(e, OpInfo)))
	w.resolved(r)
	return r
}

// chosen goes on with a list that names a version for the query. Retracted
// versions do not count. Where versions with +incompatible follow the others,
// the go.mod of the newest of those decides whether they count.
func (w *walker) chosen(e route.Entry, list Answer) result {
	if !w.anyVersion {
		w.retractions()
	}
	if v := list.Compatible; v != "" {
		if r := w.of(probe.Query{Path: w.q.Path, Version: v}).mod(); r.verdict != served {
			return r
		}
	}
	w.version = firstText(list.Version, w.version)
	w.counts(w.version)
	return w.info(e)
}

// retractions finds the module's newest version and asks for its go.mod, which
// says what is retracted. A failure changes nothing, and a module that is
// replaced altogether is not checked (modload.CheckRetractions).
func (w *walker) retractions() {
	if w.c.Replaced(probe.Query{Path: w.q.Path}) != nil {
		return
	}
	n := w.of(probe.Query{Path: w.q.Path})
	n.anyVersion = true
	first, err := len(w.path.Hops), w.path.Err
	if n.fetch(file{op: OpInfo, attempt: n.stat}).verdict == served && n.version != "" {
		n.mod()
	}
	if err != nil {
		w.path.Err = err // what failed before is still what is shown
	}
	for i := first; i < len(w.path.Hops); i++ {
		w.path.Hops[i].Ignored = true
	}
}

// counts takes back that requests about a version change nothing: it turned out
// to be the one that is wanted.
func (w *walker) counts(version string) {
	for i, h := range w.path.Hops {
		if h.Query.Path == w.q.Path && h.Resolved == version || h.Op == OpList || h.Op == OpLatest {
			w.path.Hops[i].Ignored = false
		}
	}
}

// mod fetches the go.mod by a walk of its own.
func (w *walker) mod() result {
	if w.have[w.named().String()+".mod"] {
		return result{verdict: served, hop: -1}
	}
	r := w.fetch(file{op: OpMod, attempt: w.goMod})
	if r.verdict == served {
		w.have[w.named().String()+".mod"] = true
	}
	return r
}

// isPrefix reports whether the query is v1 or v1.2.
func isPrefix(version string) bool { return version != "" && version[0] == 'v' && isQuery(version) }
