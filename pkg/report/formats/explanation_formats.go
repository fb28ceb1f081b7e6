package formats

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// explanationGitHub writes one workflow command per finding, or a notice.
func explanationGitHub(w io.Writer, e *report.Explanation, o Options) error {
	var b strings.Builder
	if len(e.All()) == 0 {
		annotate(&b, "notice", spot{}, "gofix-net", o.Texts.T("explain.nothing", nil))
	}
	for i, f := range e.All() {
		body := explanationBody(f, o)
		if i == 0 && e.Machine != nil {
			body = e.Machine.Text + "\n" + body
		}
		annotate(&b, level(f.Severity, "notice"), textSpot(e, f), f.Title+o.Texts.Aside(f.Cause), body)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// textSpot is the first line of a finding in the file that was read.
func textSpot(e *report.Explanation, f report.Explained) spot {
	if e.File == "" || len(f.Lines) == 0 {
		return spot{}
	}
	return spot{filepath.ToSlash(e.File), f.Lines[0].Number}
}

// explanationBody is a finding as plain lines: what was printed, what to do, the doubt.
func explanationBody(f report.Explained, o Options) string {
	var lines []string
	for _, l := range f.Lines {
		lines = append(lines, fmt.Sprintf("%d: %s", l.Number, l.Text))
	}
	for i, s := range f.Steps {
		lines = append(lines, fmt.Sprintf("%d. %s", i+1, s.Text))
		for _, c := range s.Commands {
			lines = append(lines, "   "+c)
		}
	}
	if len(f.Or) > 0 {
		lines = append(lines, o.Texts.T("explain.doubt", map[string]string{"causes": report.CauseNames(o.Texts, f.Or...)}))
	}
	return strings.Join(append(lines, f.Help), "\n")
}

// explanationMarkdown writes Markdown for an issue or a chat: the first finding
// open, the others folded away.
func explanationMarkdown(w io.Writer, e *report.Explanation, o Options) error {
	var b strings.Builder
	if len(e.All()) == 0 {
		fmt.Fprintf(&b, "%s\n", mdText(o.Texts.T("explain.nothing", nil)))
	}
	for i, f := range e.All() {
		if i == 1 {
			fmt.Fprintf(&b, "<details><summary>%s</summary>\n\n", mdText(o.Texts.T("explain.also", nil)))
		}
		mdExplained(&b, f, o)
		if i == 0 && e.Machine != nil {
			fmt.Fprintf(&b, "%s\n\n", mdText(e.Machine.Text))
		}
	}
	if len(e.All()) > 1 {
		b.WriteString("</details>\n")
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func mdExplained(b *strings.Builder, f report.Explained, o Options) {
	fmt.Fprintf(b, "### %s\n\n[%s](%s)\n\n", mdText(f.Title), mdCode(f.Cause), f.Help)
	for _, l := range f.Lines {
		fmt.Fprintf(b, "- %d: %s\n", l.Number, mdCode(l.Text))
	}
	b.WriteByte('\n')
	for i, s := range f.Steps {
		fmt.Fprintf(b, "%d. %s\n", i+1, mdText(s.Text))
		for _, c := range s.Commands {
			fmt.Fprintf(b, "   - %s\n", mdCode(c))
		}
	}
	b.WriteByte('\n')
	if len(f.Or) > 0 {
		fmt.Fprintf(b, "%s\n\n", mdText(o.Texts.T("explain.doubt", map[string]string{"causes": report.CauseNames(o.Texts, f.Or...)})))
	}
}

// explanationJUnit writes a case per finding.
func explanationJUnit(w io.Writer, e *report.Explanation, o Options) error {
	s := JUnitSuite{Name: "explanation", Time: seconds(0), Cases: []JUnitCase{}}
	for _, f := range e.All() {
		c := JUnitCase{Class: "gofix-net.cause", Name: strings.TrimSpace(f.Cause + " " + f.Target)}
		if f.Severity == cause.Error {
			c.Failure = &JUnitMessage{Message: f.Title, Type: f.Cause, Text: explanationBody(f, o)}
		} else {
			c.Out = f.Title + "\n" + explanationBody(f, o)
		}
		s.Cases = append(s.Cases, c)
	}
	if len(s.Cases) == 0 {
		s.Cases = append(s.Cases, JUnitCase{Class: "gofix-net.cause", Name: "module downloads", Out: o.Texts.T("explain.nothing", nil)})
	}
	return WriteJUnit(w, s)
}

// explanationSARIF writes SARIF 2.1.0 with the lines of the text as locations.
func explanationSARIF(w io.Writer, e *report.Explanation, o Options) error {
	run := sarifRun{Invocations: []sarifInvocation{{ExecutionSuccessful: true}}, Results: []sarifResult{}}
	run.Tool.Driver = sarifDriver{Name: "gofix-net", InformationURI: informationURI, Rules: []sarifRule{}}
	index := map[string]int{}
	for _, f := range e.All() {
		if _, ok := index[f.Cause]; !ok {
			index[f.Cause] = len(run.Tool.Driver.Rules)
			run.Tool.Driver.Rules = append(run.Tool.Driver.Rules, ruleOf(report.Finding{Cause: f.Cause, Severity: f.Severity, Title: f.Title, Detail: explanationBody(f, o), Help: f.Help}))
		}
		run.Results = append(run.Results, sarifResult{
			RuleID: f.Cause, RuleIndex: index[f.Cause], Level: level(f.Severity, "note"),
			Message:   sarifText{f.Title + "\n" + explanationBody(f, o)},
			Locations: []sarifLocation{textLocation(e, f)},
		})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{Schema: sarifSchema, Version: "2.1.0", Runs: []sarifRun{run}})
}

// textLocation is the first line of a finding in the file that was read.
func textLocation(e *report.Explanation, f report.Explained) sarifLocation {
	var l sarifLocation
	switch {
	case e.File == "":
		l.Physical.Artifact.URI = "stdin"
	case filepath.IsAbs(e.File):
		l.Physical.Artifact.URI = fileURI(e.File)
	default:
		l.Physical.Artifact.URI = (&url.URL{Path: filepath.ToSlash(e.File)}).String()
	}
	if len(f.Lines) > 0 {
		l.Physical.Region = &sarifRegion{StartLine: f.Lines[0].Number, EndLine: f.Lines[0].Number}
	}
	return l
}
