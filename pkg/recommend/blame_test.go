package recommend

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// TestSlowIsWhatTheFindingBlames: the text of a target may be that of an entry without
// being the entry.
func TestSlowIsWhatTheFindingBlames(t *testing.T) {
	t.Parallel()
	e := route.ParseGOPROXY("https://proxy.example.test").Entries[0]
	for _, c := range []struct {
		finding cause.Finding
		want    bool
	}{
		{cause.Finding{Cause: cause.NetworkSlow, Target: e.Name(), Entry: e.Name()}, true},
		{cause.Finding{Cause: cause.NetworkSlow, Target: e.Name()}, false},
		{cause.Finding{Cause: cause.NetworkSlow, Target: "another", Entry: "https://another.example.test"}, false},
		{cause.Finding{Cause: cause.GoproxyUnreachable, Target: e.Name(), Entry: e.Name()}, false},
	} {
		if got := (&Case{Findings: []cause.Finding{c.finding}}).isSlow(e); got != c.want {
			t.Errorf("%+v: slow %v, want %v", c.finding, got, c.want)
		}
	}
}
