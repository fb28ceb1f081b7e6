package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/recommend"
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
		a.prose(w, 0, a.texts.T("report.severity."+string(x.Severity), nil)+": "+words.Title)
		if len(a.chosen.Plan.Changes) > 0 {
			continue
		}
		for _, step := range words.Manual {
			a.prose(w, 2, "- "+step)
		}
	}
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
		a.showSide(w, "-", c.From)
		a.showSide(w, "+", c.To)
		if c.Reason.ID != "" {
			a.prose(w, 4, a.texts.T(c.Reason.ID, c.Reason.Args))
		}
		_, _ = fmt.Fprintf(w, "    $ %s\n", commandText(a.p.Machine.OS, c))
		a.showPatterns(w, c)
	}
	a.showRejected(w)
	switch {
	case a.chosen.Proven == nil && a.f.noVerify:
	case a.chosen.Proven == nil:
		a.say(w, "apply.proof.slow")
	case *a.chosen.Proven && len(a.chosen.Left) > 0:
		a.say(w, "apply.proof.partly", "modules", a.proved(), "took", a.chosen.Proof.Took.Round(time.Millisecond).String())
		a.showLeft(w, a.chosen.Left)
	case *a.chosen.Proven && len(a.chosen.Shadowed) > 0:
		a.say(w, "apply.proof.without", "modules", a.proved(), "took", a.chosen.Proof.Took.Round(time.Millisecond).String())
	case *a.chosen.Proven:
		a.say(w, "apply.proof.ok", "modules", a.proved(), "took", a.chosen.Proof.Took.Round(time.Millisecond).String())
	case propose.Reason(a.chosen.Proof) == "":
		a.say(w, "apply.proof.hopeless")
	default:
		a.say(w, "apply.proof.failed", "error", propose.Reason(a.chosen.Proof))
	}
	_, _ = fmt.Fprintln(w)
}

// showPatterns says what the patterns that a named profile writes match here.
func (a *applying) showPatterns(w io.Writer, c plan.Change) {
	if a.chosen.Wanted != nil || c.To == nil || !slices.Contains(patternVariables, c.Key.Name) {
		return
	}
	sheet := formats.NewSheet(a.p.display(w, a.texts))
	writeReadings(sheet, route.ReadPatterns(c.To.Reveal(), modulesHere(a.p.Machine, a.found.Facts.Settings)), a.texts)
	_ = sheet.Write(w)
}

// sayNoHelp ends a run in which nothing helps, with what go said of the
// candidate that had looked best: the results did not foresee it.
func (a *applying) sayNoHelp(w io.Writer) {
	defer a.showRejected(w)
	t := a.chosen.Tried
	if t == nil {
		a.say(w, "apply.nohelp", "error", "", "tried", "")
		return
	}
	var changes []string
	for _, c := range t.Plan.Changes {
		text := c.Key.String() + " " + a.texts.T("apply.notset", nil)
		if c.To != nil {
			text = c.Key.String() + "=" + c.To.String()
		}
		changes = append(changes, text)
	}
	a.say(w, "apply.nohelp", "error", propose.Reason(t.Proof), "tried", strings.Join(changes, ", "))
}

// showRejected writes which values are not offered although they might help.
func (a *applying) showRejected(w io.Writer) {
	for _, x := range a.chosen.Rejected {
		text, _ := a.p.words(x, a.texts)
		a.prose(w, 2, "- "+text)
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
		a.prose(w, 2, "- "+words.Title+" ("+string(l.Why.Cause)+")")
	}
}

func (a *applying) showSide(w io.Writer, sign string, v *settings.Value) {
	if v == nil {
		_, _ = fmt.Fprintf(w, "  %s %s\n", sign, a.texts.T("apply.notset", nil))
		return
	}
	text := v.String()
	if text == "" {
		text = a.texts.T("apply.empty", nil)
	}
	_, _ = fmt.Fprintf(w, "  %s %s\n", sign, text)
}

func commandText(goos string, c plan.Change) string {
	return plan.ShellLine(goos, c.RedactedCommand())
}

// prose writes text wrapped at the terminal's width, or at 80 columns.
func (a *applying) prose(w io.Writer, indent int, text string) {
	width, _ := a.p.Terminal(a.p.Out)
	if width < 40 {
		width = 80
	}
	for line := range strings.SplitSeq(ansi.Wrap(text, min(width, 140)-indent, ""), "\n") {
		_, _ = fmt.Fprintf(w, "%*s%s\n", indent, "", line)
	}
}
