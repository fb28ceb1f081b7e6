package fetch

import (
	"context"
	"math/rand/v2"
	"net/url"
	"slices"
	"time"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Ledger counts what failed, and decides whether to try again: while nothing but
// transient failures is left, no single request has failed more often than it may
// be repeated, and the budget lasts. Counting by request, and not by attempt, lets
// a download with a thousand files go on as long as it gets further.
type Ledger struct {
	// Retries is how often one request may be repeated.
	Retries int
	// Budget is the time from the first failure after which nothing is repeated.
	Budget time.Duration
	// Now, Sleep and Jitter are the clock and the chance; NewLedger sets them.
	Now    func() time.Time
	Sleep  func(context.Context, time.Duration) error
	Jitter func() float64 // 0 to 1
	// RetryAfter asks a server that answered 429 how long it wants to be left
	// alone; nil, or false: it does not say.
	RetryAfter func(ctx context.Context, url string) (time.Duration, bool)

	started time.Time // of the first failure
	count   map[string]int
	order   []string
	seen    map[string]Failure
}

// Failure is one request that failed, and how often.
type Failure struct {
	Request string // its URL, or the module where no URL is known
	Host    string
	Symptom symptom.Symptom // of the first failure
	Times   int
}

// NewLedger returns an empty one with the real clock.
func NewLedger(retries int, budget time.Duration) *Ledger {
	return &Ledger{Retries: retries, Budget: budget, Now: time.Now, Sleep: sleep, Jitter: rand.Float64, count: map[string]int{}, seen: map[string]Failure{}}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

const (
	firstWait = 500 * time.Millisecond
	longest   = 30 * time.Second
	// limited is the first wait after 429 where the server names none: it counts
	// requests over a time that is longer than a hiccup.
	limited = 2 * time.Second
)

// Failed takes what explain says of an attempt. It returns how long to wait
// before the next one, and whether there is to be one.
func (l *Ledger) Failed(ctx context.Context, e explain.Explanation) (wait time.Duration, again bool) {
	now := l.Now()
	if l.started.IsZero() {
		l.started = now
	}
	worst, first := 0, firstWait
	var asked []string
	counted := map[string]bool{}
	for _, r := range e.Requests {
		name := nameOf(r)
		if r.Symptom == symptom.HTTP429 {
			first = limited
			asked = append(asked, r.URL)
		}
		if !counted[name] { // go prints some failures twice
			counted[name] = true
			l.enter(name, r)
		}
		worst = max(worst, l.count[name])
	}
	if !e.Transient() || worst > l.Retries {
		return 0, false
	}
	wait = l.backoff(first, worst)
	for _, u := range asked {
		if l.RetryAfter == nil || u == "" {
			break
		}
		if d, ok := l.RetryAfter(ctx, u); ok {
			wait = max(d, wait)
			break
		}
	}
	if now.Add(wait).Sub(l.started) > l.Budget {
		return 0, false
	}
	return wait, true
}

// backoff doubles with each failure, and is spread so that many clients that
// failed together do not come back together.
func (l *Ledger) backoff(first time.Duration, failures int) time.Duration {
	wait := first << min(max(failures-1, 0), 10)
	wait = min(wait, longest)
	return wait/2 + time.Duration(l.Jitter()*float64(wait))
}

func (l *Ledger) enter(name string, r explain.Request) {
	if l.count[name]++; l.count[name] == 1 {
		l.order = append(l.order, name)
		l.seen[name] = Failure{Request: name, Host: hostAsked(r), Symptom: r.Symptom}
	}
}

// nameOf tells requests apart: by URL, by module where there is none, and by cause
// where not even that is known.
func nameOf(r explain.Request) string {
	switch {
	case r.URL != "":
		return r.URL
	case r.Module != "":
		return r.Module
	}
	return string(r.Cause)
}

func hostAsked(r explain.Request) string {
	if u, err := url.Parse(r.URL); err == nil && u.Host != "" {
		return u.Host
	}
	return ""
}

// Failures are the requests that failed, in the order of their first failure.
func (l *Ledger) Failures() []Failure {
	var out []Failure
	for _, name := range l.order {
		f := l.seen[name]
		f.Times = l.count[name]
		out = append(out, f)
	}
	return out
}

// Total is how many requests failed in all, repeats included.
func (l *Ledger) Total() int {
	n := 0
	for _, c := range l.count {
		n += c
	}
	return n
}

// ByHost adds the failures up: how often each symptom was seen at each host.
func (l *Ledger) ByHost() []Failure {
	var out []Failure
	for _, f := range l.Failures() {
		i := slices.IndexFunc(out, func(o Failure) bool { return o.Host == f.Host && o.Symptom == f.Symptom })
		if i < 0 {
			out = append(out, f)
			continue
		}
		out[i].Times += f.Times
	}
	return out
}
