package walk

import (
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// fetch walks the entries for one file as modfetch.TryProxies does.
func (w *walker) fetch(f file) result {
	return w.fetchFrom(w.c.EntriesFor(w.q.Path), func(e route.Entry) result { return f.attempt(e, f.op) })
}

func (w *walker) fetchFrom(entries []route.Entry, attempt func(route.Entry) result) result {
	best := bestError{hop: -1}
	open := -1
	for i, e := range entries {
		r := attempt(e)
		last := i == len(entries)-1
		switch {
		case r.verdict == served:
			return orOpen(r, -1)
		case r.verdict == unknown && (!e.Bar || last || r.final):
			return result{verdict: unknown, hop: firstOf(open, r.hop)}
		case r.verdict == unknown:
			open = firstOf(open, r.hop)
			continue
		}
		best.offer(e, r)
		if r.final || !e.Bar && !r.notExist {
			return orOpen(result{verdict: failed, hop: best.hop, final: r.final}, open)
		}
	}
	w.endOfList()
	return orOpen(result{verdict: failed, hop: best.hop}, open)
}

// endOfList corrects what the last hop expected to follow.
func (w *walker) endOfList() {
	if len(w.path.Hops) == 0 {
		return
	}
	switch h := &w.path.Hops[len(w.path.Hops)-1]; h.Next {
	case GoesOn404, GoesOnBar:
		h.Next = StopsEnd
	}
}

// orOpen turns a failure into "not known" where an earlier entry might have
// served the file.
func orOpen(r result, open int) result {
	if r.verdict == failed && open >= 0 {
		return result{verdict: unknown, hop: open}
	}
	return r
}

func firstOf(open, hop int) int {
	if open >= 0 {
		return open
	}
	return hop
}

// bestError picks the error that the go command shows: that of a direct entry
// if one was reached, else the last that is not "does not exist", else the
// last (modfetch.TryProxies).
type bestError struct {
	hop, rank int
}

func (b *bestError) offer(e route.Entry, r result) {
	rank := 0
	switch {
	case e.Kind == route.Direct || e.Kind == route.NoProxy && !(r.notExist && r.hop < 0):
		rank = 2
	case !r.notExist:
		rank = 1
	}
	if b.hop < 0 || rank >= b.rank {
		b.hop, b.rank = r.hop, max(rank, b.rank)
	}
}

// plain asks one entry for a file whose content the walk does not examine:
// the zip.
func (w *walker) plain(e route.Entry, op Op) result {
	if r, done := w.special(e, op); done {
		return r
	}
	hop := w.request(w.proxyRequest(e, op))
	a := w.path.Hops[hop].Answer
	if takenForFile(a) || a.State == Bad && a.Symptom == symptom.ChecksumMismatch {
		w.path.Hops[hop].Next = StopsTaken
		return result{verdict: failed, hop: hop, final: true}
	}
	return w.settle(e, hop)
}

// goMod asks one entry for the go.mod file, and then the checksum database
// within the walk (modfetch.cachingRepo.GoMod): its failure is this entry's.
func (w *walker) goMod(e route.Entry, op Op) result {
	r, done := w.special(e, op)
	if !done {
		hop := w.request(w.proxyRequest(e, op))
		a := w.path.Hops[hop].Answer
		if takenForFile(a) {
			return w.wrongMod(e, hop)
		}
		r = w.settle(e, hop)
	}
	if r.verdict != served || !w.needsSumDB() {
		return r
	}
	sum := w.verify()
	w.about(sum, "verifying go.mod: "+w.named().String()+"/go.mod: ")
	if sum.verdict == served {
		return r
	}
	if r.hop >= 0 && sum.verdict == failed {
		w.path.Hops[r.hop].Next = after(e, false)
	}
	return result{verdict: sum.verdict, hop: sum.hop, final: sum.final || sum.verdict == unknown}
}

// wrongMod is a page in place of a go.mod: go.sum or the checksum database
// tells it apart, and nothing else does.
func (w *walker) wrongMod(e route.Entry, hop int) result {
	h := &w.path.Hops[hop]
	if known, _ := w.c.GoSumHas(w.named()); known {
		h.Next = StopsTaken // a different hash in go.sum ends the process
		return result{verdict: failed, hop: hop, final: true}
	}
	if !w.needsSumDB() {
		h.Next = Served
		return result{verdict: served, hop: hop}
	}
	// Whether the database answers or not, this entry has failed.
	sum := w.verify()
	w.about(sum, "verifying go.mod: "+w.named().String()+"/go.mod: ")
	w.path.Hops[hop].Next = after(e, false)
	if sum.verdict == failed {
		return result{verdict: failed, hop: sum.hop, final: sum.final}
	}
	return result{verdict: failed, hop: hop}
}

// resolved takes note of the version that a good answer names.
func (w *walker) resolved(r result) {
	if r.verdict == served && r.hop >= 0 {
		w.version = firstText(w.path.Hops[r.hop].Version, w.version)
	}
}

// special handles the entries that are no proxies.
func (w *walker) special(e route.Entry, op Op) (result, bool) {
	switch e.Kind {
	case route.Off:
		hop := w.add(Hop{
			Request: Request{Op: op, Entry: e, Query: w.q},
			Answer:  Answer{State: NotFound, Detail: "module lookup disabled by GOPROXY=off"},
			Next:    StopsOff,
		})
		return result{verdict: failed, hop: hop, notExist: true}, true
	case route.Direct, route.NoProxy:
		return w.direct(e, op), true
	}
	return result{}, false
}

// settle turns the answer of a hop into a result and notes what follows.
func (w *walker) settle(e route.Entry, hop int) result {
	h := &w.path.Hops[hop]
	if h.Answer.State == Bad && h.Symptom == symptom.HTTPTimeout {
		h.Next = Hangs
		return result{verdict: failed, hop: hop, final: true}
	}
	if h.Answer.State == Bad && h.Symptom == symptom.ChecksumMismatch {
		// go.sum and, for a zip, the database are consulted when no entry is
		// asked any more (tried, Go 1.26).
		h.Next = StopsTaken
		return result{verdict: failed, hop: hop, final: true}
	}
	switch h.Answer.State {
	case Good:
		h.Next = Served
		return result{verdict: served, hop: hop}
	case NotFound:
		h.Next = after(e, true)
		return result{verdict: failed, hop: hop, notExist: true}
	case Bad:
		h.Next = after(e, false)
		return result{verdict: failed, hop: hop}
	}
	h.Next = Undecided
	return result{verdict: unknown, hop: hop}
}

// after says what follows a failure at an entry.
func after(e route.Entry, notExist bool) Next {
	switch {
	case e.Kind == route.Direct || e.Kind == route.NoProxy && !notExist:
		return StopsDirect
	case e.Last:
		return StopsEnd
	case notExist && !e.Bar:
		return GoesOn404
	case e.Bar:
		return GoesOnBar
	case notExist:
		return GoesOn404
	}
	return StopsComma
}

// takenForFile recognises the answer that a bar does not rescue from: status
// 200 with a page in place of the file.
func takenForFile(a Answer) bool {
	return a.State == Bad && a.Symptom == symptom.HTTPNotProxy && a.Status == 200
}

func firstText(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
