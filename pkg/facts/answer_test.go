package facts_test

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TestOnePageForAllVersions: the go-get page of a path was asked for with one version,
// and tells the repository for every query of that path.
func TestOnePageForAllVersions(t *testing.T) {
	page := probe.Result{Kind: probe.GoGet, Target: "vanity.example/m", About: probe.About{Module: probe.Query{Path: "vanity.example/m", Version: "v1.0.0"}}}
	page.Status = probe.OK
	page.Evidence.HTTP = &probe.HTTPEvidence{
		Module: "vanity.example/m@v1.0.0", VCS: "git", Repository: "https://github.com/example/m",
		Requests: []probe.HTTPRequest{{Name: probe.ReqGoGet, URL: "https://vanity.example/m?go-get=1", Status: 200}},
	}
	m := facttest.New().Goenv("GOPROXY", "direct").Goenv("GOSUMDB", "off").Dead(symptom.TCPRefused, "github.com").Result(page)
	m.Facts.Queries = []probe.Query{{Path: "vanity.example/m"}}
	stops := facts.Stops(&m.Facts)
	if len(stops) != 1 || !stops[0].AtOrigin() || stops[0].Hop.Op != walk.OpGit || stops[0].Hop.Symptom != symptom.TCPRefused {
		t.Errorf("the walk of the newest version does not end at its repository: %+v", stops)
	}
}

// TestFetched: only what was got can be said to lack nothing but its verification.
func TestFetched(t *testing.T) {
	for _, c := range []struct {
		story   string
		machine *facttest.Machine
		want    bool
	}{
		{"the module was served", facttest.New().Alive("proxy.golang.org").Serves("https://proxy.golang.org").Relay("https://proxy.golang.org", symptom.HTTP404).Dead(symptom.TLSReset, "sum.golang.org"), true},
		{"git was not tried", facttest.New().Goenv("GOPROXY", "direct").Alive("github.com").Dead(symptom.TLSReset, "sum.golang.org"), false},
	} {
		stops := facts.Stops(&c.machine.Facts)
		if len(stops) != 1 || !stops[0].AtSumDB() || stops[0].Fetched() != c.want {
			t.Errorf("%s: %+v", c.story, stops)
		}
	}
}

// TestAnotherModuleRefused: that a relay refuses to look up one module says nothing about
// another, unless it gives no tree head either.
func TestAnotherModuleRefused(t *testing.T) {
	for _, c := range []struct {
		module string
		head   symptom.Symptom
		want   walk.Outcome
	}{
		{"rsc.io/quote@v1.5.2", "", walk.CannotSay},
		{"rsc.io/quote@v1.5.2", symptom.HTTP403, walk.Fails},
		{facttest.UUID.String(), "", walk.Fails},
	} {
		relay := probe.Result{Kind: probe.SumdbRelay, Target: "https://proxy.golang.org/sumdb/sum.golang.org"}
		relay.Status, relay.Symptom = probe.Fail, symptom.HTTP403
		relay.Evidence.HTTP = &probe.HTTPEvidence{Entry: "https://proxy.golang.org", Module: c.module, Requests: []probe.HTTPRequest{
			{Name: probe.ReqSumSupported}, {Name: probe.ReqSumLatest, Symptom: c.head}, {Name: probe.ReqSumLookup, Symptom: symptom.HTTP403},
		}}
		m := facttest.New().Alive("proxy.golang.org").Serves("https://proxy.golang.org").Result(relay)
		if got := m.Facts.Outcome(); got != c.want {
			t.Errorf("lookup of %s is refused, tree head %q: the walk %s, want %s", c.module, c.head, got, c.want)
		}
	}
}
