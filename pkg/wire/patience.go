package wire

import (
	"context"
	"net"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// When TCP repeats a lost SYN: 1 s after the first one and again 2 s later
// (RFC 6298 section 2.1; Linux, macOS and Windows alike). An answer comes one round
// trip after the SYN that got through.
const (
	secondSYN = time.Second
	thirdSYN  = 3 * time.Second
	// slack is for the machine's own work between two readings of the clock.
	slack = 50 * time.Millisecond
	// longest is how long a connect is waited for at most.
	longest = thirdSYN + 500*time.Millisecond
)

// LongRoundTrip is the longest round trip that an ordinary line has: a satellite's
// takes 600 to 800 ms. Who must not be called dead is given this much for each of the
// first two SYNs, however near the other hosts are.
const LongRoundTrip = 1100 * time.Millisecond

// Patience judges the silence of a host by what the other hosts need from this
// machine: on a near network a connect is given up soon after its second SYN, on a
// long or lossy one after its third. It is safe for concurrent use.
type Patience struct {
	// usual is the round trip that every host is given; 0 gives it only the slowest
	// one seen, and the third SYN as long as none was seen.
	usual   time.Duration
	slowest atomic.Int64 // the longest wait for an answer that came, in ns; 0 for none
}

// NewPatience returns a patience that gives every host at least the round trip usual.
func NewPatience(usual time.Duration) *Patience { return &Patience{usual: usual} }

// Limit is how long a connect may go unanswered as far as is known now.
func (p *Patience) Limit() time.Duration {
	slowest := time.Duration(p.slowest.Load())
	switch {
	case slowest == 0 && p.usual == 0, slowest >= secondSYN:
		return longest // nothing is known, or packets get lost here
	}
	return min(secondSYN+max(slowest, p.usual)+slack, longest)
}

// Saw notes an answer and how long it took: of a connect, or of a resolver.
func (p *Patience) Saw(took time.Duration) {
	for {
		have := p.slowest.Load()
		if int64(took) <= have || p.slowest.CompareAndSwap(have, max(int64(took), 1)) {
			return
		}
	}
}

// Patient has an Env judge silence by p, which several may share.
func Patient(env *probe.Env, p *Patience) {
	env.Dial, env.ConnectLimit, env.Saw = p.Dial(env.Dial), p.Limit, p.Saw
}

// Dialer connects as [net.Dialer] does.
type Dialer func(ctx context.Context, network, address string) (net.Conn, error)

// Dial lets base connect within the limit, which can change meanwhile. Only TCP is
// bounded: a datagram needs no answer to be sent.
func (p *Patience) Dial(base Dialer) Dialer {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(network, "tcp") {
			return base(ctx, network, address)
		}
		start := time.Now()
		limited, watch := p.watch(ctx, start)
		conn, err := base(limited, network, address)
		late := watch()
		switch {
		case err == nil:
			p.Saw(time.Since(start))
			return conn, nil
		case late && ctx.Err() == nil:
			return nil, silent(network)
		}
		return nil, err
	}
}

// watch returns a context that ends once the limit is over. The function ends the
// watch, waits for it, and reports whether the limit was over.
func (p *Patience) watch(ctx context.Context, start time.Time) (context.Context, func() bool) {
	limited, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	late := false
	go func() {
		defer close(done)
		for {
			left := p.Limit() - time.Since(start)
			if left <= 0 {
				late = true
				cancel()
				return
			}
			// The limit shrinks when other hosts answer.
			timer := time.NewTimer(min(left, slack))
			select {
			case <-limited.Done():
				timer.Stop()
				return
			case <-timer.C:
			}
		}
	}()
	return limited, func() bool { cancel(); <-done; return late }
}

// silent is the error of a connect without an answer.
func silent(network string) error {
	return &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
}
