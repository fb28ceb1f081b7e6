package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// chooseGoprivate names exposed private prefixes in GOPRIVATE, and takes
// patterns out of it that cover public modules.
func chooseGoprivate(c *Case) []Option {
	s := c.Facts.Settings
	list := elements(s.Get("GOPRIVATE").Reveal())
	var wants []profile.Want
	if c.has(diagnose.GoprivateTooBroad) {
		for _, name := range []string{"GONOPROXY", "GONOSUMDB"} {
			if w, ok := narrowed(s, name); ok {
				wants = append(wants, w)
			}
		}
		list = slices.DeleteFunc(list, route.TooBroad)
	}
	for _, x := range c.Findings {
		if prefix := x.Args["prefix"]; x.Cause == diagnose.PrivateModuleExposed && !slices.Contains(list, prefix) {
			list = append(list, prefix)
		}
	}
	now := strings.Join(list, ",")
	if now != s.Get("GOPRIVATE").Reveal() {
		wants = append(wants, patterns("GOPRIVATE", now))
	}
	if len(wants) == 0 {
		return nil
	}
	return []Option{{Wants: wants}, {}}
}

// narrowed wants one of the lists that stand in for GOPRIVATE without its broad patterns.
func narrowed(s *settings.Snapshot, name string) (profile.Want, bool) {
	in := s.Effective(settings.Go(name))
	if derived(in) {
		return profile.Want{}, false
	}
	before := elements(in.Value.Reveal())
	after := slices.DeleteFunc(slices.Clone(before), route.TooBroad)
	return patterns(name, strings.Join(after, ",")), len(after) < len(before)
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
	for _, x := range c.Findings {
		if x.Cause != diagnose.GOVCSDenied {
			continue
		}
		rule := x.Args["prefix"] + ":git"
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
