// Package codepage reads and writes the code pages of Windows' consoles in which
// messages about networks arrive. It is a twelfth of golang.org/x/text/encoding,
// which its test holds it to: one compressed table, unpacked at first use.
package codepage

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/lazy"
)

// Page is a code page: one byte a character or, in those of East Asia, two.
type Page struct {
	name string
	// lead is the lowest first byte of two; 0: each character is one byte.
	lead byte

	tables func() *tables // of all pages
	index  int
	codes  func() []uint16 // by character: its bytes, 0 if it has none
}

// second is the lowest second byte of two.
const second = 0x40

// missing stands for a character that a page has not, as in golang.org/x/text.
const missing = '\x1a'

// All returns the pages of Windows' consoles that the program knows, the most
// telling first: what is not its language is an error in a double-byte page.
func All() []*Page { return all.Get() }

var all = lazy.Value[[]*Page]{Make: func() []*Page {
	unpacked := sync.OnceValue(unpack)
	pages := layout()
	for i, p := range pages {
		p.index, p.tables = i, unpacked
		p.codes = sync.OnceValue(p.reversed)
	}
	return pages
}}

// layout is the pages in the order of the table.
func layout() []*Page {
	return []*Page{
		{name: "936", lead: 0x81}, {name: "866"}, {name: "1251"}, {name: "932", lead: 0x81}, {name: "949", lead: 0x81}, {name: "950", lead: 0xa1},
		{name: "850"}, {name: "437"}, {name: "1252"}, {name: "852"}, {name: "1254"},
	}
}

// Decode reads bytes that were written in the page. What it has no character for
// becomes U+FFFD.
func (p *Page) Decode(raw []byte) string {
	t := p.tables().pages[p.index]
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		switch {
		case c < utf8.RuneSelf:
			b.WriteByte(c)
			continue
		case t.single[c-utf8.RuneSelf] != 0:
			b.WriteRune(rune(t.single[c-utf8.RuneSelf]))
			continue
		}
		if i+1 < len(raw) {
			if r := t.pair(p.lead, c, raw[i+1]); r != 0 {
				b.WriteRune(r)
				i++
				continue
			}
		}
		b.WriteRune(utf8.RuneError)
	}
	return b.String()
}

// Encode writes a text in the page. What it has no character for becomes SUB.
func (p *Page) Encode(s string) []byte {
	codes := p.codes()
	out := make([]byte, 0, len(s))
	for _, r := range s {
		code := uint16(missing)
		switch {
		case r < utf8.RuneSelf:
			code = uint16(r)
		case int(r) < len(codes) && codes[r] != 0:
			code = codes[r]
		}
		if code > 0xff {
			out = append(out, byte(code>>8))
		}
		out = append(out, byte(code))
	}
	return out
}

// reversed is the bytes of each character of the page. Of two the first counts, and
// a single one before a pair.
func (p *Page) reversed() []uint16 {
	t := p.tables().pages[p.index]
	codes := make([]uint16, 1<<16)
	set := func(r, code uint16) {
		if r != 0 && codes[r] == 0 {
			codes[r] = code
		}
	}
	for i, r := range t.single {
		set(r, uint16(utf8.RuneSelf+i)) //nolint:gosec // below 256
	}
	for i, r := range t.pairs {
		first, last := int(p.lead)+i/trails, second+i%trails
		set(r, uint16(first<<8|last)) //nolint:gosec // two bytes
	}
	return codes
}
