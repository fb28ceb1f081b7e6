package read

import (
	"encoding/binary"
	"slices"
)

// Filter finds the next word in a block: the algorithm of Wu and Manber
// ("A fast algorithm for multi-pattern searching", 1994) with blocks of three
// bytes. It looks at three bytes in every six or so, so that a log without
// words is passed over at about the speed of memory.
type Filter struct {
	min     int                // length of the shortest word, and of the window in each
	longest int                // of the words
	shift   [blockSlots]uint8  // by hash of a block: how far the window may move on; 0 where a word's window may end
	bucket  [blockSlots]uint16 // where shift is 0: index into words, plus one
	words   [][]word
	all     []word
}

// word is a word, its number, and where in it the window begins that is searched for.
type word struct {
	text   string
	id     int
	window int
}

const (
	blockBits  = 15
	blockSlots = 1 << blockBits
)

// NewFilter returns the search for words, none of which is shorter than four bytes.
// The longer the shortest one, the faster it is.
func NewFilter(words []string) *Filter {
	all := make([]word, len(words))
	for id, w := range words {
		all[id] = word{text: w, id: id}
	}
	return newFilter(all)
}

// without returns the search for the other words.
func (p *Filter) without(id int) *Filter {
	return newFilter(slices.DeleteFunc(slices.Clone(p.all), func(w word) bool { return w.id == id }))
}

func newFilter(all []word) *Filter {
	p := &Filter{words: make([][]word, 1), all: all}
	if len(all) == 0 {
		return p
	}
	p.min = len(all[0].text)
	for _, w := range all {
		p.min, p.longest = min(p.min, len(w.text)), max(p.longest, len(w.text))
	}
	for i := range p.shift {
		p.shift[i] = uint8(p.min - 2)
	}
	common := commonBlocks()
	for i := range all {
		w := &all[i]
		w.window = p.rarest(w.text, common)
		seen := w.text[w.window : w.window+p.min]
		for end := 3; end <= p.min; end++ {
			k := hashOf(seen, end)
			p.shift[k] = min(p.shift[k], uint8(p.min-end))
		}
	}
	for _, w := range all {
		p.add(w)
	}
	return p
}

// rarest returns where in text the window begins whose end stands least often in
// logs: each such place in a log costs a comparison.
func (p *Filter) rarest(text string, common map[uint32]int) int {
	best, least := 0, -1
	for at := 0; at+p.min <= len(text); at++ {
		cost := 64 * common[hashOf(text[at:], p.min)]
		for end := 3; end < p.min; end++ {
			cost += common[hashOf(text[at:], end)] * (p.min - end)
		}
		if least < 0 || cost < least {
			best, least = at, cost
		}
	}
	return best
}

// add files w under the block that ends its window.
func (p *Filter) add(w word) {
	k := hashOf(w.text[w.window:], p.min)
	if p.bucket[k] == 0 {
		p.words = append(p.words, nil)
		p.bucket[k] = uint16(len(p.words) - 1)
	}
	p.words[p.bucket[k]] = append(p.words[p.bucket[k]], w)
}

// hashOf is the hash of the three bytes of s that end at end.
func hashOf(s string, end int) uint32 {
	return blockHash(uint32(s[end-3]) | uint32(s[end-2])<<8 | uint32(s[end-1])<<16)
}

func blockHash(b uint32) uint32 { return (b << 8 * 0x9E3779B1) >> (32 - blockBits) }

// next returns where the first word whose window is in b begins, and its number; -1
// if there is none.
func (p *Filter) next(b []byte, from int) (at, id int) {
	if p.min == 0 {
		return -1, -1
	}
	// Four bytes are loaded at once: the block's three and the one before them.
	for i := from + p.min; i <= len(b); {
		k := blockHash(binary.LittleEndian.Uint32(b[i-4:]) >> 8)
		s := p.shift[k]
		if s != 0 {
			i += int(s)
			continue
		}
		if at, id := p.match(b, i-p.min, k); id >= 0 {
			return at, id
		}
		i++
	}
	return -1, -1
}

// find returns where the first word in b begins, -1 if there is none. It passes over
// quiet pieces of b first.
func (p *Filter) find(b []byte) int {
	const piece = 16 << 10
	for at := 0; at < len(b); at += piece {
		end := min(at+piece+2*p.longest, len(b))
		if p.quiet(b[at:end]) {
			continue
		}
		if hit, _ := p.next(b[at:end], 0); hit >= 0 {
			return at + hit
		}
	}
	return -1
}

// Has reports whether b holds a word.
func (p *Filter) Has(b []byte) bool {
	at, _ := p.next(b, 0)
	return at >= 0
}

// quiet reports whether b holds no word at all. A step of [Filter.next]
// waits for two loads in a row; four places of b that are read in turn
// wait together, which makes a quiet block three times as fast.
func (p *Filter) quiet(b []byte) bool {
	const lanes = 4
	seg := len(b) / lanes
	if seg < 64 || p.min == 0 {
		return !p.Has(b)
	}
	i0, i1, i2, i3 := p.min, seg+p.min, 2*seg+p.min, 3*seg+p.min
	// A lane looks at the windows that start in its quarter.
	for end := seg - 1; i0 <= end && i1 <= seg+end && i2 <= 2*seg+end && i3 <= 3*seg+end; {
		k0 := blockHash(binary.LittleEndian.Uint32(b[i0-4:]) >> 8)
		k1 := blockHash(binary.LittleEndian.Uint32(b[i1-4:]) >> 8)
		k2 := blockHash(binary.LittleEndian.Uint32(b[i2-4:]) >> 8)
		k3 := blockHash(binary.LittleEndian.Uint32(b[i3-4:]) >> 8)
		s0, s1, s2, s3 := p.shift[k0], p.shift[k1], p.shift[k2], p.shift[k3]
		if s0 == 0 || s1 == 0 || s2 == 0 || s3 == 0 {
			if s0 == 0 && p.matches(b, i0-p.min, k0) || s1 == 0 && p.matches(b, i1-p.min, k1) ||
				s2 == 0 && p.matches(b, i2-p.min, k2) || s3 == 0 && p.matches(b, i3-p.min, k3) {
				return false
			}
			s0, s1, s2, s3 = max(s0, 1), max(s1, 1), max(s2, 1), max(s3, 1)
		}
		i0, i1, i2, i3 = i0+int(s0), i1+int(s1), i2+int(s2), i3+int(s3)
	}
	// Each lane stopped somewhere before the end of its quarter.
	for lane, i := range []int{i0, i1, i2, i3} {
		end := min((lane+1)*seg+p.longest, len(b))
		if lane == lanes-1 {
			end = len(b)
		}
		if at, _ := p.next(b[:end], i-p.min); at >= 0 {
			return false
		}
	}
	return true
}

// match returns where the word begins whose window is at start, and its number; -1
// if there is none.
func (p *Filter) match(b []byte, start int, k uint32) (at, id int) {
	for _, w := range p.words[p.bucket[k]] {
		at := start - w.window
		if at >= 0 && at+len(w.text) <= len(b) && string(b[at:at+len(w.text)]) == w.text {
			return at, w.id
		}
	}
	return -1, -1
}

func (p *Filter) matches(b []byte, start int, k uint32) bool {
	_, id := p.match(b, start, k)
	return id >= 0
}
