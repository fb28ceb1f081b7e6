package yamlfile

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// start is where a scalar's text, quote or block mark begins, behind its anchor
// and tag.
func (n *Node) start() int {
	x := n.resolve()
	t := n.doc.b.Text
	at := t.Offset(x.Line, x.Column)
	for at < len(t.Data) && (t.Data[at] == '&' || t.Data[at] == '!') && x.Kind == yaml.ScalarNode {
		end := strings.IndexAny(t.Data[at:], " \t\r\n")
		if end < 0 {
			return at
		}
		at += end
		at += len(t.Data[at:]) - len(strings.TrimLeft(t.Data[at:], " \t\r\n"))
	}
	return at
}

// Span is where a node is: of a scalar all of its text with its quotes, of
// others the beginning.
func (n *Node) Span() place.Span {
	if n.resolve() == nil {
		return place.Span{}
	}
	at := n.start()
	if !n.IsText() {
		return place.Span{Start: at, End: at}
	}
	p := n.Piece()
	if len(p.Text) == 0 {
		return place.Span{Start: at, End: at}
	}
	s := p.Span(0, len(p.Text))
	if n.Quote() != "" {
		s.Start, s.End = s.Start-1, s.End+1
	}
	return s
}

// Quote is what surrounds a scalar: `"`, `'`, or "".
func (n *Node) Quote() string {
	switch x := n.resolve(); {
	case x == nil:
	case x.Style&yaml.DoubleQuotedStyle != 0:
		return `"`
	case x.Style&yaml.SingleQuotedStyle != 0:
		return "'"
	}
	return ""
}

// Block reports whether a scalar is written as a block (| or >).
func (n *Node) Block() bool {
	x := n.resolve()
	return x != nil && x.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
}

// Piece is a scalar's value with the place of each byte of it in the file.
func (n *Node) Piece() place.Piece {
	x := n.resolve()
	if x == nil || x.Kind != yaml.ScalarNode {
		return place.Piece{}
	}
	at := n.start()
	switch {
	case n.Block():
		return n.doc.block(x.Value, at)
	case x.Style&yaml.DoubleQuotedStyle != 0:
		return n.doc.quoted(x.Value, at+1, '"')
	case x.Style&yaml.SingleQuotedStyle != 0:
		return n.doc.quoted(x.Value, at+1, '\'')
	}
	return n.doc.folded(x.Value, at)
}

// block aligns the value of | or > with the lines that follow the mark.
func (d *Doc) block(value string, mark int) place.Piece {
	t := d.b.Text
	first := t.Position(mark).Line + 1
	var b place.PieceBuilder
	for at, l := 0, first; at < len(value) && l <= t.Lines(); l++ {
		s := t.Line(l)
		raw := t.Of(s)
		text := strings.TrimLeft(raw, " ")
		if text == "" {
			if at < len(value) && value[at] == '\n' {
				b.Add("\n", s.End)
				at++
			}
			continue
		}
		// The line of the value may begin with blanks that are more than the
		// indentation of the block.
		lead := 0
		for lead < len(value)-at && value[at+lead] == ' ' && !strings.HasPrefix(value[at:], text) && lead < len(raw)-len(text) {
			if strings.HasPrefix(value[at+lead:], text) {
				break
			}
			lead++
		}
		if !strings.HasPrefix(value[at+lead:], text) {
			break
		}
		b.Add(value[at:at+lead+len(text)], s.End-len(text)-lead)
		at += lead + len(text)
		if at < len(value) && (value[at] == '\n' || value[at] == ' ') {
			b.Add(value[at:at+1], s.End)
			at++
		}
	}
	return b.Piece()
}

// folded aligns a plain scalar, whose line ends and indentation become blanks.
func (d *Doc) folded(value string, at int) place.Piece {
	data := d.b.Data
	var b place.PieceBuilder
	for i := 0; i < len(value); {
		if at < len(data) && data[at] == value[i] && value[i] != '\n' {
			j := i
			for j < len(value) && at+j-i < len(data) && data[at+j-i] == value[j] && value[j] != '\n' {
				j++
			}
			b.Add(value[i:j], at)
			at += j - i
			i = j
			continue
		}
		skip := len(data[min(at, len(data)):]) - len(strings.TrimLeft(data[min(at, len(data)):], " \t\r\n"))
		if skip == 0 || value[i] != ' ' && value[i] != '\n' {
			break
		}
		for i < len(value) && (value[i] == '\n' || value[i] == ' ') {
			b.Add(value[i:i+1], at)
			i++
			if i < len(value) && value[i] != '\n' {
				break
			}
		}
		at += skip
	}
	return b.Piece()
}

// quoted aligns a quoted scalar with its escapes.
func (d *Doc) quoted(value string, at int, quote byte) place.Piece {
	data := d.b.Data
	var b place.PieceBuilder
	for i := 0; i < len(value) && at < len(data); {
		c := data[at]
		switch {
		case quote == '"' && c == '\\' && at+1 < len(data):
			n, drop := escape(data[at:])
			if drop { // an escaped line end
				at += n + len(data[at+n:]) - len(strings.TrimLeft(data[at+n:], " \t"))
				continue
			}
			size := min(n, 1)
			if n > 2 {
				size = runeSize(value[i:])
			}
			b.Add(value[i:min(i+size, len(value))], at)
			i += size
			at += n
		case quote == '\'' && c == '\'':
			b.Add("'", at)
			i++
			at += 2
		case c == '\n' || c == '\r':
			skip := len(data[at:]) - len(strings.TrimLeft(data[at:], " \t\r\n"))
			for i < len(value) && (value[i] == '\n' || value[i] == ' ') {
				b.Add(value[i:i+1], at)
				i++
				if i < len(value) && value[i] != '\n' {
					break
				}
			}
			at += skip
		case c != value[i]:
			return b.Piece()
		default:
			b.Add(value[i:i+1], at)
			i++
			at++
		}
	}
	return b.Piece()
}

// escape returns the length of the escape at the beginning of text, and whether
// it is one of a line end.
func escape(text string) (n int, lineEnd bool) {
	switch text[1] {
	case 'x':
		return 4, false
	case 'u':
		return 6, false
	case 'U':
		return 10, false
	case '\n':
		return 2, true
	case '\r':
		return 3, true
	}
	return 2, false
}

func runeSize(text string) int {
	for i := range text {
		if i > 0 {
			return i
		}
	}
	return len(text)
}
