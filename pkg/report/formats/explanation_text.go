package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// shownLines is how many lines of the text stand below a cause; --verbose shows
// all that were kept.
const shownLines = 6

// explanationText writes an explanation for people: the first cause in full,
// the others by their titles.
func explanationText(w io.Writer, e *report.Explanation, o Options) error {
	p := &page{o: o, width: columns(o.Width), style: newStyles(o.Color)}
	all := e.All()
	switch {
	case len(all) == 0:
		p.plain(0, "", p.t("explain.nothing"))
	case len(e.Findings) == 0:
		p.plain(0, "", p.t("explain.advised"))
		p.blank()
	}
	for i := range all {
		switch f := &all[i]; {
		case i == 0 || o.Verbose:
			if i > 0 {
				p.blank()
			}
			p.explained(f)
		default:
			if i == 1 {
				p.heading("explain.also")
			}
			p.folded(f)
		}
		if i == 0 && e.Machine != nil {
			p.machine(e.Machine)
		}
	}
	out := p.b.String()
	if !o.Unicode {
		out = asciiPunctuation.Replace(out)
	}
	_, err := io.WriteString(w, strings.TrimRight(out, "\n")+"\n")
	return err
}

// explained writes one cause: what, where it is seen, what to do, and the doubt.
func (p *page) explained(f *report.Explained) {
	style := p.style.bad
	if f.Severity != cause.Error {
		style = p.style.warn
	}

	p.prose(0, "", p.mark(f.Severity)+f.Title, style)
	what := p.t("report.severity."+string(f.Severity)) + " " + f.Cause
	if f.Symptom != "" {
		what += p.o.Texts.Aside(string(f.Symptom))
	}
	p.prose(2, "", what+" · gofix-net help "+f.Cause, p.style.dim)
	p.heading("explain.lines")
	p.quote(f)
	p.heading("explain.todo")
	for i, s := range f.Steps {
		p.plain(2, fmt.Sprintf("%d. ", i+1), s.Text)
		if len(s.Commands) == 0 {
			continue
		}
		p.blank()
		for _, c := range s.Commands {
			p.line(7, c)
		}
		p.blank()
	}
	p.doubt(f)
}

// quote writes the lines a cause rests on, with their numbers.
func (p *page) quote(f *report.Explained) {
	lines := f.Lines
	if !p.o.Verbose && len(lines) > shownLines {
		lines = lines[:shownLines]
	}
	digits := 4
	for _, l := range lines {
		digits = max(digits, len(fmt.Sprint(l.Number)))
	}
	for _, l := range lines {
		lead := fmt.Sprintf("%*d  ", digits, l.Number)
		for _, part := range wrap(strings.ReplaceAll(l.Text, "\n", " "), p.width-2-len(lead)) {
			p.line(2, lead+part)
			lead = strings.Repeat(" ", len(lead))
		}
	}
	if more := f.Count - len(lines); more > 0 {
		p.line(2, strings.Repeat(" ", digits+2)+p.o.Texts.T("explain.cut", map[string]string{"count": fmt.Sprint(more)}))
	}
}

// doubt names the causes that the text leaves open, and what would decide.
func (p *page) doubt(f *report.Explained) {
	if len(f.Or) == 0 {
		return
	}
	p.blank()
	p.plain(2, "", p.o.Texts.T("explain.doubt", map[string]string{"causes": report.CauseNames(p.o.Texts, f.Or...)}))
	if f.Check == "" {
		return
	}
	p.plain(2, "", f.CheckText)
	p.command(f.Check)
}

// folded writes a further cause by its title and its first line.
func (p *page) folded(f *report.Explained) {
	text := f.Title + p.o.Texts.Aside(f.Cause)
	if len(f.Lines) > 0 {
		text = p.o.Texts.T("explain.line", map[string]string{"number": fmt.Sprint(f.Lines[0].Number)}) + text
	}
	p.plain(2, p.mark(f.Severity), text)
}

func (p *page) machine(m *report.MachineSays) {
	p.heading("explain.machine")
	mark := map[report.Answer]string{report.Confirmed: "✗ ", report.Another: "✗ ", report.Refuted: "✓ "}[m.Answer]
	if mark == "" {
		mark = "– "
	}
	p.plain(2, mark, m.Text)
}
