package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// showFindings writes what was found, short: doctor tells the rest.
func (a *applying) showFindings(w io.Writer) {
	for _, x := range a.found.Findings {
		if x.Severity == cause.Info {
			continue
		}
		words, err := cause.Lookup(x.Cause).Render(string(a.texts.Lang), x)
		if err != nil {
			continue // report.Build says so where it matters; here the plan is the subject
		}
		a.finding(w, x.Severity, words.Title)
		if len(a.chosen.Plan.Changes) > 0 || a.found.Verdict != diagnose.Broken {
			continue
		}
		a.hung(w, 2, "", words.Detail)
		a.steps(w, words.Manual)
	}
}

// steps writes what a person can do, numbered.
func (a *applying) steps(w io.Writer, steps []string) {
	for i, step := range steps {
		a.hung(w, 2, fmt.Sprintf("%d. ", i+1), step)
	}
}

// leftToDo writes what a person can do where nothing helps and no finding has steps of
// its own.
func (a *applying) leftToDo(w io.Writer) {
	in := a.p.reportInput(a.found, a.chosen.Plan, a.texts)
	a.tell(&in)
	r, err := report.Build(in)
	if err != nil || slices.ContainsFunc(r.Findings, func(x report.Finding) bool { return len(x.Manual) > 0 }) {
		return
	}
	a.steps(w, formats.HelplessSteps(r, a.texts))
}

// finding writes what was found in a line, as severe as it is.
func (a *applying) finding(w io.Writer, s cause.Severity, title string) {
	tone := formats.Doubtful
	if s == cause.Error {
		tone = formats.Failing
	}
	sheet := formats.NewSheet(a.display(w))
	sheet.Prose(0, "", a.texts.T("apply.finding."+string(s), map[string]string{"title": title}), tone)
	_ = sheet.Write(w)
}

// display is how to write to w: what is gathered first is for standard output.
func (a *applying) display(w io.Writer) formats.Options {
	if _, gathered := w.(*strings.Builder); gathered {
		w = a.p.Out
	}
	return a.p.display(w, a.texts)
}

// showPlan writes the change as a difference, with the reason for each part and
// the command that makes it.
func (a *applying) showPlan(w io.Writer) {
	if a.chosen.Plan.Empty() {
		return
	}
	_, _ = fmt.Fprintln(w)
	for _, c := range a.chosen.Plan.Changes {
		_, _ = fmt.Fprintf(w, "%s\n", c.Key)
		a.showSide(w, (*formats.Sheet).Before, c.Key, c.From)
		a.showSide(w, (*formats.Sheet).After, c.Key, c.To)
		if c.Reason.ID != "" {
			a.prose(w, 4, a.texts.T(c.Reason.ID, c.Reason.Args))
		}
		_, _ = fmt.Fprintf(w, "    $ %s\n", commandText(a.p.Machine.OS, c))
		a.showPatterns(w, c)
	}
	a.showRejected(w)
	switch {
	case a.chosen.Proven == nil && a.f.noVerify:
	case a.chosen.Proven == nil && a.chosen.Proof.Err != nil && !errors.Is(a.chosen.Proof.Err, context.DeadlineExceeded):
		text, _ := a.p.words(a.chosen.Proof.Err, a.texts)
		a.say(w, "apply.proof.untried", "error", text)
	case a.chosen.Proven == nil:
		a.say(w, "apply.proof.slow")
	case *a.chosen.Proven && len(a.chosen.Left) > 0:
		a.say(w, "apply.proof.partly", "modules", a.proved(), "took", took(a.chosen.Proof.Took))
		a.showLeft(w, a.chosen.Left)
	case *a.chosen.Proven && len(a.chosen.Shadowed) > 0:
		a.say(w, "apply.proof.without", "modules", a.proved(), "took", took(a.chosen.Proof.Took))
	case *a.chosen.Proven:
		a.say(w, "apply.proof.ok", "modules", a.proved(), "took", took(a.chosen.Proof.Took))
	case propose.Reason(a.chosen.Proof) == "":
		a.say(w, "apply.proof.hopeless")
	default:
		a.say(w, "apply.proof.failed", "error", propose.Reason(a.chosen.Proof))
	}
	_, _ = fmt.Fprintln(w)
}

// showPatterns says what the patterns that a named profile writes match here.
func (a *applying) showPatterns(w io.Writer, c plan.Change) {
	if a.chosen.Wanted != nil || c.To == nil || !slices.Contains(known.PrivateLists(), c.Key.Name) {
		return
	}
	sheet := formats.NewSheet(a.display(w))
	writeReadings(sheet, route.ReadPatterns(c.To.Reveal(), modulesHere(a.p.Machine, a.found.Facts.Settings)), a.texts)
	_ = sheet.Write(w)
}

// sayNoHelp ends a run in which nothing helps, with what go said of the
// candidate that had looked best: the results did not foresee it.
func (a *applying) sayNoHelp(w io.Writer) {
	defer a.leftToDo(w)
	defer a.showRejected(w)
	count := ""
	if n := len(a.chosen.Tried) + len(a.found.Dismissed); n > 0 {
		count = strconv.Itoa(n)
	}
	if len(a.chosen.Tried) == 0 {
		a.say(w, "apply.nohelp", "error", "", "tried", "", "count", count)
		return
	}
	t := a.chosen.Tried[0]
	a.say(w, "apply.nohelp", "error", propose.Reason(t.Proof), "tried", inBrief(t.Plan, a.texts), "count", count)
}

// inBrief are the changes of a plan in a few words, to stand inside a sentence.
func inBrief(x plan.Plan, texts *i18n.Texts) string {
	var changes []string
	for _, c := range x.Changes {
		text := texts.T("screen.dismissed.removed", map[string]string{"key": c.Key.String()})
		if c.To != nil {
			text = c.Key.String() + "=" + c.To.String()
		}
		changes = append(changes, text)
	}
	return strings.Join(changes, texts.T("plain.comma", nil))
}

// showRejected writes which values are not offered although they might help.
func (a *applying) showRejected(w io.Writer) {
	for _, x := range a.chosen.Rejected {
		text, _ := a.p.words(x, a.texts)
		a.hung(w, 2, "- ", text)
	}
}

// proved names the modules that the go command downloaded for the proof, few of
// them in full.
func (a *applying) proved() string {
	const most = 3
	var names []string
	for _, q := range a.chosen.Proof.Asked[:min(most, len(a.chosen.Proof.Asked))] {
		names = append(names, q.String())
	}
	text := strings.Join(names, ", ")
	if rest := len(a.chosen.Proof.Asked) - most; rest > 0 {
		text = a.texts.T("apply.more", map[string]string{"names": text, "count": fmt.Sprint(rest)})
	}
	return text
}

// showLeft writes which modules still fail, and why.
func (a *applying) showLeft(w io.Writer, left []recommend.Left) {
	for _, l := range left {
		words, err := cause.Lookup(l.Why.Cause).Render(string(a.texts.Lang), l.Why)
		if err != nil {
			continue // report.Build says so
		}
		a.hung(w, 2, "- ", words.Title+a.texts.Aside(string(l.Why.Cause)))
	}
}

// showSide writes one side of a change as it takes effect: of a setting that is not
// written, go's default.
func (a *applying) showSide(w io.Writer, write func(*formats.Sheet, int, string, string), k settings.Key, v *settings.Value) {
	text, note := "", ""
	switch standard := a.found.Facts.Settings.Standard(k); {
	case v != nil && *v == "":
		text = a.texts.T("apply.empty", nil)
	case v != nil:
		text = v.String()
	case standard.Value != "" && standard.Derived():
		text, note = standard.Value.String(), a.texts.T("screen.default.private", nil)
	case standard.Value != "":
		text, note = standard.Value.String(), a.texts.T("screen.default", nil)
	default:
		text = a.texts.T("apply.notset", nil)
	}
	sheet := formats.NewSheet(a.display(w))
	write(sheet, 2, text, note)
	_ = sheet.Write(w)
}

// took is how long something lasted, as a person says it.
func took(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return seconds(d) + " s"
}

func commandText(goos string, c plan.Change) string {
	return plan.ShellLine(goos, c.RedactedCommand())
}

// prose writes text wrapped at the terminal's width, or at 80 columns.
func (a *applying) prose(w io.Writer, indent int, text string) { a.hung(w, indent, "", text) }

// hung is prose behind a lead, the other lines below the first one's text.
func (a *applying) hung(w io.Writer, indent int, lead, text string) {
	sheet := formats.NewSheet(a.display(w))
	sheet.Prose(indent, lead, text, formats.Plain)
	_ = sheet.Write(w)
}
