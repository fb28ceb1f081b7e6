package formats

import (
	"fmt"
	"io"
	"strings"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// page is a text report in the making.
type page struct {
	b     strings.Builder
	r     *report.Report
	o     Options
	width int
	style styles
}

// styles are those of a page. warn is for words, doubt for a mark alone.
type styles struct{ bold, dim, bad, warn, doubt, good lipgloss.Style }

// newStyles makes the styles. Sixteen colours are enough, and follow the
// user's own palette on light and dark terminals. Green and yellow are not bold: many
// terminals then show their bright variants, which cannot be read on white. Words in
// yellow cannot either, on many: a warning is bold.
func newStyles(color bool) styles {
	renderer := lipgloss.NewRenderer(io.Discard)
	renderer.SetColorProfile(termenv.Ascii)
	if color {
		renderer.SetColorProfile(termenv.ANSI)
	}
	fg := func(c string) lipgloss.Style { return renderer.NewStyle().Foreground(lipgloss.Color(c)) }
	return styles{
		bold: renderer.NewStyle().Bold(true), dim: renderer.NewStyle().Faint(true),
		bad: fg("1").Bold(true), warn: renderer.NewStyle().Bold(true), doubt: fg("3"), good: fg("2"),
	}
}

// styles are the sheet's, by tone.
func (s *Sheet) styles() map[Tone]lipgloss.Style {
	x := s.p.style
	return map[Tone]lipgloss.Style{Strong: x.bold, Faint: x.dim, Good: x.good, Doubtful: x.doubt, Failing: x.bad}
}

// writeText writes the report for people: the answer on one screen, and with
// Verbose everything that it rests on below it.
func writeText(w io.Writer, r *report.Report, o Options) error {
	p := &page{r: r, o: o, width: columns(o.Width), style: newStyles(o.Color)}
	p.answer()
	if o.Verbose {
		p.findings()
		p.commands()
		p.dismissed()
		p.table()
		p.settings()
		p.blank()
		p.line(0, p.style.dim.Render(footer(r)))
	}
	_, err := io.WriteString(w, p.spelt(p.b.String()))
	return err
}

// asciiPunctuation replaces the typography of our own texts where the locale
// cannot show it. Letters stay what they are.
var asciiPunctuation = strings.NewReplacer(
	"✓", "ok", "✗", "x", "–", "-", "—", "-", "→", "->", "…", "...", "×", "x",
	"·", "|", "“", `"`, "”", `"`, "‘", "'", "’", "'",
)

// spelt is a text in the characters that the locale shows. It has to be spelt before
// its width counts: "✓" is shorter than "ok".
func (p *page) spelt(text string) string {
	if p.o.Plain {
		text = p.aloud(text)
	}
	if p.o.Unicode {
		return text
	}
	return asciiPunctuation.Replace(text)
}

// aloud is a text with words in place of marks, which a screen reader would leave out
// or call by their shapes.
func (p *page) aloud(text string) string {
	return strings.NewReplacer(
		"✓", p.t("plain.ok"), "✗ ", p.t("plain.fail"), "✗", strings.TrimSpace(p.t("plain.fail")), "→", p.t("plain.then"), "◀ ", "", " · ", p.t("plain.comma"), "： ", "：",
	).Replace(text)
}

func (p *page) t(id string) string { return p.o.Texts.T(id, nil) }

// line writes text as it is, however long: commands must stay whole.
func (p *page) line(indent int, text string) {
	p.b.WriteString(strings.Repeat(" ", indent))
	p.b.WriteString(text)
	p.b.WriteByte('\n')
}

// prose writes wrapped text, its first line behind lead and the others below
// the first one's text.
func (p *page) prose(indent int, lead, text string, style lipgloss.Style) {
	lead = p.spelt(lead)
	hang := widest(lead)
	for i, l := range wrap(p.spelt(text), p.width-indent-hang) {
		if i > 0 {
			lead = strings.Repeat(" ", hang)
		}
		p.line(indent, strings.TrimRight(lead+style.Render(l), " "))
	}
}

func (p *page) plain(indent int, lead, text string) {
	p.prose(indent, lead, text, lipgloss.NewStyle())
}

// blank leaves one empty line, also where there is one already; a text begins with none.
func (p *page) blank() {
	if p.b.Len() > 0 && !strings.HasSuffix(p.b.String(), "\n\n") {
		p.b.WriteByte('\n')
	}
}

func (p *page) heading(id string) {
	p.blank()
	p.line(0, p.style.bold.Render(p.t(id)))
}

// findings writes every finding in full, with its evidence.
func (p *page) findings() {
	if len(p.r.Findings) == 0 {
		return
	}
	p.heading("report.found")
	for i := range p.r.Findings {
		f := &p.r.Findings[i]
		p.prose(2, p.mark(f.Severity), f.Title, p.style.bold)
		p.prose(4, "", p.t("report.severity."+string(f.Severity))+" "+f.Cause, p.style.dim)
		if f.Detail != "" {
			p.plain(4, "", f.Detail)
		}
		p.evidence(6, f)
		for i, s := range f.Manual {
			p.plain(4, fmt.Sprintf("%d. ", i+1), s)
		}
	}
}

// commands are the changes with their reasons, as they are typed by hand.
func (p *page) commands() {
	if len(p.r.Plan.Changes) == 0 {
		return
	}
	p.heading("report.todo")
	p.plain(2, "", planHeading(p.r, p.o))
	for _, c := range p.r.Plan.Changes {
		if c.Reason != "" {
			p.plain(2, "- ", c.Reason)
		}
	}
	p.command(byHandLines(p.r)...)
}

func (p *page) evidence(indent int, f *report.Finding) {
	for _, x := range factsOf(p.r, f, p.o.Texts) {
		p.plain(indent, "- ", string(x.id)+x.says)
		if also := x.likewise(p.o.Texts); also != "" {
			p.plain(indent+2, "", also)
		}
	}
}

// byHand returns the finding whose steps a person has to take: the primary one,
// or, where it has none and nothing can be written, the first that stands in
// the way of writing it.
func (p *page) byHand(primary *report.Finding) *report.Finding {
	switch {
	case primary == nil:
		return nil
	case len(primary.Manual) > 0:
		return primary
	case len(p.r.Plan.Changes) > 0 || p.r.Applied != nil:
		return nil
	}
	for i := range p.r.Findings {
		if len(p.r.Findings[i].Manual) > 0 {
			return &p.r.Findings[i]
		}
	}
	return nil
}

// command writes lines that are meant to be copied, with room around them.
func (p *page) command(lines ...string) {
	p.blank()
	for _, l := range lines {
		p.line(4, l)
	}
	p.blank()
}

func (p *page) mark(severity cause.Severity) string {
	switch severity {
	case cause.Error:
		return "✗ "
	case cause.Warning:
		return p.warning() + " "
	}
	return "– "
}

// warning is the mark of a warning, as a word for screen readers.
func (p *page) warning() string {
	if p.o.Plain {
		return p.t("plain.warning")
	}
	return "!"
}

// settings lists the settings that matter with where they come from.
func (p *page) settings() {
	list := matter(p.r, p.o.Verbose)
	if len(list) == 0 {
		return
	}
	p.heading("report.settings")
	seen := map[string]bool{}
	for _, s := range list {
		text := s.Name + "=" + s.Value
		where := origin(s, p.o.Texts)
		if seen[s.Name] && !strings.HasPrefix(s.Origin, "git-") {
			where += p.t("plain.comma") + p.t("report.overridden")
		}
		where, seen[s.Name] = p.o.Texts.Aside(where), true
		if 2+widest(text)+widest(where) <= p.width {
			p.line(2, text+p.style.dim.Render(where))
			continue
		}
		p.plain(2, "", text)
		p.prose(6, "", strings.TrimSpace(where), p.style.dim)
	}
}

// statusMark is the mark of an outcome in its colour.
func (p *page) statusMark(s probe.Status) string {
	switch s {
	case probe.OK:
		return p.style.good.Render(p.spelt("✓"))
	case probe.Warn:
		return p.style.doubt.Render(p.warning())
	case probe.Fail:
		return p.style.bad.Render(p.spelt("✗"))
	}
	return p.style.dim.Render(p.spelt("–"))
}
