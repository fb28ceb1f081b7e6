package formats

import (
	"html"
	"strings"
)

// markup writes HTML. Names of elements and attributes are ours; texts and values
// of attributes may be anybody's, and stand there as text whatever is in them.
// html/template is not used: it calls methods by name, for which the linker would
// keep every method of the program.
type markup struct{ b strings.Builder }

func (m *markup) String() string { return m.b.String() }

// raw writes HTML that is a part of the program.
func (m *markup) raw(s string) { m.b.WriteString(s) }

func (m *markup) text(s string) { m.b.WriteString(html.EscapeString(s)) }

// open begins an element; attributes are names and values in turn.
func (m *markup) open(tag string, attributes ...string) {
	m.raw("<" + tag)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.raw(" " + attributes[i] + `="`)
		m.text(attributes[i+1])
		m.raw(`"`)
	}
	m.raw(">")
}

// close ends an element; those that are blocks end their line.
func (m *markup) close(tag string) {
	m.raw("</" + tag + ">")
	switch tag {
	case "span", "i", "code", "td", "li", "html":
	default:
		m.raw("\n")
	}
}

// void is an element without content.
func (m *markup) void(tag string, attributes ...string) {
	m.open(tag, attributes...)
	m.raw("\n")
}

// element is a whole element with a text in it.
func (m *markup) element(tag, text string, attributes ...string) {
	m.open(tag, attributes...)
	m.text(text)
	m.close(tag)
}
