package apply

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/prove"
)

// finish verifies what was written and closes the entry.
func (r *run) finish(ctx context.Context) (Outcome, error) {
	if !r.NoVerify {
		r.at("verify")
		r.out.Proof = r.check(ctx)
		if errors.Is(ctx.Err(), context.Canceled) {
			return r.rollBack(ctx.Err())
		}
		if r.out.Proof.Tried {
			r.out.Verified = &r.out.Proof.OK
		}
		if r.out.Proof.Tried && !r.out.Proof.OK && !r.noWorse() {
			return r.rollBack(ErrVerification)
		}
	}
	r.at("verified")
	r.entry.State = journal.Committed
	if err := r.journal.Save(r.entry); err != nil {
		r.entry.State = journal.Pending
		return r.rollBack(err)
	}
	r.at("committed")
	_ = r.journal.Prune() // old entries are no reason to fail
	return r.out, nil
}

func (r *run) check(ctx context.Context) prove.Proof {
	if r.VerifyTimeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.VerifyTimeout)
		defer cancel()
	}
	if r.verify != nil {
		return r.verify(ctx)
	}
	return prove.Baseline(ctx, r.Machine, r.Settings, r.Queries)
}

// noWorse reports whether everything that fails now failed before.
func (r *run) noWorse() bool {
	if r.Before == nil || !r.Before.Tried {
		return false
	}
	return !slices.ContainsFunc(r.out.Proof.Failed, func(f prove.Failure) bool {
		return !slices.ContainsFunc(r.Before.Failed, func(b prove.Failure) bool { return b.Query == f.Query })
	})
}

// rollBack puts the files back after an error. Bytes first; if another
// program has written a file in the same moment, key by key.
func (r *run) rollBack(cause error) (Outcome, error) {
	r.at("rollback")
	_, err := r.takeBack(true)
	if err != nil {
		return r.out, fmt.Errorf("%w; and taking it back failed: %w; try: gofix-net undo %s", cause, err, r.entry.ID)
	}
	r.at("restored")
	r.entry.State = journal.RolledBack
	r.out.RolledBack = true
	if err := r.journal.Save(r.entry); err != nil {
		return r.out, fmt.Errorf("%w; it was taken back, but the journal could not be written: %w", cause, err)
	}
	return r.out, cause
}

func (r *run) takeBack(force bool) (Undone, error) {
	u := &undo{Options: r.Options, entry: r.entry, journal: r.journal}
	return u.restore(force)
}
