package propose

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
)

// Candidates returns a proposal for each candidate state that changes something,
// in their order, and why others must not be written. Nothing is proved yet. Its
// error is a fault of a candidate's maker.
func Candidates(f *facts.Facts, candidates []*profile.Profile) ([]Proposal, []*plan.ForbiddenError, error) {
	var proposals []Proposal
	var rejected []*plan.ForbiddenError
	for _, c := range candidates {
		d, err := plan.Diff(f.Settings, c)
		if forbidden, ok := errtype.As[*plan.ForbiddenError](err); ok {
			if !slices.ContainsFunc(rejected, func(x *plan.ForbiddenError) bool { return *x == *forbidden }) {
				rejected = append(rejected, forbidden)
			}
			continue
		}
		if err != nil {
			return nil, nil, err
		}
		if !d.Empty() {
			proposals = append(proposals, Proposal{Plan: d, Wanted: c, Left: recommend.Remaining(f, c)})
		}
	}
	return proposals, rejected, nil
}
