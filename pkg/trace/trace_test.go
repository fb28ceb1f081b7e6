package trace

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// blocked is a trace with everything in it that a text or a document can show.
func blocked(t *testing.T) *Trace {
	t.Helper()
	s := machine("GOPROXY", "https://u:secret@p.example.com,direct", "GOPRIVATE", "corp.example.com", "HTTPS_PROXY", "http://me:hush@out.example.com:3128")
	l := &looker{settings: s, config: route.Read(s)}
	dead := func(r walk.Request) walk.Answer {
		if r.Op.Local() {
			return walk.Answer{}
		}
		return walk.Answer{State: walk.Bad, Symptom: symptom.TCPTimeout, Detail: "192.0.2.1:443: i/o timeout", Refusal: probe.Refusal{Address: "192.0.2.1:443"}, Result: "tcp/p.example.com:443"}
	}
	q := probe.Query{Path: "example.com/a/b", Version: "v1.0.0"}
	p := walk.Download(l.config, q, dead)
	w := Walk{Command: job{query: q}.command(), Path: p, Message: walk.Message(l.config, p)}
	w.explain(l.config, nil)
	return &Trace{Started: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Took: time.Second, Settings: s, Walks: []Walk{w}}
}

// machine is a snapshot with variables set in the environment.
func machine(pairs ...string) *settings.Snapshot {
	s := &settings.Snapshot{OS: "linux", Arch: "amd64", Go: settings.GoTool{Version: "go1.26.8"}, Git: settings.GitTool{Path: "/usr/bin/git"}}
	for i := 0; i+1 < len(pairs); i += 2 {
		key := settings.Go(pairs[i])
		if strings.HasSuffix(pairs[i], "_PROXY") {
			key = settings.Variable(pairs[i])
		}
		s.Layers = append(s.Layers, settings.Setting{Key: key, Value: settings.Value(pairs[i+1]), Origin: settings.OSEnv})
	}
	return s
}

func texts(t *testing.T, lang i18n.Lang) *i18n.Texts {
	t.Helper()
	x, err := i18n.New(lang)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func inText(t *testing.T, x *Trace, all bool, o formats.Options) string {
	t.Helper()
	if o.Texts == nil {
		o.Texts = texts(t, i18n.En)
	}
	var b bytes.Buffer
	x.All = all
	if err := WriteText(&b, x, o); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextReadsLikeAPath(t *testing.T) {
	t.Parallel()
	got := inText(t, blocked(t), false, formats.Options{Unicode: true})
	want := `✗ go mod download example.com/a/b@v1.0.0 fails

Settings that decide
  GOPROXY=https://xxxxx@p.example.com,direct (environment)
    go asks the entries in this order, again for each file
  HTTPS_PROXY=http://xxxxx@out.example.com:3128 (environment)
    connections go through this proxy
  GOSUMDB
    checksums come through the first proxy that relays the database, else from
    itself

Hops
  ✗ info      p.example.com  connection timed out  ◀ decides
      https://xxxxx@p.example.com/example.com/a/b/@v/v1.0.0.info
      through the outbound proxy http://xxxxx@out.example.com:3128
      192.0.2.1:443: i/o timeout
      go itself waits 30 s here
      stops: after a comma, go continues only on 404 and 410

In all, go waits 30 s for hosts that do not answer.

go will say
    go: example.com/a/b@v1.0.0: Get "https://xxxxx@p.example.com/example.com/a/b/@v/v1.0.0.info": proxyconnect tcp: dial tcp 192.0.2.1:443: i/o timeout
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestEveryFormAndLanguageIsFreeOfSecretsAndMissingTexts(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		for _, o := range []formats.Options{{Texts: texts(t, lang)}, {Texts: texts(t, lang), Color: true, Width: 60, Verbose: true, Unicode: true}} {
			for _, all := range []bool{false, true} {
				x := blocked(t)
				x.All = all
				var b bytes.Buffer
				if err := WriteJSON(&b, x, o); err != nil {
					t.Fatal(err)
				}
				var page bytes.Buffer
				if err := WriteHTML(&page, x, o); err != nil {
					t.Fatal(err)
				}
				for _, text := range []string{inText(t, x, all, o), b.String(), page.String()} {
					for _, bad := range []string{"secret", "hush", "[trace.", "[route."} {
						if strings.Contains(text, bad) {
							t.Errorf("%s all=%v: %q in\n%s", lang, all, bad, text)
						}
					}
				}
			}
		}
	}
}

func TestEveryEffectHasATextInEveryLanguage(t *testing.T) {
	t.Parallel()
	ids := []string{"trace.open.comma", "trace.open.bar", "trace.open.last", "trace.open.direct", "trace.open.supported", "trace.open.record"}
	for _, e := range []Effect{Asked, Bypass, Unchecked, Relayed, Database, InGoSum, VCS, Insecure, Rewrite, Outbound, NoProxy, Netrc, Auth, Vendor, Toolchain} {
		ids = append(ids, "trace.rule."+string(e))
	}
	for _, lang := range i18n.Langs {
		x := texts(t, lang)
		for _, id := range ids {
			if got := x.T(id, nil); strings.Contains(got, id) {
				t.Errorf("%s has no text in %s", id, lang)
			}
		}
	}
}

func TestJSONKeepsItsSchema(t *testing.T) {
	t.Parallel()
	validate := schematest.Check(t, schema)
	one := blocked(t)
	stopped := blocked(t)
	stopped.Toolchain, stopped.Walks = &one.Walks[0], nil
	for name, x := range map[string]*Trace{"one": one, "no module is come to": stopped} {
		for _, all := range []bool{false, true} {
			var b bytes.Buffer
			x.All = all
			if err := WriteJSON(&b, x, formats.Options{Version: "1.0.0", Texts: texts(t, i18n.En)}); err != nil {
				t.Fatal(err)
			}
			if err := validate(b.Bytes()); err != nil {
				t.Errorf("%s, all=%v: %v\n%s", name, all, err, b.String())
			}
		}
	}
}

func TestJSONSaysWhatTheContractNames(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := WriteJSON(&b, blocked(t), formats.Options{Version: "1.0.0", Texts: texts(t, i18n.En)}); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema string
		Hops   []struct {
			URL, Via, Outcome, Symptom, Reason, Next string
			Decides                                  bool
			WaitMs                                   int
		}
		Result struct{ Outcome, Error, Symptom string }
	}
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	h := got.Hops[0]
	if got.Schema != "gofix-net/trace/v1" || h.Outcome != "failed" || h.Symptom != "tcp-timeout" || h.Next != "stops-comma" ||
		h.Via != "http://xxxxx@out.example.com:3128" || !h.Decides || h.WaitMs != 30000 || h.Reason == "" {
		t.Errorf("got %+v", got)
	}
	if got.Result.Outcome != "fails" || got.Result.Symptom != "tcp-timeout" || !strings.HasPrefix(got.Result.Error, "go: example.com/a/b@v1.0.0: Get ") {
		t.Errorf("got %+v", got.Result)
	}
}

func TestSchemaRefusesOtherWords(t *testing.T) {
	t.Parallel()
	validate := schematest.Check(t, schema)
	var b bytes.Buffer
	if err := WriteJSON(&b, blocked(t), formats.Options{Version: "1.0.0", Texts: texts(t, i18n.En)}); err != nil {
		t.Fatal(err)
	}
	for _, edit := range []struct{ from, to string }{
		{`"stops-comma"`, `"stops-somewhere"`}, {`"failed"`, `"bad"`}, {`"fails"`, `"broken"`}, {`"times": 1`, `"times": 0`}, {`"url"`, `"uri"`},
	} {
		broken := strings.Replace(b.String(), edit.from, edit.to, 1)
		if broken == b.String() || validate([]byte(broken)) == nil {
			t.Errorf("accepts %s for %s", edit.to, edit.from)
		}
	}
}

func TestRequiredReadsTheQueryInTheLightOfGoMod(t *testing.T) {
	t.Parallel()
	s := &settings.Snapshot{Module: settings.Module{
		Requires: []settings.Requirement{{Path: "example.com/a", Version: "v1.1.0"}, {Path: "example.com/a/sub", Version: "v0.2.0"}, {Path: "example.com/new", Version: "v1.3.0"}},
		Replaces: []settings.Replacement{{OldPath: "example.com/old", NewPath: "example.com/new", NewVersion: "v1.3.0"}, {OldPath: "example.com/here", NewPath: "../here"}},
	}}
	for _, c := range []struct{ name, path, want, note string }{
		{"a module that is required", "example.com/a", "example.com/a@v1.1.0", "trace.note.required"},
		{"a package in it", "example.com/a/pkg", "example.com/a@v1.1.0", "trace.note.package"},
		{"the longest module wins", "example.com/a/sub/pkg", "example.com/a/sub@v0.2.0", "trace.note.package"},
		{"a path that only begins alike", "example.com/ab", "example.com/ab", ""},
		{"a module that is replaced", "example.com/old", "example.com/new@v1.3.0", "trace.note.replaced"},
		{"a directory replaces nothing that is fetched", "example.com/here", "example.com/here", ""},
	} {
		got, note, _ := required(s, probe.Query{Path: c.path})
		if got.String() != c.want || note != c.note {
			t.Errorf("%s: got %s %q, want %s %q", c.name, got, note, c.want, c.note)
		}
	}
}

func TestRulesOfAPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		layers []string
		path   string
		want   []string
	}{
		{"a public path", []string{"GOPROXY", "https://p.example.com", "GOSUMDB", "sum.golang.org"}, "example.com/m", []string{"GOPROXY asked", "GOSUMDB relayed"}},
		{"a private path", []string{"GOPROXY", "https://p.example.com", "GOPRIVATE", "example.com"}, "example.com/m", []string{"GOPRIVATE bypass", "GOPRIVATE unchecked"}},
		{"GONOPROXY over GOPRIVATE", []string{"GOPROXY", "https://p.example.com", "GOPRIVATE", "example.com", "GONOPROXY", "example.com", "GONOSUMDB", "none", "GOSUMDB", "sum.golang.org"}, "example.com/m", []string{"GONOPROXY bypass", "GOPROXY asked", "GOSUMDB relayed"}},
		{"no database", []string{"GOPROXY", "https://p.example.com", "GOSUMDB", "off"}, "example.com/m", []string{"GOPROXY asked", "GOSUMDB unchecked"}},
		{"a database that no proxy relays", []string{"GOPROXY", "https://p.example.com", "GOSUMDB", "sum.golang.google.cn"}, "example.com/m", []string{"GOPROXY asked", "GOSUMDB database"}},
		{"an outbound proxy with an exception", []string{"GOPROXY", "https://p.example.com", "GOSUMDB", "off", "HTTPS_PROXY", "http://out.example.com", "NO_PROXY", "p.example.com"}, "example.com/m", []string{"GOPROXY asked", "NO_PROXY noproxy", "GOSUMDB unchecked"}},
		{"a malformed list", []string{"GOPROXY", "foo", "GOSUMDB", "off"}, "example.com/m", []string{"GOPROXY asked"}},
	} {
		l := route.Read(machine(c.layers...))
		q := probe.Query{Path: c.path, Version: "v1.0.0"}
		w := Walk{Path: walk.Decisions(l, q, false)}
		w.explain(l, nil)
		var got []string
		for _, r := range w.Rules {
			got = append(got, r.Setting.Key.Name+" "+string(r.Effect))
		}
		slices.Sort(got)
		slices.Sort(c.want)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got, c.want)
		}
	}
}
