package doctor

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// alternatives computes what to probe beyond the current settings: the other
// values that may be recommended. Each is probed as if it were in force, so both
// rounds run the same probes. Public proxies are asked only about public modules.
func alternatives(all []*probe.Probe, s *settings.Snapshot, queries []probe.Query, results []probe.Result) []probe.Task {
	unproven := unproven(s, queries, results)
	shown := slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool { return slices.Contains(unproven, q) })
	if len(shown) == 0 {
		shown = []probe.Query{wellKnown}
	}
	var tasks []probe.Task
	for _, other := range others(s) {
		tasks = append(tasks, probe.Plan(all, other, shown)...)
	}
	tasks = append(tasks, asPrivate(all, s, queries, unproven)...)
	tasks = append(tasks, behindOwn(all, s, queries)...)
	ways := slices.DeleteFunc(slices.Clone(all), func(p *probe.Probe) bool { return runsGit(p.Kind) })
	for _, other := range pastDetours(s, queries) {
		tasks = append(tasks, byOtherWays(cautious(ways, other, queries, unproven), probe.Plan(ways, s, queries))...)
	}
	tasks = append(tasks, byWays(all, s, queries, unproven)...)
	seen := map[evidence.ID]bool{}
	return slices.DeleteFunc(tasks, func(t probe.Task) bool {
		was := seen[t.ID()]
		seen[t.ID()] = true
		// This machine is probed as it is: other settings change nothing there.
		return was || t.Probe.Kind.Local()
	})
}

// asPrivate probes the modules that are private by evidence as go would fetch them
// if GOPRIVATE covered them: only from their origin, without any other server.
func asPrivate(all []*probe.Probe, s *settings.Snapshot, queries, unproven []probe.Query) []probe.Task {
	var private []probe.Query
	var prefixes []string
	for _, q := range queries {
		if slices.Contains(unproven, q) && !route.Read(s).BypassesProxy(q.Path) {
			private = append(private, q)
			prefixes = append(prefixes, facts.PrivatePrefix(q.Path))
		}
	}
	if len(private) == 0 {
		return nil
	}
	kept := s
	for _, name := range known.PrivateLists() { // the last two may have values of their own
		kept = withValue(kept, settings.Go(name), strings.Join(prefixes, ","))
	}
	return probe.Plan(all, kept, private)
}

// behindOwn probes the modules that go asks no proxy about as go would fetch them
// from a proxy of the same company: if their origin cannot be reached from here,
// that proxy may be meant to be used. No other server learns their paths.
func behindOwn(all []*probe.Probe, s *settings.Snapshot, queries []probe.Query) []probe.Task {
	c := route.Read(s)
	var tasks []probe.Task
	for _, e := range c.GOPROXY.Entries {
		told := slices.DeleteFunc(slices.Clone(queries), func(q probe.Query) bool {
			return !c.BypassesProxy(q.Path) || !recommend.SameOwner(e, q)
		})
		if e.Kind != route.Proxy || mirror.IsPublic(e.URL) || len(told) == 0 {
			continue
		}
		asked := withValue(withValue(s, settings.Go("GOPROXY"), e.URL.Reveal()), settings.Go("GONOPROXY"), "none")
		tasks = append(tasks, probe.Plan(all, asked, told)...)
	}
	return tasks
}

// others returns snapshots with settings that may come to be recommended.
func others(s *settings.Snapshot) []*settings.Snapshot {
	proxy, sumdb := settings.Go("GOPROXY"), settings.Go("GOSUMDB")
	base := withValue(s, settings.Go("GO111MODULE"), "")
	var out []*settings.Snapshot
	// Patterns that cover public modules taken out, so that proxies are asked.
	for _, name := range known.PrivateLists() {
		if slices.ContainsFunc(strings.Split(s.Get(name).Reveal(), ","), known.TooBroad) {
			base = withValue(base, settings.Go(name), "")
		}
	}
	if base.Get("GOPRIVATE") != s.Get("GOPRIVATE") || base.Get("GONOPROXY") != s.Get("GONOPROXY") {
		out = append(out, base)
	}
	// What a stronger layer hides, and what a mistyped value was meant to be.
	for _, l := range s.All(proxy)[min(1, len(s.All(proxy))):] {
		out = append(out, withValue(base, proxy, l.Value.Reveal()))
	}
	if fixed, ok := route.Correct("GOPROXY", s.Get("GOPROXY").Reveal()); ok {
		out = append(out, withValue(base, proxy, fixed))
	}
	var mirrors []string
	for _, m := range mirror.Candidates() {
		mirrors = append(mirrors, m.URL)
	}
	measured := withValue(base, proxy, strings.Join(mirrors, "|")+",direct")
	out = append(out, measured)
	// The database, where the present value may be of no use, and under its other address.
	if usual := defaultOf(s, sumdb); s.Get("GOSUMDB").Reveal() != usual {
		out = append(out, withValue(measured, sumdb, usual))
	}
	return append(out, withValue(base, sumdb, known.SumGolangCN))
}

// defaultOf is the value of a variable that is not set: the one of GOROOT/go.env
// or built in.
func defaultOf(s *settings.Snapshot, k settings.Key) string {
	for _, o := range []settings.Origin{settings.GorootEnv, settings.Default} {
		if in := s.In(k, o); in.Set() {
			return in.Value.Reveal()
		}
	}
	return ""
}

// withValue returns the snapshot as if a variable had a value, whatever the layers say.
func withValue(s *settings.Snapshot, k settings.Key, value string) *settings.Snapshot {
	out := *s
	out.Goenv.Off = false // a question, not something to be written
	out.Layers = slices.DeleteFunc(slices.Clone(s.Layers), func(l settings.Setting) bool { return l.Key == k })
	if value == "" {
		return &out
	}
	v := settings.Value(value)
	return recommend.Applied(&out, &profile.Profile{Wants: []profile.Want{{Key: k, Value: &v}}})
}
