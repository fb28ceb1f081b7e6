package recommend

import (
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// maxBarWait bounds what go may wait for dead company proxies, all modules together,
// for a bar behind them to be worth offering: go asks the dead one anew for every file.
const maxBarWait = 20 * time.Second

// pastCompany puts a bar after each company proxy that is down,
// where only direct follows the last of them: go then fetches from the
// modules' origins until the proxy is back. A public proxy after it would get
// private paths of every project on this machine, so no bar leads there. False if
// no company proxy is down, or going past it is too slow to be of use.
func (c *Case) pastCompany(l route.ProxyList) (Option, bool) {
	down := c.down(l.Entries)
	if len(down) == 0 || ending(l) != "direct" {
		return Option{}, false
	}
	var kept []route.Entry
	for _, e := range l.Entries {
		if e.Kind != route.Proxy {
			continue
		}
		if slices.Contains(down, e) {
			e.Bar = true
		} else if slices.ContainsFunc(kept, func(k route.Entry) bool { return k.Bar && c.isCompany(k) }) {
			return Option{}, false // a proxy behind the company's
		}
		kept = append(kept, e)
	}
	barred := list(kept, "direct")
	config := *c.Facts.Config()
	config.GOPROXY = route.ParseGOPROXY(barred)
	var wait time.Duration
	for _, q := range c.Facts.Queries {
		wait += walk.Download(&config, q, c.Facts.Answer).Cost
	}
	if wait > maxBarWait {
		return Option{}, false
	}
	o := goproxyOption(barred, "recommend.goproxy.companydown", map[string]string{"entries": names(down)})
	o.Wants[0].Reason.Temporary = true
	return o, true
}

// showsAllBehind reports whether go, past a company's proxy that fails, asks the entry
// after it for every path: no public proxy may be put there while downloads
// work without one, or nothing says which paths are private.
func (c *Case) showsAllBehind(entries []route.Entry) bool {
	s := c.Facts.Settings
	said := s.Get("GOPRIVATE") != "" || s.Get("GONOPROXY") != ""
	if said && c.broken() {
		return false
	}
	return slices.ContainsFunc(entries, func(e route.Entry) bool { return e.Bar && c.isCompany(e) })
}

// down returns the company proxies that go cannot get past because they are out of
// reach or out of order. One that refuses is not down: it decided something.
func (c *Case) down(entries []route.Entry) []route.Entry {
	var out []route.Entry
	for _, e := range entries {
		if c.isCompany(e) && !e.Bar && c.isDown(e) {
			out = append(out, e)
		}
	}
	return out
}

// isDown reports whether an entry, as the only one, fails each module that it fails
// by not being there, or by an error of its own. A certificate of an authority that is
// not trusted here points to this machine, or to an interception on the way.
func (c *Case) isDown(e route.Entry) bool {
	fails := false
	for _, h := range c.failuresAt(e) {
		if !h.Symptom.Unreachable() && h.Symptom != symptom.HTTP5xx || h.Symptom == symptom.TLSUnknownAuthority {
			return false
		}
		fails = true
	}
	return fails
}
