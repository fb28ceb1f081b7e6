package measure

import (
	"context"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofix-net/gofix-net/pkg/wire"
)

// counting counts what arrives on the connections that dial makes.
func counting(dial wire.Dialer, count *counter) wire.Dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return &counted{Conn: conn, n: count}, nil
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
