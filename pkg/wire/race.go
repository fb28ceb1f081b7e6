package wire

import (
	"context"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Stagger is how long an address is waited for before the next one is tried
// beside it: net.Dialer's FallbackDelay (RFC 6555, RFC 8305).
const Stagger = 300 * time.Millisecond

// MaxAddresses is how many addresses of a host are tried. Hosts of the Internet have a
// handful; a resolver can invent thousands.
const MaxAddresses = 32

// Attempt is one connect and what became of it.
type Attempt struct {
	At      netip.AddrPort
	started time.Time
	Took    time.Duration
	Conn    net.Conn
	Err     error
	Ended   bool
}

// Open connects to t's endpoint anew, through t.Via where there is one. Probes
// use it where [probe.Env.Claim] has nothing for them. Its error is fit for
// [Classify].
func Open(ctx context.Context, env *probe.Env, t probe.Target) (net.Conn, error) {
	if t.Via != "" {
		return Tunnel(ctx, env, t.Via, t.Client, t.Endpoint)
	}
	host, port, err := net.SplitHostPort(t.Endpoint)
	if err != nil {
		return nil, err
	}
	addresses, err := Resolve(ctx, env, t, host)
	if err != nil {
		return nil, err
	}
	conn, tries := Race(ctx, env, addresses, port)
	if conn == nil {
		return nil, Decisive(tries)
	}
	return conn, nil
}

// Race connects to the addresses as net.Dialer does: the family of the first
// address first, the next address beside the last one as soon as that has
// failed or been silent for [Stagger]. It returns the first connection that
// succeeds, nil if none does, and the attempts in the order in which they
// began. Where it returns, every attempt has ended.
//
// At most [MaxAddresses] are tried.
//
// Unlike net.Dialer it does not wait for the whole share of the time that an
// address of the same family has before it tries the next: a probe has five
// seconds where the go command has thirty.
//
// A host with many addresses that all are silent is given up a little later than one
// with a single address (see [Patience]), and not once each had its full time.
func Race(ctx context.Context, env *probe.Env, addresses []netip.Addr, port string) (net.Conn, []*Attempt) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	began, late := time.Now(), false
	waiting := byFamily(addresses, port)
	waiting = waiting[:min(len(waiting), MaxAddresses)]
	ends := make(chan *Attempt, len(waiting))
	var tries []*Attempt
	begin := func() {
		if len(waiting) == 0 {
			return
		}
		a := &Attempt{At: waiting[0], started: time.Now()}
		waiting = waiting[1:]
		tries = append(tries, a)
		go func() {
			a.Conn, a.Err = env.Dial(ctx, "tcp", a.At.String())
			ends <- a
		}()
	}
	begin()
	var winner *Attempt
	tick := time.NewTicker(Stagger)
	defer tick.Stop()
	for running := len(tries); running > 0; {
		select {
		case <-tick.C:
			if env.ConnectLimit != nil && time.Since(began) > env.ConnectLimit()+2*Stagger && winner == nil && ctx.Err() == nil {
				late = true
				cancel()
			}
			if winner == nil && ctx.Err() == nil {
				running += len(waiting[:min(1, len(waiting))])
				begin()
			}
		case a := <-ends:
			running--
			a.Took = time.Since(a.started)
			a.Ended = winner == nil
			if late && a.Err != nil {
				a.Err = silent("tcp")
			}
			switch {
			case a.Err == nil && winner == nil:
				winner = a
				cancel()
			case a.Err == nil:
				_ = a.Conn.Close()
			case winner == nil && ctx.Err() == nil:
				running += len(waiting[:min(1, len(waiting))])
				begin()
				tick.Reset(Stagger)
			}
		}
	}
	if winner == nil {
		return nil, tries
	}
	return winner.Conn, tries
}

// byFamily puts the addresses of the first one's family in front, as
// net.Dialer partitions them.
func byFamily(addresses []netip.Addr, port string) []netip.AddrPort {
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil || len(addresses) == 0 {
		return nil
	}
	first := addresses[0].Unmap().Is4()
	var primary, fallback []netip.AddrPort
	for _, a := range addresses {
		p := netip.AddrPortFrom(a.Unmap(), uint16(number))
		if a.Unmap().Is4() == first {
			primary = append(primary, p)
			continue
		}
		fallback = append(fallback, p)
	}
	if len(fallback) == 0 {
		return primary
	}
	// The other family comes second: it is the one that rescues.
	return slices.Concat(primary[:1], fallback[:1], primary[1:], fallback[1:])
}

// Decisive returns the error that says most about the host: a family without
// a route says little where the other family was answered or dropped.
func Decisive(tries []*Attempt) error {
	var first error
	for _, a := range tries {
		if a.Err == nil {
			continue
		}
		if first == nil {
			first = a.Err
		}
		if Classify(a.Err, probe.Connect, time.Time{}) != symptom.TCPUnreachable {
			return a.Err
		}
	}
	if first == nil {
		return &net.DNSError{Err: "no such host", IsNotFound: true}
	}
	return first
}
