package cause

import (
	"cmp"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// citesDecisive reports whether a finding's evidence concerns a module
// that fails: the certificate of a host that no module needs does not matter.
func citesDecisive(f *facts.Facts, x Finding) bool {
	d := facts.DecisiveEvidence(f)
	return slices.ContainsFunc(x.Evidence, func(id evidence.ID) bool { return d[id] })
}

// onModcache builds a Match for what is wrong with the module cache for the
// modules asked about: one finding for each place, with all the modules.
func onModcache(rule func(*facts.Facts, *probe.Result) *Finding) func(*facts.Facts) []Finding {
	return func(f *facts.Facts) []Finding {
		var out []Finding
		for _, q := range f.Queries {
			r := f.Modcache(q)
			if r == nil || r.Status != probe.Fail {
				continue
			}
			if x := rule(f, r); x != nil {
				x.Evidence, x.Symptom = append(x.Evidence, r.ID), r.Symptom
				out = merge(out, *x)
			}
		}
		return out
	}
}

// onLocal builds a Match from what the go command itself says of a variable.
func onLocal(variable string, rule func(f *facts.Facts, said *probe.Result) *Finding) func(*facts.Facts) []Finding {
	return func(f *facts.Facts) []Finding {
		if f.BlamedLocally() != variable {
			return nil
		}
		r := f.LocalFailure()
		x := rule(f, r)
		x.Severity, x.Evidence = Error, []evidence.ID{r.ID, evidence.Setting(variable)}
		return []Finding{*x}
	}
}

// onStop builds a Match from a rule about one stop; nil means that the rule
// does not apply. Stops of one target become one finding with all their evidence.
func onStop(rule func(*facts.Facts, facts.Stop) *Finding) func(*facts.Facts) []Finding {
	return func(f *facts.Facts) []Finding {
		var out []Finding
		for _, s := range facts.Stops(f) {
			x := rule(f, s)
			if x == nil {
				continue
			}
			if len(x.Evidence) == 0 {
				x.Evidence = s.Evidence()
			}
			if x.Symptom == "" && s.Hop != nil {
				x.Symptom = s.Hop.Symptom
			}
			out = merge(out, *x)
		}
		return out
	}
}

// onProxyStop is onStop for the failures at an entry of GOPROXY that has no
// later entry which would work, by symptom.
func onProxyStop(applies func(symptom.Symptom, *walk.Hop) bool) func(*facts.Facts) []Finding {
	return onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		hop := s.ProxyHop()
		if hop == nil || !applies(hop.Symptom, hop) {
			return nil
		}
		if _, ok := laterWorks(f, s); ok {
			return nil
		}
		return &Finding{Target: hop.Entry.Name(), Entry: hop.Entry.Name(), Symptom: hop.Symptom, Data: entryOf(s, hop)}
	})
}

// laterWorks reports whether the fault is that go does not get to a later proxy of
// GOPROXY, and to which. It is not where an entry that is no public mirror wants
// credentials: with them it works, and that a list goes on behind it is no remedy.
func laterWorks(f *facts.Facts, s facts.Stop) (route.Entry, bool) {
	if s.AtProxy() && facts.OneOf(s.Hop.Symptom, symptom.HTTP401, symptom.HTTP407) && !mirror.IsPublic(settings.Value(s.Hop.Entry.Name())) {
		return route.Entry{}, false
	}
	return s.LaterWorks(f)
}

// merge adds x to found, or its evidence to the finding of the same target.
func merge(found []Finding, x Finding) []Finding {
	for i := range found {
		if found[i].Target != x.Target {
			continue
		}
		for _, id := range x.Evidence {
			if !slices.Contains(found[i].Evidence, id) {
				found[i].Evidence = append(found[i].Evidence, id)
			}
		}
		return found
	}
	return append(found, x)
}

// asked is the command whose rehearsal failed, as a person knows it.
func asked(r *probe.Result) string {
	return cmp.Or(r.Evidence.Rehearsal.Command, r.Evidence.Rehearsal.Step)
}
