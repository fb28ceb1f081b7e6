package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// explanationHTML writes one self-contained page: the answer, and every cause with
// its lines, steps and commands.
func explanationHTML(w io.Writer, e *report.Explanation, o Options) error {
	d := NewDocument("gofix-net explain", titlesOf(e, o), explanationTone(e), o)
	all := e.All()
	for i := range all {
		d.explained(&all[i], o)
	}
	return d.Write(w, "gofix-net explain")
}

// titlesOf is the answer in short: every cause, and what this machine says to it.
func titlesOf(e *report.Explanation, o Options) string {
	if len(e.All()) == 0 {
		return o.Texts.T("explain.nothing", nil)
	}
	var lines []string
	for _, f := range e.All() {
		lines = append(lines, (&page{}).mark(f.Severity)+f.Title)
	}
	if e.Machine != nil {
		lines = append(lines, "", e.Machine.Text)
	}
	return strings.Join(lines, "\n")
}

func explanationTone(e *report.Explanation) Tone {
	switch {
	case len(e.Findings) == 0:
		return Plain
	case e.Findings[0].Severity == cause.Error:
		return Failing
	}
	return Doubtful
}

// explained writes one cause in full.
func (d *Document) explained(f *report.Explained, o Options) {
	d.Heading(f.Title)
	d.Prose(o.Texts.T("report.severity."+string(f.Severity), nil) + " " + f.Cause)
	var lines []string
	for _, l := range f.Lines {
		lines = append(lines, fmt.Sprintf("%6d  %s", l.Number, l.Text))
	}
	d.Code(strings.Join(lines, "\n"))
	d.Steps(func() {
		for _, s := range f.Steps {
			d.Step(s.Text, s.Commands...)
		}
	})
	if len(f.Or) > 0 {
		d.Prose(o.Texts.T("explain.doubt", map[string]string{"causes": report.CauseNames(o.Texts, f.Or...)}))
	}
	if f.Check != "" {
		d.Prose(f.CheckText)
		d.Code(f.Check)
	}
}
