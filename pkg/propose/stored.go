package propose

import (
	"context"
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// UnprovenError means that downloads work now, and would not with a stored profile.
type UnprovenError struct {
	Profile string
	Proof   prove.Proof
}

func (e *UnprovenError) Error() string {
	return fmt.Sprintf("the go command cannot download the modules with profile %s: %s", e.Profile, Reason(e.Proof))
}

// Stored chooses a stored profile. It is written whether or not something is
// broken; only where downloads work now and would not with it, it is refused. A
// dry run shows it nevertheless. The error is that of a cancelled context.
func (c *Chooser) Stored(ctx context.Context, stored *profile.Profile, dryRun bool) (Choice, error) {
	nothing := plan.Plan{Profile: stored.Name}
	out := Choice{Proposal: Proposal{Plan: nothing}}
	fitted, err := profile.Adopt(stored, c.Facts.Settings, func(u settings.Value) bool { return recommend.Replaceable(c.Facts, u) })
	if err != nil {
		out.Refused = err
		return out, nil
	}
	d, err := plan.Diff(c.Facts.Settings, fitted)
	if err != nil {
		out.Refused = err
		return out, nil
	}
	out.Plan = d
	if d.Empty() || c.Unproved {
		return out, nil
	}
	broken := c.Facts.Outcome() == route.Fails
	if broken && c.Facts.With(recommend.Applied(c.Facts.Settings, fitted)).Outcome() == route.Fails {
		// Known without asking go, which may wait half a minute for each file.
		out.Proven, out.Hopeless = new(bool), true
		return out, nil
	}
	answer, err := c.prove(ctx, &out.Proposal, storedProof)
	if err != nil || answer != no {
		return out, err
	}
	out.Proven, out.Hopeless = new(bool), broken
	if !broken && !dryRun {
		out.Refused, out.Plan = &UnprovenError{stored.Name, out.Proof}, nothing
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
