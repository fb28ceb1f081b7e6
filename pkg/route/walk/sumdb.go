package walk

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// needsSumDB reports whether the checksum database is asked about the go.mod.
func (w *walker) needsSumDB() bool {
	mod, _ := w.c.GoSumHas(w.named())
	return !w.c.SkipsSumDB(w.q.Path) && !mod
}

// verifyZip asks about the zip, where its hash is not known although that of
// the go.mod is: then nothing else can replace a failed answer.
func (w *walker) verifyZip() result {
	_, zip := w.c.GoSumHas(w.named())
	if zip || w.c.SkipsSumDB(w.q.Path) {
		return result{verdict: served}
	}
	r := w.verify()
	w.about(r, "verifying module: "+w.named().String()+": ")
	return r
}

// about notes what a record was wanted for.
func (w *walker) about(r result, what string) {
	switch {
	case r.verdict == failed && r.hop >= 0:
		w.wanted[r.hop] = what
	case r.verdict == failed && w.sumErr != nil:
		phase, _, _ := strings.Cut(what, ": ")
		w.path.Err = fmt.Errorf("%s: %s: %w", w.named(), phase, w.sumErr)
	}
}

// named is the module with the version that is known by now.
func (w *walker) named() probe.Query { return probe.Query{Path: w.q.Path, Version: w.version} }

// verifyAnyway asks the database where the walk for go.mod did not come to it
// because something is unknown: a database that surely fails decides all.
func (w *walker) verifyAnyway() result {
	if _, asked := w.sums[w.named().String()]; asked || !w.needsSumDB() {
		return result{verdict: served}
	}
	r := w.verify()
	w.about(r, "verifying go.mod: "+w.named().String()+"/go.mod: ")
	return r
}

// verify asks the checksum database for the module's record. The go command
// does so once per process, whatever the answer.
func (w *walker) verify() result {
	key := w.named().String()
	r, asked := w.sums[key]
	if !asked {
		r = w.lookup()
		w.sums[key] = r
	}
	return r
}

func (w *walker) lookup() result {
	db := w.c.SumDB
	if err := db.Err; err != nil {
		return w.sumSetting(err)
	}
	if db.Off { // only golang.org/toolchain comes here
		return w.sumSetting(errors.New("checksum database disabled by GOSUMDB=off"))
	}
	if !db.Relay {
		return w.record(route.Entry{}, db.URL)
	}
	if w.way == nil {
		relay, r := w.findRelay()
		w.way = &way{relay, r}
	}
	if w.way.verdict != served {
		return w.way.result
	}
	if relay := w.way.relay; relay.Kind == route.Proxy {
		return w.record(relay, relay.URL, "sumdb/"+db.Name)
	}
	return w.record(route.Entry{}, db.URL)
}

func (w *walker) sumSetting(err error) result {
	w.sumErr = err
	w.failBy("GOSUMDB", err)
	return result{verdict: failed, hop: -1}
}

// findRelay walks GOPROXY for an entry that relays the database
// (modfetch.dbClient.initBase). The zero Entry means that the database is
// asked itself: at "direct", or where the list ends after nothing but 404 and
// 410. An earlier error is fatal there, unless the list ends with direct.
func (w *walker) findRelay() (route.Entry, result) {
	path := "sumdb/" + w.c.SumDB.Name + "/supported"
	shown, lastHop := -1, -1
	for _, e := range w.c.GOPROXY.Entries {
		if e.Kind == route.NoProxy {
			continue
		}
		if e.Kind == route.Direct {
			return route.Entry{}, result{verdict: served}
		}
		if e.Kind == route.Off {
			break
		}
		lastHop = w.request(Request{Op: OpSumSupported, Entry: e, Query: w.q, URL: joinURL(e.URL, path)})
		h := &w.path.Hops[lastHop]
		if takenForFile(h.Answer) {
			h.Next = Served // only the status counts
			return e, result{verdict: served}
		}
		r := w.settle(e, lastHop)
		if r.verdict == served {
			return e, r
		}
		if r.verdict == unknown || r.final {
			r.final = true
			return route.Entry{}, r
		}
		if r.notExist {
			continue
		}
		shown = lastHop
		if !e.Bar {
			return route.Entry{}, result{verdict: failed, hop: shown}
		}
	}
	if shown >= 0 {
		w.path.Hops[lastHop].Next = StopsEnd
		return route.Entry{}, result{verdict: failed, hop: shown}
	}
	return route.Entry{}, result{verdict: served}
}

// record asks for the module's record. There is no second way to it.
func (w *walker) record(relay route.Entry, base settings.Value, below ...string) result {
	lookup := "lookup/" + w.q.Path
	if path, err := module.EscapePath(w.q.Path); err == nil {
		lookup = "lookup/" + path
	}
	if version, err := module.EscapeVersion(w.version); err == nil && !isQuery(w.version) {
		lookup += "@" + version
	}
	hop := w.request(Request{Op: OpSumLookup, Entry: relay, Query: w.q, URL: webJoin(base, append(below, lookup)...)})
	h := &w.path.Hops[hop]
	stops := StopsSumDB
	if relay.Kind == route.Proxy {
		stops = StopsRelay
	}
	switch {
	case h.Answer.State == Good:
		h.Next = Served
		return result{verdict: served, hop: hop}
	case h.Answer.State == Unknown:
		h.Next = Undecided
		return result{verdict: unknown, hop: hop}
	case h.Symptom == symptom.HTTPTimeout:
		h.Next = Hangs
		return result{verdict: failed, hop: hop, final: true}
	}
	h.Next = stops
	return result{verdict: failed, hop: hop}
}

// webJoin appends to the path of a URL as cmd/go/internal/web.Join does: a ! of
// the path travels as it is where the URL has no path of its own.
func webJoin(base settings.Value, paths ...string) settings.Value {
	u, err := url.Parse(base.Reveal())
	if err != nil {
		return base
	}
	for _, p := range paths {
		u.RawPath = strings.TrimSuffix(u.RawPath, "/") + "/" + p
		u.Path = strings.TrimSuffix(u.Path, "/") + "/" + p
	}
	return settings.Value(u.String())
}
