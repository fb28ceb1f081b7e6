package formats

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestFactsOf(t *testing.T) {
	failed := func(id evidence.ID, kind string, s symptom.Symptom) report.Probe {
		_, target, _ := strings.Cut(string(id), "/")
		return report.Probe{ID: id, Kind: kind, Target: target, Status: probe.Fail, Symptom: s, Detail: "it failed", DurationMs: 7}
	}
	r := &report.Report{
		Settings: []report.Setting{{Name: "GOPROXY", Value: "https://a.example", Origin: "os-env"}},
		Probes: []report.Probe{
			failed("dns/a.example", "dns", symptom.DNSTimeout),
			failed("dns/b.example", "dns", symptom.DNSTimeout),
			failed("dns/c.example", "dns", symptom.DNSServFail),
			failed("tcp/d.example:443", "tcp", symptom.TCPTimeout),
			{ID: "dns/e.example", Kind: "dns", Status: probe.OK, DurationMs: 3},
			failed("dns/f.example", "dns", symptom.DNSTimeout),
		},
	}
	f := &report.Finding{Evidence: []evidence.ID{"dns/a.example", "setting/GOPROXY", "dns/b.example", "dns/c.example", "tcp/d.example:443", "dns/e.example", "dns/f.example", "line/12"}}
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	want := []fact{
		{id: "dns/a.example", says: " dns-timeout, it failed (7 ms)", same: []string{"b.example", "f.example"}},
		{id: "setting/GOPROXY", says: " = https://a.example (environment)"},
		{id: "dns/c.example", says: " dns-servfail, it failed (7 ms)"},
		{id: "tcp/d.example:443", says: " tcp-timeout, it failed (7 ms)"},
		{id: "dns/e.example", says: " ok (3 ms)"},
		{id: "line/12"},
	}
	if diff := cmp.Diff(want, factsOf(r, f, texts), cmp.AllowUnexported(fact{})); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if got := want[0].likewise(texts); got != "Likewise: b.example, f.example" {
		t.Errorf("likewise: %q", got)
	}
	if got := want[1].likewise(texts); got != "" {
		t.Errorf("a fact that stands alone says %q", got)
	}
}

func TestByHand(t *testing.T) {
	plain, stepped := report.Finding{Cause: "goproxy-unreachable"}, report.Finding{Cause: "env-shadows-goenv", Manual: []string{"unset it"}}
	change := report.Plan{Changes: []report.Change{{ID: "goproxy"}}}
	for _, c := range []struct {
		what     string
		findings []report.Finding
		plan     report.Plan
		want     string
	}{
		{"its own steps", []report.Finding{stepped, plain}, report.Plan{}, "env-shadows-goenv"},
		{"what stands in the way of writing", []report.Finding{plain, stepped}, report.Plan{}, "env-shadows-goenv"},
		{"a plan needs no steps of another finding", []report.Finding{plain, stepped}, change, ""},
		{"nobody has any", []report.Finding{plain}, report.Plan{}, ""},
		{"nothing found", nil, report.Plan{}, ""},
	} {
		p := &page{r: &report.Report{Findings: c.findings, Plan: c.plan}}
		var primary *report.Finding
		if len(c.findings) > 0 {
			primary = &c.findings[0]
		}
		got := ""
		if f := p.byHand(primary); f != nil {
			got = f.Cause
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}
