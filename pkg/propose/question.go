package propose

import (
	"context"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// QuestionKind says what a person is asked.
type QuestionKind string

// The kinds of questions. A yes to either leads to a change; a no changes nothing.
const (
	// ProxyGone: has this company's module proxy nothing to do with the person any more?
	ProxyGone QuestionKind = "proxy-gone"
	// ModulePrivate: is this module, which no public server has, private?
	ModulePrivate QuestionKind = "module-private"
)

// Question is what only a person can say about a machine.
type Question struct {
	Kind QuestionKind
	// Subject is the proxy as GOPROXY names it, or the prefix of the module's path.
	Subject settings.Value
	// Wanted is the state that follows from a yes.
	Wanted *profile.Profile
}

// Questions returns what is to be asked where no change could be recommended without
// knowing it, the most important first.
func Questions(f *facts.Facts, findings []cause.Finding) []Question {
	var out []Question
	if q, ok := proxyGone(f); ok {
		out = append(out, q)
	}
	for _, x := range findings {
		if x.Cause != cause.ModuleNotFound {
			continue
		}
		if q, ok := modulePrivate(f, x.Target); ok && !slices.ContainsFunc(out, func(o Question) bool { return o.Subject == q.Subject }) {
			out = append(out, q)
		}
	}
	return out
}

// proxyGone asks about the proxy at which downloads stop, if it may belong to a
// company and the modules may be downloaded without it.
func proxyGone(f *facts.Facts) (Question, bool) {
	key := settings.Go("GOPROXY")
	if f.Settings.Effective(key).Origin == settings.OSEnv {
		return Question{}, false // what is written has no effect
	}
	for _, w := range f.Walks() {
		if w.Outcome != walk.Fails || w.Stop < 0 {
			continue
		}
		e := w.Hops[w.Stop].Entry
		if e.Kind != route.Proxy || mirror.IsPublic(e.URL) {
			continue
		}
		instead := f.InsteadOf(e.Name())
		if instead.Value == "" || instead.Outcome == walk.Fails {
			return Question{}, false
		}
		return Question{ProxyGone, settings.Value(e.Name()), answered(key, instead.Value)}, true
	}
	return Question{}, false
}

// modulePrivate asks about a module that no server has, if GOPRIVATE can be written.
func modulePrivate(f *facts.Facts, path string) (Question, bool) {
	key := settings.Go("GOPRIVATE")
	in := f.Settings.Effective(key)
	if in.Origin == settings.OSEnv {
		return Question{}, false
	}
	prefix := facts.ModulePrefix(path)
	value := strings.Trim(in.Value.Reveal()+","+prefix, ",")
	return Question{ModulePrivate, settings.Value(prefix), answered(key, value)}, true
}

// answered is the state in which one variable has a value.
func answered(key settings.Key, value string) *profile.Profile {
	v := settings.Value(value)
	return &profile.Profile{Name: "auto", Wants: []profile.Want{{Key: key, Value: &v}}}
}

// Answered chooses the state that follows from a person's answer, as [Chooser.Stored]
// chooses a profile. The error is that of a cancelled context.
func (c *Chooser) Answered(ctx context.Context, q Question) (Choice, error) {
	return c.named(ctx, q.Wanted, false)
}
