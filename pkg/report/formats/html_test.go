package formats

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// TestHTMLStandsAlone parses the page of every recorded report: no script, nothing
// from elsewhere, the policy that says so, and every text as text.
func TestHTMLStandsAlone(t *testing.T) {
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		page := rendered(t, "html", r, o)
		root, err := html.Parse(bytes.NewReader(page))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		standsAlone(t, name, root)
		for _, f := range r.Findings {
			if !strings.Contains(textOf(root), f.Title) {
				t.Errorf("%s: does not say %q", name, f.Title)
			}
		}
	}
}

// standsAlone wants a page without scripts, without anything from elsewhere, and with
// the policy that says so.
func standsAlone(t *testing.T, name string, root *html.Node) {
	t.Helper()
	policy := false
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		switch n.Data {
		case "script", "iframe", "object", "embed", "link", "img", "form", "base", "a":
			t.Errorf("%s: has an element <%s>", name, n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "src" || a.Key == "href" || strings.Contains(a.Val, "url(") {
				t.Errorf("%s: <%s %s=%q>", name, n.Data, a.Key, a.Val)
			}
			policy = policy || a.Key == "content" && strings.Contains(a.Val, "default-src 'none'")
		}
	}
	if !policy {
		t.Errorf("%s: no policy", name)
	}
}

// TestHTMLOfAnExplanation parses the page of an explanation in the same way, in both
// languages.
func TestHTMLOfAnExplanation(t *testing.T) {
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteExplanation(&b, "html", explained(), Options{Texts: texts}); err != nil {
			t.Fatal(err)
		}
		root, err := html.Parse(&b)
		if err != nil {
			t.Fatal(err)
		}
		standsAlone(t, "explanation", root)
		for _, want := range []string{"the proxy <b>x</b>", "<script>alert(1)</script>", "go env -w 'GOPROXY=https://a.example|direct'"} {
			if !strings.Contains(textOf(root), want) {
				t.Errorf("%s: does not say %q", lang, want)
			}
		}
	}
}

// textOf is all that a reader sees.
func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.Data != "style" {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestLanes puts probes and requests on one axis, and a failed one where it failed.
func TestLanes(t *testing.T) {
	begin := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	at := func(ms int64) time.Time { return begin.Add(time.Duration(ms) * time.Millisecond) }
	r := &report.Report{Probes: []report.Probe{
		{ID: "tcp/b.example:443", Kind: "tcp", Target: "b.example:443", Endpoint: "b.example:443", Status: probe.Fail, StartedAt: at(10), DurationMs: 90},
		{ID: "dns/a.example", Kind: "dns", Target: "a.example", Endpoint: "a.example:443", Status: probe.OK, StartedAt: begin, DurationMs: 5},
		{ID: "goproxy/https://a.example m", Kind: "goproxy", Target: "https://a.example m", Endpoint: "a.example:443", Status: probe.OK, StartedAt: at(20), DurationMs: 50,
			Evidence: probe.Evidence{HTTP: &probe.HTTPEvidence{Requests: []probe.HTTPRequest{{Name: "info", StartedAt: at(20), FirstByteMs: 30, Ms: 50}}}}},
		{ID: "roots/system", Kind: "roots", Target: "system", Status: probe.OK, StartedAt: begin, DurationMs: 500},
		{ID: "tls/b.example:443", Kind: "tls", Target: "b.example:443", Endpoint: "b.example:443", Status: probe.Skip},
	}}
	got, end := lanes(r)
	if end != 100 || len(got) != 2 || got[0].Host != "a.example" || got[1].Host != "b.example" {
		t.Fatalf("got %+v, %d", got, end)
	}
	for i, want := range []bar{{Kind: "dns", Start: 0, Took: 5}, {Kind: "wait", Start: 20, Took: 30}, {Kind: "body", Start: 50, Took: 20}} {
		b := got[0].Bars[i]
		b.Label = ""
		if b != want {
			t.Errorf("bar %d: got %+v, want %+v", i, b, want)
		}
	}
	if b := got[1].Bars[0]; !b.Failed || b.Took != 90 {
		t.Errorf("the failed connection: %+v", b)
	}
	if got, end := lanes(&report.Report{Probes: []report.Probe{{Kind: "dns", Target: "a"}}}); got != nil || end != 0 {
		t.Errorf("without times: %+v, %d", got, end)
	}
}
