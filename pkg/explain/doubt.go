package explain

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// probesFor are the probes that would decide between f's cause and the others
// that its evidence leaves open; nil where there is no doubt.
func probesFor(f Finding) []probe.Kind {
	if len(f.Or) == 0 {
		return nil
	}
	var kinds []probe.Kind
	for _, id := range append([]cause.ID{f.Cause}, f.Or...) {
		if c := cause.Lookup(id); c != nil && c.Probe != "" && !slices.Contains(kinds, c.Probe) {
			kinds = append(kinds, c.Probe)
		}
	}
	return kinds
}
