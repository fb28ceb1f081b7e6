package walk

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Decisions returns the requests that the go command may make for q with nothing
// known of any answer: each entry of GOPROXY that it may ask for the version,
// and each place that it may ask for the checksums. What the settings decide
// is decided; all else is open. With get, every path that may be the module of
// a package is asked about.
func Decisions(c *route.Config, q probe.Query, get bool) Path {
	nobody := func(Request) Answer { return Answer{} }
	p := Download(c, q, nobody)
	if get {
		p = Get(c, q, nobody)
	}
	if p.Outcome == Fails {
		return p
	}
	p.Hops, p.Found, p.Cost = nil, probe.Query{}, 0
	seen := map[string]bool{}
	collect := func(hops []Hop) {
		for _, h := range hops {
			if key := fmt.Sprint(h.Op, h.Entry.Name(), h.URL.Reveal()); !seen[key] {
				seen[key] = true
				p.Hops = append(p.Hops, open(h))
			}
		}
	}
	// Where every entry says "not found", the walk comes to all of them.
	missing := func(Request) Answer { return Answer{State: NotFound} }
	paths := []string{q.Path}
	if get {
		paths = Prefixes(q.Path)
	}
	for _, path := range paths {
		collect(Download(c, probe.Query{Path: path, Version: q.Version}, missing).Hops)
	}
	w := newRun(c, q, missing).of(q)
	if mod, zip := c.GoSumHas(q); !(mod && zip) && !c.SkipsSumDB(q.Path) {
		w.lookup()
		collect(w.path.Hops)
	}
	return p
}

// open is a hop of which nothing is known.
func open(h Hop) Hop {
	if h.Next == StopsOff {
		return h
	}
	h.Answer, h.Next, h.Times = Answer{State: Unknown}, Undecided, 1
	return h
}
