package wire

import (
	"context"
	"math/rand/v2"
	"slices"
	"sync/atomic"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// pauses are the times before a request is repeated that failed as passing
// troubles do. The go command repeats nothing: what is learned is whether it
// would have been enough to run it again.
var pauses = []time.Duration{100 * time.Millisecond, 300 * time.Millisecond}

// quickly is how soon a failure has to have come to be repeated: a probe must not
// cost a second time-out.
const quickly = time.Second

// morePauses go on where other requests to the same entry did pass: a line that
// fails every other request fails one of them three times in a row by chance.
var morePauses = []time.Duration{200 * time.Millisecond, 400 * time.Millisecond, 800 * time.Millisecond}

// Ask asks and has check judge a good answer; nil checks nothing. An error of check
// is a failure by http-not-proxy, or by the symptom of a [ContentError].
//
// Where the failure may be a passing trouble, it asks again, see repeated.
func (c *Client) Ask(ctx context.Context, q Request, check func(*Answer) error) Answer {
	return repeated(ctx, &c.passing, func(alone bool) Answer {
		q.alone = alone
		return c.Once(ctx, q, check)
	})
}

// Once is Ask without repeats.
func (c *Client) Once(ctx context.Context, q Request, check func(*Answer) error) Answer {
	a := c.Get(ctx, q)
	if a.Symptom != "" || check == nil {
		return a
	}
	if err := check(&a); err != nil {
		c.Blame(&a, q.URL, contentSymptom(err), err.Error())
		a.Refusal = probe.RefusalOf(err)
	}
	return a
}

// ContentError is a body that arrived and is not what it should be, where more
// is known than that.
type ContentError struct {
	Symptom symptom.Symptom
	Text    string
}

// Error is the text.
func (e *ContentError) Error() string { return e.Text }

func contentSymptom(err error) symptom.Symptom {
	if e, ok := errtype.As[*ContentError](err); ok {
		return e.Symptom
	}
	return symptom.HTTPNotProxy
}

// repeated asks, and asks again where the answer may be a passing trouble. The
// first answer is what counts; what became of the others is noted in it. They
// are asked for on connections of their own: what ends a connection in the middle
// of one request fails all that are under way on it.
//
// Passing is set where a repeat succeeds; it is common to the requests to an entry.
func repeated(ctx context.Context, passing *atomic.Bool, ask func(alone bool) Answer) Answer {
	a := ask(false)
	if !mayPass(a) {
		return a
	}
	for i, pause := range slices.Concat(pauses, morePauses) {
		if i >= len(pauses) {
			if !passing.Load() {
				break
			}
			// What fails by turns must not stay in step with those that ask here.
			pause = pause/2 + rand.N(pause) //nolint:gosec // it has to differ, not to be unforeseeable
		}
		select {
		case <-ctx.Done():
			return a
		case <-time.After(pause):
		}
		a.Repeats++
		if ask(true).Symptom == "" {
			a.Passed = true
			passing.Store(true)
			return a
		}
	}
	return a
}

// mayPass reports whether a failure is of a kind that often is gone at the next
// try: a connection that broke, a body that ended early, an error of the server.
func mayPass(a Answer) bool {
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
