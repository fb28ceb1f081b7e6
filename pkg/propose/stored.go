package propose

import (
	"context"
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// UnprovenError means that downloads work now, and would not with a stored profile.
type UnprovenError struct {
	Profile string
	Proof   prove.Proof
	// FromCache says that the profile serves modules from the module cache, which does
	// not have all of them.
	FromCache bool
}

func (e *UnprovenError) Error() string {
	return fmt.Sprintf("the go command cannot download the modules with profile %s: %s", e.Profile, Reason(e.Proof))
}

// ExposedError means that a stored profile would send the path of a module that may be
// private to a server that does not get it now, and that no pattern can prevent it.
type ExposedError struct {
	Profile string
	Module  probe.Query
}

func (e *ExposedError) Error() string {
	return fmt.Sprintf("profile %s would show %s, which may be private, to servers that do not know of it: name it in GOPRIVATE first", e.Profile, e.Module)
}

// Stored chooses a stored profile, together with the patterns that keep paths which
// may be private from the servers that it adds. It is written whether or not something is
// broken; only where downloads work now and would not with it, it is refused. A
// dry run shows it nevertheless. The error is that of a cancelled context.
func (c *Chooser) Stored(ctx context.Context, stored *profile.Profile, dryRun bool) (Choice, error) {
	fitted, err := profile.Adopt(stored, c.Facts.Settings, func(u settings.Value) bool { return recommend.Replaceable(c.Facts, u) })
	if err != nil {
		return Choice{Proposal: Proposal{Plan: plan.Plan{Profile: stored.Name}}, Refused: err}, nil
	}
	out, err := c.named(ctx, fitted, dryRun)
	if unproven, ok := errtype.As[*UnprovenError](out.Refused); ok {
		unproven.FromCache = stored.FromCache()
	}
	return out, err
}

// named is the way from a state that fits the machine to a choice: shielded, as a
// difference, and tried.
func (c *Chooser) named(ctx context.Context, fitted *profile.Profile, dryRun bool) (Choice, error) {
	name := fitted.Name
	nothing := plan.Plan{Profile: name}
	out := Choice{Proposal: Proposal{Plan: nothing}}
	fitted, exposed := recommend.Shield(ctx, c.Facts, fitted)
	if len(exposed) > 0 {
		out.Refused = &ExposedError{name, exposed[0]}
		return out, nil
	}
	d, err := plan.Diff(c.Facts.Settings, fitted)
	if err != nil {
		out.Refused = err
		return out, nil
	}
	out.Plan, out.Consents, out.Shadowed = d, d.Consents(c.Facts.Settings, c.Agreed), Shadowed(c.Facts.Settings, fitted)
	if d.Empty() || c.Unproved {
		return out, nil
	}
	broken := c.Facts.Outcome() == walk.Fails
	if broken && len(out.Shadowed) == 0 && c.Facts.With(recommend.Applied(c.Facts.Settings, fitted)).Outcome() == walk.Fails {
		// Known without asking go, which may wait half a minute for each file.
		out.Proven, out.Hopeless = new(bool), true
		return out, nil
	}
	answer, err := c.proveWithout(ctx, &out.Proposal, c.limit(storedProof), out.Shadowed)
	if err != nil || answer != no {
		return out, err
	}
	out.Proven, out.Hopeless = new(bool), broken
	if !broken && !dryRun {
		out.Refused, out.Plan = &UnprovenError{Profile: name, Proof: out.Proof}, nothing
	}
	return out, nil
}

// Reason is what the go command said first in a proof that failed, or why it could
// not be asked; "" where neither is known.
func Reason(p prove.Proof) string {
	if len(p.Failed) > 0 {
		return p.Failed[0].Query.String() + ": " + p.Failed[0].Error
	}
	if p.Err != nil {
		return p.Err.Error()
	}
	return ""
}
