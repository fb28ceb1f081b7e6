package recommend

import (
	"cmp"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// judgement is what the results say of a candidate.
type judgement struct {
	profile *profile.Profile
	outcome walk.Outcome  // of the modules that do not fail
	failing int           // how many do
	takes   bool          // whether one of them works now
	likely  bool          // all that the results do not tell is what git meets at hosts that prove themselves
	cost    time.Duration // what the go command would wait for dead entries, all modules together
	open    int           // what would still be found that a setting fixes; see [leastOpen]
	rank    int           // the place in the choosers' own order: less change first
}

func judge(f *facts.Facts, p *profile.Profile, rank int) judgement {
	then := under(f, p)
	j := judgement{profile: p, outcome: walk.Succeeds, likely: true, rank: rank}
	lost := failing(f)
	for _, w := range then.Walks() {
		if w.Outcome == walk.Fails {
			j.failing++
			j.takes = j.takes || !slices.Contains(lost, w.Query)
			continue
		}
		j.cost += w.Cost
		if w.Outcome == walk.CannotSay {
			j.outcome = walk.CannotSay
			j.likely = j.likely && likely(then, w)
		}
	}
	return j
}

// dismissal is why a state is not offered.
func (j judgement) dismissal() walk.Outcome {
	if j.failing > 0 {
		return walk.Fails
	}
	return j.outcome
}

// leastOpen counts, for the best of the candidates, the findings that they would leave
// although a setting fixes them. Among candidates that work equally well, the one that
// leaves least is right: else a second run would change something again.
func leastOpen(f *facts.Facts, judged []judgement) {
	if len(judged) == 0 {
		return
	}
	best := slices.MinFunc(judged, judgement.compare)
	for i := range judged {
		if j := &judged[i]; j.failing == best.failing && j.order() == best.order() && j.cost == best.cost {
			j.open = fixable(diagnose.Run(under(f, j.profile)).Findings)
		}
	}
}

// fixable counts the findings of weight that a setting fixes.
func fixable(found []cause.Finding) int {
	n := 0
	for _, x := range found {
		if entry := cause.Lookup(x.Cause); entry != nil && len(entry.Fixes) > 0 && x.Severity.Rank() >= cause.Warning.Rank() {
			n++
		}
	}
	return n
}

// under returns the facts as they would be under a wanted state.
func under(f *facts.Facts, p *profile.Profile) *facts.Facts {
	then := f.With(Applied(f.Settings, p))
	// A Go release is asked about only where the settings lead to one.
	if sw := then.Config().Switch(); sw.Query != f.Config().Switch().Query {
		then.Queries = slices.DeleteFunc(slices.Clone(f.Queries), func(q probe.Query) bool { return q == f.Config().Switch().Query })
	}
	if slices.ContainsFunc(p.Wants, func(w profile.Want) bool { return w.Key == settings.Go("GOMODCACHE") }) {
		then = then.PastDisk()
	}
	blamed := f.BlamedLocally()
	if slices.ContainsFunc(p.Wants, func(w profile.Want) bool { return w.Reason.ID == reasonLocal || w.Key == settings.Go(blamed) }) {
		return then.PastLocal()
	}
	return then
}

// failing returns the queries that fail under the settings of f.
func failing(f *facts.Facts) []probe.Query {
	var out []probe.Query
	for _, w := range f.Walks() {
		if w.Outcome == walk.Fails {
			out = append(out, w.Query)
		}
	}
	return out
}

// Left is a module that would still fail under a wanted state, and why.
type Left struct {
	Query probe.Query
	Why   cause.Finding
}

// Remaining returns the modules that a wanted state does not help, each with
// what would then be found about it.
func Remaining(f *facts.Facts, p *profile.Profile) []Left {
	then := under(f, p)
	var out []Left
	for _, q := range failing(then) {
		one := &facts.Facts{Settings: then.Settings, Queries: []probe.Query{q}, Results: then.Results}
		for _, x := range diagnose.Run(one).Findings {
			if x.Severity == cause.Error {
				out = append(out, Left{q, x})
				break
			}
		}
	}
	return out
}

// likely reports whether a walk's outcome is open only because git was not run
// for an origin, such as one to which a broken rule leads no more, whose
// certificate was verified in the same run.
func likely(f *facts.Facts, w walk.Path) bool {
	for _, h := range w.Hops {
		if h.State != walk.Unknown {
			continue
		}
		at, err := route.HostPort(h.URL)
		if h.Op != walk.OpGit || err != nil {
			return false
		}
		if r := f.Handshake(at, h.Via); r == nil || r.Status != probe.OK {
			return false
		}
	}
	return true
}

func (j judgement) compare(o judgement) int {
	return cmp.Or(
		cmp.Compare(j.failing, o.failing),
		cmp.Compare(j.order(), o.order()),
		cmp.Compare(j.cost, o.cost),
		cmp.Compare(j.open, o.open),
		cmp.Compare(j.rank, o.rank),
	)
}

// order puts what surely or likely works first: among those the least change wins.
func (j judgement) order() int {
	switch {
	case j.outcome == walk.Succeeds, j.outcome == walk.CannotSay && j.likely:
		return 0
	case j.outcome == walk.CannotSay:
		return 1
	}
	return 2
}
