package formats

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// TestNoSettingHelps: that none helps is said of settings that were examined, and of no
// other machine.
func TestNoSettingHelps(t *testing.T) {
	for _, lang := range []i18n.Lang{i18n.En, i18n.Zh} {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		none := texts.T("screen.fix.none", map[string]string{"count": "1"})
		shown := func(dismissed ...report.Dismissed) string {
			p := &page{r: &report.Report{Verdict: report.Broken, Plan: report.Plan{Dismissed: dismissed}}, o: Options{Texts: texts, Unicode: true}, width: 200}
			p.helpless()
			p.dismissed()
			return p.b.String()
		}
		to := "direct"
		if got := shown(report.Dismissed{Changes: []report.Wanted{{Key: "GOPROXY", To: &to}, {Key: "GOSUMDB"}}, Why: report.WouldFail}); !strings.Contains(got, none) || !strings.Contains(got, "GOPROXY=direct") {
			t.Errorf("%s: got %q", lang, got)
		}
		if got := shown(); strings.Contains(got, none) || !strings.Contains(got, texts.T("screen.fix.unknown", nil)) {
			t.Errorf("%s: got %q", lang, got)
		}
	}
}

// TestWithheld: a list that only a path which may be private keeps from being offered is
// told with that reason: the person knows whether it is.
func TestWithheld(t *testing.T) {
	t.Parallel()
	of := func(pairs ...string) report.Dismissed {
		d := report.Dismissed{Why: report.WouldFail}
		for i := 0; i < len(pairs); i += 2 {
			d.Changes = append(d.Changes, report.Wanted{Key: pairs[i], To: &pairs[i+1]})
		}
		return d
	}
	const mirror = "https://goproxy.cn,direct"
	for name, c := range map[string]struct {
		dismissed      []report.Dismissed
		list, prefixes string
	}{
		"a mirror that may not see it":    {[]report.Dismissed{of("GOPROXY", mirror, "GOPRIVATE", "corp.example,github.com/x,github.com/y")}, mirror, "github.com/x, github.com/y"},
		"a mirror that may":               {[]report.Dismissed{of("GOPROXY", mirror)}, "", ""},
		"the patterns are no others":      {[]report.Dismissed{of("GOPROXY", mirror, "GOPRIVATE", "corp.example")}, "", ""},
		"a company's host":                {[]report.Dismissed{of("GOPROXY", mirror, "GOPRIVATE", "git.corp.example")}, "", ""},
		"no proxy sees anything":          {[]report.Dismissed{of("GOPROXY", "direct", "GOPRIVATE", "github.com/x")}, "", ""},
		"more would have to be changed":   {[]report.Dismissed{of("GOPROXY", mirror, "GOPRIVATE", "github.com/x", "GOSUMDB", "y")}, "", ""},
		"the first one that is no detour": {[]report.Dismissed{of("GOPROXY", "direct", "GOPRIVATE", "github.com/x"), of("GOPROXY", mirror, "GOPRIVATE", "github.com/x")}, mirror, "github.com/x"},
	} {
		r := &report.Report{Settings: []report.Setting{{Name: "GOPRIVATE", Value: "corp.example"}}, Plan: report.Plan{Dismissed: c.dismissed}}
		if list, prefixes := withheld(r); list != c.list || prefixes != c.prefixes {
			t.Errorf("%s: %q, %q, want %q, %q", name, list, prefixes, c.list, c.prefixes)
		}
	}
}

// TestInterruptedTellsNoRemedy: a run that was ended early has examined no setting, and
// nobody is to blame yet.
func TestInterruptedTellsNoRemedy(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	p := &page{r: &report.Report{Verdict: report.Broken}, o: Options{Texts: texts, Interrupted: true}, width: 200}
	p.fix(nil, nil, limit{})
	got := p.b.String()
	if !strings.Contains(got, texts.T("screen.fix.interrupted", nil)) || strings.Contains(got, texts.T("screen.fix.unknown", nil)) || strings.Contains(got, "1.") {
		t.Errorf("got %q", got)
	}
}

// TestRestLabel: steps beside a change that was proved to be enough are not told as
// needed.
func TestRestLabel(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, c := range []struct {
		what string
		plan report.Plan
		want string
	}{
		{"not tried", report.Plan{}, "screen.fix.rest"},
		{"refuted", report.Plan{Proven: &no}, "screen.fix.rest"},
		{"proved", report.Plan{Proven: &yes}, "screen.fix.other"},
		{"proved, and modules still fail", report.Plan{Proven: &yes, Remaining: []report.Remaining{{}}}, "screen.fix.rest"},
		{"proved, and the command still fails", report.Plan{Proven: &yes, CommandFails: &report.CommandFailure{}}, "screen.fix.rest"},
	} {
		if got := restLabel(&c.plan); got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
	}
}
