package cli

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// TestPathIsThatOfTheFindingShown: where two modules fail for two reasons, the way shown
// is the one that the reason above it is about.
func TestPathIsThatOfTheFindingShown(t *testing.T) {
	fails := func(host string) walk.Path {
		return walk.Path{Outcome: walk.Fails, Hops: []walk.Hop{{
			Request: walk.Request{URL: settings.Value("https://" + host + "/m")},
			Answer:  walk.Answer{State: walk.Bad, Result: evidence.ID("tls/" + host)},
		}}}
	}
	walks := []walk.Path{fails("git.example"), fails("proxy.example"), {Outcome: walk.CannotSay, Stop: -1}}
	for _, c := range []struct {
		findings []cause.Finding
		want     string
	}{
		{nil, "git.example"},
		{[]cause.Finding{{Severity: cause.Error, Evidence: []evidence.ID{"tls/proxy.example"}}}, "proxy.example"},
		{[]cause.Finding{{Severity: cause.Info, Evidence: []evidence.ID{"tls/git.example"}}, {Severity: cause.Error, Evidence: []evidence.ID{"tls/proxy.example"}}}, "proxy.example"},
		{[]cause.Finding{{Severity: cause.Error, Evidence: []evidence.ID{"setting/GOPROXY"}}}, "git.example"},
	} {
		if got := pathOf(walks, nil, c.findings); len(got) != 1 || got[0].Host != c.want {
			t.Errorf("%v: %v, want %s", c.findings, got, c.want)
		}
	}
	if got := pathOf(nil, nil, nil); got == nil || len(got) != 0 {
		t.Errorf("without a walk: %v", got)
	}
}
