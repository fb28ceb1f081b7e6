package explain

import (
	"strings"
	"unicode/utf8"
)

// narrowest is the smallest width that a terminal or a form wraps at.
const narrowest = 60

// unwrapper puts lines together that a terminal, a pager or a web form has cut
// at a fixed width. Two neighbours of exactly one width give it away; from then
// on every line of that width goes on in the next one. A message that breaks off
// without that sign is the parser's to join.
type unwrapper struct {
	out   func(textLine)
	held  textLine
	holds bool
	piece int // width of the last piece of held
	width int // at which this log is cut; 0: not known
}

func (u *unwrapper) line(t textLine) {
	n := utf8.RuneCountInString(t.shown)
	if u.holds && u.continues(t, n) {
		if n == u.piece {
			u.width = n
		}
		u.held.shown += t.shown
		u.held.hot = u.held.hot || t.hot
		u.held.cut = true
		u.piece = n
		if n < u.width || len(u.held.shown) > maxLine {
			u.flush()
		}
		return
	}
	u.flush()
	if !t.follow {
		u.width = 0
	}
	if n < narrowest || t.part {
		u.out(t)
		return
	}
	u.held, u.holds, u.piece = t, true, n
}

// continues reports whether t is the rest of what is held.
func (u *unwrapper) continues(t textLine, n int) bool {
	if !t.follow || t.part || n == 0 || n > u.piece || u.piece != n && u.piece != u.width {
		return false
	}
	if indent(t.shown) > 1 || isHead(t.text) {
		return false
	}
	own := parseChain(t.text)
	return own.source == "" && (own.module == "" || own.tail == "")
}

// flush hands on what is held.
func (u *unwrapper) flush() {
	if !u.holds {
		return
	}
	u.holds = false
	t := u.held
	if t.cut {
		t.text = strings.TrimRight(stripPrefixes(t.shown), " \t")
		t.hot = t.hot || triggerFilter().has([]byte(t.text), nil)
	}
	u.out(t)
}
