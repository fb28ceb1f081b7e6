package formats

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"

	"github.com/rivo/uniseg"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// told is an explanation with everything in it that a format has to cope with.
func told() *report.Explanation {
	return &report.Explanation{
		File: "logs/build 1.log", LinesRead: 90,
		Findings: []report.Explained{
			{
				Cause: "goproxy-unreachable", Severity: "error", Symptom: "tcp-timeout", Target: "https://u:hunter2hunter2@p.example.test",
				Operation: "download", Module: "a.test/m@v1.0.0", URL: "https://p.example.test/a.test/m/@v/list", Title: "100% of https://p.example.test, cannot be reached",
				Steps: []report.Step{{Text: "do this:", Commands: []string{"one | two", "three"}}, {Text: "or <that> `here`"}},
				Or:    []string{"network-slow"}, Probes: []string{"goproxy"}, Check: "gofix-net doctor --module a.test/m@v1.0.0", CheckText: "this decides:",
				Count: 9, Help: report.HelpBase + "goproxy-unreachable",
				Lines: []report.TextLine{
					{Number: 7, Text: "go: \x1b[31mred\x1b[0m\u202e " + strings.Repeat("https://p.example.test/long/", 12)},
					{Number: 123456, Text: strings.Repeat("中文", 60)},
				},
			},
			{
				Cause: "insecure-setting", Severity: "warning", Title: "weak", Steps: []report.Step{{Text: "remove it"}}, Count: 1,
				Help: report.HelpBase + "insecure-setting", Lines: []report.TextLine{{Number: 80, Text: "GOINSECURE=*"}},
			},
		},
		Machine: &report.MachineSays{Answer: report.Refuted, Text: "it works here", Verdict: report.Healthy, Causes: []string{}},
	}
}

func explanationIn(t *testing.T, format string, e *report.Explanation, o Options) string {
	t.Helper()
	var b bytes.Buffer
	if err := WriteExplanation(&b, format, e, o); err != nil {
		t.Fatalf("%s: %v", format, err)
	}
	return b.String()
}

func TestExplanationShowsNoSecretAndNoControls(t *testing.T) {
	for _, format := range ExplanationNames() {
		for _, verbose := range []bool{false, true} {
			got := explanationIn(t, format, told(), Options{Verbose: verbose, Unicode: true})
			if strings.Contains(got, "hunter2") || strings.ContainsAny(got, "\x1b\u202e") {
				t.Errorf("%s: %s", format, got)
			}
		}
	}
}

func TestExplanationTextFitsItsWidth(t *testing.T) {
	for _, width := range []int{40, 80, 100} {
		got := explanationIn(t, "text", told(), Options{Width: width, Unicode: true, Verbose: true})
		for line := range strings.SplitSeq(got, "\n") {
			oneWord := !strings.Contains(strings.TrimSpace(line), " ") // a URL stays whole, so that it can be copied
			if uniseg.StringWidth(line) > width && !oneWord && !strings.Contains(line, report.HelpBase) && !strings.Contains(line, "gofix-net doctor") {
				t.Errorf("wider than %d columns: %q", width, line)
			}
		}
	}
}

func TestExplanationTextFoldsTheRest(t *testing.T) {
	short := explanationIn(t, "text", told(), Options{Unicode: true})
	for _, want := range []string{
		"✗ 100% of https://p.example.test, cannot be reached\n", "  error goproxy-unreachable (tcp-timeout) · gofix-net help goproxy-unreachable", "\n       7  go: ", "\n  123456  中文",
		"more messages like these: 7", "  1. do this:\n\n       one | two\n       three\n\n  2. or <that>", "Could also be: a slow network (network-slow).", "this decides:\n\n    gofix-net doctor",
		"What this machine says\n  ✓ it works here\n", "Also in this text\n  ! line 80: weak (insecure-setting)\n",
	} {
		if !strings.Contains(short, want) {
			t.Errorf("%q is missing in\n%s", want, short)
		}
	}
	if strings.Contains(short, "remove it") {
		t.Errorf("a further cause in full:\n%s", short)
	}
	if full := explanationIn(t, "text", told(), Options{Unicode: true, Verbose: true}); !strings.Contains(full, "1. remove it") {
		t.Errorf("verbose leaves out a step:\n%s", full)
	}
	if plain := explanationIn(t, "text", told(), Options{}); strings.ContainsAny(plain, "✗✓…") {
		t.Errorf("not ASCII:\n%s", plain)
	}
}

func TestExplanationOfNothing(t *testing.T) {
	for format, want := range map[string]string{
		"text": "nothing here is about module downloads\n", "markdown": "nothing here is about module downloads\n",
		"github": "::notice title=gofix-net::nothing here is about module downloads\n",
	} {
		if got := explanationIn(t, format, &report.Explanation{}, Options{}); got != want {
			t.Errorf("%s: %q", format, got)
		}
	}
	zh, err := i18n.New(i18n.Zh)
	if err != nil {
		t.Fatal(err)
	}
	if got := explanationIn(t, "text", &report.Explanation{}, Options{Texts: zh, Unicode: true}); got != "这里没有任何与模块下载有关的内容\n" {
		t.Errorf("got %q", got)
	}
}

func TestExplanationOfNotesAlone(t *testing.T) {
	note := told().Findings[0]
	note.Severity = "info"
	e := &report.Explanation{Notes: []report.Explained{note}}
	for format, want := range map[string]string{
		"text": "no download has failed here;", "markdown": "### 100% of", "github": "::notice title=", "html": "100% of",
		"sarif": `"level": "note"`, "junit": `failures="0"`, "json": `"findings": []`,
	} {
		if got := explanationIn(t, format, e, Options{}); !strings.Contains(got, want) {
			t.Errorf("%s: %q is missing in\n%s", format, want, got)
		}
	}
}

func TestExplanationAnnotationsAreOneLineEach(t *testing.T) {
	got := explanationIn(t, "github", told(), Options{})
	lines := strings.Split(strings.TrimSuffix(got, "\n"), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "::error file=logs/build 1.log,line=7,title=100%25 of https%3A//p.example.test%2C cannot be reached (goproxy-unreachable)::it works here%0A7: go: ") ||
		!strings.HasPrefix(lines[1], "::warning file=logs/build 1.log,line=80,title=weak (insecure-setting)::80: GOINSECURE=*%0A1. remove it%0A") {
		t.Errorf("got\n%s", got)
	}
}

func TestExplanationForPrograms(t *testing.T) {
	var junit junitSuites
	if err := xml.Unmarshal([]byte(explanationIn(t, "junit", told(), Options{})), &junit); err != nil || junit.Tests != 2 || junit.Failures != 1 {
		t.Errorf("junit: %+v, %v", junit, err)
	}
	var sarif sarifLog
	if err := json.Unmarshal([]byte(explanationIn(t, "sarif", told(), Options{})), &sarif); err != nil {
		t.Fatal(err)
	}
	first := sarif.Runs[0].Results[0]
	if p := first.Locations[0].Physical; first.Level != "error" || p.Artifact.URI != "logs/build%201.log" || p.Region.StartLine != 7 {
		t.Errorf("sarif: %+v", first)
	}
	if got := explanationIn(t, "json-schema", nil, Options{}); got != string(report.ExplanationJSONSchema()) {
		t.Error("the schema is another one")
	}
}

func TestExplanationKeepsItsSchema(t *testing.T) {
	validate := schematest.Check(t, report.ExplanationJSONSchema())
	for name, e := range map[string]*report.Explanation{"full": told(), "empty": {}} {
		if err := validate([]byte(explanationIn(t, "json", e, Options{}))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	good := explanationIn(t, "json", told(), Options{})
	for _, change := range [][2]string{
		{`"schema": "gofix-net/explanation/v1"`, `"schema": "v2"`},
		{`"cause": "goproxy-unreachable"`, `"cause": "Goproxy unreachable"`},
		{`"severity": "error"`, `"severity": "fatal"`},
		{`"number": 7`, `"number": 0`},
		{`"answer": "refuted"`, `"answer": "maybe"`},
		{`"linesRead": 90`, `"lines": 90`},
	} {
		if !strings.Contains(good, change[0]) {
			t.Fatalf("%s is not in\n%s", change[0], good)
		}
		if validate([]byte(strings.Replace(good, change[0], change[1], 1))) == nil {
			t.Errorf("the schema takes %s", change[1])
		}
	}
}
