package walk

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// answers is a table of answers by "ENTRY op"; an entry is its host, "direct",
// "noproxy" or "db". "ENTRY" without more is for all its requests.
type answers map[string]Answer

var (
	ok       = Answer{State: Good, Status: 200}
	notFound = Answer{State: NotFound, Symptom: symptom.HTTP404, Status: 404}
	broken   = Answer{State: Bad, Symptom: symptom.HTTP5xx, Status: 500}
	dropped  = Answer{State: Bad, Symptom: symptom.TCPTimeout}
	stalled  = Answer{State: Bad, Symptom: symptom.HTTPTimeout}
	html     = Answer{State: Bad, Symptom: symptom.HTTPNotProxy, Status: 200}
	nothing  = Answer{}
)

func (a answers) ask(r Request) Answer {
	if r.Op.Local() {
		return a["here "+string(r.Op)]
	}
	who := entryName(r)
	if answer, ok := a[who+" "+string(r.Op)]; ok {
		return answer
	}
	return a[who]
}

func entryName(r Request) string {
	switch r.Entry.Kind {
	case route.Proxy:
		host, _ := route.HostPort(r.Entry.URL)
		name, _, _ := strings.Cut(host, ".")
		return name
	case "":
		return "db"
	}
	return string(r.Entry.Kind)
}

// told writes a path down: each hop as "ENTRY op next", the outcome, the stop.
func told(p Path) []string {
	var out []string
	for _, h := range p.Hops {
		out = append(out, fmt.Sprintf("%s %s %s", entryName(h.Request), h.Op, h.Next))
	}
	end := string(p.Outcome)
	if p.Setting != "" {
		end += " by " + p.Setting
	}
	if p.Stop >= 0 {
		end += fmt.Sprintf(" at %d", p.Stop)
	}
	return append(out, end)
}

func TestWalk(t *testing.T) {
	const p, q = "https://p.example.com", "https://q.example.com"
	path := probe.Query{Path: "example.com/m", Version: "v1.0.0"}
	static := probe.Query{Path: "github.com/acme/m", Version: "v1.0.0"}
	for _, row := range []struct {
		name    string
		layers  []settings.Setting
		query   probe.Query
		answers answers
		want    []string
		cost    time.Duration
	}{
		{
			"everything works", []settings.Setting{goenv("GOPROXY", p)}, path, answers{"p": ok},
			[]string{"p info served", "p mod served", "p sumdb-supported served", "p sumdb-lookup served", "p zip served", "succeeds"}, 0,
		},
		{
			"a dead entry before a bar costs a dial per file and one for the relay",
			[]settings.Setting{goenv("GOPROXY", p+"|"+q)}, path, answers{"p": dropped, "q": ok},
			[]string{
				"p info goes-on-bar", "q info served", "p mod goes-on-bar", "q mod served", "p sumdb-supported goes-on-bar",
				"q sumdb-supported served", "q sumdb-lookup served", "p zip goes-on-bar", "q zip served", "succeeds",
			}, 120 * time.Second,
		},
		{
			"a comma stops at a dead entry", []settings.Setting{goenv("GOPROXY", p+","+q)}, path, answers{"p": dropped, "q": ok},
			[]string{"p info stops-comma", "fails at 0"}, 30 * time.Second,
		},
		{
			"a bar does not help against a stall", []settings.Setting{goenv("GOPROXY", p+"|"+q)}, path, answers{"p": stalled, "q": ok},
			[]string{"p info hangs", "fails at 0"}, Hang,
		},
		{
			"a bar does not help against a page in place of a zip",
			[]settings.Setting{goenv("GOPROXY", p+"|"+q), goenv("GOSUMDB", "off")}, path, answers{"p": ok, "p zip": html, "q": ok},
			[]string{"p info served", "p mod served", "p zip stops-taken", "fails at 2"}, 0,
		},
		{
			"a redirect loop is an error like others",
			[]settings.Setting{goenv("GOPROXY", p+"|"+q), goenv("GOSUMDB", "off")}, path,
			answers{"p": ok, "p zip": {State: Bad, Symptom: symptom.HTTPNotProxy, Status: 302}, "q": ok},
			[]string{"p info served", "p mod served", "p zip goes-on-bar", "q zip served", "succeeds"}, 0,
		},
		{
			"the error of direct hides the proxy's", []settings.Setting{goenv("GOPROXY", p+"|direct")}, path,
			answers{"p": broken, "direct": {State: Bad, Symptom: symptom.TCPRefused}},
			[]string{"p info goes-on-bar", "direct go-get stops-direct", "fails at 1"}, 0,
		},
		{
			"of proxies' errors the last that is no 404 is shown", []settings.Setting{goenv("GOPROXY", p+"|"+q+",off")}, path,
			answers{"p": broken, "q": notFound},
			[]string{"p info goes-on-bar", "q info goes-on-404", "off info stops-off", "fails at 0"}, 0,
		},
		{
			"off after nothing but 404 is shown itself", []settings.Setting{goenv("GOPROXY", p+",off")}, path, answers{"p": notFound},
			[]string{"p info goes-on-404", "off info stops-off", "fails at 1"}, 0,
		},
		{
			"a private path goes direct whatever the list says", []settings.Setting{goenv("GOPROXY", "off"), goenv("GOPRIVATE", "github.com/acme")}, static,
			answers{"noproxy": ok}, []string{"noproxy git served", "succeeds"}, 0,
		},
		{
			"GONOPROXY alone still asks the database, over the proxies", []settings.Setting{goenv("GOPROXY", p), goenv("GONOPROXY", "github.com/acme")}, static,
			answers{"noproxy": ok, "p": ok},
			[]string{"noproxy git served", "p sumdb-supported served", "p sumdb-lookup served", "succeeds"}, 0,
		},
		{
			"a private path whose discovery fails is discovered again at direct",
			[]settings.Setting{goenv("GOPROXY", p+",direct"), goenv("GOPRIVATE", "example.com")}, path,
			answers{"noproxy": dropped, "direct": dropped},
			[]string{"noproxy go-get goes-on-404", "direct go-get stops-direct", "fails at 1"}, 60 * time.Second,
		},
		{
			"GOPROXY=off asks the database itself", []settings.Setting{goenv("GOPROXY", "off"), goenv("GONOPROXY", "github.com/acme")}, static,
			answers{"noproxy": ok, "db": ok}, []string{"noproxy git served", "db sumdb-lookup served", "succeeds"}, 0,
		},
		{
			"no relay: 404 leads to the database itself", []settings.Setting{goenv("GOPROXY", p)}, path,
			answers{"p": ok, "p sumdb-supported": notFound, "db": ok},
			[]string{"p info served", "p mod served", "p sumdb-supported stops-end", "db sumdb-lookup served", "p zip served", "succeeds"}, 0,
		},
		{
			"a dead entry before the relay is fatal where the list ends without direct", []settings.Setting{goenv("GOPROXY", p+"|"+q)}, path,
			answers{"p": broken, "q": ok, "q sumdb-supported": notFound, "db": ok},
			[]string{
				"p info goes-on-bar", "q info served", "p mod goes-on-bar", "q mod stops-end",
				"p sumdb-supported goes-on-bar", "q sumdb-supported stops-end", "fails at 4",
			}, 0,
		},
		{
			"with direct at its end it is not", []settings.Setting{goenv("GOPROXY", p+"|"+q+",direct")}, path,
			answers{"p": broken, "q": ok, "q sumdb-supported": notFound, "db": ok},
			[]string{
				"p info goes-on-bar", "q info served", "p mod goes-on-bar", "q mod served", "p sumdb-supported goes-on-bar",
				"q sumdb-supported goes-on-404", "db sumdb-lookup served", "p zip goes-on-bar", "q zip served", "succeeds",
			}, 0,
		},
		{
			"a relay's lookup has no fallback", []settings.Setting{goenv("GOPROXY", p+",direct")}, path,
			answers{"p": ok, "p sumdb-lookup": broken, "db": ok},
			[]string{"p info served", "p mod stops-comma", "p sumdb-supported served", "p sumdb-lookup stops-relay", "fails at 3"}, 0,
		},
		{
			"sum.golang.google.cn has no relay", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "sum.golang.google.cn")}, path,
			answers{"p": ok, "db": dropped},
			[]string{"p info served", "p mod stops-end", "db sumdb-lookup stops-sumdb", "fails at 2"}, 30 * time.Second,
		},
		{
			"GOSUMDB malformed", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "on")}, path, answers{"p": ok},
			[]string{"p info served", "p mod stops-end", "fails by GOSUMDB"}, 0,
		},
		{"GOPROXY malformed", []settings.Setting{goenv("GOPROXY", "foo")}, path, nil, []string{"fails by GOPROXY"}, 0},
		{"GO111MODULE=off", []settings.Setting{goenv("GO111MODULE", "off")}, path, nil, []string{"fails by GO111MODULE"}, 0},
		{"GO111MODULE invalid", []settings.Setting{goenv("GO111MODULE", "yes")}, path, nil, []string{"fails by GO111MODULE"}, 0},
		{"a path that is none", []settings.Setting{goenv("GOPROXY", p)}, probe.Query{Path: "m"}, nil, []string{"fails"}, 0},
		{
			"GOVCS forbids", []settings.Setting{goenv("GOPROXY", "direct"), goenv("GOVCS", "public:off")}, static, nil,
			[]string{"direct git stops-direct", "fails at 0"}, 0,
		},
		{
			"a path that go refuses", []settings.Setting{goenv("GOPROXY", "direct")}, probe.Query{Path: "github.com/acme", Version: "v1.0.0"}, nil,
			[]string{"direct git stops-direct", "fails at 0"}, 0,
		},
		{
			"git waits longer than go", []settings.Setting{goenv("GOPROXY", "direct")}, static, answers{"direct": dropped},
			[]string{"direct git stops-direct", "fails at 0"}, 135 * time.Second,
		},
		{
			"a credential is not sent over http", []settings.Setting{goenv("GOPROXY", "http://u:p@p.example.com|"+q), goenv("GOSUMDB", "off")}, path,
			answers{"p": ok, "q": ok},
			[]string{"p info goes-on-bar", "q info served", "p mod goes-on-bar", "q mod served", "p zip goes-on-bar", "q zip served", "succeeds"}, 0,
		},
		{
			"latest: list and info", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "off")}, probe.Query{Path: "example.com/m"}, answers{"p": ok},
			[]string{"p list served", "p info served", "p mod served", "p zip served", "succeeds"}, 0,
		},
		{
			"latest: an empty list and no @latest hide direct", []settings.Setting{goenv("GOPROXY", p+",direct"), goenv("GOSUMDB", "off")}, probe.Query{Path: "example.com/m"},
			answers{"p list": {State: Good, Empty: true}, "p latest": notFound, "direct": ok},
			[]string{"p list served", "p latest stops-query", "fails at 1"}, 0,
		},
		{
			"latest: an empty list and @latest", []settings.Setting{goenv("GOPROXY", p+",direct"), goenv("GOSUMDB", "off")}, probe.Query{Path: "example.com/m"},
			answers{"p": ok, "p list": {State: Good, Empty: true}, "p latest": ok},
			[]string{"p list served", "p latest served", "p mod served", "p zip served", "succeeds"}, 0,
		},
		{
			"a go-import tag that names a proxy", []settings.Setting{goenv("GOPROXY", "direct"), goenv("GOSUMDB", "off"), goenv("GOVCS", "*:off")}, path,
			answers{"direct": ok, "direct go-get": {State: Good, Import: &Import{Root: "example.com/m", VCS: "mod", URL: "https://r.example.com"}}},
			[]string{"direct go-get served", "direct info served", "direct mod served", "direct zip served", "succeeds"}, 0,
		},
		{
			"nothing known", []settings.Setting{goenv("GOPROXY", p)}, path, answers{}, []string{"p info undecided", "cannot-say"}, 0,
		},
		{
			"behind a bar the unknown does not matter where the next one works",
			[]settings.Setting{goenv("GOPROXY", p+"|"+q), goenv("GOSUMDB", "off")}, path, answers{"p": nothing, "q": ok},
			[]string{"p info undecided", "q info served", "p mod undecided", "q mod served", "p zip undecided", "q zip served", "succeeds"}, 0,
		},
		{
			"behind a comma it does", []settings.Setting{goenv("GOPROXY", p+","+q), goenv("GOSUMDB", "off")}, path, answers{"p": nothing, "q": ok},
			[]string{"p info undecided", "cannot-say"}, 0,
		},
		{
			"a database that surely fails decides, whatever is unknown", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "sum.golang.google.cn")}, path,
			answers{"db": dropped},
			[]string{"p info undecided", "p mod undecided", "db sumdb-lookup stops-sumdb", "fails at 2"}, 30 * time.Second,
		},
		{
			"a zip that surely fails decides", []settings.Setting{goenv("GOPROXY", p), goenv("GOSUMDB", "off")}, path,
			answers{"p": nothing, "p zip": broken},
			[]string{"p info undecided", "p mod undecided", "p zip stops-end", "fails at 2"}, 0,
		},
		{
			"an unknown database", []settings.Setting{goenv("GOPROXY", p)}, path, answers{"p": ok, "p sumdb-supported": nothing},
			[]string{"p info served", "p mod served", "p sumdb-supported undecided", "cannot-say"}, 0,
		},
	} {
		got := Download(route.Read(machineWith(row.layers...)), row.query, row.answers.ask)
		if !slices.Equal(told(got), row.want) || got.Cost != row.cost {
			t.Errorf("%s:\n got  %q %v\n want %q %v", row.name, told(got), got.Cost, row.want, row.cost)
		}
		if (got.Setting != "" || row.query.Path == "m") != (got.Err != nil) {
			t.Errorf("%s: setting %q, error %v", row.name, got.Setting, got.Err)
		}
	}
}

func TestWalkWithoutGit(t *testing.T) {
	s := machineWith(goenv("GOPROXY", "direct"))
	s.Git.Path = ""
	p := Download(route.Read(s), probe.Query{Path: "github.com/acme/m", Version: "v1.0.0"}, answers{"direct": ok}.ask)
	if p.Outcome != Fails || p.Stop != 0 || !strings.Contains(p.Hops[0].Detail, `exec: "git"`) {
		t.Errorf("%q %+v", told(p), p.Hops)
	}
}

// TestWalkInsecure: what fails over https and ssh may work by the plain schemes
// that GOINSECURE allows; no probe covers it.
func TestWalkInsecure(t *testing.T) {
	q := probe.Query{Path: "git.example.com/team/m.git", Version: "v1.0.0"}
	private := goenv("GOPRIVATE", "git.example.com")
	if p := Download(route.Read(machineWith(private)), q, answers{"noproxy": broken, "direct": broken}.ask); p.Outcome != Fails {
		t.Errorf("without GOINSECURE: %q", told(p))
	}
	if p := Download(route.Read(machineWith(private, goenv("GOINSECURE", "git.example.com"))), q, answers{"noproxy": broken, "direct": broken}.ask); p.Outcome != CannotSay {
		t.Errorf("with GOINSECURE: %q", told(p))
	}
	if p := Download(route.Read(machineWith(private, goenv("GOINSECURE", "other.example.com"))), q, answers{"noproxy": broken, "direct": broken}.ask); p.Outcome != Fails {
		t.Errorf("with GOINSECURE of another host: %q", told(p))
	}
}

func TestWalkTrustsGoSum(t *testing.T) {
	s := machineWith(goenv("GOPROXY", "https://p.example.com|https://q.example.com"))
	q := probe.Query{Path: "example.com/m", Version: "v1.0.0"}
	s.Module.Requires = []settings.Requirement{{Path: q.Path, Version: q.Version, InGoSum: true, GoModInGoSum: true}}
	got := told(Download(route.Read(s), q, answers{"p": ok}.ask))
	if want := []string{"p info served", "p mod served", "p zip served", "succeeds"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = told(Download(route.Read(s), q, answers{"p": ok, "p mod": html, "q": ok}.ask))
	if want := []string{"p info served", "p mod stops-taken", "fails at 1"}; !slices.Equal(got, want) {
		t.Errorf("a page in place of a go.mod that go.sum knows: got %q, want %q", got, want)
	}
	// The line of the zip does not replace that of the go.mod (tried, Go 1.26).
	s.Module.Requires[0].GoModInGoSum = false
	got = told(Download(route.Read(s), q, answers{"p": ok}.ask))
	if want := []string{"p info served", "p mod served", "p sumdb-supported served", "p sumdb-lookup served", "p zip served", "succeeds"}; !slices.Equal(got, want) {
		t.Errorf("the zip's line alone: got %q, want %q", got, want)
	}
}

func TestWalkNamesWhereRequestsGo(t *testing.T) {
	s := machineWith(
		goenv("GOPROXY", "https://p.example.com/go/,direct"), variable("HTTPS_PROXY", "http://proxy.example.com:8080"),
		gitSetting("http.proxy", "socks5://other.example.com:1080"), gitSetting("url.https://front.example.com/.insteadof", "https://github.com/"),
	)
	p := Download(route.Read(s), probe.Query{Path: "github.com/Acme/m", Version: "v1.0.0"}, answers{"p": notFound, "direct": broken}.ask)
	want := []struct{ url, via string }{
		{"https://p.example.com/go/github.com/%21acme/m/@v/v1.0.0.info", "http://proxy.example.com:8080"},
		{"https://front.example.com/Acme/m", "socks5://other.example.com:1080"},
	}
	for i, w := range want {
		if h := p.Hops[i]; h.URL.Reveal() != w.url || h.Via.Reveal() != w.via {
			t.Errorf("hop %d: %s via %s, want %s via %s", i, h.URL.Reveal(), h.Via.Reveal(), w.url, w.via)
		}
	}
}

func TestIsQuery(t *testing.T) {
	for version, want := range map[string]bool{
		"": true, "latest": true, "upgrade": true, "v1": true, "v1.2": true, ">=v1.2.0": true, "<v2": true,
		"v1.2.3": false, "v1.2.3-rc.1": false, "master": false, "0123abcd": false, "v1.2.3+incompatible": false,
	} {
		if got := isQuery(version); got != want {
			t.Errorf("isQuery(%q) = %v, want %v", version, got, want)
		}
	}
}
