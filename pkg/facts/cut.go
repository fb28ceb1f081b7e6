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
	NoFiles     Cut = "files"       // this process may have too few open
	NoProcesses Cut = "processes"   // it may start no more
	NoMemory    Cut = "memory"      // it gets no more
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
	case skipped(probe.Lacking(probe.LackFiles)):
		return NoFiles
	case skipped(probe.Lacking(probe.LackProcesses)):
		return NoProcesses
	case skipped(probe.Lacking(probe.LackMemory)):
		return NoMemory
	case f.Partial:
		return LeftOut
	}
	return Untested
}
