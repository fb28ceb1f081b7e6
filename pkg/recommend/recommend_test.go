package recommend_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/facts/facttest"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/privacy"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

const (
	google  = "https://proxy.golang.org"
	china   = "https://goproxy.cn"
	aliyun  = "https://mirrors.aliyun.com/goproxy"
	company = "https://goproxy.corp.example:8443"
)

// blocked is a machine from which the default proxy, GitHub and the checksum
// database are out of reach.
func blocked() *facttest.Machine {
	return facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "github.com", "sum.golang.org")
}

// missing is a module that no proxy has.
var missing = probe.Query{Path: "github.com/nobody/nothing", Version: "v1.0.0"}

// withMissing adds it to what is asked about.
func withMissing(m *facttest.Machine, entry string) *facttest.Machine {
	m.Facts.Queries = append(m.Facts.Queries, missing)
	git := probe.Result{Kind: probe.Git, Target: "https://github.com/nobody/nothing", Outcome: probe.Outcome{Symptom: symptom.VCSAuth}}
	git.Evidence.Git = &probe.GitEvidence{URL: "https://github.com/nobody/nothing"}
	return m.Proxy(entry, missing, "all", symptom.HTTP404).Result(git)
}

// fine is a machine on which the defaults work.
func fine() *facttest.Machine {
	return facttest.New().Alive("proxy.golang.org", "github.com", "sum.golang.org").
		Serves(google).Relay(google, "").Sumdb("").Repository("")
}

// vendorless is a machine whose build looks for a vendor directory that is not there.
func vendorless(flags string) *facttest.Machine {
	return fine().Goenv("GOFLAGS", flags).Result(probe.Result{
		ID: "rehearsal/offline", Kind: probe.Rehearsal, Target: "offline",
		Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.Unknown, Evidence: probe.Evidence{Rehearsal: &probe.RehearsalEvidence{
			Command: "go build ./...", Offline: true, Output: "go: inconsistent vendoring in /w:",
			Read: []probe.Reading{{Cause: string(cause.VendorInconsistent), Line: "go: inconsistent vendoring in /w:"}},
		}}},
	})
}

// inWorkspace is a machine whose build in a workspace stops at -mod=mod.
func inWorkspace(flags string) *facttest.Machine {
	return fine().Goenv("GOFLAGS", flags).Result(probe.Result{
		ID: "rehearsal/offline", Kind: probe.Rehearsal, Target: "offline",
		Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.Unknown, Evidence: probe.Evidence{Rehearsal: &probe.RehearsalEvidence{
			Command: "go build ./...", Offline: true, Output: "go: -mod may only be set to readonly or vendor when in workspace mode, but it is set to \"mod\"\n\tRemove the -mod flag",
		}}},
	})
}

type recommendCase struct {
	story   string
	machine *facttest.Machine
	want    string // the first candidate, KEY=VALUE or -KEY, joined by blanks; "" for none
}

var cases = append([]recommendCase{
	{"nothing is wrong", fine(), ""},
	{"a mirror replaces the blocked default",
		blocked().Alive("goproxy.cn").Serves(china).Relay(china, ""), "GOPROXY=https://goproxy.cn,direct"},
	{"a mirror that does not relay the blocked database is no help, one that does is",
		blocked().Alive("goproxy.cn", "mirrors.aliyun.com").Serves(china).Relay(china, symptom.HTTP404).Serves(aliyun).Relay(aliyun, ""),
		"GOPROXY=https://mirrors.aliyun.com/goproxy/,direct"},
	{"a module that nobody shows, or has, does not keep the others from being fixed, and no mirror is told of it",
		withMissing(blocked().Alive("goproxy.cn").Serves(china).Relay(china, ""), china), "GOPROXY=https://goproxy.cn,direct GOPRIVATE=github.com/nobody"},
	{"a vendor directory that is not there is not looked for", vendorless("-mod=vendor"), "-GOFLAGS"},
	{"a flag that no command takes in a workspace is left out", inWorkspace("-mod=mod -trimpath"), "GOFLAGS=-trimpath"},
	{"a flag of the command line is not looked for in GOFLAGS", inWorkspace("-trimpath"), ""},
	{"the other flags stay", vendorless("-mod=vendor -trimpath"), "GOFLAGS=-trimpath"},
	{"it is not worth a change by itself", withMissing(fine(), google), ""},
	{"behind the blocked proxy stands a database that is misnamed",
		blocked().Goenv("GOSUMDB", "on").Alive("goproxy.cn").Serves(china).Relay(china, ""), "GOPROXY=https://goproxy.cn,direct -GOSUMDB"},
	{"what is wrong besides is put right at once, not by a second run",
		fine().Alive("github.com").Goenv("GOPROXY", "direct,"+google).Goenv("GOSUMDB", "on"), "GOPROXY=https://proxy.golang.org,direct -GOSUMDB"},
	{"behind the misnamed database the usual address is dead, and the other one works",
		facttest.New().Goenv("GOPROXY", "direct").Goenv("GOSUMDB", "on").Alive("github.com", "sum.golang.google.cn").Repository("").Dead(symptom.TCPReset, "sum.golang.org").
			Database(probe.Sumdb, "https://sum.golang.google.cn", "https://sum.golang.google.cn", ""), "GOSUMDB=sum.golang.google.cn"},
	{"a database that go does not reach gets a relay, though an outbound proxy is to blame",
		blocked().Goenv("GOSUMDB", "sum.golang.google.cn").Dead(symptom.TCPRefused, "sum.golang.google.cn").Variable("ALL_PROXY", "socks5h://proxy.corp.example:1080").
			Through("socks5h://proxy.corp.example:1080", "proxy.golang.org", "").Through("socks5h://proxy.corp.example:1080", "sum.golang.google.cn", "").
			Alive("goproxy.cn").Serves(china).Relay(china, ""), "GOPROXY=https://goproxy.cn,direct -GOSUMDB"},
	{"behind a dead rule stands another dead one",
		fine().Goenv("GOPROXY", "direct").Rule("https://a.example/", "https://github.com/google/", symptom.TCPRefused).
			Git("url.https://b.example/.insteadof", "https://github.com/").Dead(symptom.DNSNXDomain, "b.example"),
		"-url.https://a.example/.insteadof=https://github.com/google/ -url.https://b.example/.insteadof=https://github.com/"},
	{"a rule goes alone where the origin proves itself, though the default would work too",
		facttest.New().Alive("proxy.golang.org", "github.com", "sum.golang.org").Serves(google).Relay(google, "").Sumdb("").
			Goenv("GOPROXY", "direct").Rule("https://a.example/", "https://github.com/", symptom.TCPRefused),
		"-url.https://a.example/.insteadof=https://github.com/"},
	{"nothing can be reached", facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "goproxy.cn", "github.com"), ""},
	{"off goes", fine().Goenv("GOPROXY", "off"), "-GOPROXY"},
	{"off goes, but the default is blocked",
		blocked().Goenv("GOPROXY", "off").Alive("goproxy.cn").Serves(china).Relay(china, ""), "GOPROXY=https://goproxy.cn,direct"},
	{"a mistyped list is corrected", fine().Goenv("GOPROXY", google+";direct"), "GOPROXY=https://proxy.golang.org,direct"},
	{"a dead public entry goes, the working one stays",
		fine().Goenv("GOPROXY", china+","+google+",direct").Dead(symptom.TCPReset, "goproxy.cn"), "GOPROXY=https://proxy.golang.org,direct"},
	{"behind a company's proxy that is down, a bar leads to direct",
		fine().Goenv("GOPROXY", company+",direct").Result(dead("goproxy.corp.example:8443")), "GOPROXY=https://goproxy.corp.example:8443|direct"},
	{"a company's proxy that is down and stands alone is not passed over",
		fine().Goenv("GOPROXY", company).Result(dead("goproxy.corp.example:8443")), ""},
	{"nor one that refuses",
		fine().Goenv("GOPROXY", company+",direct").Proxy(company, facttest.UUID, "all", symptom.HTTP403), ""},
	{"nor one with another company proxy behind it",
		fine().Goenv("GOPROXY", company+",https://athens.corp.example:9443,direct").Result(dead("goproxy.corp.example:8443")).
			Proxy("https://athens.corp.example:9443", facttest.UUID, "all", symptom.HTTP404), ""},
	{"nor one that costs half a minute at every file",
		fine().Goenv("GOPROXY", company+",direct").Result(probe.Result{Kind: probe.TCP, Target: "goproxy.corp.example:8443", Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.TCPTimeout}}), ""},
	{"nor one whose certificate this machine does not trust",
		fine().Goenv("GOPROXY", company+",direct").Result(probe.Result{Kind: probe.TLS, Target: "goproxy.corp.example:8443", Outcome: probe.Outcome{Status: probe.Fail, Symptom: symptom.TLSUnknownAuthority}}), ""},
	{"behind a company's proxy that answers, a dead mirror is replaced",
		blocked().Goenv("GOPROXY", company+","+google).Alive("goproxy.cn").Serves(china).Relay(china, "").
			Proxy(company, facttest.UUID, "all", symptom.HTTP404),
		"GOPROXY=https://goproxy.corp.example:8443,https://goproxy.cn"},
	{"an unusable name of the database goes", fine().Goenv("GOSUMDB", "gosum.io+default"), "-GOSUMDB"},
	{"the check is switched on again", fine().Goenv("GOSUMDB", "off"), "-GOSUMDB"},
	{"a dead rule goes, and nothing else",
		fine().Goenv("GOPROXY", "direct").Rule("https://fastgit.example/", "https://github.com/", symptom.TCPRefused),
		"-url.https://fastgit.example/.insteadof=https://github.com/"},
	{"what a variable of the system hides cannot be fixed by writing",
		blocked().Osenv("GOPROXY", google).Alive("goproxy.cn").Serves(china).Relay(china, ""), ""},
	{"modules are switched on again, and go stops at an entry that wants a login",
		facttest.New().Goenv("GO111MODULE", "yes").Goenv("GOPROXY", china+","+google+"|direct").Alive("goproxy.cn", "proxy.golang.org", "github.com", "sum.golang.org").
			Proxy(china, facttest.UUID, "all", symptom.HTTP401).Serves(google).Relay(google, "").Relay(china, symptom.HTTP401).Sumdb("").Repository(""), "-GO111MODULE GOPROXY=" + china + "|" + google + ",direct"},
	{"modules are switched on again", fine().Goenv("GO111MODULE", "off"), "-GO111MODULE"},
	{"a path that does not exist is nobody's setting",
		facttest.New().Goenv("GOPROXY", china).Alive("goproxy.cn", "proxy.golang.org").
			Proxy(china, facttest.UUID, "all", symptom.HTTP404).Proxy(google, facttest.UUID, "all", symptom.HTTP404), ""},
	{"a mirror that is behind gives way", fine().Goenv("GOPROXY", china).Alive("goproxy.cn").Proxy(china, facttest.UUID, "all", symptom.HTTP404), "-GOPROXY"},
}, mistyped...)

func TestAuto(t *testing.T) {
	for _, c := range cases {
		t.Run(c.story, func(t *testing.T) {
			f := &c.machine.Facts
			got := recommend.Auto(t.Context(), f, diagnose.Run(f).Findings)
			first := ""
			if len(got) > 0 {
				first = words(got[0])
			}
			if first != c.want {
				t.Errorf("got %q, want %q", first, c.want)
				for _, p := range got {
					t.Logf("candidate: %s", words(p))
				}
			}
		})
	}
}

// Every candidate of every machine must be allowed, have a reason in both
// languages, lead to no worse outcome, and find nothing more to do once applied.
func TestEveryCandidate(t *testing.T) {
	need.Long(t)
	for _, c := range cases {
		f := &c.machine.Facts
		for _, p := range recommend.Auto(t.Context(), f, diagnose.Run(f).Findings) {
			d, err := plan.Diff(f.Settings, p)
			if err != nil {
				t.Errorf("%s: %s: %v", c.story, words(p), err)
			}
			for _, change := range d.Changes {
				for _, lang := range i18n.Langs {
					texts, err := i18n.New(lang)
					if err != nil {
						t.Fatal(err)
					}
					if r := texts.T(change.Reason.ID, change.Reason.Args); strings.HasPrefix(r, "[") || strings.Contains(r, "<no value>") {
						t.Errorf("%s: reason in %s: %s", c.story, lang, r)
					}
					for name, value := range change.Reason.Args {
						if value == "" {
							t.Errorf("%s: the reason %s names no %s", c.story, change.Reason.ID, name)
						}
					}
				}
			}
			after := recommend.Applied(f.Settings, p)
			if before, left := failing(f), len(recommend.Remaining(f, p)); left > 0 && left >= before {
				t.Errorf("%s: %s does not help: of %d failing modules %d still fail", c.story, words(p), before, left)
			}
			if again, err := plan.Diff(after, p); err != nil || !again.Empty() {
				t.Errorf("%s: applied twice: %v, %v", c.story, again, err)
			}
		}
	}
}

func failing(f *facts.Facts) int {
	n := 0
	for _, w := range f.Walks() {
		if w.Outcome == walk.Fails {
			n++
		}
	}
	return n
}

func words(p *profile.Profile) string {
	var out []string
	for _, w := range p.Wants {
		switch {
		case w.Remove != nil:
			out = append(out, "-"+w.Key.Name+"="+w.Remove.Reveal())
		case w.Value == nil:
			out = append(out, "-"+w.Key.Name)
		default:
			out = append(out, w.Key.Name+"="+w.Value.Reveal())
		}
	}
	return strings.Join(out, " ")
}

// dead is a connection that is refused at host:port.
func dead(endpoint string) probe.Result {
	return probe.Result{Kind: probe.TCP, Target: endpoint, Outcome: probe.Outcome{Symptom: symptom.TCPRefused}}
}

func TestSameOwner(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		proxy, module string
		want          bool
	}{
		{"https://goproxy.corp.example", "git.corp.example/team/lib", true},
		{"https://goproxy.corp.example/repository/go", "GIT.corp.example/lib", true},
		{"https://goproxy.example", "git.corp.example/lib", false},
		{"https://goproxy.one.co.uk", "git.two.co.uk/lib", false}, // co.uk is nobody's
		{"https://goproxy.github.com", "github.com/me/lib", false},
		{"http://goproxy.corp.example", "git.corp.example/lib", false}, // in the clear
		{"https://10.0.0.5", "10.0.0.6/lib", false},
		{"https://unassigned.example/artifactory/api/go", "git.corp.example/lib", false},
	} {
		e := route.ParseGOPROXY(c.proxy).Entries[0]
		if got := recommend.SameOwner(e, probe.Query{Path: c.module}); got != c.want {
			t.Errorf("SameOwner(%s, %s) = %v", c.proxy, c.module, got)
		}
	}
}

func TestReplaceable(t *testing.T) {
	for _, c := range []struct {
		story, proxy string
		machine      *facttest.Machine
		want         bool
	}{
		{"a public mirror", china, fine(), true},
		{"a company's proxy by its port, dead or not", company, fine().Result(dead("goproxy.corp.example:8443")), false},
		{"a proxy of no known owner that is gone", "https://goproxy.gone.example", fine().Dead(symptom.DNSNXDomain, "goproxy.gone.example"), true},
		{"a proxy of no known owner that works", "https://goproxy.own.example", fine().Alive("goproxy.own.example").Serves("https://goproxy.own.example"), false},
	} {
		if got := recommend.Replaceable(&c.machine.Facts, settings.Value(c.proxy)); got != c.want {
			t.Errorf("%s: %v, want %v", c.story, got, c.want)
		}
	}
}

func TestRemaining(t *testing.T) {
	m := withMissing(blocked().Alive("goproxy.cn").Serves(china).Relay(china, ""), china)
	value := settings.Value(china)
	for _, c := range []struct {
		story string
		wants []profile.Want
		want  map[string]cause.ID
	}{
		{"the mirror has one of two", []profile.Want{{Key: settings.Go("GOPROXY"), Value: &value}}, map[string]cause.ID{missing.String(): cause.ModuleNotFound}},
		{"nothing changes", nil, map[string]cause.ID{missing.String(): cause.GoproxyUnreachable, facttest.UUID.String(): cause.GoproxyUnreachable}},
	} {
		got := map[string]cause.ID{}
		for _, l := range recommend.Remaining(&m.Facts, &profile.Profile{Wants: c.wants}) {
			got[l.Query.String()] = l.Why.Cause
		}
		if !maps.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.story, got, c.want)
		}
	}
}

// Whatever a chooser offers is put to the user or named with the reason why not:
// nothing is dropped in silence.
func TestNothingIsDroppedInSilence(t *testing.T) {
	chose := map[string]bool{}
	off := settings.Value("off")
	for _, c := range cases {
		f := &c.machine.Facts
		rc := &recommend.Case{Facts: f, Findings: diagnose.Run(f).Findings, Unproven: privacy.Unproven(f)}
		for _, chooser := range recommend.Choosers() {
			for _, o := range chooser.Choose(rc) {
				if len(o.Wants) == 0 {
					continue
				}
				chose[chooser.Name] = true
				account(t, c.story+", "+chooser.Name, f, &profile.Profile{Name: "auto", Wants: o.Wants}, "")
				unsafe := slices.DeleteFunc(slices.Clone(o.Wants), func(w profile.Want) bool { return w.Key.Name == "GOSUMDB" })
				unsafe = append(unsafe, profile.Want{Key: settings.Go("GOSUMDB"), Value: &off})
				if f.Settings.In(settings.Go("GOSUMDB"), settings.GoenvFile).Value != off {
					account(t, c.story+", "+chooser.Name, f, &profile.Profile{Name: "auto", Wants: unsafe}, plan.RuleSumdbOff)
				}
			}
		}
	}
	for _, chooser := range recommend.Choosers() {
		if !chose[chooser.Name] {
			t.Errorf("no machine of the table has the chooser %s choose", chooser.Name)
		}
	}
}

// account fails where a candidate is neither proposed, nor refused with the rule,
// nor without effect.
func account(t *testing.T, story string, f *facts.Facts, p *profile.Profile, want plan.Rule) {
	t.Helper()
	proposals, rejected, err := propose.Candidates(f, []*profile.Profile{p})
	d, diffErr := plan.Diff(f.Settings, p)
	switch {
	case err != nil:
		t.Errorf("%s: %v", story, err)
	case diffErr == nil && want == "" && len(proposals) != 1 && !d.Empty():
		t.Errorf("%s: %s is not proposed", story, words(p))
	case diffErr != nil && (len(rejected) != 1 || rejected[0].Rule == ""):
		t.Errorf("%s: %s is refused (%v) and not reported", story, words(p), diffErr)
	case want != "" && (len(rejected) != 1 || rejected[0].Rule != want):
		t.Errorf("%s: %s: refused %v, want %s", story, words(p), rejected, want)
	}
}

// TestWeigh: what was examined in vain is told, so that "no setting helps" rests on it.
func TestWeigh(t *testing.T) {
	for _, c := range []struct {
		story     string
		machine   *facttest.Machine
		dismissed bool
	}{
		{"every host drops what it is sent", facttest.New().Dead(symptom.TCPTimeout, "proxy.golang.org", "goproxy.cn", "github.com"), true},
		{"nothing is broken", fine(), false},
	} {
		f := &c.machine.Facts
		offered, dismissed := recommend.Weigh(t.Context(), f, diagnose.Run(f).Findings)
		if len(offered) > 0 || (len(dismissed) > 0) != c.dismissed {
			t.Errorf("%s: %d offered, %d dismissed", c.story, len(offered), len(dismissed))
		}
		for _, d := range dismissed {
			if len(d.Wants) == 0 || d.Outcome == walk.Succeeds {
				t.Errorf("%s: dismissed %v, outcome %s", c.story, d.Wants, d.Outcome)
			}
		}
	}
}
