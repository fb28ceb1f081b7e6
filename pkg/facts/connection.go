package facts

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TakenAlong reports whether a request that passed when it was repeated had
// failed only because another one ended the connection under it: one that is
// broken off whenever it is made. Where requests to another host break off and
// pass with no such one beside them, the line does that, and did it here.
func (f *Facts) TakenAlong(e *probe.HTTPEvidence, q *probe.HTTPRequest) bool {
	if !q.Passed || !brokeOff(q) || !f.besideLasting(e, q) {
		return false
	}
	return !slices.ContainsFunc(f.Results, func(r probe.Result) bool {
		o := r.Evidence.HTTP
		return o != nil && !sameHost(o, e) && slices.ContainsFunc(o.Requests, func(x probe.HTTPRequest) bool {
			return x.Passed && brokeOff(&x) && !f.besideLasting(o, &x)
		})
	})
}

// besideLasting reports whether a request was on one connection with another that
// is broken off whenever it is made.
func (f *Facts) besideLasting(e *probe.HTTPEvidence, q *probe.HTTPRequest) bool {
	return slices.ContainsFunc(f.Results, func(r probe.Result) bool {
		o := r.Evidence.HTTP
		return o != nil && sameHost(o, e) && slices.ContainsFunc(o.Requests, func(x probe.HTTPRequest) bool {
			return x.Lasts() && brokeOff(&x) && x.Connection == q.Connection
		})
	})
}

// sameHost reports whether two conversations had their connections in common.
func sameHost(a, b *probe.HTTPEvidence) bool {
	return HostName(settings.Value(a.Entry)) == HostName(settings.Value(b.Entry))
}

// brokeOff reports whether a request ended with the connection that it was on.
func brokeOff(q *probe.HTTPRequest) bool {
	s := q.Symptom
	if s == symptom.HTTPRedirectFailed {
		s = q.HopSymptom
	}
	return q.Connection != 0 && OneOf(s, symptom.HTTPReset, symptom.HTTPTruncated)
}
