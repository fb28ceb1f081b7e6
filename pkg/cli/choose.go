package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// proposal is the change that is put to the user.
type proposal struct {
	plan plan.Plan
	// wanted is the state that it leads to; nil for a stored profile.
	wanted *profile.Profile
	// left are the modules that it does not help.
	left []recommend.Left
	// proven is true once the real go has downloaded the modules under it,
	// false if that failed, nil if it was not tried or not finished in time.
	proven *bool
	proof  prove.Proof
	// tried is the best candidate that the real go refuted, where none was proved.
	tried *proposal
	// refused is why a named profile is not written.
	refused error
	// hopeless says of a named profile that downloads fail without it and with
	// it: it is written all the same, and nothing is gained by waiting for a
	// verification.
	hopeless bool
}

// proofTime bounds all proofs of one apply together, so that the whole ends
// within 20 s where most hosts are dead. A proof that is merely slow is not a
// refutation: see best.
const proofTime = 14 * time.Second

// choose finds the change to propose: of a stored profile its own difference,
// otherwise the best candidate that the real go agrees with.
func (a *applying) choose(ctx context.Context, stored *profile.Profile) error {
	if stored != nil {
		return a.chooseStored(ctx, stored)
	}
	a.chosen.plan.Profile = "auto"
	var plans []proposal
	for _, c := range a.found.Candidates {
		d, err := plan.Diff(a.found.Facts.Settings, c)
		var forbidden *plan.ForbiddenError
		switch {
		case errors.As(err, &forbidden):
			continue // a candidate that would weaken something is none
		case err != nil:
			return err
		case !d.Empty():
			plans = append(plans, proposal{plan: d, wanted: c, left: recommend.Remaining(a.found.Facts, c)})
		}
	}
	if len(plans) == 0 {
		return nil
	}
	if a.f.noVerify {
		a.chosen = plans[0]
		return nil
	}
	return a.best(ctx, plans)
}

// best proves one plan after the other and takes the first that the real go
// agrees with. Where none is proved, the first that was not refuted stays:
// either time ran out, or go could not be asked; its verification decides.
func (a *applying) best(ctx context.Context, plans []proposal) error {
	end := time.Now().Add(proofTime)
	var open, failed *proposal
	for i := range plans {
		x := &plans[i]
		left := time.Until(end)
		if i < len(plans)-1 {
			left /= 2
		}
		proof, late := a.prove(ctx, x.plan, a.helped(x.left), left)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		x.proof = proof
		switch {
		case proof.OK:
			x.proven = &proof.OK
			a.chosen = *x
			return nil
		case proof.Tried && !late:
			if failed == nil {
				failed = x
			}
		case open == nil:
			if err := a.lookUnder(ctx, x); err != nil {
				return err
			}
			if x.proven != nil {
				a.chosen = *x
				return nil
			}
			open = x
		}
	}
	switch {
	case open != nil:
		a.chosen = *open
	case failed != nil:
		a.chosen.tried = failed // nothing helps; what go said is worth showing
	}
	return nil
}

// lookUnder looks where a plan would lead when its proof does not end: go may wait
// for minutes for one module that nobody serves. Those that would still fail are left
// out, and the plan is proved for the others.
func (a *applying) lookUnder(ctx context.Context, x *proposal) error {
	if len(x.left) > 0 || len(a.found.Facts.Queries) < 2 {
		return nil
	}
	then, err := doctor.Under(ctx, a.p.Machine, a.options, recommend.Applied(a.found.Facts.Settings, x.wanted), a.found.Facts.Queries)
	if err != nil {
		return err
	}
	left := recommend.Remaining(then, &profile.Profile{})
	if len(left) == 0 || len(left) >= len(a.found.Facts.Queries) {
		return nil
	}
	x.left = left
	proof, _ := a.prove(ctx, x.plan, a.helped(left), againTime)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if proof.OK {
		x.proof, x.proven = proof, &proof.OK
	}
	return nil
}

// againTime bounds the proof for the modules that a plan does help.
const againTime = 3 * time.Second

// helped are the modules asked about without those that a plan does not help.
func (a *applying) helped(left []recommend.Left) []probe.Query {
	return slices.DeleteFunc(slices.Clone(a.found.Facts.Queries), func(q probe.Query) bool {
		return slices.ContainsFunc(left, func(l recommend.Left) bool { return l.Query == q })
	})
}

func (a *applying) prove(ctx context.Context, d plan.Plan, queries []probe.Query, limit time.Duration) (proof prove.Proof, late bool) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	proof = prove.Prove(limited, a.p.Machine, a.found.Facts.Settings, d, queries)
	return proof, !proof.OK && limited.Err() != nil && ctx.Err() == nil
}

// chooseStored proposes a stored profile. It is written whether or not something
// is broken; only where downloads work now and would not with it, it is refused.
func (a *applying) chooseStored(ctx context.Context, stored *profile.Profile) error {
	a.chosen.plan.Profile = stored.Name
	fitted, err := profile.Adopt(stored, a.found.Facts.Settings, func(u settings.Value) bool {
		return recommend.Replaceable(a.found.Facts, u)
	})
	if err != nil {
		a.chosen.refused = err
		return nil
	}
	d, err := plan.Diff(a.found.Facts.Settings, fitted)
	if err != nil {
		a.chosen.refused = err
		return nil
	}
	a.chosen.plan = d
	if d.Empty() || a.f.noVerify {
		return nil
	}
	broken := a.found.Facts.Outcome() == route.Fails
	if broken && a.found.Facts.With(recommend.Applied(a.found.Facts.Settings, fitted)).Outcome() == route.Fails {
		// Known without asking go, which may wait half a minute for each file.
		a.chosen.proven, a.chosen.hopeless = new(bool), true
		return nil
	}
	proof, late := a.prove(ctx, d, a.found.Facts.Queries, storedProofTime)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	a.chosen.proof = proof
	switch {
	case proof.OK:
		a.chosen.proven = &proof.OK
	case proof.Tried && !late:
		a.chosen.proven = new(bool)
		a.chosen.hopeless = broken
		if !broken && !a.f.dryRun {
			a.chosen.refused = errors.New(a.texts.T("apply.unproven", map[string]string{"profile": stored.Name, "error": firstFailure(proof)}))
			a.chosen.plan = plan.Plan{Profile: stored.Name}
		}
	}
	return nil
}

// storedProofTime bounds the proof of a stored profile, which has no rival that
// waits for its turn.
const storedProofTime = 30 * time.Second

func firstFailure(p prove.Proof) string {
	if len(p.Failed) > 0 {
		return p.Failed[0].Query.String() + ": " + p.Failed[0].Error
	}
	if p.Err != nil {
		return p.Err.Error()
	}
	return ""
}
