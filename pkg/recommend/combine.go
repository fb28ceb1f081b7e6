package recommend

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/profile"
)

// adds reports whether something to fix is found here that was not found
// before: what the first repair reveals.
func (c *Case) adds(before []cause.Finding) bool {
	return slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		entry := cause.Lookup(x.Cause)
		return entry != nil && len(entry.Fixes) > 0 && x.Severity.Rank() >= cause.Warning.Rank() &&
			!slices.ContainsFunc(before, func(y cause.Finding) bool {
				return y.Cause == x.Cause && y.Severity.Rank() >= x.Severity.Rank()
			})
	})
}

// combine makes a profile of every combination of the choosers' options, the
// first options of all choosers first.
func combine(c *Case) []*profile.Profile {
	profiles := []*profile.Profile{{Name: "auto"}}
	for _, chooser := range Choosers() {
		options := chooser.Choose(c)
		if len(options) == 0 {
			continue
		}
		var next []*profile.Profile
		for _, p := range profiles {
			for _, o := range options {
				next = append(next, &profile.Profile{Name: p.Name, Wants: join(p.Wants, o.Wants)})
			}
		}
		profiles = distinct(next)
	}
	return profiles
}

// distinct drops profiles that want the same as an earlier one: once one chooser has
// a want for a setting, the other choosers add none for it.
func distinct(profiles []*profile.Profile) []*profile.Profile {
	seen := map[string]bool{}
	return slices.DeleteFunc(profiles, func(p *profile.Profile) bool {
		id := identity(p.Wants)
		was := seen[id]
		seen[id] = true
		return was
	})
}

// identity is the same for the same changes, whatever their reasons and order.
func identity(wants []profile.Want) string {
	var parts []string
	for _, w := range wants {
		value, remove := "-", "-"
		if w.Value != nil {
			value = "+" + w.Value.Reveal()
		}
		if w.Remove != nil {
			remove = "+" + w.Remove.Reveal()
		}
		parts = append(parts, strings.Join([]string{w.Key.Name, value, remove, w.File}, "\x00"))
	}
	slices.Sort(parts)
	return strings.Join(parts, "\x01")
}

// override adds wants that were found under the earlier ones. Where an earlier one takes
// a value away, so that the default is in force, a later one may set another: the
// default was not enough.
func override(wants, more []profile.Want) []profile.Want {
	kept := slices.DeleteFunc(slices.Clone(wants), func(w profile.Want) bool {
		return w.Value == nil && !profile.MultiValued(w.Key) && slices.ContainsFunc(more, func(m profile.Want) bool { return m.Key == w.Key && m.Value != nil })
	})
	return join(kept, more)
}

// join adds wants, but not a second one of the same setting: the want of the
// earlier chooser is kept.
func join(wants, more []profile.Want) []profile.Want {
	out := slices.Clone(wants)
	for _, w := range more {
		if !slices.ContainsFunc(wants, func(o profile.Want) bool { return o.Key == w.Key && !profile.MultiValued(w.Key) }) {
			out = append(out, w)
		}
	}
	return out
}
