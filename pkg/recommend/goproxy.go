package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyKey = settings.Go("GOPROXY")

// chooseGoproxy offers, by growing change: the value as it was meant, the value
// without the public entries that fail, the same with a bar behind an entry that
// refuses, no value of one's own, and lists in which a measured mirror joins
// what the user has.
//
// An entry that may be a company's is never dropped, and never moved behind a
// public one. Where downloads work, another list is offered only for a cause that a
// list fixes; where they fail, whatever the cause: the walk tells whether it helps.
func chooseGoproxy(c *Case) []Option {
	if !c.broken() && !c.fixedBy(goproxyKey) || c.flakyLine() {
		return nil
	}
	s := c.Facts.Settings
	present := c.Facts.Config().GOPROXY
	text := s.Effective(goproxyKey).Value.Reveal()
	options := []Option{{}}
	add := func(reason, value string, args map[string]string) {
		if value != "" && value != text {
			options = append(options, goproxyOption(value, reason, args))
		}
	}
	if fixed, ok := route.Correct("GOPROXY", text); ok {
		add("recommend.goproxy.corrected", fixed, nil)
		if present.Err != nil {
			present = route.ParseGOPROXY(fixed)
		}
	}
	kept, dropped := c.working(present.Entries)
	end := ending(present)
	if barred, ok := c.pastCompany(present); ok {
		options = append(options, barred)
	}
	if len(kept) > 0 && len(dropped) > 0 {
		add("recommend.goproxy.dropped", list(kept, end), map[string]string{"entries": names(dropped)})
	}
	if stops := stopping(present.Entries); len(kept) > 0 && len(stops) > 0 {
		add("recommend.goproxy.bar", list(withBars(present.Entries), end), map[string]string{"entries": names(stops)})
	}
	if s.In(goproxyKey, settings.GoenvFile).Set() && !slices.ContainsFunc(present.Entries, c.isCompany) {
		options = append(options, Option{Wants: []profile.Want{{Key: goproxyKey, Reason: profile.Reason{ID: "recommend.goproxy.default"}}}})
	}
	if c.closed(present) || c.showsAllBehind(kept) {
		return options
	}
	for _, m := range c.mirrors() {
		if slices.ContainsFunc(kept, func(e route.Entry) bool { return mirror.Same(e.URL, m.URL) }) {
			continue
		}
		joined := append(slices.Clone(kept), route.Entry{Kind: route.Proxy, Text: m.URL, URL: m.URL})
		add("recommend.goproxy.mirror", list(joined, end), map[string]string{"mirror": m.URL.String()})
	}
	if len(kept) == 0 {
		add("recommend.goproxy.direct", "direct", nil)
	}
	return options
}

// flakyLine reports whether requests to several hosts fail and succeed again, and no
// module proxy is without such failures: the fault is in the line, and passes.
func (c *Case) flakyLine() bool {
	return slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		d, ok := x.Data.(cause.FlakyRequests)
		return ok && d.Line()
	})
}

// closed reports whether a list leads only to owned proxies, and not to direct.
// Then other servers must not learn what the owner's proxy does not have, and no
// public entry may be added.
func (c *Case) closed(l route.ProxyList) bool {
	owned := false
	for _, e := range l.Entries {
		switch {
		case e.Kind == route.Direct, e.Kind == route.Proxy && !c.isCompany(e):
			return false
		case e.Kind == route.Proxy:
			owned = true
		}
	}
	return owned
}

func goproxyOption(value, reason string, args map[string]string) Option {
	v := settings.Value(value)
	return Option{Wants: []profile.Want{{Key: goproxyKey, Value: &v, Reason: profile.Reason{ID: reason, Args: args}}}}
}

// working splits the proxies of a list into those to keep and those to drop: it
// drops an entry that fails with anything but "not found" and is not a company's.
func (c *Case) working(entries []route.Entry) (kept, dropped []route.Entry) {
	for _, e := range entries {
		switch {
		case e.Kind != route.Proxy:
		case c.isSlow(e):
			dropped = append(dropped, e)
		case c.isCompany(e), !c.fails(e):
			kept = append(kept, e)
		default:
			dropped = append(dropped, e)
		}
	}
	return kept, dropped
}

// isSlow reports whether an entry, a public one, was found to be much slower than another.
func (c *Case) isSlow(e route.Entry) bool {
	return slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		return x.Cause == cause.NetworkSlow && x.Entry == e.Name()
	})
}

// fails reports whether an entry, as the only one, fails a module that may be
// asked of it with another answer than "not found", or the real go said that it does.
func (c *Case) fails(e route.Entry) bool { return len(c.failuresAt(e)) > 0 || c.blamed(e) }

// blamed reports whether the real go, in place of the person's command, failed at an
// entry.
func (c *Case) blamed(e route.Entry) bool {
	return c.Facts.Rehearsed() == facts.FailsOverTheNetwork && slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		entry := cause.Lookup(x.Cause)
		return x.Severity == cause.Error && x.Entry == e.Name() && entry != nil && slices.Contains(entry.Fixes, goproxyKey)
	})
}

// failuresAt returns where the modules end at an entry, as the only one, that fail
// there with another answer than "not found".
func (c *Case) failuresAt(e route.Entry) []walk.Hop {
	config := *c.Facts.Config()
	e.Bar, e.Last = false, true
	config.GOPROXY = route.ProxyList{Entries: []route.Entry{e}}
	// A pattern that covers public modules is on its way out, see [chooseGoprivate].
	config.GONOPROXY = strings.Join(slices.DeleteFunc(elements(config.GONOPROXY), known.TooBroad), ",")
	var out []walk.Hop
	for _, q := range c.Facts.Queries {
		p := walk.Download(&config, q, c.Facts.NetworkAnswer)
		if p.Outcome != walk.Fails || p.Stop < 0 {
			continue
		}
		if h := p.Hops[p.Stop]; h.Entry.Kind == route.Proxy && h.State == walk.Bad {
			out = append(out, h)
		}
	}
	return out
}

// isCompany reports whether an entry may be a company's or the user's own: not
// one of the known public proxies, and with a sign of ownership. A host without
// such a sign may be replaced once it fails.
func (c *Case) isCompany(e route.Entry) bool {
	if e.Kind != route.Proxy || mirror.IsPublic(e.URL) {
		return false
	}
	return Owned(c.Facts, e)
}

// ending is the keyword that ends a list: what the user has, else direct.
func ending(l route.ProxyList) string {
	for i, e := range l.Entries {
		switch e.Kind {
		case route.Direct:
			return "direct"
		case route.Off:
			if i == 0 || i == 1 && l.Entries[0].Kind == route.NoProxy {
				return "direct" // a single off meant "no downloads", not the end of a list
			}
			return "off"
		}
	}
	if len(l.Entries) == 0 {
		return "direct"
	}
	return ""
}

// list writes entries in the shape A|B,direct: a bar between public mirrors of
// the same content, a comma behind anything else, so that a company's proxy is
// final about what it refuses and direct is asked only for what no proxy has. A bar
// after a proxy that is not a public one is kept.
func list(entries []route.Entry, end string) string {
	var b strings.Builder
	for i, e := range entries {
		b.WriteString(e.Text.Reveal())
		if i == len(entries)-1 {
			break
		}
		if e.Bar || mirror.IsPublic(e.URL) && mirror.IsPublic(entries[i+1].URL) {
			b.WriteByte('|')
		} else {
			b.WriteByte(',')
		}
	}
	if end != "" {
		switch n := len(entries); {
		case n > 0 && entries[n-1].Bar && !mirror.IsPublic(entries[n-1].URL):
			b.WriteByte('|')
		case n > 0:
			b.WriteByte(',')
		}
		b.WriteString(end)
	}
	return b.String()
}

// withBars returns the proxies with a bar behind each public one.
func withBars(entries []route.Entry) []route.Entry {
	var out []route.Entry
	for _, e := range entries {
		if e.Kind != route.Proxy {
			continue
		}
		e.Bar = e.Bar || mirror.IsPublic(e.URL)
		out = append(out, e)
	}
	return out
}

// stopping are the public proxies at which go stops where it could go on to another proxy.
func stopping(entries []route.Entry) []route.Entry {
	var out []route.Entry
	for i, e := range entries {
		if e.Kind == route.Proxy && !e.Bar && mirror.IsPublic(e.URL) && i+1 < len(entries) && entries[i+1].Kind == route.Proxy {
			out = append(out, e)
		}
	}
	return out
}

func names(entries []route.Entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, e.Name())
	}
	return strings.Join(out, ", ")
}
