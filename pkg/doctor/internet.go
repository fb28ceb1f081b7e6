package doctor

import (
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/probes"
)

// silence is how long every host may leave its connection unanswered before it is asked
// whether there is a network at all: the second SYN was sent by then, and answered
// on any line that is near enough.
const silence = 1100 * time.Millisecond

// internet asks, where nothing at all is reached, the pages that tell whether there is
// a network: as soon as every connect was silent past its second SYN, so that a
// network that drops everything costs no second time-out, else once the rounds are
// over. The function that comes back waits for the answers, none where something was
// reached.
func (r *rounds) internet(ctx context.Context) func(results []probe.Result) []probe.Result {
	ctx, cancel := context.WithCancel(ctx)
	early := make(chan []probe.Result, 1)
	ask := func() []probe.Result { return r.runner.Run(ctx, probes.InternetChecks(r.facts.Settings)) }
	go func() {
		defer close(early)
		if r.silentSoFar(ctx) {
			early <- ask()
		}
	}()
	return func(results []probe.Result) []probe.Result {
		defer cancel()
		f := &facts.Facts{Settings: r.facts.Settings, Queries: r.facts.Queries, Results: results}
		if !r.wants(probe.Internet) || !nothingWorks(f) {
			cancel()
			<-early // nothing is left running
			return nil
		}
		r.endRounds()
		if asked, ok := <-early; ok {
			return asked
		}
		return ask()
	}
}

// silentSoFar waits until every connect has been silent for long, and reports whether
// that is so: false once one stood, or the rounds are over.
func (r *rounds) silentSoFar(ctx context.Context) bool {
	tick := time.NewTicker(slackTick)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return false
		case <-r.over:
			return false
		case <-tick.C:
		}
		r.mu.Lock()
		since, stood := r.connecting, r.stood
		r.mu.Unlock()
		if stood || !r.wants(probe.Internet) {
			return false
		}
		if !since.IsZero() && time.Since(since) > silence {
			return true
		}
	}
}

const slackTick = 20 * time.Millisecond

// nothingWorks reports whether hosts were tried and none of them did what it should:
// no connection stood, or none came through its handshake. Where no resolver gave a
// sign of life there is no name to ask by.
func nothingWorks(f *facts.Facts) bool {
	n := facts.ConnectivityOf(f)
	if len(n.Resolved)+len(n.Dead) == 0 || len(n.Dead)+len(n.Unresolved)+len(n.Connected) < 2 {
		return false
	}
	for _, r := range f.Results {
		if !r.Kind.Answered() {
			continue
		}
		if r.Status == probe.OK || r.Status == probe.Warn {
			return false
		}
		if r.Symptom == symptom.HTTP407 {
			return false // the outbound proxy is there
		}
	}
	return true
}
