package netlab

import (
	"context"
	"encoding/json"
	"fmt"
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
	failLimit = 40 * time.Second // for a command that must fail, and for one that must work
	hangLimit = 4 * time.Second  // after which a command that must hang is believed to
	toolLimit = 60 * time.Second // for one run of gofix-net
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

// Prepare makes the lab what a scenario declares: files and faults. $LAB in a
// file or variable means the lab's directory, whose modules directory is a
// module proxy in the file system.
func (l *Lab) Prepare(s *Scenario) error {
	own := strings.NewReplacer("$LAB", l.Dir)
	for name, content := range s.Files {
		if name == "work/go.mod" && content == "" {
			continue
		}
		file, content := filepath.Join(l.Dir, name), own.Replace(content)
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
			return err
		}
	}
	if err := l.link(s.Links); err != nil {
		return err
	}
	if err := l.track(s.Tracked); err != nil {
		return err
	}
	if err := l.AddHosts(s.Hosts); err != nil {
		return err
	}
	if s.Resolv != "" {
		if err := l.SetResolvers(s.Resolv); err != nil {
			return err
		}
	}
	if err := l.spoilDisks(s.Disk); err != nil {
		return err
	}
	for _, kv := range s.OSEnv {
		l.env = append(l.env, own.Replace(kv))
	}
	if err := l.exportModules(filepath.Join(l.Dir, "modules")); err != nil {
		return err
	}
	if err := l.warm(s.Warm); err != nil {
		return err
	}
	return l.Break(s.Faults...)
}

// link makes symbolic links, each a line NAME -> TARGET.
func (l *Lab) link(links []string) error {
	for _, line := range links {
		name, target, ok := strings.Cut(line, " -> ")
		if !ok {
			return fmt.Errorf("link %q: want NAME -> TARGET", line)
		}
		name = filepath.Join(l.Dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.Symlink(filepath.Join(l.Dir, target), name); err != nil {
			return err
		}
	}
	return nil
}

// track has git work trees track files, each a line DIRECTORY FILE.
func (l *Lab) track(files []string) error {
	for _, line := range files {
		dir, file, ok := strings.Cut(line, " ")
		if !ok {
			return fmt.Errorf("tracked %q: want DIRECTORY FILE", line)
		}
		for _, args := range [][]string{{"git", "init", "--quiet"}, {"git", "add", "--force", "--", file}} {
			out, err := l.Run(context.Background(), Command{Args: args, Dir: filepath.Join(l.Dir, dir), Env: []string{"GIT_CONFIG_GLOBAL=/dev/null"}})
			if err != nil || out.Failed() {
				return fmt.Errorf("%s: %w\n%s", strings.Join(args, " "), err, out)
			}
		}
	}
	return nil
}

// warm runs commands on the whole network, under go's own settings.
func (l *Lab) warm(commands []string) error {
	for _, c := range commands {
		out, err := l.Run(context.Background(), Command{Args: strings.Fields(c), Env: []string{"GOENV=off"}})
		if err != nil || out.Failed() {
			return fmt.Errorf("warm, %s: %w\n%s", c, err, out)
		}
	}
	return nil
}

// SetResolvers replaces the lines of resolv.conf.
func (l *Lab) SetResolvers(text string) error {
	return os.WriteFile(filepath.Join(l.Dir, "etc", "resolv.conf"), []byte(text), 0o644)
}

// AddHosts adds lines to the hosts file.
func (l *Lab) AddHosts(text string) error {
	f, err := os.OpenFile(filepath.Join(l.Dir, "etc", "hosts"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if _, err := f.WriteString(text); err != nil {
		return err
	}
	return f.Close()
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

// reportJSON is what a scenario reads of gofix-net/report/v1.
type reportJSON struct {
	Schema, Verdict string
	Tested          struct{ Rehearsed string }
	Findings        []struct {
		Cause, Severity, Symptom, Target, Title string
		Evidence, Manual                        []string
	}
	Probes []struct {
		ID, Status, Symptom, Detail string
		DurationMs                  int
	}
	Plan *struct {
		Changes []struct {
			Key string
			To  *string
		}
		Rejected []struct{ Key, Value string }
	}
}

func (r *scenarioRun) doctor() {
	e := r.s.Expect
	r.coolDown()
	out := r.execute(toolLimit, r.tool("doctor", "--format", "json")...)
	var report reportJSON
	r.report = []byte(out.Stdout)
	if err := json.Unmarshal(r.report, &report); err != nil || report.Schema != "gofix-net/report/v1" {
		r.t.Errorf("doctor: no report (%v)\n%s", err, out)
		return
	}
	if out.Code != e.Doctor {
		r.t.Errorf("doctor: exit code %d, want %d\n%s", out.Code, e.Doctor, out.Stderr)
	}
	if took := int(out.Took.Seconds()); took > e.Seconds {
		r.t.Errorf("doctor: took %d s, want at most %d", took, e.Seconds)
	}
	if report.Verdict == "healthy" && !r.works {
		r.t.Errorf("doctor: says healthy, and %s does not work", strings.Join(r.s.Command, " "))
	}
	if report.Verdict != e.Verdict {
		r.t.Errorf("doctor: verdict %s, want %s", report.Verdict, e.Verdict)
	}
	r.findings(report)
	r.claims(report)
	if r.t.Failed() {
		r.t.Logf("doctor: %s", summary(report))
	}
}

// findings compares the causes with those expected.
func (r *scenarioRun) findings(report reportJSON) {
	e := r.s.Expect
	found := map[string]bool{}
	cause, symptom, best := "none", "", -1
	for _, f := range report.Findings {
		found[f.Cause] = true
		if rank := slices.Index([]string{"info", "warning", "error"}, f.Severity); rank > best {
			cause, symptom, best = f.Cause, f.Symptom, rank
		}
		if len(f.Evidence) == 0 {
			r.t.Errorf("doctor: the finding %s has no evidence", f.Cause)
		}
	}
	if cause != e.Cause {
		r.t.Errorf("doctor: primary cause %s, want %s", cause, e.Cause)
	}
	if e.Symptom != "" && symptom != e.Symptom {
		r.t.Errorf("doctor: symptom %q, want %s", symptom, e.Symptom)
	}
	for _, c := range e.Also {
		if !found[c] {
			r.t.Errorf("doctor: %s was not found", c)
		}
	}
	r.advice(report)
	for _, c := range e.Not {
		if found[c] {
			r.t.Errorf("doctor: %s was found, and is not there", c)
		}
	}
}

// claims wants for every claim of a report what was tried: a healthy machine is one
// on which the real go did what the person's command needs, and what a finding cites
// is in the report, and was really looked at.
func (r *scenarioRun) claims(report reportJSON) {
	if t := report.Tested.Rehearsed; report.Verdict == "healthy" && !slices.Contains([]string{"works", "works-offline", "late"}, t) {
		r.t.Errorf("doctor: says healthy, and the real go was not tried (%q)", t)
	}
	status := map[string]string{}
	for _, p := range report.Probes {
		status[p.ID] = p.Status
	}
	for _, f := range report.Findings {
		for _, id := range f.Evidence {
			kind, _, _ := strings.Cut(id, "/")
			if slices.Contains([]string{"setting", "module", "line"}, kind) {
				continue
			}
			if s := status[id]; s == "" || s == "skip" {
				r.t.Errorf("doctor: %s cites %s, which is %q in the report", f.Cause, id, s)
			}
		}
	}
}

// advice compares the steps for a person, and what is never written, with what is expected.
func (r *scenarioRun) advice(report reportJSON) {
	var steps, rejected []string
	for _, f := range report.Findings {
		steps = append(steps, f.Manual...)
	}
	if report.Plan != nil {
		for _, x := range report.Plan.Rejected {
			rejected = append(rejected, x.Key+"="+x.Value)
		}
	}
	for _, text := range r.s.Expect.Advises {
		if !strings.Contains(strings.Join(steps, "\n"), text) {
			r.t.Errorf("doctor: no step says %q:\n%s", text, strings.Join(steps, "\n"))
		}
	}
	for _, text := range r.s.Expect.Rejects {
		if !slices.Contains(rejected, text) {
			r.t.Errorf("doctor: %s is not said to be never written: %q", text, rejected)
		}
	}
}

func summary(report reportJSON) string {
	var b strings.Builder
	fmt.Fprintf(&b, "verdict %s\n", report.Verdict)
	for _, f := range report.Findings {
		fmt.Fprintf(&b, "  %s %s %s %s %v\n", f.Severity, f.Cause, f.Target, f.Symptom, f.Evidence)
	}
	for _, p := range report.Probes {
		fmt.Fprintf(&b, "  %s %s %s %d ms %s\n", p.ID, p.Status, p.Symptom, p.DurationMs, p.Detail)
	}
	return b.String()
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

// config reads everything below HOME and the working directory, but for
// caches, the toolchain's own records and gofix-net's journal.
func (r *scenarioRun) config() tree {
	r.t.Helper()
	home, err := readTree(r.lab.Home(), "go", ".cache", ".config/go/telemetry", ".local/state/gofix-net")
	if err != nil {
		r.t.Fatal(err)
	}
	work, err := readTree(r.lab.Work())
	if err != nil {
		r.t.Fatal(err)
	}
	for name, what := range work {
		home["work/"+name] = what
	}
	return home
}

func (r *scenarioRun) unchanged(original tree, step string) {
	r.t.Helper()
	if d := original.diff(r.config()); d != "" {
		r.t.Errorf("after %s, against before: %s\n%s", step, d, r.written())
	}
}

// settingsFiles are the files that gofix-net may write.
func settingsFiles() []string { return []string{".config/go/env", ".gitconfig", ".config/git/config"} }

// written is the content of the settings files, for messages.
func (r *scenarioRun) written() string {
	var b strings.Builder
	for _, name := range settingsFiles() {
		if data, err := os.ReadFile(filepath.Join(r.lab.Home(), name)); err == nil {
			fmt.Fprintf(&b, "-- %s --\n%s", name, data)
		}
	}
	return b.String()
}

// harmless proves that no protection is switched off that was on before.
func (r *scenarioRun) harmless() {
	for _, name := range settingsFiles() {
		data, _ := os.ReadFile(filepath.Join(r.lab.Home(), name))
		before := strings.ToLower(r.s.Files["home/"+name])
		for _, line := range lines(strings.ToLower(string(data))) {
			line = strings.Join(strings.Fields(line), "")
			for _, bad := range []string{"gosumdb=off", "goinsecure=", "-insecure", "sslverify=false", "gonosumdb=*"} {
				if strings.Contains(line, bad) && !strings.Contains(strings.Join(strings.Fields(before), ""), bad) {
					r.t.Errorf("a protection was switched off: %s in %s", line, name)
				}
			}
		}
	}
}

// private proves that gofix-net told a private path to no public host that the
// command had not told it before.
func (r *scenarioRun) private(since int) {
	requests := r.lab.Requests()
	for _, secret := range r.s.Expect.Private {
		told := map[string]bool{}
		for _, q := range requests[:since] {
			told[q.Host] = told[q.Host] || leaks(q, secret)
		}
		for _, q := range requests[since:] {
			if leaks(q, secret) && !told[q.Host] {
				r.t.Errorf("leaked: %s was asked for %s", q.Host, q.Path)
				told[q.Host] = true // once is enough to say
			}
		}
	}
}

// leaks reports whether a request tells a private path to a host of the public.
func leaks(q Request, secret string) bool {
	own := strings.HasSuffix(q.Host, ".corp.example") || q.Method == "DNS"
	return !own && strings.Contains(q.Path, secret)
}
