package codepage

import (
	"bytes"
	"compress/flate"
	_ "embed" // the table
	"fmt"
	"io"
)

// packed are the characters of all pages, compressed: for each page those of the
// single bytes from 0x80 on and then, row by row, those of the pairs. TestTables
// writes it (go test ./pkg/codepage -update).
//
//go:embed table.flate
var packed []byte

const (
	singles = 128
	trails  = 0xff - second // how many second bytes there are
)

// tables are those of all pages, in the order of [layout].
type tables struct{ pages []table }

// table is the characters of a page; 0: none.
type table struct {
	single [singles]uint16
	pairs  []uint16
}

// pair is the character of two bytes, 0 if there is none.
func (t *table) pair(lead, first, last byte) rune {
	if lead == 0 || first < lead || last < second || last == 0xff {
		return 0
	}
	if i := int(first-lead)*trails + int(last) - second; i < len(t.pairs) {
		return rune(t.pairs[i])
	}
	return 0
}

// rows is how many first bytes of two a page has.
func (p *Page) rows() int {
	if p.lead == 0 {
		return 0
	}
	return 0xff - int(p.lead)
}

// unpack reads the table. Neighbours are stored as differences, all low bytes
// before all high ones: that compresses to a third.
func unpack() *tables {
	raw, err := io.ReadAll(flate.NewReader(bytes.NewReader(packed)))
	if err != nil {
		panic(fmt.Sprintf("codepage: the table in the program is damaged: %v", err))
	}
	t := &tables{}
	for _, p := range layout() {
		n := singles + p.rows()*trails
		low, high := raw[:n], raw[n:2*n]
		raw = raw[2*n:]
		values := make([]uint16, n)
		var last uint16
		for i := range values {
			last += uint16(high[i])<<8 | uint16(low[i])
			values[i] = last
		}
		page := table{pairs: values[singles:]}
		copy(page.single[:], values)
		t.pages = append(t.pages, page)
	}
	return t
}
