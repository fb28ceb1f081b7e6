package report

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Input is everything that a report shows.
type Input struct {
	Version  string
	Started  time.Time
	Took     time.Duration
	Settings *settings.Snapshot
	Verdict  Verdict
	// As names what stood in for this machine's environment; "" for nothing.
	As string
	// Queries are the modules asked about, Path the way to the one that decides.
	Queries  []probe.Query
	Path     []Hop
	Results  []probe.Result
	Findings []cause.Finding
	// Said are findings in the go command's own words; they come first.
	Said []Finding
	// Command is the person's own command, "" where none was given, and Rehearsed what
	// came of it, see [Tested].
	Command   string
	Rehearsed Rehearsed
	// Lowered is the Go release that the project wants and that the check did without.
	Lowered string
	Plan    plan.Plan
	// Remaining are the modules that the plan does not help.
	Remaining []Unhelped
	// CommandFails is what the person's own command fails of under the plan, or nil.
	CommandFails *CommandFailure
	// Dismissed are the states that were examined and do not help.
	Dismissed []Dismissal
	// Rejected are the changes that package plan refuses to make.
	Rejected []*plan.ForbiddenError
	// Consents are the files of the plan that are not only the user's.
	Consents []settings.Shared
	// Proven is nil where the plan was not tried with the real go.
	Proven *bool
	// Applied is nil where nothing was written.
	Applied *Applied
	// Unredacted leaves credentials in the values of settings and in the plan. It is
	// for a user's own eyes, and never set unasked.
	Unredacted bool
	// Texts is the language of the titles, details, steps and reasons.
	Texts *i18n.Texts
}

// Dismissal is a state that was examined and does not help.
type Dismissal struct {
	Wants []profile.Want
	Why   Why // "" is NotMeasured
}

// Unhelped is a module that would still fail under a plan, and what would then be
// found about it.
type Unhelped struct {
	Module string
	Why    cause.Finding
}

// Build makes the report. It fails only where a finding has a cause that the
// catalogue does not know or a text that names an argument that the finding
// does not give: both are defects of the program.
func Build(in Input) (*Report, error) {
	r := &Report{
		Schema:     Schema,
		Tool:       Tool{Version: in.Version},
		StartedAt:  in.Started.UTC().Truncate(time.Second),
		DurationMs: in.Took.Milliseconds(),
		Settings:   []Setting{},
		Verdict:    in.Verdict,
		Tested:     testedOf(in),
		Path:       append([]Hop{}, in.Path...),
		Probes:     []Probe{},
		Findings:   []Finding{},
		Applied:    in.Applied,
	}
	if s := in.Settings; s != nil {
		r.Host = Host{OS: s.OS, Arch: s.Arch, Go: s.Go.Version, Git: s.Git.Version}
		r.Settings = settingsOf(s, settings.Key.String, settings.Value.String)
	}
	for _, p := range in.Results {
		r.Probes = append(r.Probes, Probe{
			ID: p.ID, Kind: string(p.Kind), Target: p.Target, Endpoint: p.About.Endpoint,
			Status: p.Status, Symptom: p.Symptom, StartedAt: utc(p.Started), DurationMs: p.Took.Milliseconds(),
			Detail: p.Detail, Evidence: p.Evidence,
		})
	}
	r.Plan = planOf(in.Plan, in.Proven, in.Texts)
	for _, u := range in.Remaining {
		shown, err := findingOf(u.Why, in.Plan, in.Texts)
		if err != nil {
			return nil, fmt.Errorf("finding %s on %s: %w", u.Why.Cause, u.Module, err)
		}
		r.Plan.Remaining = append(r.Plan.Remaining, Remaining{Module: u.Module, Cause: shown.Cause, Title: shown.Title})
	}
	r.Plan.CommandFails = in.CommandFails
	for _, d := range in.Dismissed {
		r.Plan.Dismissed = append(r.Plan.Dismissed, dismissedOf(d))
	}
	r.Findings = append(r.Findings, in.Said...)
	for _, x := range in.Consents {
		r.Plan.Consents = append(r.Plan.Consents, Consent{File: x.Path, Name: x.Name, Reason: in.Texts.T("shared."+string(x.Why), nil)})
	}
	for _, x := range in.Rejected {
		args := map[string]string{"Key": x.Key.String(), "Value": x.Value.String()}
		r.Plan.Rejected = append(r.Plan.Rejected, Rejected{Key: args["Key"], Value: args["Value"], Reason: in.Texts.T("plan.rule."+string(x.Rule), args)})
	}
	for _, f := range in.Findings {
		shown, err := findingOf(f, in.Plan, in.Texts)
		if err != nil {
			return nil, fmt.Errorf("finding %s on %s: %w", f.Cause, f.Target, err)
		}
		r.Findings = append(r.Findings, shown)
	}
	r, err := Clean(r)
	if err == nil && in.Unredacted {
		r.reveal(in.Settings, in.Plan)
	}
	return r, err
}

// utc is a time in UTC; the zero time stays what it is.
func utc(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.UTC().Truncate(time.Millisecond)
}

// testedOf names the modules asked about, and the file that they are from.
func testedOf(in Input) Tested {
	t := Tested{As: in.As, Modules: []string{}, Command: in.Command, Rehearsed: in.Rehearsed, Lowered: in.Lowered}
	t.Vendored = in.Settings != nil && in.Settings.Module.Vendored
	for _, q := range in.Queries {
		t.Modules = append(t.Modules, q.String())
	}
	if in.Settings == nil || len(in.Queries) == 0 {
		return t
	}
	m := in.Settings.Module
	file := cmp.Or(m.GoWork, m.GoMod)
	required := func(q probe.Query) bool {
		return slices.ContainsFunc(m.Requires, func(r settings.Requirement) bool { return r.Path == q.Path })
	}
	if slices.ContainsFunc(in.Queries, required) {
		t.Project = file
	}
	return t
}

// settingsOf lists the layers of the settings that go and git use for
// downloads. What else git's configuration holds, names and aliases, is the
// user's own.
func settingsOf(s *settings.Snapshot, name func(settings.Key) string, value func(settings.Value) string) []Setting {
	out := []Setting{}
	for _, l := range s.Layers {
		if l.Key.Tool == settings.GitConfig && !aboutNetwork(l.Key.Name) {
			continue
		}
		out = append(out, Setting{
			Name: name(l.Key), Value: value(l.Value),
			Origin: string(l.Origin), File: l.File, Line: l.Line,
		})
	}
	return out
}

// gitSections are the parts of git's configuration that decide how it fetches.
var gitSections = []string{
	"url.", "http.", "https.", "protocol.", "credential.", "remote.", "safe.", "ssh.",
	"core.gitproxy", "core.sshcommand", "core.askpass",
}

func aboutNetwork(key string) bool {
	return slices.ContainsFunc(gitSections, func(p string) bool { return strings.HasPrefix(key, p) })
}

func findingOf(f cause.Finding, p plan.Plan, texts *i18n.Texts) (Finding, error) {
	entry := cause.Lookup(f.Cause)
	if entry == nil {
		return Finding{}, fmt.Errorf("no such cause")
	}
	words, err := entry.Render(string(texts.Lang), f)
	if err != nil {
		return Finding{}, err
	}
	return Finding{
		Cause: string(f.Cause), Severity: f.Severity, Target: f.Target, Symptom: f.Symptom,
		Title: words.Title, Detail: strings.TrimSpace(words.Detail + doubt(f, texts)),
		Evidence: append([]evidence.ID{}, f.Evidence...),
		Fixes:    fixesOf(entry.Fixes, f, p),
		Manual:   append([]string{}, words.Manual...),
		Help:     HelpBase + string(f.Cause),
	}, nil
}

// doubt says which other causes the evidence cannot exclude.
func doubt(f cause.Finding, texts *i18n.Texts) string {
	if len(f.Or) == 0 {
		return ""
	}
	var ids []string
	for _, id := range f.Or {
		ids = append(ids, string(id))
	}
	return texts.T("report.doubt", map[string]string{"causes": CauseNames(texts, ids...)})
}

func planOf(p plan.Plan, proven *bool, texts *i18n.Texts) Plan {
	out := Plan{Profile: p.Profile, Changes: []Change{}, Proven: proven}
	ids := changeIDs(p)
	for i, c := range p.Changes {
		shown := Change{
			ID: ids[i], Tool: string(c.Key.Tool), Key: c.Key.String(),
			From: shownValue(c.From), To: shownValue(c.To), Command: []string{}, Temporary: c.Reason.Temporary,
		}
		shown.Command = append(shown.Command, c.RedactedCommand()...)
		if c.Reason.ID != "" {
			shown.Reason = texts.T(c.Reason.ID, c.Reason.Args)
		}
		out.Changes = append(out.Changes, shown)
	}
	return out
}

func shownValue(v *settings.Value) *string {
	if v == nil {
		return nil
	}
	s := v.String()
	return &s
}

// changeIDs names the changes: the key in lower case, and a number from the
// second change of one key on.
func changeIDs(p plan.Plan) []string {
	count := map[string]int{}
	var ids []string
	for _, c := range p.Changes {
		id := strings.ToLower(c.Key.String())
		count[id]++
		if n := count[id]; n > 1 {
			id += "-" + strconv.Itoa(n)
		}
		ids = append(ids, id)
	}
	return ids
}

// fixesOf returns the ids of the changes by which the cause of f is remedied. A
// key of a cause can have * in place of a part, as url.*.insteadof has; it then
// stands for those settings that f rests on.
func fixesOf(keys []settings.Key, f cause.Finding, p plan.Plan) []string {
	out := []string{}
	ids := changeIDs(p)
	for i, c := range p.Changes {
		cited := slices.Contains(f.Evidence, evidence.Setting(c.Key.String()))
		fixes := func(k settings.Key) bool {
			return k == c.Key || cited && matches(k, c.Key)
		}
		if slices.ContainsFunc(keys, fixes) {
			out = append(out, ids[i])
		}
	}
	return out
}

// matches reports whether key is of pattern, in which * stands for any text,
// slashes included.
func matches(pattern, key settings.Key) bool {
	head, tail, ok := strings.Cut(strings.ToLower(pattern.Name), "*")
	name := strings.ToLower(key.Name)
	return ok && pattern.Tool == key.Tool && len(name) >= len(head)+len(tail) &&
		strings.HasPrefix(name, head) && strings.HasSuffix(name, tail)
}

func dismissedOf(d Dismissal) Dismissed {
	out := Dismissed{Changes: []Wanted{}, Why: cmp.Or(d.Why, NotMeasured)}
	for _, w := range d.Wants {
		x := Wanted{Key: w.Key.String()}
		if w.Value != nil {
			to := w.Value.String()
			x.To = &to
		}
		out.Changes = append(out.Changes, x)
	}
	return out
}
