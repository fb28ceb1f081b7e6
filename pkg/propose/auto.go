package propose

import (
	"cmp"
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// auto is the name of the profile that is computed.
const auto = "auto"

// Auto chooses the best candidate that the real go command agrees with. Where
// none is proved, the first that was not refuted is chosen: either time ran out,
// or go could not be asked, and the verification after writing decides. Its
// error is that of a cancelled context, or a fault of a candidate's maker.
func (c *Chooser) Auto(ctx context.Context, candidates []*profile.Profile) (Choice, error) {
	out, err := c.auto(ctx, candidates)
	out.Consents = out.Plan.Consents(c.Facts.Settings, c.Agreed)
	return out, err
}

func (c *Chooser) auto(ctx context.Context, candidates []*profile.Profile) (Choice, error) {
	proposals, rejected, err := Candidates(c.Facts, candidates)
	out := Choice{Proposal: Proposal{Plan: plan.Plan{Profile: auto}}, Rejected: rejected}
	if err != nil || len(proposals) == 0 {
		return out, err
	}
	// What changes only the user's own files is tried first.
	order.Stable(proposals, func(x, y Proposal) int {
		return cmp.Compare(len(x.Plan.Consents(c.Facts.Settings, c.Agreed)), len(y.Plan.Consents(c.Facts.Settings, c.Agreed)))
	})
	if c.Unproved {
		out.Proposal = proposals[0]
		return out, nil
	}
	chosen, refuted, err := c.firstProved(ctx, proposals)
	switch {
	case err != nil:
		return Choice{}, err
	case chosen != nil:
		out.Proposal = *chosen
	default:
		out.Tried = refuted // nothing helps; what go said is worth showing
	}
	return out, nil
}

// firstProved proves one proposal after the other. It returns the first that is
// proved, whose mirrors pass what package measure checks, and under which the person's
// own command works, else the first that is
// proved, else the first that is open, and else those that were refuted as the
// second result.
func (c *Chooser) firstProved(ctx context.Context, proposals []Proposal) (chosen *Proposal, refuted []Proposal, err error) {
	end := c.World.Now().Add(c.limit(allProofs))
	var open, half *Proposal
	for i := range proposals {
		x := &proposals[i]
		unfit := c.measuring(ctx, x.Plan)
		answer, err := c.prove(ctx, x, share(end.Sub(c.World.Now()), len(proposals)-i))
		flawed := unfit()
		if err != nil {
			return nil, nil, err
		}
		switch answer {
		case yes:
			x.Rehearsal = c.World.Rehearse(ctx, Trial{Plan: x.Plan, Limit: share(end.Sub(c.World.Now()), len(proposals)-i)})
			if ctx.Err() != nil {
				return nil, nil, ctx.Err()
			}
			if !x.CommandFails() && !flawed {
				return x, nil, nil
			}
			if half == nil {
				half = x
			}
		case no:
			refuted = append(refuted, *x)
		case unsaid:
			if open != nil || half != nil || c.Within != 0 && !c.World.Now().Before(end) {
				if open == nil {
					open = x
				}
				continue
			}
			open = x
			if err := c.proveForHelped(ctx, x); err != nil || x.Proven != nil {
				return x, nil, err
			}
		}
	}
	if half != nil {
		return half, nil, nil
	}
	if open != nil {
		return open, nil, nil
	}
	return nil, refuted, nil
}

// share is the time for the next of several proofs: half of what is left, so that
// the others have their turn, and all of it for the last.
func share(left time.Duration, proofs int) time.Duration {
	if proofs > 1 {
		return left / 2
	}
	return left
}

// answer is what the real go command says of a proposal.
type answer int

const (
	unsaid answer = iota // it was not asked, or had no time to end
	yes
	no
)

// prove asks the real go command for the modules that x is said to help.
func (c *Chooser) prove(ctx context.Context, x *Proposal, limit time.Duration) (answer, error) {
	return c.proveWithout(ctx, x, limit, nil)
}

// proveWithout is prove in an environment without some variables.
func (c *Chooser) proveWithout(ctx context.Context, x *Proposal, limit time.Duration, without []settings.Setting) (answer, error) {
	t := Trial{Plan: x.Plan, Queries: c.helped(x.Left), Limit: limit}
	for _, s := range without {
		t.Without = append(t.Without, s.Key.Name)
	}
	proof, late := c.World.Try(ctx, t)
	if ctx.Err() != nil {
		return unsaid, ctx.Err()
	}
	x.Proof = proof
	switch {
	case proof.OK:
		x.Proven = &proof.OK
		return yes, nil
	case proof.Tried && !late:
		return no, nil
	}
	return unsaid, nil
}

// proveForHelped examines where a plan would lead when its proof does not end: go
// may wait for minutes for one module that no source serves. The modules that
// would still fail are left out, and the plan is proved for the others.
func (c *Chooser) proveForHelped(ctx context.Context, x *Proposal) error {
	asked := c.Facts.Queries
	if len(x.Left) > 0 || len(asked) < 2 {
		return nil
	}
	then, err := c.World.Look(ctx, recommend.Applied(c.Facts.Settings, x.Wanted), asked)
	if err != nil {
		return err
	}
	left := recommend.Remaining(then, &profile.Profile{})
	if len(left) == 0 || len(left) >= len(asked) {
		return nil
	}
	x.Left = left
	proof, _ := c.World.Try(ctx, Trial{Plan: x.Plan, Queries: c.helped(left), Limit: againProof})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if proof.OK {
		x.Proof, x.Proven = proof, &proof.OK
	}
	return nil
}
