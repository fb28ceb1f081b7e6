package propose_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// deed is what the made-up go command does in one trial.
type deed struct {
	takes   time.Duration // of the world's clock
	works   bool
	unasked bool // it cannot be started
}

var (
	works = deed{takes: time.Second, works: true}
	fails = deed{takes: time.Second}
	hangs = deed{takes: time.Hour}
	none  = deed{unasked: true}
)

// world is a made-up machine: a clock that only trials move, and a go command
// that does one deed per trial.
type world struct {
	t      *testing.T
	now    time.Time
	deeds  []deed
	trials []propose.Trial
	seen   *facts.Facts // by a probe under other settings
	looks  int

	rehearsals []prove.Rehearsal
}

func (w *world) World() propose.World {
	return propose.World{Now: func() time.Time { return w.now }, Try: w.try, Look: w.look, Rehearse: w.rehearse}
}

func (w *world) try(_ context.Context, t propose.Trial) (proof prove.Proof, late bool) {
	w.t.Helper()
	if len(w.trials) == len(w.deeds) {
		w.t.Fatalf("trial %d was not expected: %+v", len(w.trials)+1, t)
	}
	d := w.deeds[len(w.trials)]
	w.trials = append(w.trials, t)
	if d.unasked {
		return prove.Proof{Err: errors.New("no go command")}, false
	}
	late = d.takes > t.Limit
	w.now = w.now.Add(min(d.takes, t.Limit))
	proof = prove.Proof{Tried: true, OK: d.works && !late, Asked: t.Queries}
	if !proof.OK {
		proof.Failed = []prove.Failure{{Query: t.Queries[0], Error: "no such host"}}
	}
	return proof, late
}

// rehearse does what the world's next rehearsal is, in turn; none is left: it works.
func (w *world) rehearse(context.Context, propose.Trial) prove.Rehearsal {
	r := prove.Rehearsal{Tried: true, OK: true}
	if len(w.rehearsals) > 0 {
		r, w.rehearsals = w.rehearsals[0], w.rehearsals[1:]
	}
	return r
}

func (w *world) look(context.Context, *settings.Snapshot, []probe.Query) (*facts.Facts, error) {
	w.looks++
	return w.seen, nil
}

// state is a candidate that sets one variable.
func state(name, value string) *profile.Profile {
	v := settings.Value(value)
	return &profile.Profile{Name: "auto", Wants: []profile.Want{{Key: settings.Go(name), Value: &v}}}
}

// written is NAME=VALUE of the only change of a plan; "" for the empty plan.
func written(p plan.Plan) string {
	if p.Empty() {
		return ""
	}
	return p.Changes[0].Key.Name + "=" + p.Changes[0].To.Reveal()
}
