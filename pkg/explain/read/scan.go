package read

import (
	"bytes"
	"context"
	"errors"
	"io"
	"runtime"
	"slices"
	"sync/atomic"
)

const (
	blockSize   = 256 << 10 // bytes read at a time; also the longest line that is parsed in one piece
	linesBefore = 12        // context kept in front of a trigger: the command, the step of the build
	linesAfter  = 30        // and behind it: what git, ssh or the server said
	wordBudget  = 120       // lines after which a trigger is routine in this log and is ignored: a log full of errors repeats them
	bytesBefore = 16 << 10  // bound of the former, whatever the length of the lines
)

// Raw is a line of the input as it is, without its line end.
type Raw struct {
	Number int // from 1
	Text   []byte
	after  bool // false: lines were left out before this one
	Hot    bool // holds a trigger itself
}

// block is a run of whole lines on its way from the reader to the scanner.
type block struct {
	data     []byte
	quiet    bool // holds no trigger
	newlines int
	err      error // of reading on; io.EOF at the end
	done     chan struct{}
}

// Scan reads r to its end and calls line for each line near a trigger, in
// order. Reading, searching and parsing overlap; at most a few blocks are in
// memory. It returns the number of lines read. When ctx ends it returns at
// once; a Read of r that is under way is left to finish by itself.
func Scan(ctx context.Context, r io.Reader, p *Filter, line func(Raw)) (int, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	workers := min(runtime.GOMAXPROCS(0), 4)
	s := scanner{emit: line, next: 1, hits: make([]int, len(p.all))}
	s.filter.Store(p)
	free := make(chan *block, workers+2)
	for range cap(free) {
		free <- &block{}
	}
	ordered := make(chan *block, cap(free))
	work := make(chan *block, cap(free))
	go readBlocks(ctx, newDecoder(r), free, work, ordered)
	search := func() {
		for b := range work {
			b.quiet, b.newlines = s.filter.Load().quiet(b.data), bytes.Count(b.data, newline)
			close(b.done)
		}
	}
	for first := true; ; first = false {
		select {
		case <-ctx.Done():
			return s.next - 1, ctx.Err()
		case b := <-ordered:
			switch {
			case first && b.err != nil: // a small log is searched here: starting threads costs more
				search()
			case first:
				for range workers {
					go search()
				}
			}
			<-b.done
			s.block(b)
			if errors.Is(b.err, io.EOF) {
				if len(b.data) > 0 && b.data[len(b.data)-1] != '\n' {
					return s.next, nil
				}
				return s.next - 1, nil
			}
			if b.err != nil {
				return s.next - 1, b.err
			}
			free <- b
		}
	}
}

// lastNewline is [bytes.LastIndexByte] of a newline, which looks at one byte at a
// time: a piece at a time is faster where lines are long.
func lastNewline(b []byte) int {
	const piece = 4 << 10
	for end := len(b); end > 0; end -= piece {
		at := max(0, end-piece)
		if bytes.IndexByte(b[at:end], '\n') >= 0 {
			return at + bytes.LastIndexByte(b[at:end], '\n')
		}
	}
	return -1
}

var newline = []byte{'\n'}

// readBlocks cuts r into blocks that end with a line, and hands each to a
// worker and, in order, to the scanner.
func readBlocks(ctx context.Context, r io.Reader, free <-chan *block, work, ordered chan<- *block) {
	defer close(work)
	var rest []byte
	for {
		var b *block
		select {
		case <-ctx.Done():
			return
		case b = <-free:
		}
		b.done = make(chan struct{})
		b.data = append(b.data[:0], rest...)
		b.data, b.err = fill(r, b.data)
		end := len(b.data)
		if b.err == nil {
			if i := lastNewline(b.data); i >= 0 {
				end = i + 1
			}
		}
		rest = append(rest[:0], b.data[end:]...)
		b.data = b.data[:end]
		work <- b // as large as the number of blocks: never blocks
		ordered <- b
		if b.err != nil {
			return
		}
	}
}

// fill reads until buf holds blockSize bytes or the input ends. A small log
// never costs a large buffer.
func fill(r io.Reader, buf []byte) ([]byte, error) {
	for empty := 0; len(buf) < blockSize; {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, min(max(len(buf), 8<<10), blockSize-len(buf)))
		}
		n, err := r.Read(buf[len(buf):min(cap(buf), blockSize)])
		buf = buf[:len(buf)+n]
		if err != nil {
			return buf, err
		}
		if n > 0 {
			empty = 0
			continue
		}
		if empty++; empty > 100 {
			return buf, io.ErrNoProgress
		}
	}
	return buf, nil
}

// scanner turns blocks into the lines that matter.
type scanner struct {
	emit   func(Raw)
	next   int    // number of the next line
	after  int    // lines still to emit behind the last trigger
	tail   []byte // the last lines of what was passed over, for the context of a trigger in the next block
	broken bool   // lines were passed over since the last one emitted
	hits   []int  // by number of the trigger
	// filter is the search for the triggers that are not yet routine in this log. The
	// scanner replaces it, the workers read it.
	filter atomic.Pointer[Filter]
}

func (s *scanner) block(b *block) {
	if b.quiet && s.after == 0 {
		s.pass(b.data, b.newlines)
		return
	}
	data := b.data
	for len(data) > 0 {
		if s.after > 0 {
			data = s.one(data)
			continue
		}
		hit := s.filter.Load().find(data)
		if hit < 0 {
			s.pass(data, bytes.Count(data, newline))
			return
		}
		start := lastNewline(data[:hit]) + 1
		s.pass(data[:start], bytes.Count(data[:start], newline))
		s.context()
		data = s.one(data[start:])
	}
}

// one emits the first line of data and returns the rest.
func (s *scanner) one(data []byte) []byte {
	text, rest, whole := bytes.Cut(data, newline)
	hot := s.hit(text)
	s.after--
	if hot {
		s.after = linesAfter
	}
	s.emit(Raw{Number: s.next, Text: text, after: !s.broken, Hot: hot})
	s.broken = false
	if whole {
		s.next++
	}
	return rest
}

// hit reports whether a line holds a trigger, and keeps count.
func (s *scanner) hit(text []byte) bool {
	p := s.filter.Load()
	at, id := p.next(text, 0)
	if at < 0 {
		return false
	}
	if s.hits[id]++; s.hits[id] == wordBudget {
		s.filter.Store(p.without(id))
	}
	return true
}

// pass leaves data out, but remembers its end.
func (s *scanner) pass(data []byte, newlines int) {
	if len(data) == 0 {
		return
	}
	s.next += newlines
	keep := data[max(0, len(data)-bytesBefore):]
	if len(keep) == bytesBefore {
		s.tail = s.tail[:0]
	}
	s.tail = append(s.tail, keep...)
	if over := len(s.tail) - bytesBefore; over > 0 {
		s.tail = append(s.tail[:0], s.tail[over:]...)
	}
}

// context emits the lines of the tail.
func (s *scanner) context() {
	lines := bytes.Split(bytes.TrimSuffix(s.tail, newline), newline)
	if len(s.tail) == 0 {
		return
	}
	first := max(0, len(lines)-linesBefore)
	if len(s.tail) >= bytesBefore {
		first = max(first, 1) // the first one is cut
	}
	s.broken = first > 0 || s.next-len(lines) > 1
	for i, text := range lines[first:] {
		s.emit(Raw{Number: s.next - len(lines) + first + i, Text: text, after: !s.broken})
		s.broken = false
	}
	s.tail = s.tail[:0]
}
