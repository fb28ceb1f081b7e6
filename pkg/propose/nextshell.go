package propose

import (
	"context"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Hidden returns the variables that start-up files will give to the user's next
// shell, and that hide there what a plan writes: this process does not have
// them. shell is the name of the user's shell, "" for the usual one.
func Hidden(s *settings.Snapshot, p plan.Plan, shell string) []settings.Definition {
	var out []settings.Definition
	for _, c := range p.Changes {
		if c.Key.Tool != settings.GoEnv {
			continue
		}
		if d, ok := s.NextShell(c.Key.Name, shell); ok && (c.To == nil || *c.To != d.Value) {
			out = append(out, d)
		}
	}
	return out
}

// Shadowed returns the variables of this environment that hide what a profile wants
// of the same settings.
func Shadowed(s *settings.Snapshot, p *profile.Profile) []settings.Setting {
	var out []settings.Setting
	for _, w := range p.Wants {
		in := s.In(w.Key, settings.OSEnv)
		if w.Key.Tool == settings.GoEnv && in.Set() && (w.Value == nil || *w.Value != in.Value) {
			out = append(out, in)
		}
	}
	return out
}

// NextShell returns the variables of the user's next shell with which the modules
// cannot be downloaded, after x was written; none where they can be.
func (c *Chooser) NextShell(ctx context.Context, x Proposal, shell string) []settings.Definition {
	hidden := Hidden(c.Facts.Settings, x.Plan, shell)
	if len(hidden) == 0 {
		return nil
	}
	proof, _ := c.World.Try(ctx, Trial{Variables: hidden, Queries: c.helped(x.Left), Limit: allProofs})
	if proof.OK {
		return nil
	}
	return hidden
}

// Now asks the real go command under the settings as they are. late says that it
// did not end in time.
func (c *Chooser) Now(ctx context.Context) (proof prove.Proof, late bool) {
	return c.World.Try(ctx, Trial{Queries: c.Facts.Queries, Limit: allProofs})
}

// Command has the person's own command rehearsed under the settings as they are.
func (c *Chooser) Command(ctx context.Context) prove.Rehearsal {
	return c.World.Rehearse(ctx, Trial{Limit: allProofs})
}

// Borrowed returns the variable without which downloads would not work, and that
// no start-up file sets: another shell may not have it. An unset Setting is none.
func Borrowed(f *facts.Facts) settings.Setting {
	if f.Outcome() != walk.Succeeds {
		return settings.Setting{}
	}
	for _, name := range []string{"GOPROXY", "GOSUMDB", "GOFLAGS", "GOTOOLCHAIN"} {
		k := settings.Go(name)
		s := f.Settings.In(k, settings.OSEnv)
		if by, _ := f.Settings.SetBy(name, s.Value); !s.Set() || len(by) > 0 {
			continue
		}
		if f.With(f.Settings.Without(k, settings.OSEnv)).Outcome() == walk.Fails {
			return s
		}
	}
	return settings.Setting{}
}
