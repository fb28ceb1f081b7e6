package netlab

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// harnessCases are tools that misbehave, as shell scripts, and scenarios that
// are none: each must make the harness fail with this text.
var harnessCases = []struct{ name, scenario, tool, text string }{
	{
		"never_broken", "x\n-- expect --\nverdict broken\ncause offline\nafter unchanged\n", "exit 1",
		"before: the command works, must be: fails",
	},
	{
		"not_healthy", "x\n-- faults --\nproxy.golang.org refuse\n-- expect --\nbefore works\nverdict healthy\ncause none\nafter unchanged\n", "exit 0",
		"before: the command fails, must be: works",
	},
	{
		"another_failure", "x\n-- faults --\nproxy.golang.org refuse\n-- expect --\nsays 403 Forbidden\nverdict broken\ncause offline\nafter unchanged\n", "exit 1",
		`before: the command does not say "403 Forbidden"`,
	},
	{"no_report", healthyScenario, "echo hello", "doctor: no report"},
	{
		"wrong_verdict", healthyScenario, `echo '{"schema":"gofix-net/report/v1","verdict":"broken"}'; exit 1`,
		"doctor: verdict broken, want healthy",
	},
	{"wrong_exit_code", healthyScenario, healthyReport + "exit 1", "doctor: exit code 1, want 0"},
	{
		"false_alarm", healthyScenario, `echo '{"schema":"gofix-net/report/v1","verdict":"healthy","findings":[{"cause":"offline","severity":"info"}]}'`,
		"doctor: primary cause offline, want none",
	},
	{"doctor_writes", healthyScenario, healthyReport + `echo x >$HOME/.gitconfig`, "after doctor, against before: .gitconfig is new"},
	{
		"nothing_repaired", brokenScenario, brokenReport, "after: the command still fails",
	},
	{
		"protection_off", brokenScenario, brokenReport + `test $1 = apply && go env -w GOPROXY=direct GOSUMDB=off`,
		"a protection was switched off: gosumdb=off",
	},
	{
		"not_undone", brokenScenario, brokenReport + `test $1 = apply && go env -w GOPROXY=direct; test $1 != doctor`,
		"after undo, against before: .config/go/env is changed",
	},
	{
		"leak", brokenScenario, brokenReport + `test $1 = apply && GOPROXY=https://goproxy.cn go list -m git.corp.example/team/x@v1.0.0; true`,
		"leaked: goproxy.cn was asked for /git.corp.example/team/x",
	},
}

const (
	healthyScenario = "x\n-- expect --\nbefore works\nverdict healthy\ncause none\nafter unchanged\n"
	brokenScenario  = "x\n-- goenv --\nGOPROXY=off\n-- expect --\nverdict broken\ncause goproxy-off\nprivate git.corp.example\nafter works\n"
	healthyReport   = "test $1 = doctor && echo '{\"schema\":\"gofix-net/report/v1\",\"verdict\":\"healthy\"}'\n"
	brokenReport    = "test $1 = doctor && echo '{\"schema\":\"gofix-net/report/v1\",\"verdict\":\"broken\",\"findings\":[{\"cause\":\"goproxy-off\",\"severity\":\"error\",\"evidence\":[\"x\"]}]}' && exit 1\n"
)

// TestHarnessNotices runs scenarios that must fail, inside, and looks from
// outside whether they did for the right reason.
func TestHarnessNotices(t *testing.T) {
	need.Long(t)
	Allowed(t)
	for _, c := range harnessCases {
		t.Run(c.name, func(t *testing.T) {
			if Inside() {
				runHarnessCase(t, c.scenario, c.tool)
				return
			}
			t.Parallel()
			var out strings.Builder
			err := enter(t.Context(), t.TempDir(), []string{"-test.run=" + pattern(t.Name()), "-test.v=true"}, nil, nil, &out, &out)
			if err == nil || !strings.Contains(out.String(), c.text) {
				t.Errorf("the harness does not say %q (%v):\n%s", c.text, err, out.String())
			}
		})
	}
}

func runHarnessCase(t *testing.T, scenario, tool string) {
	l, err := start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.Close)
	binary := filepath.Join(t.TempDir(), "tool")
	if err := os.WriteFile(binary, []byte("#!/bin/sh\n"+tool+"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	s, err := ParseScenario([]byte(scenario))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Prepare(s); err != nil {
		t.Fatal(err)
	}
	(&scenarioRun{t: t, lab: l, s: s, binary: binary, judge: func(*testing.T, string, []byte) {}}).run()
}
