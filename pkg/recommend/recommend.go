// Package recommend computes the wanted state that makes the modules asked
// about download with the least change. It is pure: what it knows of the
// network are probe results, and what would become of a candidate it learns
// from the same walk by which the verdict is reached.
package recommend

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
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
	c := &Case{Facts: f, Findings: findings, Unproven: privacy.Unproven(f), behind: map[*profile.Profile][]cause.Finding{}}
	first := combine(c)
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
	judged = slices.DeleteFunc(judged, func(j judgement) bool {
		return j.takes || j.failing > 0 && j.failing >= len(failing(f)) || j.outcome == walk.CannotSay && !j.likely && !c.remedies(j.profile)
	})
	slices.SortStableFunc(judged, judgement.compare)
	var out []*profile.Profile
	allowed := 0
	for _, j := range judged {
		// One that must not be written is named in the report, and takes no place.
		_, err := plan.Diff(f.Settings, j.profile)
		if refused := err != nil; !refused {
			allowed++
		}
		out = append(out, j.profile)
		if allowed == maxProfiles || len(out) == maxRefused+maxProfiles {
			break
		}
	}
	return out
}

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
		if !ok || kept != p && c.Facts.Outcome() != walk.Fails {
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
			if wants := join(p.Wants, more.Wants); len(wants) > len(p.Wants) {
				further := &profile.Profile{Name: p.Name, Wants: wants}
				c.behind[further] = slices.Concat(c.behind[p], behind.Findings)
				out = append(out, further)
			}
		}
	}
	return out
}

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

// judgement is what the results say of a candidate.
type judgement struct {
	profile *profile.Profile
	outcome walk.Outcome  // of the modules that do not fail
	failing int           // how many do
	takes   bool          // whether one of them works now
	likely  bool          // all that the results do not tell is what git meets at hosts that prove themselves
	cost    time.Duration // what the go command would wait for dead entries, all modules together
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

// Applied returns the snapshot as it will be once the profile is written:
// stronger layers, which gofix-net never writes, keep hiding what they hide today.
func Applied(s *settings.Snapshot, p *profile.Profile) *settings.Snapshot {
	out := *s
	out.Layers = slices.Clone(s.Layers)
	for _, w := range p.Wants {
		switch {
		case w.Remove != nil:
			out.Layers = slices.DeleteFunc(out.Layers, func(l settings.Setting) bool {
				return l.Key == w.Key && l.Value == *w.Remove && (w.File == "" || l.File == w.File)
			})
		default:
			out.Layers = replace(out.Layers, w, s)
		}
	}
	out.Layers = slices.DeleteFunc(out.Layers, settings.Setting.Derived) // GOPRIVATE may be another one now
	return &out
}

// replace puts the wanted value into the layer that its tool writes, behind the
// layers that are stronger.
func replace(layers []settings.Setting, w profile.Want, s *settings.Snapshot) []settings.Setting {
	origin, file, strong := settings.GoenvFile, s.Goenv.Path, []settings.Origin{settings.OSEnv}
	if w.Key.Tool == settings.GitConfig {
		origin, file = settings.GitGlobal, s.Git.GlobalFile
		strong = []settings.Origin{settings.GitCommand, settings.GitWorktree, settings.GitLocal}
	}
	layers = slices.DeleteFunc(layers, func(l settings.Setting) bool { return l.Key == w.Key && l.Origin == origin })
	if w.Value == nil || w.Key.Tool == settings.GoEnv && s.Goenv.Off {
		return layers // GOENV=off: what is written there is not read
	}
	at := slices.IndexFunc(layers, func(l settings.Setting) bool { return l.Key == w.Key && !slices.Contains(strong, l.Origin) })
	if at < 0 {
		at = len(layers)
	}
	return slices.Insert(layers, at, settings.Setting{Key: w.Key, Value: *w.Value, Origin: origin, File: file})
}
