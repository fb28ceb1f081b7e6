package netlab

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

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
	took := int(out.Took.Seconds())
	for range 3 { // what else runs on the machine can only lengthen it
		if took <= e.Seconds {
			break
		}
		r.coolDown()
		took = min(took, int(r.execute(toolLimit, r.tool("doctor", "--format", "json")...).Took.Seconds()))
	}
	if took > e.Seconds {
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
	// The order is written down again: a scenario reads the report as another program does.
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
