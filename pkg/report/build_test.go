package report

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func value(s string) *settings.Value { v := settings.Value(s); return &v }

// blockedRun is a run as the program hands it over: with credentials still in it.
func blockedRun(t *testing.T, lang i18n.Lang) Input {
	t.Helper()
	texts, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	proven := true
	return Input{
		Version: "1.0.0", Started: time.Date(2026, 11, 21, 13, 20, 28, 999, time.FixedZone("", 8*3600)), Took: 1500 * time.Millisecond,
		Verdict: Broken, Proven: &proven, Texts: texts,
		Settings: &settings.Snapshot{
			OS: "linux", Arch: "amd64", Go: settings.GoTool{Version: "go1.26.8"},
			Layers: []settings.Setting{
				{Key: settings.Go("GOPROXY"), Value: "https://u:hunter2@proxy.example.com", Origin: settings.GoenvFile, File: "/home/u/.config/go/env", Line: 2},
				{Key: settings.Git("user.email"), Value: "u@example.com", Origin: settings.GitGlobal},
				{Key: settings.Git("url.https://hunter2@git.example.com/.insteadof"), Value: "https://github.com/", Origin: settings.GitGlobal},
			},
		},
		Results: []probe.Result{{
			ID: "tcp/proxy.example.com:443", Kind: probe.TCP, Target: "proxy.example.com:443", Took: 3 * time.Second,
			Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.TCPTimeout, Detail: "no answer\x1b[2J from https://u:hunter2@proxy.example.com"},
		}},
		Findings: []cause.Finding{{
			Cause: "goproxy-unreachable", Severity: cause.Error, Target: "https://proxy.example.com", Symptom: symptom.TCPTimeout,
			Evidence: []evidence.ID{"tcp/proxy.example.com:443"}, Or: []cause.ID{"offline"},
			Data: cause.UnreachableEntry{AtEntry: cause.AtEntry{
				Entry: "https://proxy.example.com", Symptom: symptom.TCPTimeout, Module: "example.com/m@v1.0.0",
			}},
		}},
		Plan: plan.Plan{Profile: "auto", Changes: []plan.Change{
			{Key: settings.Go("GOPROXY"), From: value("https://u:hunter2@proxy.example.com"), To: value("https://goproxy.cn,direct")},
			{Key: settings.Go("GOFLAGS"), From: value("-insecure")},
		}},
	}
}

func TestBuild(t *testing.T) {
	r, err := Build(blockedRun(t, i18n.En))
	if err != nil {
		t.Fatal(err)
	}
	if got := r.StartedAt.Format(time.RFC3339Nano); got != "2026-11-21T05:20:28Z" || r.DurationMs != 1500 {
		t.Errorf("started %s, took %d ms", got, r.DurationMs)
	}
	wantSettings := []Setting{
		{Name: "GOPROXY", Value: "https://xxxxx@proxy.example.com", Origin: "goenv-file", File: "/home/u/.config/go/env", Line: 2},
		{Name: "url.https://xxxxx@git.example.com/.insteadof", Value: "https://github.com/", Origin: "git-global"},
	}
	if diff := cmp.Diff(wantSettings, r.Settings); diff != "" {
		t.Errorf("settings (-want +got):\n%s", diff)
	}
	if got, want := r.Probes[0].Detail, `no answer\x1b[2J from https://xxxxx@proxy.example.com`; got != want {
		t.Errorf("detail: got %q, want %q", got, want)
	}
	f := r.Findings[0]
	if f.Help != "https://gofix-net.github.io/causes/goproxy-unreachable" || !strings.Contains(f.Title, "proxy.example.com") {
		t.Errorf("finding: %+v", f)
	}
	if diff := cmp.Diff([]string{"goproxy"}, f.Fixes); diff != "" {
		t.Errorf("fixes (-want +got):\n%s", diff)
	}
	if !strings.HasSuffix(f.Detail, "Could also be: no network (offline).") {
		t.Errorf("the doubt is not said: %q", f.Detail)
	}
	if got := r.Plan.Changes[0]; *got.From != "https://xxxxx@proxy.example.com" || *got.To != "https://goproxy.cn,direct" {
		t.Errorf("change: %+v", got)
	}
	if got := r.Plan.Changes[1]; got.To != nil || strings.Join(got.Command, " ") != "go env -u GOFLAGS" {
		t.Errorf("a setting that is removed: %+v", got)
	}
}

func TestBuiltReportsKeepTheSchemaInEveryLanguage(t *testing.T) {
	validate := schematest.Check(t, JSONSchema())
	for _, lang := range i18n.Langs {
		in := blockedRun(t, lang)
		empty := Input{Texts: in.Texts, Verdict: Healthy, Started: in.Started}
		applied := in
		applied.Applied = &Applied{Journal: "20261121T052028Z", Verified: true}
		for what, in := range map[string]Input{"blocked": in, "empty": empty, "applied": applied} {
			r, err := Build(in)
			if err != nil {
				t.Fatalf("%s %s: %v", lang, what, err)
			}
			data, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if err := validate(data); err != nil {
				t.Errorf("%s %s: %v", lang, what, err)
			}
			if strings.Contains(string(data), "hunter2") || strings.Contains(string(data), "u@example.com") {
				t.Errorf("%s %s: a secret in %s", lang, what, data)
			}
		}
	}
}

func TestBuildRefusesAFindingOfNoCause(t *testing.T) {
	in := blockedRun(t, i18n.En)
	in.Findings[0].Cause = "no-such-cause"
	if _, err := Build(in); err == nil {
		t.Error("a finding whose cause is not in the catalogue is shown")
	}
}

func TestChangeIDsAreUnique(t *testing.T) {
	key := settings.Git("url.https://git.example.com/.insteadof")
	got := changeIDs(plan.Plan{Changes: []plan.Change{{Key: key}, {Key: settings.Go("GOPROXY")}, {Key: key}}})
	want := []string{"url.https://git.example.com/.insteadof", "goproxy", "url.https://git.example.com/.insteadof-2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFixes(t *testing.T) {
	rule := settings.Git("url.https://git.example.com/.insteadof")
	other := settings.Git("url.https://other.example.com/.insteadof")
	p := plan.Plan{Changes: []plan.Change{{Key: settings.Go("GOPROXY")}, {Key: rule}, {Key: other}}}
	cites := cause.Finding{Evidence: []evidence.ID{evidence.Setting(rule.Name)}}
	for _, c := range []struct {
		what string
		keys []settings.Key
		f    cause.Finding
		want []string
	}{
		{"the very key", []settings.Key{settings.Go("GOPROXY")}, cause.Finding{}, []string{"goproxy"}},
		{"a pattern stands for what the finding cites", []settings.Key{settings.Git("url.*.insteadof")}, cites, []string{rule.Name}},
		{"and for nothing else", []settings.Key{settings.Git("url.*.insteadof")}, cause.Finding{}, []string{}},
		{"a key of another tool", []settings.Key{settings.Git("GOPROXY")}, cause.Finding{}, []string{}},
		{"only a person can", nil, cites, []string{}},
	} {
		if diff := cmp.Diff(c.want, fixesOf(c.keys, c.f, p)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.what, diff)
		}
	}
}

func TestPrimary(t *testing.T) {
	r := &Report{Findings: []Finding{{Cause: "a", Severity: "info"}, {Cause: "b", Severity: "error"}, {Cause: "c", Severity: "error"}}}
	if got := r.Primary(); got == nil || got.Cause != "b" {
		t.Errorf("the first of the highest severity: got %v", got)
	}
	if got := (&Report{}).Primary(); got != nil {
		t.Errorf("nothing was found: got %v", got)
	}
}
