package explain

import "encoding/binary"

// prefilter finds the next trigger in a block: the algorithm of Wu and Manber
// ("A fast algorithm for multi-pattern searching", 1994) with blocks of three
// bytes. It looks at three bytes in every six or so, so that a log without
// triggers is passed over at about the speed of memory.
type prefilter struct {
	min     int                // length of the shortest trigger
	longest int                // and of the longest
	shift   [blockSlots]uint8  // by hash of a block: how far the window may move on; 0 where a trigger may end its first min bytes
	bucket  [blockSlots]uint16 // where shift is 0: index into words, plus one; 0 where several share the slot and all are tried
	words   [][]string
}

const (
	blockBits  = 15
	blockSlots = 1 << blockBits
)

func newPrefilter(words []string) *prefilter {
	p := &prefilter{min: len(words[0]), words: make([][]string, 1)}
	for _, w := range words {
		p.min, p.longest = min(p.min, len(w)), max(p.longest, len(w))
	}
	for i := range p.shift {
		p.shift[i] = uint8(p.min - 2)
	}
	for _, w := range words {
		for end := 3; end <= p.min; end++ {
			k := blockHash(uint32(w[end-3]) | uint32(w[end-2])<<8 | uint32(w[end-1])<<16)
			p.shift[k] = min(p.shift[k], uint8(p.min-end))
		}
		p.add(w)
	}
	return p
}

// add files w under the block that ends its first min bytes.
func (p *prefilter) add(w string) {
	n := p.min
	k := blockHash(uint32(w[n-3]) | uint32(w[n-2])<<8 | uint32(w[n-1])<<16)
	if p.bucket[k] == 0 {
		p.words = append(p.words, nil)
		p.bucket[k] = uint16(len(p.words) - 1)
	}
	p.words[p.bucket[k]] = append(p.words[p.bucket[k]], w)
}

func blockHash(b uint32) uint32 { return (b << 8 * 0x9E3779B1) >> (32 - blockBits) }

// next returns the offset of the first trigger in b at or after from, or -1.
func (p *prefilter) next(b []byte, from int) int {
	// Four bytes are loaded at once: the block's three and the one before them.
	for i := from + p.min; i <= len(b); {
		k := blockHash(binary.LittleEndian.Uint32(b[i-4:]) >> 8)
		s := p.shift[k]
		if s != 0 {
			i += int(s)
			continue
		}
		if start := i - p.min; p.match(b[start:], k) {
			return start
		}
		i++
	}
	return -1
}

// quiet reports whether b holds no trigger at all. A step of [prefilter.next]
// waits for two loads in a row; four places of b that are looked at in turn
// wait together, which makes a quiet block three times as fast.
func (p *prefilter) quiet(b []byte) bool {
	const lanes = 4
	seg := len(b) / lanes
	if seg < 64 {
		return p.next(b, 0) < 0
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
			if s0 == 0 && p.match(b[i0-p.min:], k0) || s1 == 0 && p.match(b[i1-p.min:], k1) ||
				s2 == 0 && p.match(b[i2-p.min:], k2) || s3 == 0 && p.match(b[i3-p.min:], k3) {
				return false
			}
			s0, s1, s2, s3 = max(s0, 1), max(s1, 1), max(s2, 1), max(s3, 1)
		}
		i0, i1, i2, i3 = i0+int(s0), i1+int(s1), i2+int(s2), i3+int(s3)
	}
	// Each lane stopped somewhere before the end of its quarter.
	longest := p.longest
	return p.next(b[:min(seg+longest, len(b))], i0-p.min) < 0 && p.next(b[:min(2*seg+longest, len(b))], i1-p.min) < 0 &&
		p.next(b[:min(3*seg+longest, len(b))], i2-p.min) < 0 && p.next(b, i3-p.min) < 0
}

func (p *prefilter) match(b []byte, k uint32) bool {
	for _, w := range p.words[p.bucket[k]] {
		if len(b) >= len(w) && string(b[:len(w)]) == w {
			return true
		}
	}
	return false
}
