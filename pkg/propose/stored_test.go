package propose_test

import (
	"errors"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// healthy is a machine on which downloads work, also by one.example.
func healthy() *facttest.Machine {
	return facttest.New().Alive("proxy.golang.org", "github.com", "sum.golang.org", "one.example").
		Serves("https://proxy.golang.org").Relay("https://proxy.golang.org", "").
		Serves("https://one.example").Relay("https://one.example", "").Sumdb("").Repository("")
}

// broken is one on which they do not, and by one.example either does or was not looked at.
func broken() *facttest.Machine {
	return facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com", "sum.golang.org")
}

func TestStored(t *testing.T) {
	tests := []struct {
		story    string
		machine  *facttest.Machine
		deeds    []deed
		dryRun   bool
		want     string
		proven   string // "yes", "no", "" for not known
		refused  bool
		hopeless bool
	}{
		{"go agrees", healthy(), []deed{works}, false, one, "yes", false, false},
		{"what works now and would not with it is not written", healthy(), []deed{fails}, false, "", "no", true, false},
		{"a dry run shows it all the same", healthy(), []deed{fails}, true, one, "no", false, false},
		{"a slow proof refutes nothing", healthy(), []deed{hangs}, false, one, "", false, false},
		{"a go that cannot be asked refutes nothing", healthy(), []deed{none}, false, one, "", false, false},
		{"broken before and after, go is not asked", broken().Dead(symptom.TCPTimeout, "one.example"), nil, false, one, "no", false, true},
		{"broken before, after by go's word", broken(), []deed{fails}, false, one, "no", false, true},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			w := &world{t: t, deeds: c.deeds}
			stored := state("GOPROXY", "https://one.example,direct")
			stored.Name = "mine"
			chooser := propose.Chooser{World: w.World(), Facts: &c.machine.Facts}
			got, err := chooser.Stored(t.Context(), stored, c.dryRun)
			if err != nil {
				t.Fatal(err)
			}
			proven := ""
			if got.Proven != nil {
				proven = map[bool]string{true: "yes", false: "no"}[*got.Proven]
			}
			if written(got.Plan) != c.want || got.Plan.Profile != "mine" || proven != c.proven || got.Hopeless != c.hopeless {
				t.Errorf("got %q of %q, proven %q, hopeless %v; want %q, proven %q, hopeless %v", written(got.Plan), got.Plan.Profile, proven, got.Hopeless, c.want, c.proven, c.hopeless)
			}
			if _, ok := errtype.As[*propose.UnprovenError](got.Refused); ok != c.refused {
				t.Errorf("refused: %v, want %v", got.Refused, c.refused)
			}
			if len(w.trials) != len(c.deeds) {
				t.Errorf("%d trials, want %d", len(w.trials), len(c.deeds))
			}
		})
	}
}

func TestStoredRefused(t *testing.T) {
	placeholder := settings.Value("{company},direct")
	tests := []struct {
		story  string
		stored *profile.Profile
		is     func(error) bool
	}{
		{"no proxy of a company", &profile.Profile{Name: "corporate", Wants: []profile.Want{{Key: settings.Go("GOPROXY"), Value: &placeholder}}},
			func(err error) bool { return errors.Is(err, profile.ErrNoCompanyProxy) }},
		{"it would switch the check off", state("GOSUMDB", "off"), func(err error) bool { _, ok := errtype.As[*plan.ForbiddenError](err); return ok }},
	}
	for _, c := range tests {
		t.Run(c.story, func(t *testing.T) {
			chooser := propose.Chooser{World: (&world{t: t}).World(), Facts: &healthy().Facts}
			got, err := chooser.Stored(t.Context(), c.stored, false)
			if err != nil || !c.is(got.Refused) || !got.Plan.Empty() {
				t.Errorf("refused: %v, plan %+v, error %v", got.Refused, got.Plan, err)
			}
		})
	}
}
