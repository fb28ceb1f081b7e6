package place

import (
	"sort"
	"strings"
	"unicode/utf8"
)

// Span is a range of bytes of a file, End not included.
type Span struct{ Start, End int }

// Empty reports whether nothing is in it.
func (s Span) Empty() bool { return s.End <= s.Start }

// Position is a place for people: line and column count from 1, columns in
// characters.
type Position struct{ Line, Column int }

// Text is a file as bytes, with its lines.
type Text struct {
	Path  string // with slashes, as the user named it
	Data  string
	lines []int // where each line begins
}

// NewText indexes the lines of a file.
func NewText(path, data string) *Text {
	t := &Text{Path: path, Data: data, lines: make([]int, 1, 1+strings.Count(data, "\n"))}
	for at := 0; ; {
		i := strings.IndexByte(data[at:], '\n')
		if i < 0 {
			return t
		}
		at += i + 1
		t.lines = append(t.lines, at)
	}
}

// Position returns the line and column of an offset.
func (t *Text) Position(offset int) Position {
	offset = min(max(offset, 0), len(t.Data))
	line := sort.SearchInts(t.lines, offset+1) - 1
	return Position{line + 1, utf8.RuneCountInString(t.Data[t.lines[line]:offset]) + 1}
}

// Lines is the number of lines.
func (t *Text) Lines() int { return len(t.lines) }

// Line returns the span of a line, counted from 1, without its line end.
func (t *Text) Line(n int) Span {
	if n < 1 || n > len(t.lines) {
		return Span{len(t.Data), len(t.Data)}
	}
	s := Span{t.lines[n-1], len(t.Data)}
	if n < len(t.lines) {
		s.End = t.lines[n] - 1
	}
	if s.End > s.Start && t.Data[s.End-1] == '\r' {
		s.End--
	}
	return s
}

// WholeLine returns the span of a line with its line end.
func (t *Text) WholeLine(n int) Span {
	s := t.Line(n)
	if n < len(t.lines) {
		s.End = t.lines[n]
	}
	return s
}

// Offset returns the offset of a line and a column, both from 1, the column in
// characters, as YAML's parser counts them.
func (t *Text) Offset(line, column int) int {
	s := t.Line(line)
	at := s.Start
	for ; column > 1 && at < s.End; column-- {
		_, size := utf8.DecodeRuneInString(t.Data[at:s.End])
		at += size
	}
	return at
}

// Of returns the text of a span.
func (t *Text) Of(s Span) string {
	s.Start = min(max(s.Start, 0), len(t.Data))
	s.End = min(max(s.End, s.Start), len(t.Data))
	return t.Data[s.Start:s.End]
}

// Lines returns the whole lines of a span, if only blanks are around
// it on them; else an empty span.
func Lines(t *Text, s Span) Span {
	first, last := t.Position(s.Start).Line, t.Position(s.End).Line
	out := Span{t.WholeLine(first).Start, t.WholeLine(last).End}
	if strings.TrimSpace(t.Of(Span{out.Start, s.Start})) != "" || strings.TrimSpace(t.Of(Span{s.End, out.End})) != "" {
		return Span{}
	}
	return out
}

// LineEnd returns where the line ends that an offset of a text is in: at its line
// feed, or the end of the text.
func LineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(text)
}
