package pwsh

import "strings"

// Word is a word of a statement.
type Word struct {
	Text       string // without its quotes
	Literal    bool   // nothing in it is expanded
	Quote      byte   // the quote that is around all of it, or 0
	Start, End int    // in bytes of the statement, with its quotes
}

// Inner returns where the text of a word stands, within its quotes.
func (w Word) Inner() (start, end int) {
	if w.Quote != 0 {
		return w.Start + 1, w.End - 1
	}
	return w.Start, w.End
}

// Words cuts a statement at blanks and pipes outside quotes. A pipe is a word.
func Words(text string) []Word {
	var out []Word
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			i++
		case c == '`' && i+1 < len(text) && strings.IndexByte("\r\n", text[i+1]) >= 0:
			i += 2
		case c == '|':
			out = append(out, Word{Text: "|", Start: i, End: i + 1})
			i++
		default:
			w := word(text, i)
			out, i = append(out, w), w.End
		}
	}
	return out
}

// word reads the word that begins at an offset.
func word(text string, start int) Word {
	w := Word{Literal: true, Start: start}
	var b strings.Builder
	i := start
	for i < len(text) && strings.IndexByte(" \t\r\n|", text[i]) < 0 {
		switch c := text[i]; {
		case c == '"' || c == '\'':
			n := quoted(text[i:])
			inner, literal := unquote(text[i : i+n])
			w.Literal = w.Literal && literal
			b.WriteString(inner)
			if i == start {
				w.Quote = c
			}
			i += n
			if w.Quote != 0 && i-n > start {
				w.Quote = 0
			}
			continue
		case c == '`' && i+1 < len(text):
			i++
			b.WriteByte(text[i])
		default:
			w.Literal = w.Literal && c != '$'
			b.WriteByte(c)
		}
		if w.Quote != 0 {
			w.Quote = 0 // more follows the quotes
		}
		i++
	}
	w.Text, w.End = b.String(), i
	if n := w.End - w.Start; w.Quote != 0 && (n < 2 || text[w.End-1] != w.Quote) {
		w.Quote = 0 // it is not closed
	}
	return w
}

// unquote returns what stands within quotes, and whether it is known: a variable or
// an escape in double quotes is not.
func unquote(text string) (string, bool) {
	quote := text[:1]
	inner := strings.TrimSuffix(text[1:], quote)
	literal := len(text) > 1 && strings.HasSuffix(text, quote)
	if quote == `"` && strings.ContainsAny(inner, "$`") {
		return inner, false
	}
	return inner, literal
}
