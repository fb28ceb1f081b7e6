package measure

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var (
	now    = time.Date(2026, 5, 2, 12, 0, 0, 0, time.UTC)
	old    = now.Add(-72 * time.Hour)
	recent = now.Add(-time.Hour)
)

// good is a mirror at which everything passes.
func good(url string) Mirror {
	m := Mirror{URL: settings.Value(url), Relays: known.Yes, Warm: 20 * time.Millisecond, newest: version{"v1.6.0", old}}
	m.zip.Hash, m.mod.Hash = "h1:zip", "h1:mod"
	for _, id := range []CheckID{Info, Mod, Zip, Sumdb, List, Latest, Escape, Missing} {
		m.Checks = append(m.Checks, Check{ID: id, Status: Pass, Hop: "x:443"})
	}
	return m
}

// failing returns a good mirror at which one check fails.
func failing(url string, id CheckID, s symptom.Symptom) Mirror {
	m := good(url)
	m.set(Check{ID: id, Status: Fail, Symptom: s, Hop: "x:443"})
	return m
}

func TestCompare(t *testing.T) {
	t.Parallel()
	with := func(change func(*Mirror)) Mirror { m := good("https://a.example.com"); change(&m); return m }
	for _, c := range []struct {
		name     string
		m        Mirror
		database Database
		sums     map[string][]string
		want     Verdict
		decisive CheckID
	}{
		{"everything passes", good("https://a.example.com"), Database{}, nil, Usable, ""},
		{"another zip than most", with(func(m *Mirror) { m.zip.Hash = "h1:other" }), Database{}, nil, Broken, Content},
		{"another zip than the database says, with most mirrors", with(func(m *Mirror) { m.zip.Hash = "h1:true" }), Database{Name: "sum", Tried: true, Reached: true, record: protocol.Record{Zip: "h1:true", Mod: "h1:mod"}}, nil, Usable, ""},
		{"another go.mod than go.sum has", with(func(m *Mirror) { m.own = []ownSums{{module: WellKnown().Capital, mod: "h1:other"}} }), Database{},
			map[string][]string{known.CapitalModule + " " + known.CapitalVersion + "/go.mod": {"h1:own"}}, Broken, Content},
		{"the one that go.sum has", with(func(m *Mirror) { m.own = []ownSums{{module: WellKnown().Capital, mod: "h1:own"}} }), Database{},
			map[string][]string{known.CapitalModule + " " + known.CapitalVersion + "/go.mod": {"h1:own"}}, Usable, ""},
		{"an older version for days", with(func(m *Mirror) { m.newest = version{"v1.5.0", old} }), Database{}, nil, Limited, Fresh},
		{"a newer version", with(func(m *Mirror) { m.newest = version{"v1.7.0", recent} }), Database{}, nil, Usable, ""},
		{"no relay, the database answers", with(func(m *Mirror) { m.Relays = known.No; m.set(Check{ID: Sumdb, Status: NA}) }), Database{Name: "sum", Tried: true, Reached: true}, nil, Usable, ""},
		{"no relay, the database does not answer", with(func(m *Mirror) { m.Relays = known.No; m.set(Check{ID: Sumdb, Status: NA}) }), Database{Name: "sum", Tried: true, Symptom: symptom.TCPRefused}, nil, Broken, Sumdb},
		{"a relay, the database does not answer", good("https://a.example.com"), Database{Name: "sum", Tried: true, Symptom: symptom.TCPTimeout}, nil, Usable, ""},
		{"403 for what does not exist", failing("https://a.example.com", Missing, symptom.HTTP403), Database{}, nil, Limited, Missing},
		{"no zip", failing("https://a.example.com", Zip, symptom.HTTP5xx), Database{}, nil, Broken, Zip},
		{"a zip that never came", failing("https://a.example.com", Zip, symptom.HTTPTimeout), Database{}, nil, Silent, Zip},
		{"an unknown capital, which others have", failing("https://a.example.com", Escape, symptom.HTTP404), Database{}, nil, Limited, Escape},
	} {
		r := &Result{Sample: WellKnown(), Database: c.database, Mirrors: []Mirror{c.m, good("https://b.example.com"), good("https://c.example.com"), good("https://d.example.com")}}
		compare(r, c.sums, now)
		m := r.Mirrors[0]
		if m.Verdict != c.want {
			t.Errorf("%s: %s, want %s", c.name, m, c.want)
		}
		if d := m.Decisive(); (d == nil) != (c.decisive == "") || d != nil && d.ID != c.decisive {
			t.Errorf("%s: decided by %v, want %s", c.name, d, c.decisive)
		}
	}
}

// TestFreshnessTakesTwoOthersAndADay: caches of an hour and one enthusiastic mirror
// make nobody stale.
func TestFreshnessTakesTwoOthersAndADay(t *testing.T) {
	t.Parallel()
	at := func(v string, when time.Time) Mirror {
		m := good("https://" + v + ".example.com")
		m.newest = version{v, when}
		return m
	}
	for _, c := range []struct {
		name string
		all  []Mirror
		want Status
	}{
		{"two others for days", []Mirror{at("v1.0.0", old), at("v1.1.0", old), at("v1.1.0", old)}, Fail},
		{"two others for an hour", []Mirror{at("v1.0.0", old), at("v1.1.0", recent), at("v1.1.0", recent)}, Untried},
		{"one other", []Mirror{at("v1.0.0", old), at("v1.1.0", old), at("v1.0.0", old)}, Untried},
		{"the same as two others", []Mirror{at("v1.0.0", old), at("v1.0.0", old), at("v1.0.0", old)}, Pass},
	} {
		for i := range c.all {
			c.all[i].URL = settings.Value("https://" + string(rune('a'+i)) + ".example.com")
		}
		if got := fresh(&c.all[0], c.all, now); got.Status != c.want {
			t.Errorf("%s: %s, want %s", c.name, got.Status, c.want)
		}
	}
}

// TestListsInACacheForDays: what an answer says of its own age counts where nothing could
// be compared.
func TestListsInACacheForDays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list, latest string
		others       int
		want         Status
		file         string
	}{
		{"259200", "", 0, Fail, "@v/list"},
		{"", "90000", 0, Fail, "@latest"},
		{"86400", "60", 0, Untried, ""},
		{"-1", "many", 0, Untried, ""},
		{"99999999999999999999", "", 0, Untried, ""},
		{"259200", "", 2, Pass, ""}, // the others have nothing newer
	} {
		m := good("https://a.example.com")
		m.listAge, m.latestAge = age(http.Header{"Age": {c.list}}), age(http.Header{"Age": {c.latest}})
		r := &Result{Sample: WellKnown(), Mirrors: []Mirror{m}}
		for i := range c.others {
			r.Mirrors = append(r.Mirrors, good("https://b"+string(rune('a'+i))+".example.com"))
		}
		compare(r, nil, now)
		if got := r.Mirrors[0].Check(Fresh); got.Status != c.want || got.Say.Args["file"] != c.file {
			t.Errorf("Age %q of the list, %q of @latest, %d others: %s of %q", c.list, c.latest, c.others, got.Status, got.Say.Args["file"])
		}
	}
}

func TestReasonsOfPlaces(t *testing.T) {
	t.Parallel()
	slow, none := good("https://b.example.com"), good("https://c.example.com")
	slow.Warm, none.Relays = time.Second, known.No
	all := []Mirror{none, failing("https://d.example.com", Info, symptom.TCPRefused), slow, good("https://a.example.com"), failing("https://e.example.com", Missing, symptom.HTTP403)}
	for i := range all {
		all[i].Verdict = verdict(&all[i])
	}
	want := []struct {
		url    settings.Value
		rank   int
		reason mirror.Reason
	}{
		{"https://a.example.com", 1, mirror.Fastest}, {"https://b.example.com", 2, mirror.Slower}, {"https://c.example.com", 3, mirror.NoRelay},
		{"https://e.example.com", 4, mirror.Partly}, {"https://d.example.com", 0, mirror.Unusable},
	}
	for i, m := range ranked(all) {
		if m.URL != want[i].url || m.Rank != want[i].rank || m.Reason != want[i].reason {
			t.Errorf("place %d: %s %d %s, want %v", i+1, m.URL, m.Rank, m.Reason, want[i])
		}
	}
}

// sampleResult has a mirror of every verdict.
func sampleResult() *Result {
	r := &Result{
		Started: now, Took: time.Second, Sample: WellKnown(), Bytes: DefaultBytes,
		Database: Database{Name: "sum.golang.org", Tried: true, Symptom: symptom.TCPTimeout},
		Mirrors: []Mirror{
			good("https://a.example.com"), failing("https://user:secret@b.example.com", Missing, symptom.HTTP403),
			failing("https://goproxy.tencent.com", Info, symptom.DNSNXDomain), failing("https://c.example.com", Zip, symptom.HTTPTimeout),
		},
	}
	r.Mirrors[2].Row, r.Mirrors[2].Known = mirror.Lookup("https://goproxy.tencent.com")
	compare(r, nil, now)
	r.Mirrors = ranked(r.Mirrors)
	return r
}

func TestJSONKeepsItsSchema(t *testing.T) {
	t.Parallel()
	validate := schematest.Check(t, schema)
	for compact, write := range map[bool]func(io.Writer, *Result, formats.Options) error{false: WriteJSON, true: WriteJSONLine} {
		var b bytes.Buffer
		if err := write(&b, sampleResult(), formats.Options{Version: "1.0.0"}); err != nil {
			t.Fatal(err)
		}
		if lines := bytes.Count(b.Bytes(), []byte("\n")); compact != (lines == 1) {
			t.Errorf("compact %v: %d lines", compact, lines)
		}
		if bytes.Contains(b.Bytes(), []byte("secret")) {
			t.Error("the JSON holds a password")
		}
		if err := validate(b.Bytes()); err != nil {
			t.Error(err)
		}
	}
}

func TestTextInBothLanguages(t *testing.T) {
	t.Parallel()
	for lang, want := range map[i18n.Lang][]string{
		i18n.En: {"a.example.com", "20 ms", "relayed", "no such host", "never seen to serve modules", "for a version that does not exist: HTTP 403", "only mirrors that relay it"},
		i18n.Zh: {"可转发", "没有", "不存在的版本"},
	} {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{60, 80, 140} {
			var b bytes.Buffer
			if err := WriteText(&b, sampleResult(), formats.Options{Texts: texts, Width: width, Unicode: true}); err != nil {
				t.Fatal(err)
			}
			flat := bytes.Join(bytes.Fields(b.Bytes()), []byte(" "))
			for _, w := range want {
				if width == 140 && !bytes.Contains(flat, []byte(w)) {
					t.Errorf("%s: no %q in\n%s", lang, w, b.String())
				}
			}
			if bytes.Contains(b.Bytes(), []byte("secret")) {
				t.Error("the text holds a password")
			}
			for line := range bytes.Lines(b.Bytes()) {
				if n := formats.Columns(string(bytes.TrimRight(line, "\n"))); n > width {
					t.Errorf("%s, %d columns: %d in %q", lang, width, n, line)
				}
			}
		}
	}
}

// TestHTML: the page loads nothing, holds no credential, and says why a mirror is out.
func TestHTML(t *testing.T) {
	t.Parallel()
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if err := WriteHTML(&b, sampleResult(), formats.Options{Texts: texts}); err != nil {
			t.Fatal(err)
		}
		page := b.String()
		for _, no := range []string{"secret", "<script", "<img", "href=", "src=", "[mirrors."} {
			if strings.Contains(page, no) {
				t.Errorf("%s: the page holds %q", lang, no)
			}
		}
		for _, want := range []string{"default-src &#39;none&#39;", "a.example.com", "gofix-net mirrors --use", `class="bar wait"`} {
			if !strings.Contains(page, want) {
				t.Errorf("%s: no %q in the page", lang, want)
			}
		}
	}
}

// TestLatestMayBeMissing: go takes the newest of the list where @latest is not there.
func TestLatestMayBeMissing(t *testing.T) {
	t.Parallel()
	m := failing("https://a.example.com", Latest, symptom.HTTP404)
	m.newest = version{}
	for _, c := range []struct {
		listed []string
		want   Status
	}{{[]string{"v1.6.0"}, NA}, {nil, Fail}} {
		m.listed = c.listed
		r := &Result{Sample: WellKnown(), Mirrors: []Mirror{m, good("https://b.example.com")}}
		compare(r, nil, now)
		if got := r.Mirrors[0].Check(Latest).Status; got != c.want {
			t.Errorf("listed %v: %s, want %s", c.listed, got, c.want)
		}
	}
}

// TestTakenAlong: what failed with another request's connection, and passed on one of its
// own, is no failure of the mirror; what passed when it was repeated is not broken.
func TestTakenAlong(t *testing.T) {
	t.Parallel()
	broke := func(id CheckID, passed bool, connection int) Check {
		return Check{ID: id, Status: Fail, Symptom: symptom.HTTPTruncated, Passed: passed, connection: connection}
	}
	for _, c := range []struct {
		name string
		in   []Check
		want Verdict
	}{
		{"ended by @latest", []Check{broke(Info, true, 1), broke(Latest, false, 1)}, Limited},
		{"on another connection", []Check{broke(Info, true, 1), broke(Zip, false, 2)}, Broken},
		{"all passed: the line", []Check{broke(Info, true, 1), broke(Zip, true, 1)}, Limited},
		{"fails whenever it is asked", []Check{broke(Info, false, 1)}, Broken},
		{"an error that passes", []Check{{ID: Info, Status: Fail, Symptom: symptom.HTTP5xx, Passed: true}}, Limited},
	} {
		seen := map[CheckID]Check{}
		for _, x := range c.in {
			seen[x.ID] = x
		}
		takenAlong(seen)
		m := good("https://a.example.com")
		for _, x := range seen {
			m.set(x)
		}
		if got := verdict(&m); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
		if x := m.Check(Info); c.name == "ended by @latest" && x.Status != Pass {
			t.Errorf("%s: info is %s", c.name, x.Status)
		}
	}
}

// TestNothingUsableIsShort: where no mirror can be used, nothing is said of speeds, nor of
// mirrors that can be used because they relay the database.
func TestNothingUsableIsShort(t *testing.T) {
	t.Parallel()
	texts, err := i18n.New(i18n.En)
	if err != nil {
		t.Fatal(err)
	}
	for want, m := range map[bool]Mirror{true: good("https://a.example.com"), false: failing("https://a.example.com", Info, symptom.DNSTimeout)} {
		m.Verdict = verdict(&m)
		r := &Result{Sample: WellKnown(), Database: Database{Name: "sum", Tried: true, Symptom: symptom.DNSTimeout}, Mirrors: ranked([]Mirror{m})}
		var out bytes.Buffer
		if err := WriteText(&out, r, formats.Options{Texts: texts, Width: 200}); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{"downloaded from each", "only mirrors that relay it"} {
			if strings.Contains(out.String(), text) != want {
				t.Errorf("%q, want %v:\n%s", text, want, out.String())
			}
		}
	}
}
