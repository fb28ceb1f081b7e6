// Package token cuts texts of the family of C, Groovy and HCL into words,
// strings and marks, with positions. Comments are passed over.
package token

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// Kind is what a token is.
type Kind int

// The kinds.
const (
	Word Kind = iota
	Text      // a string; Value is without quotes and escapes
	Mark      // one character
	Line      // the end of a line
)

// Token is a token of a text.
type Token struct {
	Kind  Kind
	Value string
	Quote string // of a Text
	Span  place.Span
	// Piece is a Text's value with the place of each byte.
	Piece place.Piece
}

// Computed reports whether something is filled into a string when it is used.
func (t Token) Computed() bool {
	return t.Quote != "'" && t.Quote != "'''" && strings.Contains(t.Value, "${") || t.Quote != "'" && t.Quote != "'''" && strings.Contains(t.Value, "$") && t.Quote != "<<"
}

// maxTokens bounds what is kept of one file.
const maxTokens = 500_000

// Scan returns the tokens of a file. hash says that # begins a comment.
func Scan(b *place.Builder, hash bool) []Token {
	s := &scanner{b: b, data: b.Data, hash: hash}
	for s.at < len(s.data) && len(s.out) < maxTokens {
		s.next()
	}
	return s.out
}

type scanner struct {
	b    *place.Builder
	data string
	at   int
	hash bool
	out  []Token
}

func (s *scanner) add(k Kind, value string, start int) {
	s.out = append(s.out, Token{Kind: k, Value: value, Span: place.Span{Start: start, End: s.at}})
}

func (s *scanner) next() {
	c, start := s.data[s.at], s.at
	switch {
	case c == '\n':
		s.at++
		s.add(Line, "\n", start)
	case c == ' ' || c == '\t' || c == '\r':
		s.at++
	case strings.HasPrefix(s.data[s.at:], "//"), c == '#' && s.hash:
		s.at = place.LineEnd(s.data, s.at)
		mark := "//"
		if c == '#' {
			mark = "#"
		}
		s.b.Comment(place.Span{Start: start, End: s.at}, mark)
	case strings.HasPrefix(s.data[s.at:], "/*"):
		n := strings.Index(s.data[s.at+2:], "*/")
		if n < 0 {
			n = len(s.data)
		}
		s.at = min(s.at+n+4, len(s.data))
	case c == '"' || c == '\'' && !s.hash:
		s.text(c)
	case strings.HasPrefix(s.data[s.at:], "<<") && s.hash:
		s.heredoc()
	case letter(c):
		for s.at < len(s.data) && (letter(s.data[s.at]) || s.data[s.at] >= '0' && s.data[s.at] <= '9' || s.data[s.at] == '-' && s.hash) {
			s.at++
		}
		s.add(Word, s.data[start:s.at], start)
	default:
		s.at++
		s.add(Mark, s.data[start:s.at], start)
	}
}

func letter(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func (s *scanner) text(c byte) {
	start := s.at
	quote := string(c)
	if three := strings.Repeat(quote, 3); strings.HasPrefix(s.data[s.at:], three) && !s.hash {
		quote = three
	}
	s.at += len(quote)
	var p place.PieceBuilder
	depth := 0
	for s.at < len(s.data) {
		rest := s.data[s.at:]
		switch {
		case depth == 0 && strings.HasPrefix(rest, quote):
			s.at += len(quote)
			s.add(Text, "", start)
			t := &s.out[len(s.out)-1]
			t.Piece, t.Quote = p.Piece(), quote
			t.Value = t.Piece.Text
			return
		case depth == 0 && rest[0] == '\\' && len(rest) > 1:
			s.escape(&p)
		case rest[0] == '\n' && len(quote) == 1:
			return // not closed: no string
		case strings.HasPrefix(rest, "${") && c == '"':
			depth++
			p.Add("${", s.at)
			s.at += 2
		case rest[0] == '{' && depth > 0:
			depth++
			p.Add("{", s.at)
			s.at++
		case rest[0] == '}' && depth > 0:
			depth--
			p.Add("}", s.at)
			s.at++
		default:
			p.Add(rest[:1], s.at)
			s.at++
		}
	}
}

func (s *scanner) escape(p *place.PieceBuilder) {
	switch c := s.data[s.at+1]; c {
	case 'n':
		p.Add("\n", s.at)
	case 't':
		p.Add("\t", s.at)
	case '\n':
		p.Add("\\\n", s.at) // the shell continues the line
	default:
		p.Add(string(c), s.at+1)
	}
	s.at += 2
}

// heredoc is <<EOT … EOT or <<-EOT of HCL.
func (s *scanner) heredoc() {
	start := s.at
	line := s.data[s.at:place.LineEnd(s.data, s.at)]
	name := strings.Trim(strings.TrimSpace(line), "<-")
	s.at = min(s.at+len(line)+1, len(s.data))
	body := s.at
	for s.at < len(s.data) {
		n := place.LineEnd(s.data, s.at) - s.at
		if strings.TrimSpace(s.data[s.at:min(s.at+n, len(s.data))]) == name {
			p := place.PieceOf(s.b.Text, place.Span{Start: body, End: s.at})
			s.at = min(s.at+n, len(s.data))
			s.add(Text, p.Text, start)
			t := &s.out[len(s.out)-1]
			t.Piece, t.Quote = p, "<<"
			return
		}
		s.at = min(s.at+n+1, len(s.data))
	}
}
