package formats

import (
	"io"
	"time"

	"github.com/gofix-net/gofix-net/pkg/report"
)

// Document is a self-contained HTML page in the making, for commands with an output
// of their own: it looks and keeps itself apart from the network as a report does.
// Everything that is put into it is text.
type Document struct{ p htmlPage }

// NewDocument begins a page: its title, and the answer as a text of fixed columns,
// whose tone is that of its edge.
func NewDocument(title, answer string, tone Tone, o Options) *Document {
	d := &Document{htmlPage{Report: &report.Report{}, o: o}}
	class := map[Tone]string{Good: "ok", Doubtful: "warn", Failing: "fail"}[tone]
	d.p.begin(title)
	d.p.element("pre", answer, "class", class)
	return d
}

// Heading begins a section.
func (d *Document) Heading(text string) { d.p.element("h2", text) }

// Prose writes a paragraph.
func (d *Document) Prose(text string) { d.p.element("p", text) }

// Code writes lines to be copied or read as they are.
func (d *Document) Code(text string) { d.p.element("pre", text) }

// Steps begins or ends a numbered list, between which Step writes one item each.
func (d *Document) Steps(do func()) {
	d.p.open("ol")
	do()
	d.p.close("ol")
}

// Step is one item of a list, with commands below it.
func (d *Document) Step(text string, commands ...string) {
	d.p.open("li")
	d.p.text(text)
	for _, c := range commands {
		d.p.element("pre", c)
	}
	d.p.close("li")
}

// Table writes rows of cells. The first cell of each is code.
func (d *Document) Table(rows [][]string) {
	d.p.open("table")
	for _, row := range rows {
		d.p.open("tr")
		for i, text := range row {
			if i == 0 {
				d.p.cell("code", text)
				continue
			}
			d.p.element("td", text)
		}
		d.p.close("tr")
	}
	d.p.close("table")
}

// Stretch is a stretch of time on the waterfall's axis.
type Stretch struct {
	Lane        string // what the line is called
	Label       string // what is said of it on a closer look
	Failed      bool
	Start, Took time.Duration
}

// Waterfall draws stretches on one axis of time, a line each.
func (d *Document) Waterfall(list []Stretch) {
	var out []lane
	end := int64(1)
	for _, s := range list {
		b := bar{Kind: "wait", Failed: s.Failed, Start: s.Start.Milliseconds(), Took: s.Took.Milliseconds(), Label: s.Label}
		out = append(out, lane{Host: s.Lane, Bars: []bar{b}})
		end = max(end, b.Start+b.Took)
	}
	d.p.fall(out, end, "wait", "fail")
}

// Write ends the page and writes it.
func (d *Document) Write(w io.Writer, foot string) error {
	d.p.element("p", foot, "class", "dim")
	d.p.end()
	_, err := io.WriteString(w, d.p.String())
	return err
}
