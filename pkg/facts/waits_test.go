package facts_test

import (
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// proxyResult is the result of a probe of a module proxy whose zip has a size.
func proxyResult(entry, module string, size int64, requests ...probe.HTTPRequest) probe.Result {
	return probe.Result{ID: probe.MakeID(probe.Goproxy, entry+"/"+module), Kind: probe.Goproxy, Outcome: probe.Outcome{
		Status:   probe.OK,
		Evidence: probe.Evidence{HTTP: &probe.HTTPEvidence{Entry: entry, Module: module, ZipBytes: size, Requests: requests}},
	}}
}

func lacks(n int) probe.Result {
	return probe.Result{ID: probe.MakeID(probe.Modcache, facts.MissingModules), Kind: probe.Modcache, Outcome: probe.Outcome{
		Status: probe.OK, Evidence: probe.Evidence{Disk: &probe.DiskEvidence{Missing: n}},
	}}
}

func TestNeed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		what    string
		results []probe.Result
		rate    int64
		want    time.Duration
	}{
		{"the mean of what was seen, for each that is missing", []probe.Result{proxyResult("https://a", "m@v1", 100_000), proxyResult("https://a", "n@v1", 300_000), lacks(24)}, 2000, 40 * time.Minute},
		{"a module that two proxies have counts once", []probe.Result{proxyResult("https://a", "m@v1", 100_000), proxyResult("https://b", "m@v1", 100_000), lacks(2)}, 1000, 200 * time.Second},
		{"no sizes", []probe.Result{proxyResult("https://a", "m@v1", 0), lacks(2)}, 1000, 0},
		{"nothing was counted", []probe.Result{proxyResult("https://a", "m@v1", 100_000)}, 1000, 0},
		{"nothing is missing", []probe.Result{proxyResult("https://a", "m@v1", 100_000), lacks(0)}, 1000, 0},
		{"no rate", []probe.Result{proxyResult("https://a", "m@v1", 100_000), lacks(2)}, 0, 0},
	} {
		f := &facts.Facts{Settings: &settings.Snapshot{}, Results: c.results}
		if got := f.Need().At(c.rate); got != c.want {
			t.Errorf("%s: %v, want %v", c.what, got, c.want)
		}
	}
}

// TestPace: what is far away is not slow, and what is near can be.
func TestPace(t *testing.T) {
	t.Parallel()
	ms := func(first, all int64, final string) probe.HTTPRequest {
		return probe.HTTPRequest{FirstByteMs: first, Ms: all, FinalHost: final}
	}
	for _, c := range []struct {
		what     string
		requests []probe.HTTPRequest
		slow     bool
	}{
		{"a near proxy", []probe.HTTPRequest{ms(20, 25, "")}, false},
		{"a satellite, with a redirect to another host", []probe.HTTPRequest{ms(810, 815, ""), ms(4050, 4060, "storage.googleapis.com:443")}, false},
		{"bodies that trickle", []probe.HTTPRequest{ms(20, 600, ""), ms(20, 2020, "")}, true},
		{"answers that begin late", []probe.HTTPRequest{ms(1900, 1900, "")}, true},
		{"a redirect to a host that begins late", []probe.HTTPRequest{ms(100, 105, ""), ms(9000, 9100, "storage.googleapis.com:443")}, true},
	} {
		s := settings.Snapshot{Layers: []settings.Setting{{Key: settings.Go("GOPROXY"), Value: "https://a", Origin: settings.OSEnv}}}
		f := &facts.Facts{Settings: &s, Results: []probe.Result{proxyResult("https://a", "m@v1", 0, c.requests...)}}
		if got := f.Slow() != nil; got != c.slow {
			t.Errorf("%s: slow %v, want %v", c.what, got, c.slow)
		}
	}
}

// TestSilentFirst: a first address that does not answer is told of hosts that are needed,
// where go waits long for it.
func TestSilentFirst(t *testing.T) {
	for _, c := range []struct {
		story, host string
		waits       int64
		want        int
	}{
		{"the module proxy in use", "proxy.golang.org", 15000, 1},
		{"a head start for IPv6", "proxy.golang.org", 300, 0},
		{"a host that no module needs", "unused.example.com", 15000, 0},
	} {
		r := probe.Result{Kind: probe.TCP, Target: c.host + ":443", About: probe.About{Host: c.host, Endpoint: c.host + ":443"}}
		r.Status = probe.Warn
		r.Evidence.TCP = &probe.TCPEvidence{Attempts: []probe.TCPAttempt{{Address: "192.0.2.1:443", GaveUp: true}, {Address: "192.0.2.2:443"}}, GoWaitsMs: c.waits}
		m := facttest.New().Result(r)
		if got := m.Facts.SilentFirst(); len(got) != c.want {
			t.Errorf("%s: %d results, want %d", c.story, len(got), c.want)
		}
	}
}
