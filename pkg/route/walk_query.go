package route

import "github.com/gofix-net/gofix-net/pkg/probe"

// stat asks one entry for the version: by its info, or for a query by the list
// and the info of what was chosen from it (modload.queryProxy).
func (w *walker) stat(e Entry, op Op) result {
	if r, done := w.special(e, op); done {
		return r
	}
	if !isQuery(w.q.Version) {
		return w.info(e)
	}
	hop := w.request(w.proxyRequest(e, OpList))
	list := w.path.Hops[hop].Answer
	if r := w.settle(e, hop); r.verdict != served && !takenForFile(list) {
		return r
	}
	w.path.Hops[hop].Next = Served
	switch {
	case !list.Empty && !takenForFile(list): // a page counts as a list without versions
		return w.chosen(e, hop)
	case mayUseLatest(w.q.Version):
		return w.latest(e)
	}
	w.path.Hops[hop].Next = queryFails(e)
	return result{verdict: failed, hop: hop, noVersion: true}
}

// latest asks for @latest, where the list names no version.
func (w *walker) latest(e Entry) result {
	hop := w.request(w.proxyRequest(e, OpLatest))
	r := w.settle(e, hop)
	if r.verdict == failed && r.notExist {
		// "no matching versions for query" is no "does not exist".
		r.notExist, r.noVersion = false, true
		w.path.Hops[hop].Next = queryFails(e)
	}
	w.resolved(r)
	return r
}

// queryFails is what follows "no matching versions for query".
func queryFails(e Entry) Next {
	if next := after(e, false); next != StopsComma {
		return next
	}
	return StopsQuery
}

// info asks one entry for the info of the version.
func (w *walker) info(e Entry) result {
	r := w.settle(e, w.request(w.proxyRequest(e, OpInfo)))
	w.resolved(r)
	return r
}

// chosen goes on with a list that names a version for the query. Retracted
// versions do not count. Where versions with +incompatible follow the others,
// the go.mod of the newest of those decides whether they count.
func (w *walker) chosen(e Entry, list int) result {
	if !w.anyVersion {
		w.retractions()
	}
	if v := w.path.Hops[list].Compatible; v != "" {
		if r := w.of(probe.Query{Path: w.q.Path, Version: v}).mod(); r.verdict != served {
			return r
		}
	}
	w.resolved(result{hop: list})
	return w.info(e)
}

// retractions finds the module's newest version and asks for its go.mod, which
// says what is retracted. A failure changes nothing (modload.CheckRetractions).
func (w *walker) retractions() {
	n := w.of(probe.Query{Path: w.q.Path})
	n.anyVersion = true
	first := len(w.path.Hops)
	if n.fetch(file{op: OpInfo, attempt: n.stat}).verdict == served && n.version != "" {
		n.mod()
	}
	for i := first; i < len(w.path.Hops); i++ {
		w.path.Hops[i].Ignored = true
	}
}

// mod fetches the go.mod by a walk of its own.
func (w *walker) mod() result { return w.fetch(file{op: OpMod, attempt: w.goMod}) }

// isPrefix reports whether the query is v1 or v1.2.
func isPrefix(version string) bool { return version != "" && version[0] == 'v' && isQuery(version) }
