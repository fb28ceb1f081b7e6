package wire

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestRepeated runs on a clock of its own, which pauses make go on at once.
func TestRepeated(t *testing.T) { synctest.Test(t, repeatedAsAnswered) }

func repeatedAsAnswered(t *testing.T) {
	slow := Answer{HTTPRequest: probe.HTTPRequest{Symptom: symptom.HTTPReset, Ms: 1200}}
	redirected := Answer{HTTPRequest: probe.HTTPRequest{Symptom: symptom.HTTPRedirectFailed, HopSymptom: symptom.HTTP5xx}}
	met := func(s symptom.Symptom) Answer { return Answer{HTTPRequest: probe.HTTPRequest{Symptom: s}} }
	for _, c := range []struct {
		what    string
		answers []Answer // in turn, the last one for ever
		others  bool     // that other requests passed
		repeats int
		passed  bool
	}{
		{"a good answer is not asked for again", []Answer{met("")}, false, 0, false},
		{"an outage that is over at the next try", []Answer{met(symptom.HTTP5xx), met("")}, false, 1, true},
		{"a cut body that is whole at the second try", []Answer{met(symptom.HTTPTruncated), met(symptom.HTTPReset), met("")}, false, 2, true},
		{"an outage that lasts", []Answer{met(symptom.HTTP5xx)}, false, 2, false},
		{"an outage that lasts, of this request alone", []Answer{met(symptom.HTTP5xx)}, true, 5, false},
		{"one that is cut more often than others", []Answer{met(symptom.HTTPTruncated), met(symptom.HTTPTruncated), met(symptom.HTTPTruncated), met("")}, true, 3, true},
		{"a redirect to a host that fails for a moment", []Answer{redirected, met("")}, false, 1, true},
		{"not found is an answer", []Answer{met(symptom.HTTP404)}, false, 0, false},
		{"a rate limit is not tried twice", []Answer{met(symptom.HTTP429)}, false, 0, false},
		{"a time-out would cost another one", []Answer{met(symptom.HTTPTimeout)}, false, 0, false},
		{"a late failure too", []Answer{slow, met("")}, false, 0, false},
	} {
		asked := 0
		var passing atomic.Bool
		passing.Store(c.others)
		a := repeated(t.Context(), &passing, func(alone bool) Answer {
			if alone != (asked > 0) {
				t.Errorf("%s: question %d on a connection of its own: %v", c.what, asked+1, alone)
			}
			asked++
			return c.answers[min(asked, len(c.answers))-1]
		})
		if a.Symptom != c.answers[0].Symptom {
			t.Errorf("%s: symptom %q is not that of the first answer", c.what, a.Symptom)
		}
		if passing.Load() != (c.others || c.passed) {
			t.Errorf("%s: that requests pass: %v", c.what, passing.Load())
		}
		if a.Repeats != c.repeats || a.Passed != c.passed || asked != c.repeats+1 {
			t.Errorf("%s: %d repeats, passed %v, asked %d times, want %d, %v", c.what, a.Repeats, a.Passed, asked, c.repeats, c.passed)
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	start := time.Now()
	if a := repeated(over, new(atomic.Bool), func(bool) Answer { return met(symptom.HTTP5xx) }); a.Repeats != 0 || time.Since(start) != 0 {
		t.Errorf("when the time is over: %d repeats in %s", a.Repeats, time.Since(start))
	}
}
