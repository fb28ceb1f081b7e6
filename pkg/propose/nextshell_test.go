package propose_test

import (
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/startup"
)

// defined adds a line of ~/.bashrc, which bash reads and zsh does not.
func defined(m *facttest.Machine, name, value string) *facttest.Machine {
	m.Facts.Settings.Startup = append(m.Facts.Settings.Startup, settings.Definition{
		Place: startup.Place{Name: name, File: "/home/u/.bashrc", Line: 7, Literal: true, Shell: startup.Bash},
		Value: settings.Value(value),
	})
	return m
}

func TestNextShell(t *testing.T) {
	tests := []struct {
		story   string
		machine *facttest.Machine
		shell   string
		deeds   []deed
		hidden  bool
	}{
		{"no start-up file sets it", facttest.New(), "bash", nil, false},
		{"the next shell works all the same", defined(facttest.New(), "GOPROXY", "https://dead.example"), "bash", []deed{works}, false},
		{"the next shell does not work", defined(facttest.New(), "GOPROXY", "https://dead.example"), "bash", []deed{fails}, true},
		{"it sets what is written", defined(facttest.New(), "GOPROXY", "https://one.example,direct"), "bash", nil, false},
		{"another shell reads that file", defined(facttest.New(), "GOPROXY", "https://dead.example"), "zsh", nil, false},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			w := &world{t: t, deeds: c.deeds}
			chooser := propose.Chooser{World: w.World(), Facts: &c.machine.Facts}
			proposals, _, err := propose.Candidates(&c.machine.Facts, candidates()[:1])
			if err != nil || len(proposals) != 1 {
				t.Fatalf("%d proposals, error %v", len(proposals), err)
			}
			got := chooser.NextShell(t.Context(), proposals[0], c.shell)
			if (len(got) > 0) != c.hidden {
				t.Errorf("hidden: %+v, want %v", got, c.hidden)
			}
			if len(w.trials) != len(c.deeds) {
				t.Fatalf("%d trials, want %d", len(w.trials), len(c.deeds))
			}
			for _, trial := range w.trials {
				if !trial.Plan.Empty() || len(trial.Variables) != 1 || trial.Variables[0].Value != "https://dead.example" {
					t.Errorf("trial: %+v, want the settings as they are with the variable of ~/.bashrc", trial)
				}
			}
		})
	}
}

func TestNow(t *testing.T) {
	w := &world{t: t, deeds: []deed{hangs}}
	chooser := propose.Chooser{World: w.World(), Facts: &facttest.New().Facts}
	if proof, late := chooser.Now(t.Context()); proof.OK || !late || w.trials[0].Limit != 14*time.Second || !w.trials[0].Plan.Empty() {
		t.Errorf("proof %+v, late %v, trial %+v", proof, late, w.trials[0])
	}
}

func TestBorrowed(t *testing.T) {
	byVariable := func() *facttest.Machine {
		return broken().Alive("one.example").Serves("https://one.example").Relay("https://one.example", "").Osenv("GOPROXY", "https://one.example")
	}
	tests := []struct {
		story   string
		machine *facttest.Machine
		want    string
	}{
		{"downloads work because of a variable", byVariable(), "GOPROXY"},
		{"a start-up file sets it", defined(byVariable(), "GOPROXY", "https://one.example"), ""},
		{"they work without it too", healthy().Osenv("GOPROXY", "https://one.example"), ""},
		{"they do not work", broken().Osenv("GOPROXY", "https://proxy.golang.org"), ""},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			if got := propose.Borrowed(&c.machine.Facts).Key.Name; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
