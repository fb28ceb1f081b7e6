package read

import (
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
)

// Filter finds the next word in a block: the algorithm of Wu and Manber
// ("A fast algorithm for multi-pattern searching", 1994) with blocks of three
// bytes. It looks at three bytes in every six or so, so that a log without
// words is passed over at about the speed of memory. Its tables are made when a large
// block is to be searched: a small log is read before they would be.
type Filter struct {
	min     int // length of the shortest word, and of the window in each
	longest int // of the words
	all     []word
	plain   func() *Words
	make    sync.Once
	made    atomic.Pointer[tables] // nil: not yet made
}

// tables are those of the algorithm.
type tables struct {
	shift  [blockSlots]uint8  // by hash of a block: how far the window may move on; 0 where a word's window may end
	bucket [blockSlots]uint16 // where shift is 0: index into words
	words  [][]word
}

// small is the size of a piece of text up to which no tables are worth their while.
const small = 16 << 10

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
	rest := newFilter(slices.DeleteFunc(slices.Clone(p.all), func(w word) bool { return w.id == id }))
	if p.made.Load() != nil {
		rest.tables()
	}
	return rest
}

func newFilter(all []word) *Filter {
	p := &Filter{all: all}
	for i, w := range all {
		if p.longest = max(p.longest, len(w.text)); i == 0 || len(w.text) < p.min {
			p.min = len(w.text)
		}
	}
	p.plain = sync.OnceValue(func() *Words {
		texts := make([]string, len(all))
		for i, w := range all {
			texts[i] = w.text
		}
		return NewWords(texts)
	})
	return p
}

// tables returns the tables, which the first call makes.
func (p *Filter) tables() *tables {
	p.make.Do(func() { p.made.Store(p.newTables()) })
	return p.made.Load()
}

func (p *Filter) newTables() *tables {
	t := &tables{words: make([][]word, 1)}
	for i := range t.shift {
		t.shift[i] = uint8(max(p.min, 2) - 2)
	}
	common := commonBlocks.Get()
	all := slices.Clone(p.all)
	for i := range all {
		w := &all[i]
		w.window = p.rarest(w.text, common)
		seen := w.text[w.window : w.window+p.min]
		for end := 3; end <= p.min; end++ {
			k := hashOf(seen, end)
			t.shift[k] = min(t.shift[k], uint8(p.min-end))
		}
	}
	for _, w := range all {
		t.add(w, p.min)
	}
	return t
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
func (t *tables) add(w word, window int) {
	k := hashOf(w.text[w.window:], window)
	if t.bucket[k] == 0 {
		t.words = append(t.words, nil)
		t.bucket[k] = uint16(len(t.words) - 1)
	}
	t.words[t.bucket[k]] = append(t.words[t.bucket[k]], w)
}

// hashOf is the hash of the three bytes of s that end at end.
func hashOf(s string, end int) uint32 {
	return blockHash(uint32(s[end-3]) | uint32(s[end-2])<<8 | uint32(s[end-1])<<16)
}

func blockHash(b uint32) uint32 { return (b << 8 * 0x9E3779B1) >> (32 - blockBits) }

// next returns where a word in b begins, and its number; -1 if there is none. Of two
// words that lie over each other it is any.
func (p *Filter) next(b []byte, from int) (at, id int) {
	if p.min == 0 {
		return -1, -1
	}
	t := p.made.Load()
	if t == nil && len(b)-from <= small {
		at, word := p.plain().next(b, from)
		return at, p.idOf(word)
	}
	if t == nil {
		t = p.tables()
	}
	return t.next(b, from, p.min)
}

// idOf is the number of a word, -1 if there is none.
func (p *Filter) idOf(text string) int {
	i := slices.IndexFunc(p.all, func(w word) bool { return w.text == text })
	if i < 0 {
		return -1
	}
	return p.all[i].id
}

// next returns where the first word whose window is in b begins, and its number; -1
// if there is none.
func (t *tables) next(b []byte, from, window int) (at, id int) {
	// Four bytes are loaded at once: the block's three and the one before them.
	for i := from + window; i <= len(b); {
		k := blockHash(binary.LittleEndian.Uint32(b[i-4:]) >> 8)
		s := t.shift[k]
		if s != 0 {
			i += int(s)
			continue
		}
		if at, id := t.match(b, i-window, k); id >= 0 {
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
	if seg < 64 || p.min == 0 || len(b) <= small && p.made.Load() == nil {
		return !p.Has(b)
	}
	t := p.tables()
	i0, i1, i2, i3 := p.min, seg+p.min, 2*seg+p.min, 3*seg+p.min
	// A lane looks at the windows that start in its quarter.
	for end := seg - 1; i0 <= end && i1 <= seg+end && i2 <= 2*seg+end && i3 <= 3*seg+end; {
		k0 := blockHash(binary.LittleEndian.Uint32(b[i0-4:]) >> 8)
		k1 := blockHash(binary.LittleEndian.Uint32(b[i1-4:]) >> 8)
		k2 := blockHash(binary.LittleEndian.Uint32(b[i2-4:]) >> 8)
		k3 := blockHash(binary.LittleEndian.Uint32(b[i3-4:]) >> 8)
		s0, s1, s2, s3 := t.shift[k0], t.shift[k1], t.shift[k2], t.shift[k3]
		if s0 == 0 || s1 == 0 || s2 == 0 || s3 == 0 {
			if s0 == 0 && t.matches(b, i0-p.min, k0) || s1 == 0 && t.matches(b, i1-p.min, k1) ||
				s2 == 0 && t.matches(b, i2-p.min, k2) || s3 == 0 && t.matches(b, i3-p.min, k3) {
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
func (t *tables) match(b []byte, start int, k uint32) (at, id int) {
	for _, w := range t.words[t.bucket[k]] {
		at := start - w.window
		if at >= 0 && at+len(w.text) <= len(b) && string(b[at:at+len(w.text)]) == w.text {
			return at, w.id
		}
	}
	return -1, -1
}

func (t *tables) matches(b []byte, start int, k uint32) bool {
	_, id := t.match(b, start, k)
	return id >= 0
}
