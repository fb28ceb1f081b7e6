package conform

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestRecognise(t *testing.T) {
	t.Parallel()
	header := func(name, value string) map[string]string { return map[string]string{name: value} }
	for _, c := range []struct {
		url    settings.Value
		header map[string]string
		said   string
		want   Product
	}{
		{"https://repo.example.com/artifactory/api/go/go", header("server", "nginx"), "", Artifactory},
		{"https://repo.example.com/go", header("x-jfrog-version", "Artifactory/7.98"), "", Artifactory},
		{"https://nexus.example.com/repository/go", header("server", "Nexus/3.70 (OSS)"), "", Nexus},
		{"https://git.example.com/api/v4/projects/7/packages/go", header("server", "nginx"), "", GitLab},
		{"https://git.example.com/api/packages/team/go", nil, "", Gitea},
		{"https://golang.cloudsmith.io/team/go", nil, "", Cloudsmith},
		{"https://proxy.example.com", nil, "not found: unknown revision v1", Goproxy},
		{"https://proxy.example.com", nil, "404 page not found", ""},
		{"https://proxy.example.com", header("server", "nginx/1.26"), "", Nginx},
		{"https://proxy.example.com", header("server", "Apache/2.4"), "", FileServer},
		{"https://proxy.example.com", header("server", "cloudflare"), "", Cloudflare},
		{"https://proxy.example.com", header("server", "cloudflare"), "not found: unknown revision v1", Goproxy},
		{"https://proxy.example.com", header("server", "nginx"), "not found: unknown revision v1", Nginx},
		{"https://modules.s3.example.com", header("server", "AmazonS3"), "", S3},
		{"https://proxy.example.com", header("server", "tengine"), "", ""},
	} {
		m := measure.Mirror{URL: c.url, Header: c.header, Checks: []measure.Check{{ID: measure.Info, MIME: "text/plain", Said: c.said}}}
		if got := Recognise(m); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.url, c.header, got, c.want)
		}
	}
	// Athens names itself nowhere.
	for mime, want := range map[string]Product{"application/json; charset=utf-8": Athens, "text/plain; charset=utf-8": ""} {
		m := measure.Mirror{URL: "https://proxy.example.com", Checks: []measure.Check{{ID: measure.List, Status: measure.Pass, MIME: mime}}}
		if got := Recognise(m); got != want {
			t.Errorf("a list of type %s: %q, want %q", mime, got, want)
		}
	}
}

// everyFailure is a report in which every requirement failed.
func everyFailure(product string) *Report {
	m := measure.Mirror{URL: "https://user:secret@proxy.example.com", Header: map[string]string{"server": product}}
	for _, id := range []measure.CheckID{
		measure.Info, measure.Mod, measure.Zip, measure.Content, measure.Sumdb, measure.List, measure.Latest, measure.Escape, measure.Missing, measure.Versions, measure.Fresh,
	} {
		m.Checks = append(m.Checks, measure.Check{
			ID: id, Status: measure.Fail, Symptom: symptom.HTTP403, Code: 403, Detail: "403 Forbidden", MIME: "text/html; charset=utf-8", Request: "https://xxxxx@proxy.example.com/x'y",
		})
	}
	return Of(&measure.Result{Started: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Took: time.Second, Mirrors: []measure.Mirror{m}})
}

// TestEveryFailureIsExplained: each has a request, an answer, what go does and what
// to set, in both languages, for products that are known and for others.
func TestEveryFailureIsExplained(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, product := range []string{"nginx", "cloudflare", "tengine"} {
			r := everyFailure(product)
			for _, row := range r.Rows {
				for what, text := range map[string]string{
					"requirement": Requirement(row.ID, texts), "request": row.Curl, "answer": row.Answer(texts), "consequence": row.Consequence(texts), "fix": r.Fix(row, texts),
				} {
					if text == "" || strings.Contains(text, "[conform.") {
						t.Errorf("%s %s %s: no %s: %q", lang, product, row.ID, what, text)
					}
				}
			}
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	r := everyFailure("nginx")
	var text, doc, junit bytes.Buffer
	if err := WriteText(&text, r, formats.Options{Texts: texts, Width: 80, Unicode: true}); err != nil {
		t.Fatal(err)
	}
	if err := WriteJSON(&doc, r, formats.Options{Version: "1.0.0", Texts: texts}); err != nil {
		t.Fatal(err)
	}
	if err := WriteJUnit(&junit, r, formats.Options{Texts: texts}); err != nil {
		t.Fatal(err)
	}
	for name, b := range map[string]string{"text": text.String(), "json": doc.String(), "junit": junit.String()} {
		if strings.Contains(b, "secret") {
			t.Errorf("the %s holds a password", name)
		}
		if !strings.Contains(b, "proxy_ssl_server_name") {
			t.Errorf("the %s does not say what to set in nginx", name)
		}
	}
	var s struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
	}
	if err := xml.Unmarshal(junit.Bytes(), &s); err != nil || s.Failures != len(r.Rows) || s.Tests != len(r.Rows) {
		t.Errorf("JUnit: %v, %d failures of %d", err, s.Failures, s.Tests)
	}
	if err := schematest.Check(t, schema)(doc.Bytes()); err != nil {
		t.Error(err)
	}
}

func TestCurlKeepsItsQuotes(t *testing.T) {
	t.Parallel()
	if got := curl("https://xxxxx@proxy.example.com/a'b"); got != "curl -sSL -A Go-http-client/1.1 -D - -o /dev/null --netrc 'https://proxy.example.com/a%27b'" {
		t.Errorf("got %s", got)
	}
	if got := curl(""); got != "" {
		t.Errorf("no request: %q", got)
	}
}
