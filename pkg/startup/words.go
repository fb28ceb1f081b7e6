package startup

import "strings"

// word is a word of a command of fish or csh.
type word struct {
	text     string // without its quotes where literal, else as it is written
	literal  bool   // nothing in it is expanded when the shell runs
	from, to int    // where it stands in the line, in bytes
}

// command is one command of a line.
type command struct {
	words []word
	alone bool // nothing else stands in the line, but for a comment
}

// splitLine cuts a line into commands and words, with the quotes of fish and
// csh: within single quotes fish reads \' and \\, csh nothing. A word that a
// variable or a command makes up is not literal.
func splitLine(line string, escapes bool) []command {
	s := &splitter{line: line, escapes: escapes}
	for s.at < len(line) {
		s.next()
	}
	s.endCommand()
	for i := range s.out {
		s.out[i].alone = len(s.out) == 1
	}
	return s.out
}

type splitter struct {
	line    string
	escapes bool
	at      int
	words   []word
	out     []command
}

func (s *splitter) next() {
	switch c := s.line[s.at]; c {
	case ' ', '\t', '\r':
		s.at++
	case ';', '&', '|':
		s.at++
		s.endCommand()
	case '#':
		s.at = len(s.line)
	default:
		s.word()
	}
}

func (s *splitter) endCommand() {
	if len(s.words) > 0 {
		s.out = append(s.out, command{words: s.words})
	}
	s.words = nil
}

// word reads up to the next blank or separator outside quotes.
func (s *splitter) word() {
	var b strings.Builder
	from, literal := s.at, true
	quote := byte(0)
loop:
	for ; s.at < len(s.line); s.at++ {
		c := s.line[s.at]
		switch {
		case quote == 0 && strings.IndexByte(" \t\r;&|", c) >= 0:
			break loop
		case quote == 0 && (c == '\'' || c == '"'):
			quote = c
		case c == quote:
			quote = 0
		case c == '\\' && s.escaped(quote):
			s.at++
			b.WriteByte(s.line[s.at])
		default:
			if quote != '\'' && strings.IndexByte("$`(", c) >= 0 {
				literal = false
			}
			b.WriteByte(c)
		}
	}
	w := word{text: b.String(), literal: literal && quote == 0, from: from, to: s.at}
	if !w.literal {
		w.text = s.line[from:s.at]
	}
	s.words = append(s.words, w)
}

// escaped reports whether the backslash at hand takes the meaning of the next
// character away.
func (s *splitter) escaped(quote byte) bool {
	if s.at+1 >= len(s.line) {
		return false
	}
	next := s.line[s.at+1]
	switch quote {
	case 0:
		return true
	case '\'':
		return s.escapes && (next == '\'' || next == '\\')
	}
	return s.escapes && strings.IndexByte("\"$\\", next) >= 0
}

// define builds a definition from the words that give a value.
func (c command) define(line string, number int, value []word) Definition {
	d := Definition{Place: Place{Line: number, Kind: Part, Literal: true}}
	var texts []string
	for _, w := range value {
		texts = append(texts, w.text)
		d.Literal = d.Literal && w.literal
	}
	d.Value = Raw(strings.Join(texts, " "))
	d.Text = Raw(line[c.words[0].from:c.words[len(c.words)-1].to])
	if c.alone && strings.TrimSpace(line[:c.words[0].from]) == "" {
		d.Kind = Line
	}
	return d
}
