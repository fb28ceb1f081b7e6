package measure

import (
	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
)

// Sample is what mirrors are asked for. Every path in it is shown to all of them:
// it has to be public, unless Recorded says otherwise.
type Sample struct {
	// Module is asked for as go mod download would, and for its list and @latest.
	Module probe.Query
	// Recorded is what the checksum database is asked about; the zero value means
	// Module. It is another one where Module is shown to the one mirror that is measured
	// and to no other server: a relay passes what it is asked on to the public database.
	Recorded probe.Query
	// Capital is a module whose path has capitals, Large one with a large zip.
	Capital, Large probe.Query
	// Own are modules of the project at hand, downloaded to be compared with go.sum.
	Own []probe.Query
}

// WellKnown is the sample where nothing else was asked for.
func WellKnown() Sample {
	return Sample{
		Module:  probe.Query{Path: known.SampleModule, Version: known.SampleVersion},
		Capital: probe.Query{Path: known.CapitalModule, Version: known.CapitalVersion},
		Large:   probe.Query{Path: known.LargeModule, Version: known.LargeVersion},
	}
}

// Secret returns the sample that shows a module only to the measured mirror.
func (s Sample) Secret(q probe.Query) Sample {
	s.Module, s.Recorded = q, s.Module
	return s
}

// IsSecret reports whether the module is kept from every server but the mirror.
func (s Sample) IsSecret() bool { return s.recorded() != s.Module }

// recorded is the module that the checksum database is asked about.
func (s Sample) recorded() probe.Query {
	if s.Recorded == (probe.Query{}) {
		return s.Module
	}
	return s.Recorded
}

// missingVersion is one that no module has: there is no hundred-thousandth major
// version, and of a path without a suffix v1 is the highest.
const missingVersion = "v1.99999.0"

// usable reports whether go would ask a proxy for a module by that version.
func usable(q probe.Query) bool {
	return module.CheckPath(q.Path) == nil && protocol.ParseVersion(q.Version).Exact != ""
}
