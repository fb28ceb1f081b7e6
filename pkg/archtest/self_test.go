package archtest

import (
	"fmt"
	"strings"
	"testing"
)

// A rule that cannot be broken is no rule: every one of them is broken here,
// on sources made up for it, and kept where it has an exception.

// fileOf returns a file to which a pattern of a rule applies.
func fileOf(pattern string) string {
	base, tree := strings.CutSuffix(pattern, "...")
	switch {
	case strings.HasSuffix(pattern, ".go"):
		return pattern
	case pattern == "...":
		return "pkg/madeup/x.go"
	case tree:
		return base + "sub/x.go"
	}
	return pattern + "/x.go"
}

// pathOf returns an import to which a pattern of a rule applies.
func pathOf(pattern string) string {
	path := strings.TrimSuffix(strings.ReplaceAll(pattern, "...", "sub"), "/")
	if ownPath(path) {
		return modulePath + "/" + path
	}
	return path
}

func TestEveryImportRuleCanFail(t *testing.T) {
	for _, r := range importRules {
		if len(r.why) < 20 {
			t.Errorf("the rule about %v does not say why", r.not)
		}
		for _, not := range r.not {
			text := fmt.Sprintf("package x\nimport _ %q\n", pathOf(not))
			for _, who := range r.who {
				s := parse(t, fileOf(who), text)
				got := checkImports(r, s)
				if len(got) != 1 || got[0].why != r.why {
					t.Errorf("%s may import %s: %v", s.path, pathOf(not), got)
				}
				tests := parse(t, strings.Replace(fileOf(who), "x.go", "x_test.go", 1), text)
				if got := checkImports(r, tests); (len(got) == 1) != r.tests {
					t.Errorf("%s: bound is %v, breaches %v", tests.path, r.tests, got)
				}
			}
			for _, but := range r.but {
				s := parse(t, fileOf(but), text)
				if got := checkImports(r, s); len(got) != 0 {
					t.Errorf("the exception of %s is not heeded: %v", but, got)
				}
			}
		}
	}
}

func TestPackagesBelowAnotherModulesPathAreMeantToo(t *testing.T) {
	rule := importRule{who: everybody, not: []string{"github.com/spf13/cobra"}, why: "x"}
	for path, want := range map[string]int{
		"github.com/spf13/cobra": 1, "github.com/spf13/cobra/doc": 1, "github.com/spf13/cobra/v2": 1,
		"github.com/spf13/cobrasnake": 0, "github.com/spf13": 0,
	} {
		if got := checkImports(rule, parse(t, "pkg/x/x.go", fmt.Sprintf("package x\nimport %q\n", path))); len(got) != want {
			t.Errorf("%s: %d breaches, want %d", path, len(got), want)
		}
	}
}

// TestStandardNamesAreNotPrefixes: net/url and net/netip are allowed where net is not.
func TestStandardNamesAreNotPrefixes(t *testing.T) {
	rule := importRule{who: everybody, not: []string{"net", "os"}, why: "x"}
	if got := checkImports(rule, parse(t, "pkg/x/x.go", "package x\nimport \"net/url\"\nimport \"net/netip\"\nimport \"os/signal\"\n")); len(got) != 0 {
		t.Errorf("got %v", got)
	}
}

func TestEveryCallRuleCanFail(t *testing.T) {
	for _, r := range callRules {
		if len(r.why) < 20 {
			t.Errorf("the rule about %v does not say why", r.not)
		}
		for _, not := range r.not {
			dot := strings.LastIndexByte(not, '.')
			text := fmt.Sprintf("package x\nimport alias %q\nvar f = alias.%s\n", not[:dot], not[dot+1:])
			for _, who := range r.who {
				s := parse(t, fileOf(who), text)
				got := checkCalls(r, s)
				if len(got) != 1 || got[0].why != r.why || got[0].where != s.path+":3" {
					t.Errorf("%s may use %s: %v", s.path, not, got)
				}
			}
			for but, why := range r.but {
				if why == "" {
					t.Errorf("the exception of %s has no reason", but)
				}
				if got := checkCalls(r, parse(t, fileOf(but), text)); len(got) != 0 {
					t.Errorf("the exception of %s is not heeded: %v", but, got)
				}
			}
		}
	}
}

func TestNamesAreResolved(t *testing.T) {
	rule := callRule{who: everybody, not: []string{"time.Now", "net/http.Get"}, why: "x"}
	for _, c := range []struct {
		what, text string
		want       int
	}{
		{"a call", "import \"time\"\nfunc f() { _ = time.Now() }", 1},
		{"handed on as a value", "import \"time\"\nvar now = time.Now", 1},
		{"another function of it", "import \"time\"\nvar d = time.Duration(1)", 0},
		{"another package of that name", "import \"example.com/time\"\nvar now = time.Now", 0},
		{"a local variable of that name", "import \"time\"\nvar _ time.Duration\nfunc f(time clock) { time.Now() }", 0},
		{"a method of a client", "import \"net/http\"\nfunc f(c *http.Client) { c.Get(\"x\") }", 0},
		{"the function of the package", "import \"net/http\"\nfunc f() { http.Get(\"x\") }", 1},
	} {
		if got := checkCalls(rule, parse(t, "pkg/x/x.go", "package x\n"+c.text+"\n")); len(got) != c.want {
			t.Errorf("%s: %d breaches, want %d: %v", c.what, len(got), c.want, got)
		}
	}
}

func TestRevealCanFail(t *testing.T) {
	text := "package x\nfunc f(v settings.Value) string { return v.Reveal() }\n"
	if got := checkReveal(revealers, parse(t, "pkg/x/x.go", text)); len(got) != 1 {
		t.Errorf("a file that is not on the list: %v", got)
	}
	if got := checkReveal(map[string]string{"pkg/x/x.go": "reason"}, parse(t, "pkg/x/x.go", text)); len(got) != 0 {
		t.Errorf("a file on the list: %v", got)
	}
	if got := checkReveal(nil, parse(t, "pkg/x/x.go", "package x\nvar f = settings.Value.Reveal\n")); len(got) != 1 {
		t.Errorf("a method that is handed on: %v", got)
	}
}

func TestHabitsCanFail(t *testing.T) {
	for _, c := range []struct {
		what, text string
		want       string // part of the breach; "" means none
	}{
		{"func init", "func init() {}", "func init"},
		{"a method of that name", "type t struct{}\nfunc (t) init() {}", ""},
		{"a dot import", "import . \"fmt\"", "dot import"},
		{"t.Skip", "import \"testing\"\nfunc TestX(t *testing.T) { t.Skip(\"no go\") }", "skips a test"},
		{"b.Skipf", "import \"testing\"\nfunc BenchmarkX(b *testing.B) { b.Skipf(\"no go\") }", "skips a test"},
		{"testing.Short", "import \"testing\"\nfunc TestX(t *testing.T) { if testing.Short() { return } }", "skips a test"},
		{"a constant of another package", "import \"x/probe\"\nvar s = probe.Skip", ""},
		{"a conversion to a type of another package", "import \"x/probe\"\nvar s = probe.Skip(1)", ""},
		{"an unverified certificate", "import \"crypto/tls\"\nvar c = tls.Config{InsecureSkipVerify: true}", "InsecureSkipVerify"},
	} {
		got := fmt.Sprint(checkHabits(parse(t, "pkg/x/x_test.go", "package x\n"+c.text+"\n")))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %q", c.what, got, c.want)
		}
	}
}

func TestVariablesCanFail(t *testing.T) {
	declares := parse(t, "pkg/x/a.go", "package x\nvar count int\nvar table = map[string]int{}\n")
	for _, c := range []struct {
		what, text string
		want       int
	}{
		{"an assignment", "func f() { count = 1 }", 1},
		{"an increment", "func f() { count++ }", 1},
		{"an element", "func f() { table[\"a\"] = 1 }", 1},
		{"a field behind a pointer", "var p *t\nfunc f() { (*p).x = 1 }", 1},
		{"reading", "func f() int { return count }", 0},
		{"a local variable of that name", "func f() { count := 1; count = 2; _ = count }", 0},
		{"a parameter of that name", "func f(count int) { count = 2 }", 0},
	} {
		if got := checkVariables([]source{declares, parse(t, "pkg/x/b.go", "package x\n"+c.text+"\n")}); len(got) != c.want {
			t.Errorf("%s: %d breaches, want %d: %v", c.what, len(got), c.want, got)
		}
	}
}

func TestRegistriesCanFail(t *testing.T) {
	files := []source{
		parse(t, "probes/dns.go", "package probes\nvar DNS = probe.Probe{}\nvar budget = 5\n"),
		parse(t, "probes/tcp.go", "package probes\nvar TCP = &probe.Probe{}\n"),
	}
	for _, c := range []struct {
		what, registry string
		want           string
	}{
		{"a function that lists both", "func All() []*probe.Probe { return []*probe.Probe{&DNS, TCP} }", ""},
		{"a variable that lists both", "var All = []*probe.Probe{&DNS, TCP}", ""},
		{"one is forgotten", "var All = []*probe.Probe{&DNS}", "TCP is not in All"},
		{"there is no registry", "var Every = []*probe.Probe{&DNS, TCP}", "is not in All"},
	} {
		got := fmt.Sprint(checkRegistered(append(files, parse(t, "probes/probes.go", "package probes\n"+c.registry+"\n")), "probe.Probe", "All"))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s", c.what, got)
		}
	}

	tests := parse(t, "probes/a_test.go", "package probes\nfunc TestTCP(t *testing.T) { run(t, TCP) }\n")
	pair := parse(t, "probes/a.go", "package probes\nvar TCP = &probe.Probe{}\nvar Lost = &probe.Probe{}\n")
	if got := checkTested([]source{pair}, []source{tests}, "probe.Probe"); len(got) != 1 || got[0].what != "Lost is in no test" {
		t.Errorf("a probe is not tested: %v", got)
	}

	words := parse(t, "pkg/symptom/symptom.go", "package symptom\nconst (\n\tReset Symptom = \"reset\"\n\tLost Symptom = \"lost\"\n)\nvar All = []Symptom{Reset}\n")
	if got := checkConstantsRegistered([]source{words}, "Symptom", "All"); len(got) != 1 || got[0].what != "Lost is not in All" {
		t.Errorf("a symptom is forgotten: %v", got)
	}

	formats := parse(t, "pkg/report/formats.go", "package report\nvar Formats = []Format{{\"text\", writeText}}\n")
	text := parse(t, "pkg/report/text.go", "package report\nfunc writeText(w io.Writer, r *Report, o Options) error { return nil }\nfunc writeLine(w io.Writer) {}\n")
	lost := parse(t, "pkg/report/html.go", "package report\nfunc writeHTML(w io.Writer, r *Report, o Options) error { return nil }\n")
	if got := checkFuncsRegistered([]source{formats, text}, "write", 3, "Formats"); len(got) != 0 {
		t.Errorf("all formats are listed: %v", got)
	}
	if got := fmt.Sprint(checkFuncsRegistered([]source{formats, text, lost}, "write", 3, "Formats")); !strings.Contains(got, "writeHTML is not in Formats") {
		t.Errorf("a format is forgotten: %s", got)
	}
}

func TestOneEachCanFail(t *testing.T) {
	one := parse(t, "probes/dns.go", "package probes\nvar DNS = probe.Probe{}\n")
	list := parse(t, "probes/probes.go", "package probes\n")
	if got := checkOneEach([]source{one, list}, "probe.Probe", "probes/probes.go"); len(got) != 0 {
		t.Errorf("one probe in a file and none in the list: %v", got)
	}
	for _, text := range []string{"package probes\nvar DNS = probe.Probe{}\nvar TCP = probe.Probe{}\n", "package probes\nfunc open() {}\n"} {
		if got := checkOneEach([]source{parse(t, "probes/net.go", text)}, "probe.Probe"); len(got) != 1 {
			t.Errorf("%q: got %v, want a breach", text, got)
		}
	}
}

func TestCausesCanFail(t *testing.T) {
	ids := parse(t, "pkg/cause/offline.go", "package cause\nconst Offline ID = \"offline\"\n")
	const good = `var offline = &Cause{ID: Offline, Words: Languages{Text[none]{}, Text[none]{}}}`
	for _, c := range []struct{ what, file, text, want string }{
		{"a cause as it should be", "offline.go", good, ""},
		{"a file named otherwise", "no_network.go", good, "holds offline"},
		{"no words", "offline.go", `var offline = &Cause{ID: Offline}`, "no words"},
		{"two causes in a file", "offline.go", good + "\n" + strings.Replace(good, "var offline", "var other", 1), "2 causes"},
		{"no cause in a file", "offline.go", "", "0 causes"},
	} {
		got := fmt.Sprint(checkCauses([]source{ids, parse(t, "pkg/cause/"+c.file, "package cause\n"+c.text+"\n")}))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %q", c.what, got, c.want)
		}
	}
}

func TestCausesApartCanFail(t *testing.T) {
	support := parse(t, "pkg/cause/rules.go", "package cause\nfunc onStop() {}\n")
	list := parse(t, "pkg/cause/catalogue.go", "package cause\nvar all = []*Cause{offline}\n")
	own := parse(t, "pkg/cause/offline.go", "package cause\nvar offline = &Cause{}\nfunc silent() { onStop() }\n")
	for _, c := range []struct{ what, text, want string }{
		{"a cause by itself", "func other() { onStop(); silent := 1; _ = silent; x.silent() }", ""},
		{"a helper of another", "func other() { silent() }", "silent belongs to pkg/cause/offline.go"},
		{"another cause", "func other() { offline.Match() }", "offline belongs to"},
	} {
		got := fmt.Sprint(checkApart([]source{support, list, own, parse(t, "pkg/cause/other.go", "package cause\n"+c.text+"\n")}))
		if c.want == "" && got != "[]" || !strings.Contains(got, c.want) {
			t.Errorf("%s: got %s, want %q", c.what, got, c.want)
		}
	}
	ids := parse(t, "pkg/cause/offline.go", "package cause\nconst Offline ID = \"offline\"\n")
	engine := parse(t, "pkg/diagnose/run.go", "package diagnose\nfunc f(id cause.ID) bool { return id == cause.Offline }\n")
	if got := fmt.Sprint(checkNamesNoCause([]source{engine}, []source{ids})); !strings.Contains(got, "cause.Offline") {
		t.Errorf("an engine that names a cause: got %s", got)
	}
}
