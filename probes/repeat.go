package probes

import (
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// pauses are the times before a request is repeated that failed as passing
// troubles do. The go command repeats nothing: what is learned is whether it
// would have been enough to run it again.
var pauses = []time.Duration{100 * time.Millisecond, 300 * time.Millisecond}

// quickly is how soon a failure has to have come to be repeated: a look must not
// cost a second time-out.
const quickly = time.Second

// repeated asks, and asks again where the answer may be a passing trouble. The
// first answer is what counts; what became of the others is noted in it.
func repeated(ctx context.Context, ask func() answer) answer {
	a := ask()
	if !mayPass(a) {
		return a
	}
	for _, pause := range pauses {
		select {
		case <-ctx.Done():
			return a
		case <-time.After(pause):
		}
		a.Repeats++
		if ask().Symptom == "" {
			a.Passed = true
			return a
		}
	}
	return a
}

// mayPass reports whether a failure is of a kind that often is gone at the next
// try: a connection that broke, a body that ended early, an error of the server.
func mayPass(a answer) bool {
	s := a.Symptom
	if s == symptom.HTTPRedirectFailed {
		s = a.HopSymptom
	}
	switch s {
	case symptom.HTTPReset, symptom.HTTPTruncated, symptom.HTTP5xx:
		return time.Duration(a.Ms)*time.Millisecond < quickly
	}
	return false
}
