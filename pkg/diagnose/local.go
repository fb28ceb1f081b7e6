package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// opLocal is the hop at which the go command itself stops, before it asks
// anybody.
const opLocal route.Op = "go"

// localFailure returns the result that says so, or nil.
func (f *Facts) localFailure() *probe.Result {
	for _, r := range f.Of(probe.GoCommand) {
		if r.Status == probe.Fail {
			return r
		}
	}
	return nil
}

// stoppedAt is the path of a module that the go command never comes to.
func stoppedAt(q probe.Query, r *probe.Result) route.Path {
	return route.Path{Query: q, Outcome: route.Fails, Hops: []route.Hop{{
		Request: route.Request{Op: opLocal, Query: q},
		Answer:  route.Answer{State: route.Bad, Symptom: r.Symptom, Result: r.ID, Detail: r.Detail},
		Times:   1,
	}}}
}

// atLocal reports whether the go command itself stops.
func (s stop) atLocal() bool { return s.hop != nil && s.hop.Op == opLocal }

// BlamedLocally returns the variable that the go command's own words blame where
// it stops before it asks anybody, or "".
func (f *Facts) BlamedLocally() string {
	r := f.localFailure()
	if r == nil {
		return ""
	}
	return blamedVariable(r.Detail)
}

// onLocal builds a Match from what the go command itself says of a variable.
func onLocal(variable string, rule func(f *Facts, said *probe.Result) *Finding) func(*Facts) []Finding {
	return func(f *Facts) []Finding {
		if f.BlamedLocally() != variable {
			return nil
		}
		r := f.localFailure()
		x := rule(f, r)
		x.Severity, x.Evidence = Error, []string{r.ID, "setting/" + variable}
		return []Finding{*x}
	}
}

// blamedVariable returns the go command variable that the go command's words
// blame, or "".
func blamedVariable(words string) string {
	for _, name := range []string{"GOFLAGS", "GOTOOLCHAIN", "GO111MODULE", "GOVCS", "GOAUTH", "GOINSECURE", "GOPATH", "GOMODCACHE", "GOWORK"} {
		if strings.Contains(words, name) {
			return name
		}
	}
	return ""
}
