package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

func say(w io.Writer, texts *i18n.Texts, id string, args map[string]string) {
	_, _ = fmt.Fprintln(w, strings.TrimSpace(texts.T(id, args)))
}

// explaining puts what was read into words.
type explaining struct {
	texts *i18n.Texts
	file  string
	here  bool // whether this machine printed it
	read  explain.Explanation
}

func (x *explaining) explanation() *report.Explanation {
	e := &report.Explanation{Schema: report.ExplanationSchema, File: x.file, LinesRead: x.read.Read}
	for _, f := range x.read.Findings {
		out := x.explained(f)
		if f.Advised {
			out.Severity = cause.Info
			e.Notes = append(e.Notes, out)
			continue
		}
		e.Findings = append(e.Findings, out)
	}
	return e
}

func (x *explaining) explained(f explain.Finding) report.Explained {
	id, seen := string(f.Cause), f.Seen()
	seen.Where = x.texts.T("explain.there", nil)
	if x.here {
		seen.Where = x.texts.T("explain.here", nil)
	}
	entry := cause.Lookup(f.Cause)
	title, steps := entry.Read(string(x.texts.Lang), seen)
	out := report.Explained{
		Cause: id, Severity: f.Severity(), Symptom: f.Symptom, Target: f.Target,
		Operation: f.Operation, Module: f.Module, URL: f.URL,
		Title: title, Steps: stepsOf(steps),
		Count: f.Count, Help: report.HelpBase + id, Lines: []report.TextLine{},
	}
	for _, l := range f.Lines {
		out.Lines = append(out.Lines, report.TextLine{Number: l.Number, Text: l.Text})
	}
	for _, c := range f.Or {
		out.Or = append(out.Or, string(c))
	}
	for _, k := range f.Probes {
		out.Probes = append(out.Probes, string(k))
	}
	if out.Check = f.Check(); out.Check != "" {
		out.CheckText = x.texts.T("explain.decide", map[string]string{"where": seen.Where, "probes": strings.Join(out.Probes, ", ")})
	}
	return out
}

// stepsOf puts commands, which begin with "$ ", to the steps that they belong to.
func stepsOf(lines []string) []report.Step {
	var out []report.Step
	for _, line := range lines {
		command, ok := strings.CutPrefix(line, "$ ")
		if ok && len(out) > 0 {
			last := &out[len(out)-1]
			last.Commands = append(last.Commands, command)
			continue
		}
		out = append(out, report.Step{Text: line})
	}
	return out
}
