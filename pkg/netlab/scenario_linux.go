package netlab

import (
	"context"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// Time limits of a scenario's steps. A healthy download takes less than a
// second here; the toolchain's own limit for one connection is 30 s.
const (
	failLimit = 2 * time.Minute // for a command that must fail, and for one that must work
	hangLimit = 4 * time.Second // after which a command that must hang is believed to
	toolLimit = 2 * time.Minute // for one run of gofix-net
)

// binaryVariable tells the process inside where gofix-net was built.
const binaryVariable = "GOFIX_NETLAB_BINARY"

// RunScenario starts a lab, proves that the scenario's command fails in it, has
// binary (gofix-net) diagnose and repair, proves that the command works then,
// and has every byte put back. See [Scenario] for the file. judge checks what
// people see of a report, which it gets as JSON: of doctor's in English, of apply's in
// Chinese. What came of it goes to board, unless that is nil.
func RunScenario(t *testing.T, file, binary string, board *Board, judge func(t *testing.T, lang string, report []byte)) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ParseScenario(data)
	if err != nil {
		t.Fatal(err)
	}
	test(t, []string{binaryVariable + "=" + binary}, board.see, func(t *testing.T, l *Lab) {
		if err := l.Prepare(s); err != nil {
			t.Fatal(err)
		}
		(&scenarioRun{t: t, lab: l, s: s, binary: os.Getenv(binaryVariable), judge: judge}).run()
	})
}

type scenarioRun struct {
	t      *testing.T
	lab    *Lab
	s      *Scenario
	binary string
	works  bool   // whether the command worked before
	report []byte // doctor's, as JSON
	second []byte // apply's, as JSON in Chinese
	judge  func(t *testing.T, lang string, report []byte)
}

// run is the whole scenario, in order.
func (r *scenarioRun) run() {
	r.t.Log(r.s.Story)
	score := Score{Story: r.s.Story, Start: time.Now()}
	defer func() { r.t.Log(score.line(r.t.Name())) }()
	score.Broken = r.step("before", r.before)
	if !score.Broken {
		return // never broken: the rest would prove nothing
	}
	original := r.config()
	since := len(r.lab.Requests())
	score.Cause = r.step("doctor", func() {
		r.doctor()
		r.unchanged(original, "doctor")
	})
	score.Screen = r.step("screen", func() { r.judge(r.t, "en", r.report) })
	score.Rescued = r.step("apply", func() {
		r.apply()
		if r.s.Expect.After == "unchanged" {
			r.unchanged(original, "apply")
			return
		}
		r.after()
		r.again()
	})
	score.Screen = r.step("second screen", func() { r.judge(r.t, "zh", r.second) }) && score.Screen
	score.Safe = r.step("safe", func() {
		r.harmless()
		r.private(since)
	})
	score.Undone = r.step("undo", func() {
		if r.s.Expect.After != "unchanged" && r.config().diff(original) != "" {
			r.undo(original)
		}
	})
}

// step is a part of the scenario that is scored by itself.
func (r *scenarioRun) step(name string, do func()) bool {
	whole := r.t
	defer func() { r.t = whole }()
	return whole.Run(name, func(t *testing.T) {
		r.t = t
		do()
	})
}

// command runs the scenario's command with a cold cache, in a working directory
// of its own: what it writes there is not gofix-net's doing.
func (r *scenarioRun) command(limit time.Duration) Output { return r.cold(limit, r.s.Command...) }

// cold runs a program of the user's with a cold cache.
func (r *scenarioRun) cold(limit time.Duration, args ...string) Output {
	r.coolDown()
	dir := r.t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(r.lab.Work())); err != nil {
		r.t.Fatal(err)
	}
	return r.executeIn(dir, limit, args...)
}

// execute runs a program in the lab's working directory.
func (r *scenarioRun) execute(limit time.Duration, args ...string) Output {
	r.t.Helper()
	return r.executeIn(r.lab.Work(), limit, args...)
}

func (r *scenarioRun) executeIn(dir string, limit time.Duration, args ...string) Output {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(r.t.Context(), limit)
	defer cancel()
	out, err := r.lab.Run(ctx, Command{Args: args, Dir: dir})
	if err != nil {
		r.t.Fatal(err)
	}
	r.t.Logf("%6.2f s  %s", out.Took.Seconds(), strings.Join(args, " "))
	return out
}

// coolDown empties the module cache, unless the scenario itself filled it.
func (r *scenarioRun) coolDown() {
	if len(r.s.Warm) > 0 {
		return
	}
	for _, name := range slices.Concat(slices.Collect(maps.Keys(r.s.Files)), r.s.Disk) {
		if strings.HasPrefix(name+"/", "home/go") {
			return
		}
	}
	if err := os.RemoveAll(filepath.Join(r.lab.Home(), "go")); err != nil {
		r.t.Fatal(err)
	}
}

// before proves that the scenario is broken, or healthy, as it says.
func (r *scenarioRun) before() {
	e := r.s.Expect
	limit := failLimit
	if e.Before == "hangs" {
		limit = hangLimit
	}
	out := r.command(limit)
	state := "works"
	switch {
	case out.Hung:
		state = "hangs"
	case out.Failed():
		state = "fails"
	}
	r.works = state == "works"
	if state != e.Before {
		r.t.Errorf("before: the command %s, must be: %s\n%s", state, e.Before, out)
	}
	for _, text := range e.Says {
		if !strings.Contains(out.Stdout+out.Stderr, text) {
			r.t.Errorf("before: the command does not say %q\n%s", text, out)
		}
	}
}

func (r *scenarioRun) apply() {
	r.coolDown()
	out := r.execute(toolLimit, r.tool(append(r.applying(), "--lang", "zh", "--format", "json")...)...)
	r.second = []byte(out.Stdout)
	if out.Code != r.s.Expect.Apply {
		r.t.Errorf("apply: exit code %d, want %d\n%s", out.Code, r.s.Expect.Apply, out)
	}
	for _, line := range r.s.Expect.Wrote {
		if !slices.Contains(lines(r.written()), line) {
			r.t.Errorf("apply: no line is %s\n%s", line, r.written())
		}
	}
	if out.Code != 0 {
		return
	}
	if target := r.command(failLimit); target.Failed() {
		r.t.Errorf("apply: ends with 0, and the command does not work\n%s\n%s", target, out)
	}
}

// applying is the run of apply, with the files that the person agrees to.
func (r *scenarioRun) applying() []string {
	args := []string{"apply", "--yes"}
	for _, file := range r.s.Expect.Agrees {
		args = append(args, "--file", filepath.Join(r.lab.Dir, file))
	}
	return args
}

// tool is a run of gofix-net for the scenario's command.
func (r *scenarioRun) tool(args ...string) []string {
	args = append([]string{r.binary}, args...)
	if r.s.Named {
		return slices.Concat(args, []string{"--"}, r.s.Command)
	}
	return args
}

// after proves that the command works now.
func (r *scenarioRun) after() {
	for _, module := range r.s.Expect.Helps {
		if out := r.cold(failLimit, "go", "mod", "download", module); out.Failed() {
			r.t.Errorf("after: %s still fails\n%s\nwritten:\n%s", module, out, r.written())
		}
	}
	if r.s.Expect.After == "partly" {
		return
	}
	since := len(r.lab.Requests())
	out := r.command(failLimit)
	for _, q := range r.lab.Requests()[since:] {
		for _, secret := range r.s.Expect.Private {
			if leaks(q, secret) {
				r.t.Errorf("after: %s is still asked for %s", q.Host, q.Path)
			}
		}
	}
	if out.Failed() {
		r.t.Errorf("after: the command still fails\n%s\nwritten:\n%s", out, r.written())
	}
}

// again proves that a second apply finds nothing to do.
func (r *scenarioRun) again() {
	fixed := r.config()
	r.coolDown()
	out := r.execute(toolLimit, r.tool(r.applying()...)...)
	if out.Code != r.s.Expect.Apply {
		r.t.Errorf("a second apply: exit code %d, want %d\n%s", out.Code, r.s.Expect.Apply, out)
	}
	r.unchanged(fixed, "a second apply")
}

func (r *scenarioRun) undo(original tree) {
	out := r.execute(toolLimit, r.binary, "undo")
	if out.Failed() {
		r.t.Errorf("undo: exit code %d\n%s", out.Code, out)
	}
	r.unchanged(original, "undo")
}
