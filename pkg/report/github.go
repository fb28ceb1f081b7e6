package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/plan"
)

// writeGitHub writes one workflow command per finding, by which GitHub Actions
// makes annotations ("Workflow commands for GitHub Actions"). A healthy machine
// gets a single notice.
func writeGitHub(w io.Writer, r *Report, o Options) error {
	var b strings.Builder
	if len(r.Findings) == 0 {
		annotate(&b, "notice", "gofix-net", o.Texts.T("verdict."+string(r.Verdict), nil))
	}
	for _, f := range r.Findings {
		annotate(&b, level(f.Severity, "notice"), f.Title+" ("+f.Cause+")", annotation(r, f))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// annotation is the body of a finding: its detail, its commands, its steps.
func annotation(r *Report, f Finding) string {
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

func annotate(b *strings.Builder, command, title, body string) {
	fmt.Fprintf(b, "::%s title=%s::%s\n", command, escapeProperty(title), escapeData(body))
}

// level returns the word of a severity; info has a different one in each format.
func level(severity, info string) string {
	if severity == "info" {
		return info
	}
	return severity
}

// The escapes are those of actions/toolkit, packages/core/src/command.ts.
func escapeData(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func escapeProperty(s string) string {
	return strings.NewReplacer(":", "%3A", ",", "%2C").Replace(escapeData(s))
}

// fixing returns the changes of the plan that remedy f.
func fixing(r *Report, f Finding) []Change {
	var out []Change
	for _, c := range r.Plan.Changes {
		for _, id := range f.Fixes {
			if c.ID == id {
				out = append(out, c)
			}
		}
	}
	return out
}
