package doctor

import (
	"context"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// rehearsals are the runs of the real go command beside the probes: first without
// the network, then, where only that kept it from working, with it. So a healthy
// machine is examined in the time that the command itself needs.
type rehearsals struct {
	began   time.Time
	offline chan probe.Result // one result
	online  chan probe.Result // one result, or closed without one where it was not begun
	stop    context.CancelFunc
	run     func(ctx context.Context) probe.Result // the one with the network
}

// startRehearsals begins them; nil where there is nothing to rehearse, or only some
// probes are wanted. The one with the network starts early only if every module
// of the project is public: otherwise the probes first find which servers go would ask.
func startRehearsals(ctx context.Context, m *host.Machine, s *settings.Snapshot, o Options, r prove.Rehearsing, queries []probe.Query) *rehearsals {
	if len(r.Steps) == 0 || o.Wanted != nil || s.Go.Path == "" {
		return nil
	}
	early := len(privacy.Unproven(&facts.Facts{Settings: s, Queries: queries})) == 0
	offline, online := r, r
	offline.Offline, online.MaxBytes = true, onlineBytes
	x := &rehearsals{began: time.Now(), offline: make(chan probe.Result, 1), online: make(chan probe.Result, 1)}
	x.run = func(ctx context.Context) probe.Result { return rehearse(ctx, m, s, o, online) }
	ctx, x.stop = context.WithCancel(ctx)
	go func() {
		defer close(x.online)
		first := rehearse(ctx, m, s, o, offline)
		x.offline <- first
		if e := first.Evidence.Rehearsal; early && e != nil && e.NeedsNetwork && ctx.Err() == nil {
			x.online <- x.run(ctx)
		}
	}()
	return x
}

// withoutNetwork waits for the result of the rehearsal without the network.
func (x *rehearsals) withoutNetwork() []probe.Result {
	if x == nil {
		return nil
	}
	return []probe.Result{<-x.offline}
}

// withNetwork returns the result of the rehearsal with the network, which is cut
// short once limit has passed since the rehearsals began.
func (x *rehearsals) withNetwork(ctx context.Context, limit time.Duration) probe.Result {
	limited, cancel := context.WithDeadline(ctx, x.began.Add(limit))
	defer cancel()
	defer context.AfterFunc(limited, x.stop)()
	if early, ok := <-x.online; ok {
		return early
	}
	return x.run(limited)
}

// end stops what still runs and waits for it. It may be called more than once.
func (x *rehearsals) end() {
	if x == nil {
		return
	}
	x.stop()
	for range x.online {
		continue // it ends: what it runs is stopped
	}
}

// rehearsalLimit is how long the rehearsal with the network may take, from its start:
// less where the probes have seen that it waits, and for what.
func rehearsalLimit(f *facts.Facts) time.Duration {
	if wait := f.WaitsForResolver(); wait > 0 {
		return wait
	}
	if f.Slow() != nil {
		return slowRehearsal
	}
	return onlineTime
}

// slowRehearsal bounds the rehearsal where a module proxy is seen to be so slow that
// it cannot end in time.
const slowRehearsal = onlineTime / 3
