package formats

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		what, text string
		width      int
		want       []string
	}{
		{"breaks at spaces", "one two three", 8, []string{"one two", "three"}},
		{"fills a line to its last column", "one two three", 7, []string{"one two", "three"}},
		{"keeps a URL whole though it has slashes", "see https://example.com/a/b-c/d now", 12, []string{"see", "https://example.com/a/b-c/d", "now"}},
		{"counts a Chinese character as two columns", "模块下载失败", 8, []string{"模块下载", "失败"}},
		{"begins no line with a closing mark", "模块下载。失败", 8, []string{"模块下", "载。失败"}},
		{"breaks between Chinese and a Latin word", "请运行gofix-net后重试", 12, []string{"请运行", "gofix-net后", "重试"}},
		{"keeps paragraphs", "a b\nc", 80, []string{"a b", "c"}},
		{"gives one empty line for nothing", "", 80, []string{""}},
		{"keeps a command of this program together", "shows it; gofix-net undo takes it back", 20, []string{"shows it;", "gofix-net undo takes", "it back"}},
		{"keeps the page of a cause with the command that shows it", "error · gofix-net help git-hostkey", 24, []string{"error ·", "gofix-net help git-hostkey"}},
		{"keeps a number with its unit", "it took 2013 ms and s is 4 sums", 11, []string{"it took", "2013 ms and", "s is 4 sums"}},
		{"keeps a command on its line", "Run:\n  sudo cp corp.crt /etc/ssl/certs/", 20, []string{"Run:", "  sudo cp corp.crt /etc/ssl/certs/"}},
	} {
		if got := wrap(c.text, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}

func TestColumns(t *testing.T) {
	for width, want := range map[int]int{0: 80, -1: 80, 10: 40, 80: 80, 120: 120, 400: 140} {
		if got := columns(width); got != want {
			t.Errorf("width %d: got %d, want %d", width, got, want)
		}
	}
}

func TestEscapesOfAnnotations(t *testing.T) {
	if got, want := escapeData("100%\r\nfor a: b, c"), "100%25%0D%0Afor a: b, c"; got != want {
		t.Errorf("data: got %s, want %s", got, want)
	}
	if got, want := escapeProperty("100%: a, b\n"), "100%25%3A a%2C b%0A"; got != want {
		t.Errorf("property: got %s, want %s", got, want)
	}
}

func TestMarkdownCode(t *testing.T) {
	for text, want := range map[string]string{
		"plain": "`plain`", "a`b": "``a`b``", "`x`": "`` `x` ``", "a|b": "`a\\|b`", "": "",
	} {
		if got := mdCode(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
	if got, want := mdText("<b> *x* [l](u) a_b | & `c`"), "&lt;b&gt; \\*x\\* \\[l\\](u) a\\_b \\| &amp; \\`c\\`"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestOpenMetricsLabels(t *testing.T) {
	if got, want := escapeLabel("a\\b \"c\"\nd"), `a\\b \"c\"\nd`; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestHostOfAProbe(t *testing.T) {
	for endpoint, want := range map[string][2]string{
		"proxy.golang.org:443": {"proxy.golang.org", "proxy.golang.org"},
		"127.0.0.1:7890":       {"127.0.0.1:7890", "127.0.0.1"},
		"[2001:db8::1]:443":    {"2001:db8::1", "2001:db8::1"},
		"[2001:db8::1]:8443":   {"[2001:db8::1]:8443", "2001:db8::1"},
		"":                     {"", ""},
	} {
		p := &report.Probe{Endpoint: endpoint}
		if got := [2]string{p.HostPort(), p.Hostname()}; got != want {
			t.Errorf("%q: got %q, want %q", endpoint, got, want)
		}
	}
}

func TestRowsOfOneHost(t *testing.T) {
	list := rows([]report.Probe{
		{Kind: "dns", Endpoint: "a.test:443", Status: probe.OK, DurationMs: 1},
		{Kind: "dns", Endpoint: "alone.test:443", Status: probe.Fail, Symptom: "dns-nxdomain"},
		{Kind: "tcp", Endpoint: "a.test:443", Status: probe.OK, DurationMs: 2},
		{Kind: "tcp", Endpoint: "a.test:8443", Status: probe.Fail, Symptom: "tcp-refused"},
		{Kind: "goproxy", Endpoint: "a.test:443", Status: probe.OK, DurationMs: 5},
		{Kind: "goproxy", Endpoint: "a.test:443", Status: probe.OK, DurationMs: 9},
		{Kind: "goproxy", Endpoint: "a.test:443", Status: probe.Fail, Symptom: "http-404"},
	})
	if len(list) != 3 || list[0].host != "a.test" || list[1].host != "a.test:8443" || list[2].host != "alone.test" {
		t.Fatalf("rows: %v", list)
	}
	if got := list[0].stages[0].stage() + " " + list[1].stages[0].stage() + " " + list[1].stages[1].stage(); got != "1 1 refused" {
		t.Errorf("resolution is shown with each port: got %q", got)
	}
	var got []string
	for _, c := range list[0].protocol {
		got = append(got, c.protocolText())
	}
	if want := []string{"goproxy ×2 9", "goproxy http-404"}; !slices.Equal(got, want) {
		t.Errorf("probes that ended alike are one entry: got %q, want %q", got, want)
	}
}

func TestMatter(t *testing.T) {
	r := &report.Report{
		Settings: []report.Setting{
			{Name: "GOPROXY", Value: "https://a.test", Origin: "os-env"},
			{Name: "GOPROXY", Value: "https://b.test", Origin: "goenv-file"},
			{Name: "GOSUMDB", Value: "sum.golang.org", Origin: "default"},
			{Name: "GOPRIVATE", Value: "", Origin: "default"},
			{Name: "GOTOOLCHAIN", Value: "auto", Origin: "goroot-env"},
			{Name: "GOFLAGS", Value: "-mod=mod", Origin: "goenv-file"},
			{Name: "HOME", Value: "/home/u", Origin: "os-env"},
			{Name: "remote.origin.url", Value: "https://github.com/x/y", Origin: "git-local"},
			{Name: "XDG_CONFIG_HOME", Value: "/nowhere", Origin: "os-env"},
		},
		Findings: []report.Finding{{Evidence: []evidence.ID{"setting/XDG_CONFIG_HOME", "setting/GOSUMDB"}}},
	}
	names := func(all bool) string {
		var out []string
		for _, s := range matter(r, all) {
			out = append(out, s.Name)
		}
		return strings.Join(out, " ")
	}
	if got, want := names(false), "GOPROXY GOSUMDB GOFLAGS XDG_CONFIG_HOME"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := strings.Count(names(true), " ") + 1; got != len(r.Settings) {
		t.Errorf("all: got %d of %d", got, len(r.Settings))
	}
}

// TestDerivedValueIsNotGosDefault: GONOPROXY without a value of its own has GOPRIVATE's, and
// that is nobody's default.
func TestDerivedValueIsNotGosDefault(t *testing.T) {
	r := &report.Report{
		Schema: report.Schema,
		Settings: []report.Setting{
			{Name: "GONOPROXY", Value: "*.corp.example", Origin: "default"},
			{Name: "GOSUMDB", Value: "sum.golang.org", Origin: "default"},
		},
	}
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	none := ""
	for i, key := range []string{"GONOPROXY", "GOSUMDB"} {
		r.Plan.Changes = append(r.Plan.Changes, report.Change{Key: key, To: &none})
		text := string(rendered(t, "text", r, Options{Texts: texts, Width: 80, Unicode: true}))
		if want := []string{"- *.corp.example (from GOPRIVATE)", "- sum.golang.org (Go's default)"}[i]; !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
}

// TestWhatRemainsIsSaidOnce: a failure that the fix leaves stands below the fix, with its
// page, and not in a note again.
func TestWhatRemainsIsSaidOnce(t *testing.T) {
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	const title, page = "git.example requires credentials", "gofix-net help git-auth-required"
	r := &report.Report{
		Schema: report.Schema, Verdict: report.Broken,
		Findings: []report.Finding{
			{Cause: "goproxy-unreachable", Severity: cause.Error, Title: "the module proxy cannot be reached", Fixes: []string{"GOPROXY"}},
			{Cause: "git-auth-required", Severity: cause.Error, Title: title},
		},
	}
	for _, refuted := range []bool{false, true} {
		value, proven := "direct", !refuted
		r.Plan.Changes = []report.Change{{Key: "GOPROXY", To: &value}}
		r.Plan.Remaining = []report.Remaining{{Module: "git.example/m", Cause: "git-auth-required", Title: title}}
		r.Plan.Proven = &proven
		text := string(rendered(t, "text", r, Options{Texts: texts, Width: 80, Unicode: true}))
		if strings.Count(text, title) != 1 || strings.Count(text, page) != 1 {
			t.Errorf("refuted %v: want %q and %q once:\n%s", refuted, title, page, text)
		}
	}
}

// TestWayThroughAProxyShowsTheProxysStages: what was seen of the host on another way is no
// stage of this one, and the proxy is not listed as another host that fails.
func TestWayThroughAProxyShowsTheProxysStages(t *testing.T) {
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	r := &report.Report{
		Schema: report.Schema, Verdict: report.Broken,
		Path: []report.Hop{{Host: "git.test", Git: true, Via: "http://proxy.test:3128", Status: probe.Fail, Symptom: "tcp-refused", Stage: "tcp", Decides: true}},
		Probes: []report.Probe{
			{ID: "dns/git.test", Kind: "dns", Endpoint: "git.test:443", Status: probe.OK},
			{ID: "tcp/git.test:443", Kind: "tcp", Endpoint: "git.test:443", Status: probe.OK},
			{ID: "tls/git.test:443", Kind: "tls", Endpoint: "git.test:443", Status: probe.OK},
			{ID: "dns/proxy.test", Kind: "dns", Endpoint: "proxy.test:3128", Status: probe.OK},
			{ID: "tcp/proxy.test:3128", Kind: "tcp", Endpoint: "proxy.test:3128", Status: probe.Fail, Symptom: "tcp-refused"},
		},
	}
	text := string(rendered(t, "text", r, Options{Texts: texts, Width: 140, Unicode: true}))
	if want := "git git.test through proxy.test:3128 DNS ✓ ✗ connection refused\n"; !strings.Contains(text, want) || strings.Contains(text, "also fail") {
		t.Errorf("want %q and no other host:\n%s", want, text)
	}
}

func TestReplacedValueIsOneChange(t *testing.T) {
	a, b, none := "http//proxy.test:3128", "http://proxy.test:3128", (*string)(nil)
	got := joined([]report.Change{{Key: "http.proxy", From: &a, To: none}, {Key: "http.proxy", From: none, To: &b}, {Key: "GOPROXY", From: &a, To: &b}, {Key: "GOPROXY", From: &b, To: none}})
	if len(got) != 3 || got[0].From != &a || got[0].To != &b || got[1].Key != "GOPROXY" || got[2].To != none {
		t.Errorf("got %+v", got)
	}
}

func TestUnknownFormat(t *testing.T) {
	err := Write(&strings.Builder{}, "yaml", nil, Options{})
	if err == nil || !strings.Contains(err.Error(), "text, json, json-schema") {
		t.Errorf("got %v", err)
	}
}

func TestReadRefusesOtherDocuments(t *testing.T) {
	for _, text := range []string{"", "[]", "{}", `{"schema":"gofix-net/report/v2"}`, "not json"} {
		if _, err := report.Read(strings.NewReader(text)); err == nil {
			t.Errorf("%q is read as a report", text)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add("plain", 80)
	f.Add("\x1b]0;x\a模块，。\u202e", 40)
	texts, err := i18n.New(i18n.En)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		r := &report.Report{Schema: report.Schema, Verdict: report.Broken,
			Settings: []report.Setting{{Name: text, Value: text, Origin: text}},
			Probes:   []report.Probe{{ID: evidence.ID(text), Kind: "dns", Target: text, Detail: text, Status: probe.Fail}},
			Findings: []report.Finding{{Cause: "offline", Severity: "error", Title: text, Detail: text, Evidence: []evidence.ID{evidence.ID(text)}, Manual: []string{text}}},
			Plan:     report.Plan{Changes: []report.Change{{ID: text, Key: text, Command: []string{text}, Reason: text}}},
		}
		for _, format := range Formats {
			var b strings.Builder
			if err := Write(&b, format.Name, r, Options{Texts: texts, Width: width, Unicode: true}); err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(b.String(), "\x1b\x07\u202e\u009b\r\x00") {
				t.Errorf("%s lets a control character through: %q", format.Name, b.String())
			}
		}
	})
}

// TestFormatsAreGuardedAsWhatTheyWrite: the guard of a format is the syntax of its output.
func TestFormatsAreGuardedAsWhatTheyWrite(t *testing.T) {
	t.Parallel()
	for _, f := range Formats {
		var b bytes.Buffer
		if err := Write(&b, f.Name, nil, Options{}); err != nil {
			t.Fatal(err)
		}
		begins := map[foreign.Kind]string{foreign.JSON: "{", foreign.Markup: "<"}[f.Guard]
		if first := b.String()[:min(1, b.Len())]; begins != "" && first != begins || begins == "" && (first == "{" || first == "<") {
			t.Errorf("%s begins with %q and is guarded as kind %v", f.Name, first, f.Guard)
		}
	}
}
