package formats

import (
	"fmt"
	"io"
)

// Page is a self-contained HTML page of the look of the report, which another package
// fills. Texts may be anybody's: they stand there as text.
type Page struct{ m markup }

// WritePage writes a page; body fills it.
func WritePage(w io.Writer, title string, o Options, body func(*Page)) error {
	p := &Page{}
	p.m.raw("<!DOCTYPE html>\n")
	p.m.open("html", "lang", string(o.Texts.Lang))
	p.m.htmlHead(title)
	p.m.open("body")
	p.Element("h1", title)
	body(p)
	p.m.close("body")
	p.m.close("html")
	p.m.raw("\n")
	_, err := io.WriteString(w, p.m.String())
	return err
}

// Element writes a whole element; attributes are names and values in turn.
func (p *Page) Element(tag, text string, attributes ...string) { p.m.element(tag, text, attributes...) }

// In writes an element with others in it.
func (p *Page) In(tag string, inner func(), attributes ...string) {
	p.m.open(tag, attributes...)
	inner()
	p.m.close(tag)
}

// Text writes text.
func (p *Page) Text(text string) { p.m.text(text) }

// Legend says what the colours of bars mean: their classes and words in turn.
func (p *Page) Legend(meanings ...string) {
	p.In("p", func() {
		for i := 0; i+1 < len(meanings); i += 2 {
			p.In("span", func() {
				p.Element("i", "", "class", "key "+meanings[i])
				p.Text(meanings[i+1])
			}, "class", "legend")
		}
	}, "class", "dim")
}

// Lane writes a line of a bar chart: a name, and bars behind each other on a scale
// from 0 to 100. Instead of no bars stands the reason.
func (p *Page) Lane(name, reason string, bars ...PageBar) {
	p.In("div", func() {
		p.Element("span", name, "title", name)
		p.In("div", func() {
			if len(bars) == 0 {
				p.Element("span", reason, "class", "dim")
			}
			for _, b := range bars {
				p.Element("i", "", "class", "bar "+b.Class, "title", b.Label, "style", fmt.Sprintf("left:%.2f%%;width:%.2f%%", b.From, b.Width))
			}
		}, "class", "track")
	}, "class", "lane")
}

// PageBar is one bar of a [Page.Lane]; From and Width are parts of a hundred. Class is
// dns, tcp, tls, wait, body, other or fail.
type PageBar struct {
	Class, Label string
	From, Width  float64
}
