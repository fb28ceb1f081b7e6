package propose_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	one = "GOPROXY=https://one.example,direct"
	two = "GOPROXY=https://two.example,direct"
)

func candidates() []*profile.Profile {
	return []*profile.Profile{state("GOPROXY", "https://one.example,direct"), state("GOPROXY", "https://two.example,direct")}
}

func TestAuto(t *testing.T) {
	tests := []struct {
		story  string
		deeds  []deed
		want   string // what is chosen
		proven string // "yes", "" for not known
		tried  string // what the real go refuted, shown where nothing is chosen
		limits []time.Duration
	}{
		{"the first that go agrees with is chosen, no other is tried", []deed{works}, one, "yes", "", []time.Duration{7 * time.Second}},
		{"a refuted one gives way to the next", []deed{fails, works}, two, "yes", "", []time.Duration{7 * time.Second, 13 * time.Second}},
		{"where all are refuted the best is shown with go's words", []deed{fails, fails}, "", "", one, []time.Duration{7 * time.Second, 13 * time.Second}},
		{"a slow one is not refuted, a proved one wins", []deed{hangs, works}, two, "yes", "", []time.Duration{7 * time.Second, 7 * time.Second}},
		{"of slow ones the first stays", []deed{hangs, hangs}, one, "", "", []time.Duration{7 * time.Second, 7 * time.Second}},
		{"a slow one stays before a refuted one", []deed{hangs, fails}, one, "", "", []time.Duration{7 * time.Second, 7 * time.Second}},
		{"a refuted one does not stay before a slow one", []deed{fails, hangs}, two, "", "", []time.Duration{7 * time.Second, 13 * time.Second}},
		{"a go that cannot be asked refutes nothing", []deed{none, none}, one, "", "", []time.Duration{7 * time.Second, 14 * time.Second}},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			w := &world{t: t, deeds: c.deeds}
			chooser := propose.Chooser{World: w.World(), Facts: &facttest.New().Facts}
			got, err := chooser.Auto(t.Context(), candidates())
			if err != nil {
				t.Fatal(err)
			}
			if written(got.Plan) != c.want || got.Plan.Profile != "auto" {
				t.Errorf("chosen: %q of profile %q, want %q", written(got.Plan), got.Plan.Profile, c.want)
			}
			if proven := got.Proven != nil && *got.Proven; proven != (c.proven == "yes") || got.Proven != nil && !proven {
				t.Errorf("proven: %v, want %q", got.Proven, c.proven)
			}
			tried := ""
			if len(got.Tried) > 0 {
				tried = written(got.Tried[0].Plan)
			}
			if tried != c.tried {
				t.Errorf("tried: %q, want %q", tried, c.tried)
			}
			if len(w.trials) != len(c.limits) {
				t.Fatalf("%d trials, want %d", len(w.trials), len(c.limits))
			}
			for i, trial := range w.trials {
				if trial.Limit != c.limits[i] {
					t.Errorf("trial %d has %s, want %s", i+1, trial.Limit, c.limits[i])
				}
			}
		})
	}
}

func TestAutoWithoutProof(t *testing.T) {
	w := &world{t: t}
	chooser := propose.Chooser{World: w.World(), Facts: &facttest.New().Facts, Unproved: true}
	got, err := chooser.Auto(t.Context(), candidates())
	if err != nil || written(got.Plan) != one || got.Proven != nil {
		t.Errorf("got %q, proven %v, error %v; want %q, not tried", written(got.Plan), got.Proven, err, one)
	}
}

func TestAutoRejects(t *testing.T) {
	w := &world{t: t, deeds: []deed{works}}
	chooser := propose.Chooser{World: w.World(), Facts: &facttest.New().Facts}
	got, err := chooser.Auto(t.Context(), append([]*profile.Profile{state("GOSUMDB", "off")}, candidates()...))
	if err != nil || written(got.Plan) != one {
		t.Fatalf("got %q, error %v; want %q", written(got.Plan), err, one)
	}
	if len(got.Rejected) != 1 || got.Rejected[0].Rule != plan.RuleSumdbOff {
		t.Errorf("rejected: %+v, want GOSUMDB=off with its rule", got.Rejected)
	}
}

func TestAutoNothing(t *testing.T) {
	w := &world{t: t}
	chooser := propose.Chooser{World: w.World(), Facts: &facttest.New().Goenv("GOPROXY", "https://one.example,direct").Facts}
	got, err := chooser.Auto(t.Context(), candidates()[:1]) // which is in force already
	if err != nil || !got.Plan.Empty() || got.Plan.Profile != "auto" {
		t.Errorf("got %+v, error %v; want the empty plan of auto", got.Plan, err)
	}
}

func TestAutoCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	world := propose.World{Now: time.Now, Try: func(context.Context, propose.Trial) (prove.Proof, bool) {
		cancel()
		return prove.Proof{Tried: true}, false
	}}
	chooser := propose.Chooser{World: world, Facts: &facttest.New().Facts}
	if got, err := chooser.Auto(ctx, candidates()); !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, error %v; want that of the context", got, err)
	}
}

// A proof that does not end because one module has no source is tried again for
// the others.
func TestAutoLeavesOutWhatHangs(t *testing.T) {
	missing := probe.Query{Path: "github.com/nobody/nothing", Version: "v1.0.0"}
	then := facttest.New().Alive("one.example").Serves("https://one.example").Relay("https://one.example", "")
	then.Goenv("GOPROXY", "https://one.example").Proxy("https://one.example", missing, "all", symptom.HTTP404)
	then.Facts.Queries = []probe.Query{facttest.UUID, missing}

	for _, c := range []struct {
		story  string
		again  deed
		proven bool
	}{{"the others are proved", works, true}, {"they hang too", hangs, false}} {
		t.Run(c.story, func(t *testing.T) {
			w := &world{t: t, deeds: []deed{hangs, c.again}, seen: &then.Facts}
			now := facttest.New()
			now.Facts.Queries = then.Facts.Queries
			chooser := propose.Chooser{World: w.World(), Facts: &now.Facts}
			got, err := chooser.Auto(t.Context(), candidates()[:1])
			if err != nil {
				t.Fatal(err)
			}
			if w.looks != 1 || len(got.Left) != 1 || got.Left[0].Query != missing {
				t.Errorf("%d looks, left %+v; want one, and %s left", w.looks, got.Left, missing)
			}
			if proven := got.Proven != nil && *got.Proven; proven != c.proven {
				t.Errorf("proven: %v, want %v", proven, c.proven)
			}
			if again := w.trials[1]; again.Limit != 3*time.Second || len(again.Queries) != 1 || again.Queries[0] != facttest.UUID {
				t.Errorf("second trial: %+v, want %s within 3 s", again, facttest.UUID)
			}
		})
	}
}

func TestHelped(t *testing.T) {
	if got := propose.Helped([]probe.Query{facttest.UUID}, nil); len(got) != 1 {
		t.Errorf("got %v, want all queries where none is left", got)
	}
}

// TestTheCommandDecides takes the first change under which the person's own command
// works, and, where none is, the first that at least makes the downloads work.
func TestTheCommandDecides(t *testing.T) {
	broken := prove.Rehearsal{Tried: true, Step: "go list", Output: "missing go.sum entry"}
	fine := prove.Rehearsal{Tried: true, OK: true}
	late := prove.Rehearsal{Tried: true, Late: true, Step: "go mod download"}
	for _, c := range []struct {
		name       string
		rehearsals []prove.Rehearsal
		want       string
		fails      bool
	}{
		{"the first works", []prove.Rehearsal{fine}, one, false},
		{"the second works", []prove.Rehearsal{broken, fine}, two, false},
		{"none works", []prove.Rehearsal{broken, broken}, one, true},
		{"what is slow is not refuted", []prove.Rehearsal{late}, one, false},
	} {
		w := &world{t: t, deeds: []deed{works, works}, rehearsals: c.rehearsals}
		got, err := (&propose.Chooser{World: w.World(), Facts: &facttest.New().Facts}).Auto(t.Context(), candidates())
		if err != nil || written(got.Plan) != c.want || got.CommandFails() != c.fails {
			t.Errorf("%s: %s, command fails %v, %v; want %s, %v", c.name, written(got.Plan), got.CommandFails(), err, c.want, c.fails)
		}
	}
}

// TestAMirrorPassesItsChecks: a mirror that serves these modules and fails at something
// else that go needs gives way to one that does not, and is taken where no other helps.
func TestAMirrorPassesItsChecks(t *testing.T) {
	t.Parallel()
	const cn, io = "https://goproxy.cn,direct", "https://goproxy.io,direct"
	for _, c := range []struct {
		story string
		deeds []deed
		want  string
	}{
		{"another one passes", []deed{works, works}, "GOPROXY=" + io},
		{"no other helps", []deed{works, fails}, "GOPROXY=" + cn},
	} {
		w := &world{t: t, deeds: c.deeds}
		asked := w.World()
		asked.Unfit = func(_ context.Context, mirrors []settings.Value) bool { return mirrors[0] == "https://goproxy.cn" }
		got, err := (&propose.Chooser{World: asked, Facts: &broken().Facts}).Auto(t.Context(), []*profile.Profile{state("GOPROXY", cn), state("GOPROXY", io)})
		if err != nil || written(got.Plan) != c.want {
			t.Errorf("%s: %s, %v; want %s", c.story, written(got.Plan), err, c.want)
		}
	}
}
