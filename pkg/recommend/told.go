package recommend

import (
	"context"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// reasonUnproven is the reason of a private pattern for modules that nothing proves
// to be public.
const reasonUnproven = "recommend.goprivate.unproven"

// maxPrefixes bounds the prefixes that a candidate puts into a private list: a user cannot
// review a longer one, and go compares each path with each of them.
const maxPrefixes = 64

// shielded returns a candidate under which go sends no path that may be private to
// a new server: the candidate itself if it does not, else the same with the
// prefixes of those paths in GOPRIVATE. False if even that does not protect them.
func (c *Case) shielded(ctx context.Context, p *profile.Profile) (*profile.Profile, bool) {
	exposed := c.exposed(ctx, p)
	if len(exposed) == 0 {
		return p, true
	}
	var prefixes []string
	for _, q := range exposed {
		if prefix := facts.PrivatePrefix(q.Path); !slices.Contains(prefixes, prefix) {
			prefixes = append(prefixes, prefix)
		}
		if len(prefixes) > maxPrefixes {
			return p, false
		}
	}
	kept := &profile.Profile{Name: p.Name, File: p.File, Wants: slices.Clone(p.Wants)}
	for _, l := range privateLists(Applied(c.Facts.Settings, p)) {
		now := slices.DeleteFunc(slices.Clone(l.patterns), func(pattern string) bool { return pattern == none })
		var added []string
		for _, prefix := range prefixes {
			if !module.MatchPrefixPatterns(strings.Join(now, ","), prefix) {
				now, added = append(now, prefix), append(added, prefix)
			}
		}
		if len(added) == 0 {
			continue
		}
		v := settings.Value(strings.Join(now, ","))
		kept.Wants = slices.DeleteFunc(kept.Wants, func(w profile.Want) bool { return w.Key == settings.Go(l.name) })
		kept.Wants = append(kept.Wants, profile.Want{
			Key: settings.Go(l.name), Value: &v,
			Reason: profile.Reason{ID: reasonUnproven, Args: map[string]string{"prefixes": strings.Join(added, ", "), "name": l.name}},
		})
	}
	return kept, len(c.exposed(ctx, kept)) == 0
}

// Shield returns a wanted state under which no new server learns a path that nothing
// proves to be public, as [Auto] does for its own candidates, and the modules whose
// paths a new server would learn all the same.
func Shield(ctx context.Context, f *facts.Facts, p *profile.Profile) (kept *profile.Profile, exposed []probe.Query) {
	c := &Case{Facts: f, Unproven: privacy.Unproven(f)}
	kept, ok := c.shielded(ctx, p)
	if !ok {
		exposed = c.exposed(ctx, kept)
	}
	return kept, exposed
}

// exposed returns the modules that may be private and whose paths a candidate would
// send to a server that does not get them now. Once ctx is done it takes the rest for
// exposed.
func (c *Case) exposed(ctx context.Context, p *profile.Profile) []probe.Query {
	then := under(c.Facts, p)
	var out []probe.Query
	for i, q := range c.Unproven {
		if ctx.Err() != nil {
			return append(out, c.Unproven[i:]...)
		}
		told := c.toldNow(q)
		if slices.ContainsFunc(toldUnder(then, q, reroutes(p)), func(server string) bool { return !slices.Contains(told, server) }) {
			out = append(out, q)
		}
	}
	return out
}

// reroutes reports whether a wanted state changes which servers go asks about modules: then
// it counts what go would ask once the module's origin can be reached.
func reroutes(p *profile.Profile) bool {
	return slices.ContainsFunc(p.Wants, func(w profile.Want) bool {
		switch w.Key {
		case settings.Go("GOPROXY"), settings.Go("GOSUMDB"), settings.Go("GOPRIVATE"), settings.Go("GONOPROXY"), settings.Go("GONOSUMDB"):
			return true
		}
		return false
	})
}

// toldNow are the servers that go tells of a module under the settings in force:
// none behind the one at which it stops, and none at all where it stops at the
// release of Go that it is to switch to.
func (c *Case) toldNow(q probe.Query) []string {
	if sw := c.Facts.Config().Switch(); sw.Query.Path != "" {
		first := &facts.Facts{Settings: c.Facts.Settings, Queries: []probe.Query{sw.Query}, Results: c.Facts.Results}
		if first.Walks()[0].Outcome == walk.Fails {
			return nil
		}
	}
	one := &facts.Facts{Settings: c.Facts.Settings, Queries: []probe.Query{q}, Results: c.Facts.Results}
	if p := one.Walks()[0]; p.Outcome == walk.Fails {
		return servers(p, one.Config(), q)
	}
	return toldUnder(one, q, false)
}

// toldUnder are the servers that go may tell of a module: what is not known is
// taken both ways. With reached, the module's own origin counts as one that answers.
func toldUnder(f *facts.Facts, q probe.Query, reached bool) []string {
	var out []string
	for _, pretend := range []struct{ file, relay walk.State }{
		{walk.Good, walk.Good}, {walk.Good, walk.NotFound}, {walk.NotFound, walk.Good}, {walk.NotFound, walk.NotFound},
	} {
		ask := func(r walk.Request) walk.Answer {
			if r.Op.Local() {
				return walk.Answer{} // what fails here today may be repaired
			}
			origin := r.Op == walk.OpGit || r.Op == walk.OpGoGet
			if a := f.Answer(r); a.State != walk.Unknown && (!origin || !reached) {
				return a
			}
			switch {
			case r.Op == walk.OpGoGet:
				host, _, _ := strings.Cut(q.Path, "/")
				return walk.Answer{State: walk.Good, Import: &walk.Import{VCS: "git", URL: settings.Value("https://" + host + "/repository")}}
			case origin, r.Op == walk.OpSumLookup:
				return walk.Answer{State: walk.Good}
			case r.Op == walk.OpSumSupported:
				return walk.Answer{State: pretend.relay}
			}
			return walk.Answer{State: pretend.file}
		}
		for _, s := range servers(walk.Download(f.Config(), q, ask), f.Config(), q) {
			if !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// servers are those that a walk tells of its module: the module's own origin, a proxy
// of the same owner and this machine itself need not be kept from it.
func servers(p walk.Path, c *route.Config, q probe.Query) []string {
	var out []string
	for _, h := range p.Hops {
		switch {
		case h.Op == walk.OpGit, h.Op == walk.OpGoGet, h.Op == walk.OpSumSupported:
		case h.Entry.Kind == route.Proxy && !SameOwner(h.Entry, q) && !here(h.Entry.URL):
			out = append(out, h.Entry.Name())
		case h.Op == walk.OpSumLookup && h.Entry.Kind != route.Proxy && !here(c.SumDB.URL):
			out = append(out, c.SumDB.URL.String())
		}
	}
	return out
}

// here reports whether a URL leads to this machine.
func here(v settings.Value) bool {
	u, err := url.Parse(v.Reveal())
	return err == nil && (u.Scheme == "file" || known.Loopback(u.Hostname()))
}
