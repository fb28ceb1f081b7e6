package formats

import (
	"io"
	"strings"
)

// Sheet is a text for people in the making, for commands with an output of their
// own: it is laid out, coloured and spelt as the report is.
type Sheet struct{ p page }

// NewSheet returns an empty sheet. The options must have texts.
func NewSheet(o Options) *Sheet {
	return &Sheet{page{o: o, width: columns(o.Width), style: newStyles(o.Color)}}
}

// Tone is how important a text is.
type Tone int

// The tones.
const (
	Plain Tone = iota
	Strong
	Faint
	Good
	Doubtful
	Failing
)

// In returns text in a tone.
func (s *Sheet) In(t Tone, text string) string {
	if text == "" || t == Plain {
		return text
	}
	return s.styles()[t].Render(text)
}

// Line writes text as it is, however long.
func (s *Sheet) Line(indent int, text string) { s.p.line(indent, text) }

// Prose writes wrapped text, its first line behind lead.
func (s *Sheet) Prose(indent int, lead, text string, t Tone) {
	if t == Plain {
		s.p.plain(indent, lead, text)
		return
	}
	style := s.styles()[t]
	if t == Doubtful {
		style = s.p.style.warn
	}
	s.p.prose(indent, lead, text, style)
}

// Before writes the value that a change replaces, with a remark such as whose value it is.
func (s *Sheet) Before(indent int, value, remark string) {
	s.p.side(indent, "-", value, remark, s.p.style.bad)
}

// After writes the value that a change brings, with a remark.
func (s *Sheet) After(indent int, value, remark string) {
	s.p.side(indent, "+", value, remark, s.p.style.good)
}

// Heading writes a heading with room before it.
func (s *Sheet) Heading(text string) {
	s.p.blank()
	s.p.line(0, s.p.style.bold.Render(text))
}

// Blank leaves one empty line.
func (s *Sheet) Blank() { s.p.blank() }

// Width is the number of columns to lay out for.
func (s *Sheet) Width() int { return s.p.width }

// Columns returns the number of columns that a text takes.
func Columns(text string) int { return widest(text) }

// Pad fills text with blanks up to n columns.
func Pad(text string, n int) string { return pad(text, n) }

// Write writes the sheet, in ASCII where the locale has no more.
func (s *Sheet) Write(w io.Writer) error {
	out := s.p.b.String()
	if !s.p.o.Unicode {
		out = strings.NewReplacer("◀", "<").Replace(asciiPunctuation.Replace(out))
	}
	_, err := io.WriteString(w, out)
	return err
}
