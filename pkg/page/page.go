// Package page reads the Markdown of the program's own pages into blocks, from which
// the terminal and the web site each make their form. It knows the subset that the
// pages use: headings, paragraphs, lists, fenced or indented code, inline code, links.
package page

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// Kind is the kind of a block.
type Kind int

// The kinds.
const (
	Paragraph Kind = iota
	Heading
	Item // of a list
	Code
)

// Block is a part of a page that stands by itself.
type Block struct {
	Kind  Kind
	Level int    // of a heading, from 1
	Spans []Span // what a heading, a paragraph or an item says
	Lang  string // of code: the word behind the fence
	Lines []string
}

// Span is a run of text of one look.
type Span struct {
	Text string
	Code bool
	Link string // the target; "" where the span is no link
}

// Parse reads Markdown. Text that it does not know as markup is kept as text.
func Parse(markdown string) []Block {
	var p parser
	for line := range strings.Lines(markdown) {
		p.line(strings.TrimRight(line, " \r\n"))
	}
	p.end()
	return p.blocks
}

type parser struct {
	blocks []Block
	open   *Block // goes on with the next line
	text   string // of open, before its spans are read
	fenced bool
}

func (p *parser) line(line string) {
	fence, isFence := strings.CutPrefix(line, "```")
	hashes := len(line) - len(strings.TrimLeft(line, "#"))
	switch {
	case isFence && p.fenced:
		p.end()
	case p.fenced:
		p.open.Lines = append(p.open.Lines, line)
	case isFence:
		p.begin(Block{Kind: Code, Lang: fence}, "")
		p.fenced = true
	case strings.HasPrefix(line, "    ") && (p.open == nil || p.open.Kind == Code):
		if p.open == nil {
			p.begin(Block{Kind: Code}, "")
		}
		p.open.Lines = append(p.open.Lines, line[4:])
	case line == "":
		p.end()
	case hashes > 0 && strings.HasPrefix(line[hashes:], " "):
		p.begin(Block{Kind: Heading, Level: hashes}, line[hashes+1:])
		p.end()
	case strings.HasPrefix(line, "- "):
		p.begin(Block{Kind: Item}, line[2:])
	case p.open == nil || p.open.Kind == Code:
		p.begin(Block{Kind: Paragraph}, line)
	default:
		p.text = join(p.text, strings.TrimLeft(line, " "))
	}
}

func (p *parser) begin(b Block, text string) {
	p.end()
	p.open, p.text = &b, text
}

func (p *parser) end() {
	if p.open == nil {
		return
	}
	if p.open.Kind != Code {
		p.open.Spans = spans(p.text)
	}
	p.blocks = append(p.blocks, *p.open)
	p.open, p.fenced = nil, false
}

// join puts the lines of a paragraph together; Chinese has no space there.
func join(a, b string) string {
	last, _ := utf8.DecodeLastRuneInString(a)
	first, _ := utf8.DecodeRuneInString(b)
	if wide(last) && wide(first) {
		return a + b
	}
	return a + " " + b
}

func wide(r rune) bool {
	return unicode.Is(unicode.Han, r) || (r >= 0x3000 && r <= 0x303F) || (r >= 0xFF00 && r <= 0xFFEF)
}

var markup = lazyre.New("`([^`]+)`" + `|\[([^\]]+)\]\(([^)\s]+)\)`)

func spans(text string) []Span {
	var out []Span
	at := 0
	for _, m := range markup.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > at {
			out = append(out, Span{Text: text[at:m[0]]})
		}
		if m[2] >= 0 {
			out = append(out, Span{Text: text[m[2]:m[3]], Code: true})
		} else {
			out = append(out, Span{Text: text[m[4]:m[5]], Link: text[m[6]:m[7]]})
		}
		at = m[1]
	}
	if at < len(text) {
		out = append(out, Span{Text: text[at:]})
	}
	return out
}

// Text is the block's text without its markup. A link to a site keeps its address
// behind its text.
func (b Block) Text() string {
	var out strings.Builder
	for _, s := range b.Spans {
		out.WriteString(s.Text)
		if strings.Contains(s.Link, "://") && s.Link != s.Text {
			out.WriteString(" (" + s.Link + ")")
		}
	}
	return out.String()
}

// Summary is the first paragraph of a page, without its markup.
func Summary(markdown string) string {
	for _, b := range Parse(markdown) {
		if b.Kind == Paragraph {
			return b.Text()
		}
	}
	return ""
}
