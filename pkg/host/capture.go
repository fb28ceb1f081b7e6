package host

import (
	"bytes"
	"io"
)

// head keeps the first limit bytes that a program prints on its standard output, and
// hands everything on.
type head struct {
	buf   bytes.Buffer
	limit int
	short *shortStrings // of JSON; nil leaves the output as it is
	also  io.Writer
}

func newHead(limit int, c Command) *head {
	h := &head{limit: limit, also: c.Stdout}
	if c.JSON {
		h.short = &shortStrings{limit: MaxJSONString}
	}
	return h
}

func (h *head) Write(p []byte) (int, error) {
	kept := p
	if h.short != nil {
		kept = h.short.cut(p)
	}
	if room := h.limit - h.buf.Len(); room > 0 {
		h.buf.Write(kept[:min(room, len(kept))])
	}
	return handOn(h.also, p)
}

// ends keeps the beginning and the end of what a program prints for people, limit bytes
// in all, and hands everything on: git and go say what was decisive at the end.
type ends struct {
	first []byte
	last  []byte // a ring, once it is full
	next  int    // where the ring goes on
	lost  bool   // something between the two is not kept
	limit int
	also  io.Writer
}

func newEnds(limit int, also io.Writer) *ends { return &ends{limit: limit, also: also} }

func (e *ends) Write(p []byte) (int, error) {
	rest, half := p, e.limit/2
	if room := half - len(e.first); room > 0 {
		n := min(room, len(rest))
		e.first, rest = append(e.first, rest[:n]...), rest[n:]
	}
	if len(rest) > half {
		rest, e.lost = rest[len(rest)-half:], true
	}
	if room := half - len(e.last); room > 0 {
		n := min(room, len(rest))
		e.last, rest = append(e.last, rest[:n]...), rest[n:]
	}
	for len(rest) > 0 {
		n := copy(e.last[e.next:], rest)
		e.next, rest, e.lost = (e.next+n)%half, rest[n:], true
	}
	return handOn(e.also, p)
}

// word is how much is left out beside a cut in the middle of a line, in bytes: a word,
// which may be a secret, or so much of a text without blanks.
func word(limit int) int { return min(limit/16, 4<<10) }

// bytes returns what is kept, with a line of its own where something is not. Where the
// text has lines, only whole ones stand around that, and else only whole words: a server
// can place a secret at the cut, and no pattern knows half of one.
func (e *ends) bytes() []byte {
	last := append(append([]byte{}, e.last[e.next:]...), e.last[:e.next]...)
	if !e.lost {
		return append(e.first, last...)
	}
	first, mark := e.first, "\n…\n"
	if i := bytes.LastIndexByte(first, '\n'); i >= 0 {
		first, mark = first[:i+1], "…\n"
	} else {
		first = first[:wordEnd(first, word(e.limit))]
	}
	if i := bytes.IndexByte(last, '\n'); i >= 0 && i+1 < len(last) {
		last = last[i+1:]
	} else {
		last = last[wordStart(last, word(e.limit)):]
	}
	return append(append(append([]byte{}, first...), mark...), last...)
}

const blanks = " \t\r\n"

// wordEnd is where the last whole word of a text that was cut behind it ends.
func wordEnd(text []byte, most int) int {
	from := max(0, len(text)-most)
	return from + max(0, bytes.LastIndexAny(text[from:], blanks))
}

// wordStart is where the first whole word of a text that was cut before it begins.
func wordStart(text []byte, most int) int {
	to := min(len(text), most)
	if i := bytes.IndexAny(text[:to], blanks); i >= 0 {
		return i + 1
	}
	return to
}

func handOn(w io.Writer, p []byte) (int, error) {
	if w == nil {
		return len(p), nil
	}
	return w.Write(p)
}

// shortStrings cuts the strings of a stream of JSON: go puts all that git said, however
// long, into one.
type shortStrings struct {
	limit   int
	inside  bool // a string
	escaped int  // bytes of an escape that are still to come; \uXXXX has five after the backslash
	length  int  // of the string until here
	full    bool // the rest of this string is left out
}

// cut returns what is kept of the next bytes. It never ends within an escape, and in a
// text with blanks not within a word.
func (s *shortStrings) cut(p []byte) []byte {
	out := make([]byte, 0, len(p))
	for _, c := range p {
		if s.keeps(c) {
			out = append(out, c)
		}
	}
	return out
}

func (s *shortStrings) keeps(c byte) bool {
	if !s.inside {
		s.inside = c == '"'
		s.length, s.full = 0, false
		return true
	}
	s.length++
	switch {
	case s.escaped > 0:
		s.escaped--
		if s.escaped == 4 && c != 'u' {
			s.escaped = 0
		}
		return !s.full
	case c == '"':
		s.inside = false
		return true
	case s.length > s.limit, s.length > s.limit-word(s.limit) && (c == ' ' || c == '\\'):
		s.full = true
	}
	if c == '\\' {
		s.escaped = 5
	}
	return !s.full
}
