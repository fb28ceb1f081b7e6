package startup

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"
)

// Bounds of a binary property list: how deep its objects nest, and how many are read.
const (
	maxPlistDepth   = 16
	maxPlistObjects = 10_000
)

// binaryPlist is a property list in Apple's binary form (CFBinaryPList.c): objects, the
// table of their offsets, and a trailer of 32 bytes that says where that is.
type binaryPlist struct {
	data              string
	table, count      int
	offsetSize, refSz int
	left              int // objects that may still be read
	strings           []string
}

// binaryStrings returns the strings of a binary property list in their order, keys of
// dictionaries left out; nil where the text is none.
func binaryStrings(text string) []string {
	const trailer = 32
	if !strings.HasPrefix(text, "bplist0") || len(text) < 8+trailer {
		return nil
	}
	end := text[len(text)-trailer:]
	p := binaryPlist{
		data: text[:len(text)-trailer], left: maxPlistObjects,
		offsetSize: int(end[6]), refSz: int(end[7]), count: number(end[8:16]), table: number(end[24:32]),
	}
	p.read(number(end[16:24]), 0)
	return p.strings
}

// number is an unsigned big-endian number of at most 8 bytes, -1 where it is none that
// can be an offset.
func number(b string) int {
	if len(b) == 0 || len(b) > 8 {
		return -1
	}
	var all [8]byte
	copy(all[8-len(b):], b)
	n := binary.BigEndian.Uint64(all[:])
	if n > maxFile {
		return -1
	}
	return int(n) //nolint:gosec // not above maxFile
}

// at is what stands at an offset, "" outside of the list.
func (p *binaryPlist) at(offset, size int) string {
	if offset < 0 || size < 0 || size > len(p.data) || offset > len(p.data)-size {
		return ""
	}
	return p.data[offset : offset+size]
}

// read notes the strings of an object and of those in it.
func (p *binaryPlist) read(object, depth int) {
	if p.left--; p.left < 0 || depth > maxPlistDepth || object < 0 || object >= p.count || p.table < 0 {
		return
	}
	offset := number(p.at(p.table+object*p.offsetSize, p.offsetSize))
	marker := p.at(offset, 1)
	if marker == "" {
		return
	}
	kind, size := marker[0]>>4, int(marker[0]&15)
	if offset++; size == 15 { // the size stands behind the marker, as a number object
		length := p.at(offset, 1)
		if length == "" {
			return
		}
		bytes := 1 << (length[0] & 15)
		size = number(p.at(offset+1, min(bytes, 9)))
		offset += 1 + bytes
	}
	switch kind {
	case 5: // ASCII
		p.strings = append(p.strings, p.at(offset, size))
	case 6: // UTF-16
		raw := p.at(offset, 2*size)
		units := make([]uint16, 0, len(raw)/2)
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		p.strings = append(p.strings, string(utf16.Decode(units)))
	case 10, 12: // an array, a set
		p.children(offset, size, depth)
	case 13: // a dictionary: its keys, then its values
		p.children(offset+size*p.refSz, size, depth)
	}
}

// children reads the objects that an array of references names.
func (p *binaryPlist) children(offset, size, depth int) {
	for i := 0; i < size && p.left > 0; i++ {
		p.read(number(p.at(offset+i*p.refSz, p.refSz)), depth+1)
	}
}
