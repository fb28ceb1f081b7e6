package recommend

import (
	"slices"
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// chooseGoprivate names exposed private prefixes in GOPRIVATE, and takes
// patterns out of it that cover public modules; in GONOPROXY and GONOSUMDB, where
// those have values of their own, or a variable of the operating system hides
// what is written as GOPRIVATE.
func chooseGoprivate(c *Case) []Option {
	var wants []profile.Want
	for _, l := range privateLists(c.Facts.Settings) {
		now := l.patterns
		if fixed, ok := route.Correct(l.name, strings.Join(now, ",")); ok && c.has(cause.PrivateModuleExposed) {
			now = elements(narrow(strings.Join(now, ","), fixed))
		}
		if c.has(cause.GoprivateTooBroad) {
			now = slices.DeleteFunc(slices.Clone(now), known.TooBroad)
		}
		for _, x := range c.Findings {
			d, ok := x.Data.(cause.PrivateModule)
			if ok && !module.MatchPrefixPatterns(strings.Join(now, ","), d.Prefix) {
				now = append(slices.DeleteFunc(slices.Clone(now), func(p string) bool { return p == none }), d.Prefix)
			}
		}
		if slices.Equal(now, l.patterns) {
			continue
		}
		if len(now) == 0 && l.name != goprivate {
			now = []string{none} // empty would be GOPRIVATE's value
		}
		wants = append(wants, patterns(l.name, strings.Join(now, ",")))
	}
	if len(wants) == 0 {
		return nil
	}
	return []Option{{Wants: wants}, {}}
}

// chooseGonoproxy has proxies asked for modules whose origin fails, by taking the
// patterns that cover them out of GONOPROXY: a proxy of one's own may reach what
// this machine does not. Who must not be told is seen to for every candidate.
func chooseGonoproxy(c *Case) []Option {
	s := c.Facts.Settings
	in := s.Effective(settings.Go("GONOPROXY"))
	if in.Origin == settings.OSEnv {
		return nil
	}
	list := elements(s.Get("GONOPROXY").Reveal())
	now := list
	for _, q := range failing(c.Facts) {
		if c.Facts.Config().BypassesProxy(q.Path) {
			now = slices.DeleteFunc(slices.Clone(now), func(p string) bool { return module.MatchPrefixPatterns(p, q.Path) })
		}
	}
	if len(now) == len(list) {
		return nil
	}
	if len(now) == 0 {
		now = []string{none}
	}
	w := patterns("GONOPROXY", strings.Join(now, ","))
	w.Reason.ID = "recommend.gonoproxy"
	return []Option{{}, {Wants: []profile.Want{w}}}
}

const (
	goprivate = "GOPRIVATE"
	none      = "none" // a pattern for no path (go help module-private)
)

// privateList is a list of patterns that keeps modules from a module proxy or the
// checksum database, under the name by which go env -w changes it.
type privateList struct {
	name     string
	patterns []string
}

// privateLists returns the lists in force that can be written: GOPRIVATE, which
// is the default of the other two, and those that have values of their own.
func privateLists(s *settings.Snapshot) []privateList {
	shared := privateList{goprivate, elements(s.Get(goprivate).Reveal())}
	hidden := s.Effective(settings.Go(goprivate)).Origin == settings.OSEnv
	var out []privateList
	for _, name := range known.PrivateLists()[1:] {
		in := s.Effective(settings.Go(name))
		switch {
		case in.Derived() || !in.Set():
			if hidden {
				out = append(out, privateList{name, shared.patterns})
			} else if len(out) == 0 || out[0].name != goprivate {
				out = append([]privateList{shared}, out...)
			}
		case in.Origin != settings.OSEnv:
			out = append(out, privateList{name, elements(in.Value.Reveal())})
		}
	}
	return out
}

func patterns(name, value string) profile.Want {
	w := profile.Want{Key: settings.Go(name), Reason: profile.Reason{ID: "recommend.goprivate", Args: map[string]string{"value": value, "name": name}}}
	if value != "" {
		v := settings.Value(value)
		w.Value = &v
	}
	return w
}

func elements(list string) []string {
	var out []string
	for e := range strings.SplitSeq(list, ",") {
		if e != "" {
			out = append(out, e)
		}
	}
	return out
}

// chooseGovcs allows git for exactly the paths that GOVCS keeps from it.
func chooseGovcs(c *Case) []Option {
	value := c.Facts.Settings.Get("GOVCS").Reveal()
	if w, ok := c.corrected("GOVCS"); ok && c.has(cause.GOVCSDenied) {
		return []Option{{Wants: []profile.Want{w}}, {}}
	}
	for _, x := range c.Findings {
		d, ok := x.Data.(cause.DeniedVCS)
		if !ok {
			continue
		}
		rule := d.Prefix + ":git"
		if !slices.Contains(elements(value), rule) {
			value = strings.TrimSuffix(rule+","+value, ",")
		}
	}
	if value == c.Facts.Settings.Get("GOVCS").Reveal() {
		return nil
	}
	v := settings.Value(value)
	return []Option{{Wants: []profile.Want{{
		Key: settings.Go("GOVCS"), Value: &v, Reason: profile.Reason{ID: "recommend.govcs", Args: map[string]string{"value": value}},
	}}}}
}
