package recommend

import (
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// mirrors returns the public mirrors that were measured to serve what may be
// asked of them, best first.
func (c *Case) mirrors() []mirror.Measured {
	var measured []mirror.Measured
	for _, m := range mirror.Candidates() {
		x := c.measure(settings.Value(m.URL))
		if x.Usable {
			measured = append(measured, x)
		}
	}
	return mirror.Rank(measured)
}

// deadMirrors are the public mirrors that were tried and do not serve the modules, as
// states of GOPROXY.
func (c *Case) deadMirrors() []Dismissed {
	if !c.broken() || !c.fixedBy(settings.Go("GOPROXY")) {
		return nil
	}
	var out []Dismissed
	for _, m := range mirror.Candidates() {
		u := settings.Value(m.URL)
		host, err := route.HostPort(u)
		tried := err == nil && slices.ContainsFunc(c.Facts.Results, func(r probe.Result) bool { // one that was skipped, too: its host failed
			return r.Kind == probe.Goproxy && r.About.Endpoint == host
		})
		if !tried || c.measure(u).Usable || slices.ContainsFunc(c.Facts.Config().GOPROXY.Entries, func(e route.Entry) bool { return mirror.Same(e.URL, u) }) {
			continue
		}
		then := c.Facts.With(c.Facts.Settings.As(settings.Go("GOPROXY"), u))
		out = append(out, Dismissed{Wants: []profile.Want{{Key: settings.Go("GOPROXY"), Value: &u}}, Outcome: then.Outcome()})
	}
	return out
}

// measure reads what the results tell about one mirror.
func (c *Case) measure(u settings.Value) mirror.Measured {
	x := mirror.Measured{URL: u, RelaysSumDB: known.Unknown}
	entry := route.ParseGOPROXY(u.Reveal()).Entries[0].Name()
	served, lacks := 0, false
	for _, r := range c.Facts.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		if h == nil || h.Entry != entry {
			continue
		}
		if r.Status != probe.OK {
			// A module that no proxy has is not this proxy's fault.
			lacks = lacks || !r.Symptom.NotFound() || c.servedBySome(h.Module)
			continue
		}
		served++
		if info := h.Request(probe.ReqInfo); info != nil && x.Latency == 0 {
			x.Latency = time.Duration(info.Ms) * time.Millisecond
		}
		x.BytesPerSecond = max(x.BytesPerSecond, h.BytesPerSecond)
	}
	x.Usable = served > 0 && !lacks
	for _, r := range c.Facts.Of(probe.SumdbRelay) {
		if r.Evidence.HTTP == nil || r.Evidence.HTTP.Entry != entry {
			continue
		}
		x.RelaysSumDB = known.No
		if r.Status == probe.OK {
			x.RelaysSumDB = known.Yes
		}
	}
	return x
}

// servedBySome reports whether any proxy has a module, PATH@VERSION.
func (c *Case) servedBySome(module string) bool {
	return slices.ContainsFunc(c.Facts.Of(probe.Goproxy), func(r *probe.Result) bool {
		return r.Status == probe.OK && r.Evidence.HTTP != nil && r.Evidence.HTTP.Module == module
	})
}
