// Package diagnose is the engine that turns facts into findings: it runs a
// catalogue of causes, hides what follows from something more general, orders
// the rest, and says the verdict. It is pure, so that a recorded report can be
// judged again anywhere, and it knows no cause by name.
package diagnose

import (
	"cmp"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// Verdict is the answer in one word.
type Verdict string

// The verdicts.
const (
	Healthy  Verdict = "healthy"  // downloads work, nothing at or above warning
	Degraded Verdict = "degraded" // they work, with a warning
	Broken   Verdict = "broken"   // they fail now for the modules asked about
)

// Diagnosis is what the facts mean.
type Diagnosis struct {
	Verdict  Verdict
	Findings []cause.Finding // in the order in which to deal with them
}

// Run judges facts by every cause of the catalogue. The verdict does not come
// from the findings but from the predicted path of each module; where the path
// fails and no cause explains it, the finding is "unexplained".
func Run(f *facts.Facts) Diagnosis { return run(f, cause.Catalogue()) }

func run(f *facts.Facts, catalogue []*cause.Cause) Diagnosis {
	outcome := f.Outcome()
	decisive := facts.DecisiveEvidence(f)
	var found []cause.Finding
	for _, c := range catalogue {
		if c.Match == nil {
			continue
		}
		for _, x := range c.Match(f) {
			x.Cause = c.ID
			x.Evidence = onceEach(x.Evidence)
			if x.Severity == "" {
				x.Severity = c.Severity
			}
			if outcome == walk.Fails && slices.ContainsFunc(x.Evidence, func(id evidence.ID) bool { return decisive[id] }) {
				x.Severity = cause.Error
			}
			found = append(found, x)
		}
	}
	found = hide(found, catalogue)
	if outcome == walk.Fails && !slices.ContainsFunc(found, func(x cause.Finding) bool { return x.Severity == cause.Error }) {
		found = append(found, otherwise(f, catalogue)...)
	}
	if outcome == walk.CannotSay && f.Rehearsed() != facts.WorksOnline && !slices.ContainsFunc(found, seen) {
		found = append(otherwise(f, catalogue), found...)
	}
	found = calm(found, f, outcome)
	order.Stable(found, func(a, b cause.Finding) int { return cmp.Compare(b.Severity.Rank(), a.Severity.Rank()) })
	return Diagnosis{Verdict: verdict(f, outcome, found), Findings: found}
}

// otherwise are the findings of the causes that speak where no other does.
func otherwise(f *facts.Facts, catalogue []*cause.Cause) []cause.Finding {
	var out []cause.Finding
	for _, c := range catalogue {
		if c.Otherwise == nil {
			continue
		}
		for _, x := range c.Otherwise(f) {
			x.Cause = c.ID
			if x.Severity == "" {
				x.Severity = c.Severity
			}
			out = append(out, x)
		}
	}
	return out
}

// seen reports whether a finding rests on more than settings: on something that
// was seen, which may be why the rest was not looked at.
func seen(x cause.Finding) bool {
	return slices.ContainsFunc(x.Evidence, func(id evidence.ID) bool { _, setting := id.Setting(); return !setting })
}

// calm lowers errors to warnings where nothing that was asked about fails: an
// error is a failing download, and nothing else is.
func calm(found []cause.Finding, f *facts.Facts, outcome walk.Outcome) []cause.Finding {
	if fails(f, outcome == walk.Fails) {
		return found
	}
	for i := range found {
		if found[i].Severity == cause.Error {
			found[i].Severity = cause.Warning
		}
	}
	return found
}

// fails reports whether the command asked about does not work now: the real go has
// the last word where it was asked.
func fails(f *facts.Facts, walks bool) bool {
	switch f.Rehearsed() {
	case facts.WorksOffline, facts.WorksOnline:
		return false
	case facts.FailsByItself, facts.FailsOverTheNetwork:
		return true
	}
	return walks && !needsNothing(f)
}

// needsNothing reports whether the modules asked about are all in a complete
// vendor directory, so that no download is needed.
func needsNothing(f *facts.Facts) bool {
	if !f.Settings.Module.Vendored || len(f.Queries) == 0 {
		return false
	}
	own := map[string]bool{}
	for _, r := range f.Settings.Module.Requires {
		own[r.Path+"@"+r.Version] = true
	}
	for _, q := range f.Queries {
		if !own[q.String()] {
			return false
		}
	}
	return true
}

func verdict(f *facts.Facts, outcome walk.Outcome, found []cause.Finding) Verdict {
	if fails(f, outcome == walk.Fails) {
		return Broken
	}
	for _, x := range found {
		if x.Severity.Rank() >= cause.Warning.Rank() {
			return Degraded
		}
	}
	return Healthy
}

// hide drops a finding whose whole evidence one of a lower layer cites, one about
// a remedy where there is none, and the second of two findings that say the same.
func hide(found []cause.Finding, catalogue []*cause.Cause) []cause.Finding {
	byID := map[cause.ID]*cause.Cause{}
	for _, c := range catalogue {
		byID[c.ID] = c
	}
	hopeless := slices.ContainsFunc(found, func(x cause.Finding) bool {
		return byID[x.Cause].NoWayAround && x.Severity == cause.Error
	})
	var out []cause.Finding
	for i, x := range found {
		hidden := x.OfRemedy && hopeless || slices.ContainsFunc(found, func(y cause.Finding) bool {
			return y.Cause != x.Cause && byID[y.Cause].Hides(byID[x.Cause]) && covers(y.Evidence, x.Evidence)
		})
		said := slices.ContainsFunc(found[:i], func(y cause.Finding) bool { return y.Cause == x.Cause && y.Target == x.Target })
		if !hidden && !said {
			out = append(out, x)
		}
	}
	return out
}

// onceEach returns evidence without what was cited before, in its order: two
// modules that fail at one place are one piece of evidence.
func onceEach(ids []evidence.ID) []evidence.ID {
	var out []evidence.ID
	have := map[evidence.ID]bool{}
	for _, e := range ids {
		if !have[e] {
			out, have[e] = append(out, e), true
		}
	}
	return out
}

// covers reports whether every element of part is in whole.
func covers(whole, part []evidence.ID) bool {
	for _, p := range part {
		if !slices.Contains(whole, p) {
			return false
		}
	}
	return len(part) > 0
}
