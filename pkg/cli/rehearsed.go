package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// commandArgs accepts a command behind --, and nothing else.
func commandArgs(c *cobra.Command, args []string) error {
	at := c.ArgsLenAtDash()
	if at < 0 {
		at = len(args)
	}
	return noArgs(c, args[:at])
}

// inWords puts what the go command's own words named into a report's findings.
func (p *Program) inWords(said []explain.Finding, rehearsals []*probe.Result, texts *i18n.Texts) []report.Finding {
	x := &explaining{texts: texts, here: true}
	var out []report.Finding
	for _, f := range said {
		e := x.explained(f)
		r := report.Finding{
			Cause: e.Cause, Severity: cause.Error, Target: e.Target, Symptom: e.Symptom, Title: e.Title,
			Detail: quoted(e.Lines), Fixes: []string{}, Manual: []string{}, Help: e.Help,
			Evidence: facts.IDs(rehearsals),
		}
		if f.Cause == cause.Unexplained {
			r.Title, r.Detail, r.Manual = goSays(e.Lines, texts)
			out = append(out, r)
			continue
		}
		for _, s := range e.Steps {
			if slices.Equal(s.Commands, []string{"gofix-net apply"}) {
				continue // this run examined what apply can do, and says it
			}
			r.Manual = append(r.Manual, strings.Join(append([]string{s.Text}, s.Commands...), "\n"))
		}
		out = append(out, r)
	}
	return out
}

// goSays is a failure that no cause fits, in the go command's own words: its first
// line is the title, and what it proposes to run is the step.
func goSays(lines []report.TextLine, texts *i18n.Texts) (title, detail string, steps []string) {
	var said []string
	for _, l := range lines {
		said = append(said, l.Text)
	}
	m := gowords.ReadMessage(said)
	if m.Title != "" {
		title = texts.T("said.title", map[string]string{"words": m.Title})
		detail = strings.Join(m.Rest, " ")
	}
	if len(m.Proposed) > 0 {
		return title, detail, []string{texts.T("said.proposes", map[string]string{"command": strings.Join(m.Proposed, "\n")})}
	}
	return title, detail, []string{texts.T("said.look", nil)}
}

// quoted are the go command's own words.
func quoted(lines []report.TextLine) string {
	var out []string
	for _, l := range lines {
		out = append(out, strings.TrimSpace(l.Text))
	}
	return strings.Join(out, " ")
}

// rehearsedWord is what came of the rehearsal, as the JSON report says it.
func rehearsedWord(f *facts.Facts) report.Rehearsed {
	if f.Rehearsed() == facts.NotRehearsed && f.RehearsedLate() {
		return report.Late
	}
	return map[facts.Rehearsed]report.Rehearsed{
		facts.WorksOffline: report.WorksOffline, facts.WorksOnline: report.Works,
		facts.FailsByItself: report.FailsOffline, facts.FailsOverTheNetwork: report.Fails,
	}[f.Rehearsed()]
}
