// Package recommend computes the wanted state that makes the modules asked
// about download with the least change. It is pure: what it knows of the
// network are probe results, and what would become of a candidate it learns
// from the same walk by which the verdict is reached.
package recommend

import (
	"context"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Case is what a chooser decides from.
type Case struct {
	Facts    *facts.Facts
	Findings []cause.Finding
	// Unproven are the modules that nothing proves to be public, see [privacy.Unproven].
	Unproven []probe.Query
	// behind are the findings that candidates fix in addition: those that only
	// show once their first repairs are made.
	behind map[*profile.Profile][]cause.Finding
	seen   map[string]bool // the states that were made, by their identity
}

// Option is one way of setting what a chooser is responsible for. The zero
// Option changes nothing.
type Option struct {
	Wants []profile.Want
}

// Chooser offers ways to set one group of settings, the least change first. A
// chooser that has nothing to fix returns none.
type Chooser struct {
	Name   string
	Choose func(*Case) []Option
}

// Choosers returns every chooser, in the order in which a plan shows its changes.
func Choosers() []Chooser {
	return []Chooser{
		{"goenv", chooseGoenv},
		{"goflags", chooseGoflags},
		{"local", chooseLocal},
		{"cachedir", chooseCacheDir},
		{"project", chooseProject},
		{"toolchain", chooseToolchain},
		{"modules", chooseModules},
		{"goprivate", chooseGoprivate},
		{"gonoproxy", chooseGonoproxy},
		{"govcs", chooseGovcs},
		{"goproxy", chooseGoproxy},
		{"gosumdb", chooseGosumdb},
		{"git", chooseGit},
		{"unset", chooseUnset},
	}
}

// maxProfiles bounds what Auto returns: each may have to be proved by running go.
const maxProfiles = 5

// Auto returns the candidate states for these findings, best first: those under
// which every module downloads as far as the results tell, then those of which
// they cannot tell, each group in the order of time lost and of change. After
// them come those that fix some modules and break no other: a module
// that no source has must not prevent a fix for the rest. It returns none if
// nothing that can be written helps, or if there is nothing to fix.
// Once ctx is done it returns those that it has judged.
func Auto(ctx context.Context, f *facts.Facts, findings []cause.Finding) []*profile.Profile {
	offered, _ := Weigh(ctx, f, findings)
	return offered
}

// Dismissed is a state that was judged and is not offered.
type Dismissed struct {
	Wants []profile.Want
	// Outcome is Fails where modules would still fail as the results tell, CannotSay
	// where nothing was measured that tells.
	Outcome walk.Outcome
}

// Weigh is [Auto] and, beside what it offers, what it examined and does not offer: "no
// setting helps" is said of these.
func Weigh(ctx context.Context, f *facts.Facts, findings []cause.Finding) (offered []*profile.Profile, dismissed []Dismissed) {
	c := &Case{Facts: f, Findings: findings, Unproven: privacy.Unproven(f), behind: map[*profile.Profile][]cause.Finding{}, seen: map[string]bool{}}
	first := combine(c)
	for _, p := range first {
		c.seen[identity(p.Wants)] = true
	}
	judged := c.judgeAll(ctx, first, 0)
	// One fault can hide another: a blocked proxy hides that the checksum database
	// is misnamed. What would be found after the first repair is repaired as well.
	for range maxDepth {
		if slices.ContainsFunc(judged, func(j judgement) bool { return j.failing == 0 && j.outcome == walk.Succeeds }) {
			break
		}
		if first = c.deeper(ctx, first); len(first) == 0 {
			break
		}
		judged = append(judged, c.judgeAll(ctx, first, len(judged))...)
	}
	dismissed = c.deadMirrors()
	judged = slices.DeleteFunc(judged, func(j judgement) bool {
		no := j.takes || j.failing > 0 && j.failing >= len(failing(f)) || j.outcome == walk.CannotSay && !j.likely && !c.remedies(j.profile)
		if no && len(dismissed) < maxDismissed {
			dismissed = append(dismissed, Dismissed{Wants: j.profile.Wants, Outcome: j.dismissal()})
		}
		return no
	})
	leastOpen(f, judged)
	order.Stable(judged, judgement.compare)
	allowed := 0
	for _, j := range judged {
		// One that must not be written is named in the report, and takes no place.
		_, err := plan.Diff(f.Settings, j.profile)
		if refused := err != nil; !refused {
			allowed++
		}
		offered = append(offered, j.profile)
		if allowed == maxProfiles || len(offered) == maxRefused+maxProfiles {
			break
		}
	}
	return offered, dismissed
}

// maxDismissed bounds the states that a report names as examined in vain.
const maxDismissed = 20

// maxRefused bounds the states that must not be written and are named.
const maxRefused = 5

// Bounds of the search for hidden faults: how many repairs follow one another, and
// how many states are examined at each depth.
const (
	maxDepth  = 3
	maxStates = 40
)

// judgeAll judges the states that change something, each with the settings that keep paths
// which may be private from servers that do not get them now. Rank is the number of states before them.
func (c *Case) judgeAll(ctx context.Context, profiles []*profile.Profile, rank int) []judgement {
	var out []judgement
	for i, p := range profiles {
		if len(p.Wants) == 0 {
			continue
		}
		kept, ok := c.shielded(ctx, p)
		if ctx.Err() != nil {
			break // what is not known to keep private paths is not offered
		}
		if !ok || kept != p && !c.broken() {
			continue // what is private is the user's to say, unless downloads fail
		}
		if kept != p {
			c.behind[kept] = c.behind[p]
		}
		out = append(out, judge(c.Facts, kept, rank+i))
	}
	return out
}

// deeper returns the states that also fix what would be found under each of
// these; none for a state under which nothing more can be fixed.
func (c *Case) deeper(ctx context.Context, profiles []*profile.Profile) []*profile.Profile {
	var out []*profile.Profile
	for _, p := range profiles[:min(len(profiles), maxStates)] {
		if ctx.Err() != nil {
			return out
		}
		if len(p.Wants) == 0 {
			continue
		}
		then := under(c.Facts, p)
		behind := &Case{Facts: then, Findings: diagnose.Run(then).Findings, Unproven: c.Unproven}
		if len(failing(then)) == 0 && !behind.adds(c.Findings) {
			continue
		}
		for _, more := range combine(behind) {
			wants := override(p.Wants, more.Wants)
			if id := identity(wants); !c.seen[id] {
				c.seen[id] = true
				further := &profile.Profile{Name: p.Name, Wants: wants}
				c.behind[further] = slices.Concat(c.behind[p], behind.Findings)
				out = append(out, further)
			}
		}
	}
	return out
}

// remedies reports whether each setting of a candidate is a remedy of some
// cause that was found, now or after its first repair. Only then is a setting worth
// trying that was not measured.
func (c *Case) remedies(p *profile.Profile) bool {
	found := slices.Concat(c.Findings, c.behind[p])
	return !slices.ContainsFunc(p.Wants, func(w profile.Want) bool {
		return !slices.Contains(ownReasons, w.Reason.ID) && !slices.ContainsFunc(found, func(x cause.Finding) bool {
			entry := cause.Lookup(x.Cause)
			return entry != nil && slices.ContainsFunc(entry.Fixes, func(k settings.Key) bool { return coversKey(k, w.Key) })
		})
	})
}

// ownReasons are the reasons of wants that follow from the go command's own output or
// from the way a value is written.
var ownReasons = []string{reasonLocal, reasonUnproven, reasonGoenv, reasonCorrected, reasonFlag}

// broken reports whether downloads fail: those that the walks predict, or the person's
// own command where the real go met the fault at an entry of GOPROXY.
func (c *Case) broken() bool {
	return c.Facts.Outcome() == walk.Fails || slices.ContainsFunc(c.Facts.Config().GOPROXY.Entries, c.blamed)
}

// fixedBy reports whether a cause was found that the setting can fix.
func (c *Case) fixedBy(k settings.Key) bool {
	return slices.ContainsFunc(c.Findings, func(x cause.Finding) bool {
		entry := cause.Lookup(x.Cause)
		return entry != nil && slices.ContainsFunc(entry.Fixes, func(fix settings.Key) bool { return coversKey(fix, k) })
	})
}

// coversKey reports whether a cause's fix, which may hold one asterisk, is about a key.
func coversKey(fix, k settings.Key) bool {
	before, after, star := strings.Cut(fix.Name, "*")
	if fix.Tool != k.Tool || !star {
		return fix == k
	}
	return strings.HasPrefix(k.Name, before) && strings.HasSuffix(k.Name, after)
}

// has reports whether a finding of one of these causes is there.
func (c *Case) has(ids ...cause.ID) bool {
	return slices.ContainsFunc(c.Findings, func(x cause.Finding) bool { return slices.Contains(ids, x.Cause) })
}
