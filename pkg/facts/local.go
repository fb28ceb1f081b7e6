package facts

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// opLocal is the hop at which the go command itself stops, before it asks
// anybody.
const opLocal route.Op = "go"

// LocalFailure returns the result that says so, or nil.
func (f *Facts) LocalFailure() *probe.Result {
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

// AtLocal reports whether the go command itself stops.
func (s Stop) AtLocal() bool { return s.Hop != nil && s.Hop.Op == opLocal }

// BlamedLocally returns the variable that the go command's own words blame where
// it stops before it asks anybody, or "".
func (f *Facts) BlamedLocally() string {
	r := f.LocalFailure()
	if r == nil {
		return ""
	}
	return BlamedVariable(r.Detail)
}

// BlamedVariable returns the go command variable that the go command's words
// blame, or "".
func BlamedVariable(words string) string {
	for _, name := range []string{"GOFLAGS", "GOTOOLCHAIN", "GO111MODULE", "GOVCS", "GOAUTH", "GOINSECURE", "GOPATH", "GOMODCACHE", "GOWORK"} {
		if strings.Contains(words, name) {
			return name
		}
	}
	return ""
}
