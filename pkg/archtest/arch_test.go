package archtest

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func report(t *testing.T, breaches []breach) {
	t.Helper()
	for _, b := range breaches {
		t.Error(b)
	}
}

func TestWhoMayImportWhom(t *testing.T) {
	for _, s := range sources(t) {
		for _, r := range importRules {
			report(t, checkImports(r, s))
		}
	}
}

func TestForbiddenCalls(t *testing.T) {
	for _, s := range sources(t) {
		for _, r := range callRules {
			report(t, checkCalls(r, s))
		}
	}
}

func TestWhoRevealsCredentials(t *testing.T) {
	calls := map[string]bool{}
	for _, s := range sources(t) {
		report(t, checkReveal(revealers, s))
		report(t, checkGuard(s))
		calls[s.path] = len(reveals(s)) > 0
	}
	for file := range revealers {
		if !calls[file] {
			t.Errorf("%s does not call Reveal (any more): take it off the list of revealers", file)
		}
	}
}

func TestHabits(t *testing.T) {
	byDir := map[string][]source{}
	for _, s := range sources(t) {
		report(t, checkHabits(s))
		if !s.test() {
			byDir[s.dir()] = append(byDir[s.dir()], s)
		}
	}
	for _, files := range byDir {
		report(t, checkVariables(files))
	}
}

func TestRegistriesAreComplete(t *testing.T) {
	all := sources(t)
	probes, causes := within(all, "probes"), within(all, "pkg/cause")
	if len(literals(probes, "probe.Probe")) < 5 || len(literals(causes, "Cause")) < 17 {
		t.Error("the probes or the causes are not found: these rules look past them")
	}
	report(t, checkRegistered(probes, "probe.Probe", "All"))
	report(t, checkOneEach(probes, "probe.Probe", "probes/probes.go", "probes/endpoints.go"))
	report(t, checkTested(probes, testsOf(all, "probes"), "probe.Probe"))
	report(t, checkRegistered(causes, "Cause", "Catalogue"))
	report(t, checkCauses(causes))
	report(t, checkApart(causes))
	report(t, checkNamesNoCause(within(all, "pkg/diagnose"), causes))
	for _, document := range []string{"write", "explanation", "lint"} {
		report(t, checkFuncsRegistered(within(all, "pkg/report/formats"), document, 3, "Formats"))
	}
	report(t, checkFuncsRegistered(within(all, "pkg/recommend"), "choose", 1, "Choosers"))
	rules := slices.DeleteFunc(within(all, "pkg/lint"), func(s source) bool { return !strings.HasPrefix(s.path, "pkg/lint/rule") })
	report(t, checkRegistered(rules, "Rule", "Rules"))
	report(t, checkConstantsRegistered(within(all, "pkg/symptom"), "Symptom", "All"))
}

// TestTopLevel keeps the first thing that a newcomer sees small.
func TestTopLevel(t *testing.T) {
	allowed := []string{"cmd", "pkg", "probes", "testdata", "go.mod", "go.sum", "README.md", "README.zh-CN.md", "LICENSE", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "RELEASING.md", "action.yml", "docs", "dist", "vendor", "gofix-net"}
	entries, err := os.ReadDir(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Name()[0] != '.' && !slices.Contains(allowed, e.Name()) {
			t.Errorf("%s at the top of the repository: programs are in cmd, packages in pkg and probes, data in testdata, tools of the gate in .ci", e.Name())
		}
	}
}
