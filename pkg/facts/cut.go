package facts

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// Cut is why a request that the go command makes may not have been tested.
type Cut string

// The reasons. Untested is none of the others: gofix-net does not make the request.
const (
	Untested    Cut = ""
	Interrupted Cut = "interrupted" // by a person
	OutOfTime   Cut = "time"        // the time-out of the run was over
	LeftOut     Cut = "left-out"    // only some kinds of probes were wanted
)

// Cut says what kept the run from testing everything.
func (f *Facts) Cut() Cut {
	skipped := func(why string) bool {
		return slices.ContainsFunc(f.Results, func(r probe.Result) bool { return r.Status == probe.Skip && r.Detail == why })
	}
	switch {
	case skipped(probe.Interrupted):
		return Interrupted
	case skipped(probe.OutOfTime):
		return OutOfTime
	case f.Partial:
		return LeftOut
	}
	return Untested
}
