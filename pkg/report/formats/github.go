package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// writeGitHub writes one workflow command per finding, by which GitHub Actions
// makes annotations ("Workflow commands for GitHub Actions"). A healthy machine
// gets a single notice.
func writeGitHub(w io.Writer, r *report.Report, o Options) error {
	var b strings.Builder
	if len(r.Findings) == 0 {
		annotate(&b, "notice", spot{}, "gofix-net", o.Texts.T("verdict."+string(r.Verdict), nil))
	}
	for _, f := range r.Findings {
		annotate(&b, level(f.Severity, "notice"), spotOf(r, f), f.Title+o.Texts.Aside(f.Cause), annotation(r, f))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// annotation is the body of a finding: its detail, its commands, its steps.
func annotation(r *report.Report, f report.Finding) string {
	var lines []string
	if f.Detail != "" {
		lines = append(lines, f.Detail)
	}
	for _, c := range fixing(r, f) {
		lines = append(lines, plan.ShellLine(r.Host.OS, c.Command))
	}
	for _, m := range f.Manual {
		lines = append(lines, "- "+m)
	}
	return strings.Join(append(lines, f.Help), "\n")
}

// spot is a line of a file; of no file where it is empty.
type spot struct {
	file string
	line int
}

// spotOf is the line of the first setting of the evidence that stands in a file, or of
// the file of the module at hand that the evidence names: of go.mod, whose modules
// could not be fetched, where there is nothing else.
func spotOf(r *report.Report, f report.Finding) spot {
	for _, e := range f.Evidence {
		name, ok := e.Setting()
		if !ok {
			continue
		}
		if s := r.Setting(name); s != nil && s.File != "" && s.Line > 0 {
			return spot{s.File, s.Line}
		}
	}
	if f.Symptom == symptom.ChecksumMismatch {
		return spot{"go.sum", 1}
	}
	return spot{"go.mod", 1}
}

func annotate(b *strings.Builder, command string, at spot, title, body string) {
	where := ""
	if at.file != "" {
		where = fmt.Sprintf("file=%s,line=%d,", escapeProperty(at.file), max(at.line, 1))
	}
	fmt.Fprintf(b, "::%s %stitle=%s::%s\n", command, where, escapeProperty(title), escapeData(body))
}

// level returns the word of a severity; info has a different one in each format.
func level(severity cause.Severity, info string) string {
	if severity == cause.Info {
		return info
	}
	return string(severity)
}

// The escapes are those of actions/toolkit, packages/core/src/command.ts.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}

// fixing returns the changes of the plan that remedy f.
func fixing(r *report.Report, f report.Finding) []report.Change {
	var out []report.Change
	for _, c := range r.Plan.Changes {
		for _, id := range f.Fixes {
			if c.ID == id {
				out = append(out, c)
			}
		}
	}
	return out
}
