package read

import (
	"encoding/binary"
	"sync/atomic"
)

// Filter finds the next trigger in a block: the algorithm of Wu and Manber
// ("A fast algorithm for multi-pattern searching", 1994) with blocks of three
// bytes. It looks at three bytes in every six or so, so that a log without
// triggers is passed over at about the speed of memory.
type Filter struct {
	min     int                // length of the shortest trigger
	longest int                // and of the longest
	shift   [blockSlots]uint8  // by hash of a block: how far the window may move on; 0 where a trigger may end its first min bytes
	bucket  [blockSlots]uint16 // where shift is 0: index into words, plus one; 0 where several share the slot and all are tried
	words   [][]word
	count   int // of words
}

// word is a trigger and its number.
type word struct {
	text string
	id   int
}

const (
	blockBits  = 15
	blockSlots = 1 << blockBits
)

// NewFilter returns the search for words, none of which is shorter than four bytes.
// The longer the shortest one, the faster it is.
func NewFilter(words []string) *Filter {
	p := &Filter{min: len(words[0]), words: make([][]word, 1), count: len(words)}
	for _, w := range words {
		p.min, p.longest = min(p.min, len(w)), max(p.longest, len(w))
	}
	for i := range p.shift {
		p.shift[i] = uint8(p.min - 2)
	}
	for id, w := range words {
		for end := 3; end <= p.min; end++ {
			k := blockHash(uint32(w[end-3]) | uint32(w[end-2])<<8 | uint32(w[end-1])<<16)
			p.shift[k] = min(p.shift[k], uint8(p.min-end))
		}
		p.add(word{w, id})
	}
	return p
}

// add files w under the block that ends its first min bytes.
func (p *Filter) add(w word) {
	n := p.min
	k := blockHash(uint32(w.text[n-3]) | uint32(w.text[n-2])<<8 | uint32(w.text[n-1])<<16)
	if p.bucket[k] == 0 {
		p.words = append(p.words, nil)
		p.bucket[k] = uint16(len(p.words) - 1)
	}
	p.words[p.bucket[k]] = append(p.words[p.bucket[k]], w)
}

func blockHash(b uint32) uint32 { return (b << 8 * 0x9E3779B1) >> (32 - blockBits) }

// next returns the offset of the first trigger in b at or after from, and its
// number; -1 if there is none that is not spent.
func (p *Filter) next(b []byte, from int, spent spent) (at, id int) {
	// Four bytes are loaded at once: the block's three and the one before them.
	for i := from + p.min; i <= len(b); {
		k := blockHash(binary.LittleEndian.Uint32(b[i-4:]) >> 8)
		s := p.shift[k]
		if s != 0 {
			i += int(s)
			continue
		}
		start := i - p.min
		if id := p.match(b[start:], k, spent); id >= 0 {
			return start, id
		}
		i++
	}
	return -1, -1
}

// Has reports whether b holds a trigger.
func (p *Filter) Has(b []byte, spent spent) bool {
	at, _ := p.next(b, 0, spent)
	return at >= 0
}

// quiet reports whether b holds no trigger at all. A step of [Filter.next]
// waits for two loads in a row; four places of b that are read in turn
// wait together, which makes a quiet block three times as fast.
func (p *Filter) quiet(b []byte, spent spent) bool {
	const lanes = 4
	seg := len(b) / lanes
	if seg < 64 {
		return !p.Has(b, spent)
	}
	i0, i1, i2, i3 := p.min, seg+p.min, 2*seg+p.min, 3*seg+p.min
	// A lane looks at the triggers that start in its quarter.
	for end := seg - 1; i0 <= end && i1 <= seg+end && i2 <= 2*seg+end && i3 <= 3*seg+end; {
		k0 := blockHash(binary.LittleEndian.Uint32(b[i0-4:]) >> 8)
		k1 := blockHash(binary.LittleEndian.Uint32(b[i1-4:]) >> 8)
		k2 := blockHash(binary.LittleEndian.Uint32(b[i2-4:]) >> 8)
		k3 := blockHash(binary.LittleEndian.Uint32(b[i3-4:]) >> 8)
		s0, s1, s2, s3 := p.shift[k0], p.shift[k1], p.shift[k2], p.shift[k3]
		if s0 == 0 || s1 == 0 || s2 == 0 || s3 == 0 {
			if s0 == 0 && p.match(b[i0-p.min:], k0, spent) >= 0 || s1 == 0 && p.match(b[i1-p.min:], k1, spent) >= 0 ||
				s2 == 0 && p.match(b[i2-p.min:], k2, spent) >= 0 || s3 == 0 && p.match(b[i3-p.min:], k3, spent) >= 0 {
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
		if at, _ := p.next(b[:end], i-p.min, spent); at >= 0 {
			return false
		}
	}
	return true
}

func (p *Filter) match(b []byte, k uint32, spent spent) int {
	for _, w := range p.words[p.bucket[k]] {
		if len(b) >= len(w.text) && string(b[:len(w.text)]) == w.text && !spent.is(w.id) {
			return w.id
		}
	}
	return -1
}

// spent marks the words of which a log has so many that one more tells nothing
// new; nil: none. The scanner sets the marks and the workers read them.
type spent []atomic.Bool

func (s spent) is(id int) bool { return s != nil && s[id].Load() }
