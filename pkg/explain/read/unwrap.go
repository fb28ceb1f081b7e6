package read

import (
	"strings"
	"unicode/utf8"
)

// Narrowest is the smallest width that a terminal or a form wraps at.
const Narrowest = 60

// Unwrapper puts lines together that a terminal, a pager or a web form has cut
// at a fixed width. Two neighbours of exactly one width give it away; from then
// on every line of that width goes on in the next one. At the usual width of a console
// the first line of a message is sign enough. A message that breaks off
// without that sign is the parser's to join.
type Unwrapper struct {
	out func(Line)
	// starts reports whether a line begins something of its own, and hot whether a
	// text holds a word that matters.
	starts, hot func(text string) bool
	glue        func(before, next string) string

	held  Line
	holds bool
	piece int // width of the last piece of held
	width int // at which this log is cut; 0: not known
}

// NewUnwrapper returns one that hands its lines to out. Glue puts two pieces together:
// a console may cut at a blank, which is lost then.
func NewUnwrapper(out func(Line), starts, hot func(text string) bool, glue func(before, next string) string) *Unwrapper {
	return &Unwrapper{out: out, starts: starts, hot: hot, glue: glue}
}

// Line takes the next line.
func (u *Unwrapper) Line(t Line) {
	n := utf8.RuneCountInString(t.Shown)
	if u.holds && u.continues(t, n) {
		if n == u.piece || isConsole(u.piece) {
			u.width = u.piece
		}
		u.held.Shown = u.glue(u.held.Shown, t.Shown)
		u.held.Hot = u.held.Hot || t.Hot
		u.held.cut = true
		u.piece = n
		if n < u.width || len(u.held.Shown) > maxLine {
			u.Flush()
		}
		return
	}
	u.Flush()
	if !t.Follow {
		u.width = 0
	}
	if n < Narrowest || t.part {
		u.out(t)
		return
	}
	u.held, u.holds, u.piece = t, true, n
}

// continues reports whether t is the rest of what is held.
func (u *Unwrapper) continues(t Line, n int) bool {
	// A line that a build system has put a prefix before is one of its own.
	console := isConsole(u.piece) && u.starts(u.held.Text) && strings.TrimRight(t.Shown, " \t") == t.Text
	if !t.Follow || t.part || n == 0 || n > u.piece || u.piece != n && u.piece != u.width && !console {
		return false
	}
	return Indent(t.Shown) <= 1 && !u.starts(t.Text)
}

// isConsole reports whether n is a width that terminals and the consoles of Windows
// have at first: of a message that ends just there one neighbour is enough.
func isConsole(n int) bool { return n == 80 || n == 100 || n == 120 || n == 132 }

// Flush hands on what is held.
func (u *Unwrapper) Flush() {
	if !u.holds {
		return
	}
	u.holds = false
	t := u.held
	if t.cut {
		t.Text = strings.TrimRight(StripPrefixes(t.Shown), " \t")
		t.Hot = t.Hot || u.hot(t.Text)
	}
	u.out(t)
}
