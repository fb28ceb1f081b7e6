package explain

import (
	"bytes"
	"context"
	"sync"
)

// RecentSize is the tail that "gofix-net run" keeps of what a command prints:
// enough for the last errors of a large build, and nothing to a machine.
const RecentSize = 1 << 20

// Recent is a writer that remembers the last bytes written to it. It is safe
// for use by several goroutines: a command has two outputs.
type Recent struct {
	mu   sync.Mutex
	ring []byte
	next int  // where the next byte is written
	full bool // the ring has been filled once
	ends int  // newlines written so far
}

// NewRecent returns a writer that remembers size bytes.
func NewRecent(size int) *Recent { return &Recent{ring: make([]byte, max(size, 1))} }

// Write remembers p, or its end where p is larger than the memory. It never fails.
func (r *Recent) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := len(p)
	r.ends += bytes.Count(p, []byte{'\n'})
	if len(p) >= len(r.ring) {
		p = p[len(p)-len(r.ring):]
		r.next, r.full = 0, true
		copy(r.ring, p)
		return n, nil
	}
	first := copy(r.ring[r.next:], p)
	copy(r.ring, p[first:])
	r.full = r.full || r.next+len(p) >= len(r.ring)
	r.next = (r.next + len(p)) % len(r.ring)
	return n, nil
}

// Bytes returns a copy of what is remembered, from the beginning of a line on
// where the beginning of the output has been forgotten.
func (r *Recent) Bytes() []byte {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.full {
		return bytes.Clone(r.ring[:r.next])
	}
	all := append(bytes.Clone(r.ring[r.next:]), r.ring[:r.next]...)
	if i := bytes.IndexByte(all, '\n'); i >= 0 {
		return all[i+1:]
	}
	return all
}

// Explain explains what is remembered. The lines keep the numbers that they
// have in the whole output.
func (r *Recent) Explain(ctx context.Context) (Explanation, error) {
	kept := r.Bytes()
	r.mu.Lock()
	forgotten := r.ends - bytes.Count(kept, []byte{'\n'})
	r.mu.Unlock()
	e, err := Read(ctx, bytes.NewReader(kept))
	for i := range e.Findings {
		for j := range e.Findings[i].Lines {
			e.Findings[i].Lines[j].Number += forgotten
		}
	}
	for i := range e.Requests {
		e.Requests[i].Line += forgotten
	}
	return e, err
}
