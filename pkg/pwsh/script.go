// Package pwsh cuts PowerShell scripts into statements and comments, and reads what a
// statement sets. What that means, and where it stands, is for its callers: package
// startup, which reads this machine's own profiles, and package place/powershell,
// which reads scripts of projects.
//
// It follows about_Parsing, about_Quoting_Rules and about_Comments of the PowerShell
// documentation as far as people use them; a script is never run.
package pwsh

import (
	"iter"
	"strings"
)

// Part is a statement or a comment of a script.
type Part struct {
	Start, End int // in bytes, without the blanks around it
	Comment    bool
	// Depth is the number of blocks around it.
	Depth int
	// Function is the function of the script in whose body it stands, or "".
	Function string
}

// Parts returns the statements and comments of a script in their order. A statement
// ends at a semicolon, at the beginning or end of a block, and at the end of a line
// that no backtick continues.
func Parts(text string) iter.Seq[Part] {
	return func(yield func(Part) bool) {
		(&scanner{text: text, yield: yield}).run()
	}
}

type scanner struct {
	text      string
	yield     func(Part) bool
	at, start int
	depth     int
	function  string
	stopped   bool
}

func (s *scanner) run() {
	for s.at < len(s.text) && !s.stopped {
		s.next()
	}
	s.end(len(s.text))
}

func (s *scanner) next() {
	switch c := s.text[s.at]; c {
	case '`':
		s.at += 2
		if s.at <= len(s.text) && s.text[s.at-1] == '\r' {
			s.at++
		}
	case '"', '\'':
		s.at += quoted(s.text[s.at:])
	case '@':
		s.at += max(hereString(s.text[s.at:]), 1)
	case '<', '#':
		s.comment()
	case '\n', ';':
		s.end(s.at)
		s.at++
		s.start = s.at
	case '{', '}':
		s.brace(c)
	default:
		s.at++
	}
}

// end hands over the statement before an offset.
func (s *scanner) end(at int) {
	at = min(at, len(s.text))
	s.emit(Part{Start: min(s.start, at), End: at, Depth: s.depth, Function: s.function})
	s.start = at
}

func (s *scanner) emit(p Part) {
	inner := s.text[p.Start:p.End]
	p.Start += len(inner) - len(strings.TrimLeft(inner, " \t\r\n"))
	p.End = p.Start + len(strings.TrimSpace(inner))
	if p.End > p.Start && !s.stopped {
		s.stopped = !s.yield(p)
	}
}

// comment reads # to the end of its line and <# … #>.
func (s *scanner) comment() {
	rest := s.text[s.at:]
	length := 0
	switch {
	case strings.HasPrefix(rest, "<#"):
		if length = strings.Index(rest, "#>") + len("#>"); length < len("<#>") {
			length = len(rest)
		}
	case rest[0] == '#' && s.boundary():
		if length = strings.IndexByte(rest, '\n'); length < 0 {
			length = len(rest)
		}
	default:
		s.at++
		return
	}
	s.end(s.at)
	s.emit(Part{Start: s.at, End: s.at + length, Comment: true, Depth: s.depth, Function: s.function})
	s.at += length
	s.start = s.at
}

// boundary reports whether a word could begin here.
func (s *scanner) boundary() bool {
	return s.at == 0 || strings.IndexByte(" \t\r\n;{}(),=@", s.text[s.at-1]) >= 0
}

// brace reads the beginning or end of a block; ${name}, ${{ of a pipeline }} and a
// brace within a word are none.
func (s *scanner) brace(c byte) {
	if c == '{' && s.at > 0 && s.text[s.at-1] == '$' {
		s.at += name(s.text[s.at:])
		return
	}
	if c == '{' && !s.boundary() {
		s.at++
		return
	}
	before := strings.Fields(s.text[s.start:s.at])
	s.end(s.at)
	s.at++
	s.start = s.at
	if c == '}' {
		if s.depth = max(s.depth-1, 0); s.depth == 0 {
			s.function = ""
		}
		return
	}
	if s.depth == 0 && len(before) > 1 && strings.EqualFold(before[0], "function") {
		s.function, _, _ = strings.Cut(before[1], "(")
	}
	s.depth++
}

// maxName is longer than a name or an expression of a pipeline in braces.
const maxName = 512

// name returns the length of {name} or {{ expression }}, at least 1.
func name(text string) int {
	closing := "}"
	if strings.HasPrefix(text, "{{") {
		closing = "}}"
	}
	line, _, _ := strings.Cut(text[:min(len(text), maxName)], "\n")
	if i := strings.Index(line, closing); i > 0 {
		return i + len(closing)
	}
	return 1
}

// quoted returns the length of a text in quotes. It ends with its line even where the
// quote is missing, so that one stray quote does not hide the rest of a script.
func quoted(text string) int {
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] == '`' && text[0] == '"':
			i++
		case text[i] == text[0]:
			return i + 1
		case text[i] == '\n':
			return i
		}
	}
	return len(text)
}

// hereString returns the length of @" … "@ or @' … '@, which begins at the end of a
// line and ends at the beginning of another; 0 where none begins.
func hereString(text string) int {
	if len(text) < 2 || text[1] != '"' && text[1] != '\'' {
		return 0
	}
	if !strings.HasPrefix(strings.TrimLeft(text[2:], " \t\r"), "\n") {
		return 0
	}
	i := strings.Index(text, "\n"+text[1:2]+"@")
	if i < 0 {
		return len(text)
	}
	return i + len("\n\"@")
}
