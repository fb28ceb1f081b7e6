package wire

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"
	"testing/synctest"
	"time"
)

// network answers each connect after the time given for its address; zero is never.
func network(answers map[string]time.Duration) Dialer {
	return func(ctx context.Context, _, address string) (net.Conn, error) {
		answer := time.NewTimer(time.Hour)
		if after, ok := answers[address]; ok {
			answer.Reset(after)
		}
		defer answer.Stop()
		select {
		case <-answer.C:
			near, far := net.Pipe()
			_ = far.Close()
			return near, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func TestPatience(t *testing.T) {
	const dead = 0
	for _, c := range []struct {
		what   string
		usual  time.Duration
		others []time.Duration // answers of the hosts that are connected to before
		host   time.Duration   // the answer of the host that is judged, dead for none
		stands bool
		most   time.Duration // after which a dead one is given up
	}{
		{"a dead host where nothing else was seen", LongRoundTrip, nil, dead, false, 2200 * time.Millisecond},
		{"a dead host on a near network", LongRoundTrip, []time.Duration{20 * time.Millisecond}, dead, false, 2200 * time.Millisecond},
		{"a satellite", LongRoundTrip, nil, 800 * time.Millisecond, true, 0},
		{"a satellite that loses one SYN, all others near", LongRoundTrip, []time.Duration{20 * time.Millisecond}, 1800 * time.Millisecond, true, 0},
		{"two lost SYNs where another host lost one too", LongRoundTrip, []time.Duration{1020 * time.Millisecond}, 3020 * time.Millisecond, true, 0},
		{"a dead host on a line that loses packets", LongRoundTrip, []time.Duration{1020 * time.Millisecond}, dead, false, longest + slack},
		{"a dead mirror among near ones", 0, []time.Duration{20 * time.Millisecond}, dead, false, 1150 * time.Millisecond},
		{"a mirror of which one SYN was lost", 0, []time.Duration{100 * time.Millisecond}, 1100 * time.Millisecond, true, 0},
		{"a dead mirror where no other was seen", 0, nil, dead, false, longest + slack},
	} {
		t.Run(c.what, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				answers := map[string]time.Duration{}
				if c.host != dead {
					answers["host"] = c.host
				}
				dial := NewPatience(c.usual).Dial(network(answers))
				for i, d := range c.others {
					name := string(rune('a' + i))
					answers[name] = d
					if conn, err := dial(t.Context(), "tcp", name); err != nil {
						t.Fatal(err)
					} else {
						_ = conn.Close()
					}
				}
				start := time.Now()
				conn, err := dial(t.Context(), "tcp", "host")
				took := time.Since(start)
				if conn != nil {
					_ = conn.Close()
				}
				switch {
				case (err == nil) != c.stands:
					t.Errorf("error %v after %v, want a connection: %v", err, took, c.stands)
				case err != nil && !errors.Is(err, os.ErrDeadlineExceeded):
					t.Errorf("error %v, want a time-out", err)
				case err != nil && took > c.most:
					t.Errorf("given up after %v, want at most %v", took, c.most)
				}
			})
		})
	}
}

func TestPatienceShrinks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := NewPatience(0)
		dial := p.Dial(network(nil))
		time.AfterFunc(500*time.Millisecond, func() { p.Saw(50 * time.Millisecond) })
		start := time.Now()
		if _, err := dial(t.Context(), "tcp", "dead"); err == nil || time.Since(start) > 1200*time.Millisecond {
			t.Errorf("error %v after %v; want one soon after a second, once another host answered", err, time.Since(start))
		}
	})
}

func TestPatienceEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		_, err := NewPatience(LongRoundTrip).Dial(network(nil))(ctx, "tcp", "dead")
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error %v, want the context's own", err)
		}
	})
}
