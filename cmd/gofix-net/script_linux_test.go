package main

import (
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/gofix-net/gofix-net/pkg/askless"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/nettest/schematest"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

func TestMain(m *testing.M) {
	askless.Restore() // as the program does: with CI=true a test that cannot run fails
	// testscript wants the directory for temporary files before the lab is there.
	if err := os.MkdirAll(os.TempDir(), 0o755); err != nil {
		panic(err)
	}
	testscript.Main(inLab{m}, map[string]func(){"gofix-net": main})
}

// inLab makes every test of this program able to enter the lab.
type inLab struct{ m *testing.M }

func (l inLab) Run() int {
	defer func() {
		if builds.dir != "" {
			_ = os.RemoveAll(builds.dir)
		}
	}()
	return netlab.Main(l.m)
}

// TestScripts runs every script of testdata/script in a lab of its own: what a
// script breaks is broken for real, and nothing leaves the machine.
func TestScripts(t *testing.T) {
	need.Long(t)
	netlab.Allowed(t)
	files, err := filepath.Glob("../../testdata/script/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			netlab.Test(t, func(t *testing.T, lab *netlab.Lab) { runScript(t, lab, file) })
		})
	}
}

func runScript(t *testing.T, lab *netlab.Lab, file string) {
	testscript.Run(t, testscript.Params{
		Files:               []string{file},
		RequireExplicitExec: false,
		Setup: func(env *testscript.Env) error {
			path := env.Getenv("PATH")
			for _, v := range lab.Environ() {
				name, value, _ := strings.Cut(v, "=")
				env.Setenv(name, value)
			}
			env.Setenv("PATH", path)
			program, err := exec.LookPath("gofix-net")
			if err != nil {
				return err
			}
			env.Setenv("GOFIX", program)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"break":           func(ts *testscript.TestScript, _ bool, args []string) { ts.Check(lab.Break(strings.Join(args, " "))) },
			"heal":            func(ts *testscript.TestScript, _ bool, _ []string) { ts.Check(lab.Heal()) },
			"exits":           exits,
			"found":           found,
			"asked":           func(ts *testscript.TestScript, neg bool, args []string) { asked(ts, neg, lab, args) },
			"valid":           valid,
			"explains":        explains,
			"narrow":          narrow,
			"garbage":         garbage,
			"for-each-format": forEachFormat,
		},
	})
}

// exits CODE PROGRAM ARGS… runs a program and wants exactly that exit code.
// Its output is left for stdout and stderr, which the next command reads.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	switch {
	case errors.As(err, &exit):
		got = exit.ExitCode()
	case err != nil:
		ts.Fatalf("%s: %v", args[1], err)
	}
	ts.Check(os.WriteFile(ts.MkAbs("out"), []byte(ts.ReadFile("stdout")), 0o600))
	ts.Check(os.WriteFile(ts.MkAbs("err"), []byte(ts.ReadFile("stderr")), 0o600))
	if got != want {
		ts.Fatalf("%s exits with %d, want %d\n%s%s", strings.Join(args[1:], " "), got, want, ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// lastReport reads the JSON report that the last command printed.
func lastReport(ts *testscript.TestScript) *report.Report {
	var r report.Report
	if err := json.Unmarshal([]byte(ts.ReadFile("stdout")), &r); err != nil {
		ts.Fatalf("standard output is no report: %v\n%s", err, ts.ReadFile("stdout"))
	}
	return &r
}

// found CAUSE wants the cause among the findings of the last report, "! found
// CAUSE" the opposite; "found -first CAUSE" wants it to be the primary one.
func found(ts *testscript.TestScript, neg bool, args []string) {
	first := len(args) == 2 && args[0] == "-first"
	cause := args[len(args)-1]
	r := lastReport(ts)
	has := false
	for _, f := range r.Findings {
		has = has || f.Cause == cause && (!first || f.Cause == r.Primary().Cause)
	}
	if has == neg {
		ts.Fatalf("found %v: %v; findings: %+v", args, has, r.Findings)
	}
}

// asked HOST [PREFIX] wants that the lab's host was asked something, with PREFIX for a
// path that begins so; "! asked HOST" wants the opposite.
func asked(ts *testscript.TestScript, neg bool, lab *netlab.Lab, args []string) {
	for _, r := range lab.Requests() {
		if r.Host != args[0] || len(args) > 1 && !strings.HasPrefix(r.Path, args[1]) {
			continue
		}
		if neg {
			ts.Fatalf("%s was asked for %s", r.Host, r.Path)
		}
		return
	}
	if !neg {
		ts.Fatalf("%s was asked nothing", args[0])
	}
}

// valid wants the last report to be as its schema says.
func valid(ts *testscript.TestScript, _ bool, _ []string) {
	validate, err := schematest.Compile(report.JSONSchema())
	ts.Check(err)
	ts.Check(validate([]byte(ts.ReadFile("stdout"))))
}

// narrow wants that no line of the last output but commands, addresses and
// other single words is wider than 80 columns.
func narrow(ts *testscript.TestScript, _ bool, _ []string) {
	for line := range strings.SplitSeq(ts.ReadFile("stdout"), "\n") {
		text := strings.TrimSpace(line)
		if len([]rune(line)) > 80 && strings.Contains(text, " ") && !strings.HasPrefix(text, "go env") && !strings.HasPrefix(text, "git config") {
			ts.Fatalf("wider than 80 columns: %q", line)
		}
	}
}

// garbage FILE BYTES writes a file of random bytes.
func garbage(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	const line = "=\x00\xff\xfe[GO\"PRO\n"
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(line, n/len(line)+1)), 0o600))
}

// for-each-format writes a report in every format and language, and all of them
// into the file "all".
func forEachFormat(ts *testscript.TestScript, _ bool, _ []string) {
	var all strings.Builder
	for _, format := range formats.Names() {
		for _, lang := range need.Today([]string{"en", "zh"}, 2) {
			err := ts.Exec("gofix-net", "doctor", "--fail-on", "never", "--verbose", "--lang", lang, "--format", format, "--module", "rsc.io/quote@v1.5.2")
			if err != nil {
				ts.Fatalf("%s in %s: %v\n%s", format, lang, err, ts.ReadFile("stderr"))
			}
			all.WriteString(ts.ReadFile("stdout") + ts.ReadFile("stderr"))
		}
	}
	ts.Check(os.WriteFile(ts.MkAbs("all"), []byte(all.String()), 0o600))
}
