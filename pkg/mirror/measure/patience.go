package measure

import (
	"context"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// How long a connect may go unanswered. TCP repeats a lost SYN after 1 s, so that
// an answer to the second one is there a round trip later; where no other host
// answered either, the network may be that slow, and the third one after 3 s counts.
const (
	secondSYN = time.Second
	thirdSYN  = 3500 * time.Millisecond
	slack     = 50 * time.Millisecond
)

// patience judges silence by what the other hosts need from this machine.
type patience struct {
	slowest atomic.Int64 // the longest connect that stood, in ns; 0 for none
}

func (p *patience) limit() time.Duration {
	if slowest := time.Duration(p.slowest.Load()); slowest > 0 {
		return min(secondSYN+slowest+slack, thirdSYN)
	}
	return thirdSYN
}

func (p *patience) stood(took time.Duration) {
	for {
		have := p.slowest.Load()
		if int64(took) <= have || p.slowest.CompareAndSwap(have, max(int64(took), 1)) {
			return
		}
	}
}

type dialer func(ctx context.Context, network, address string) (net.Conn, error)

// dial connects within the limit, which can shrink meanwhile.
func (p *patience) dial(base dialer, count *counter) dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		start := time.Now()
		var late atomic.Bool
		watched := make(chan struct{})
		defer func() { cancel(); <-watched }()
		go func() {
			defer close(watched)
			tick := time.NewTicker(10 * time.Millisecond)
			defer tick.Stop()
			for {
				select {
				case <-ctx.Done():
					return
				case <-tick.C:
					if time.Since(start) > p.limit() {
						late.Store(true)
						cancel()
						return
					}
				}
			}
		}()
		conn, err := base(ctx, network, address)
		switch {
		case err == nil:
			p.stood(time.Since(start))
			return &counted{Conn: conn, n: count}, nil
		case late.Load():
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
		}
		return nil, err
	}
}

// counter counts the bytes that come from a mirror and from where it redirects to.
type counter struct{ n atomic.Int64 }

type counted struct {
	net.Conn
	n *counter
}

// Read counts what arrives, TLS included.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.n.Add(int64(n))
	return n, err
}

// board follows how the mirrors come along, so that those that never end do not
// keep the others waiting.
type board struct {
	mu    sync.Mutex
	start time.Time
	left  map[int]context.CancelFunc
	took  []time.Duration
}

func newBoard(start time.Time) *board {
	return &board{start: start, left: map[int]context.CancelFunc{}}
}

func (b *board) begin(i int, cancel context.CancelFunc) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.left[i] = cancel
}

func (b *board) end(i int) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.left, i)
	b.took = append(b.took, time.Since(b.start))
}

// leastWait is what every mirror has, whatever the others do.
const leastWait = 4 * time.Second

// hurry ends the rest once at least half are done and the rest has had three
// times as long as the slowest of those.
func (b *board) hurry(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.took) == 0 || len(b.took) < len(b.left) {
		return
	}
	slowest := b.took[len(b.took)-1]
	if now.Sub(b.start) > max(leastWait, 3*slowest) {
		for _, cancel := range b.left {
			cancel()
		}
	}
}
