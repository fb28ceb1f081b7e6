package probes

import (
	"context"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// TCP connects to every endpoint of the toolchain, or to the outbound proxy
// that is before it, and sends nothing. The first connection that succeeds
// is left to the handshake.
//
// Symptoms: the tcp-* ones, and dns-* where the resolve stage was not asked
// for. A warning says that an address which is tried first was silent while
// another one answered. Evidence: what each address did. Budget: 5 s: a lost
// SYN is repeated after 1 s and again after 2 s more.
var TCP = probe.Probe{
	Kind: probe.TCP, Doc: "TCP connection to every endpoint", Stage: probe.Connect, Budget: 5 * time.Second,
	Targets: sockets, Run: runTCP,
}

func runTCP(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	host, port, err := net.SplitHostPort(t.Endpoint)
	if err != nil {
		return probe.FailedBy(symptom.Unknown, err)
	}
	addresses, err := wire.Resolve(ctx, env, t, host)
	if err != nil {
		return probe.FailedBy(wire.Classify(err, probe.Resolve, env.Now()), err)
	}
	conn, tries := wire.Race(ctx, env, addresses, port)
	evidence := probe.Evidence{TCP: tcpEvidence(tries)}
	if conn == nil {
		err := wire.Decisive(tries)
		o := probe.Failed(wire.Classify(err, probe.Connect, env.Now()), tcpDetail(tries))
		o.Evidence = evidence
		if len(tries) > 0 {
			o.Refusal = probe.RefusalOf(tries[0].Err)
			o.Refusal.Address = tries[0].At.String()
		}
		return o
	}
	env.Park(t, conn)
	o := probe.Outcome{Status: probe.OK}
	if silent := silentFirst(tries); silent != nil {
		waits := goWaits(tries, silent)
		o = probe.Warned(fmt.Sprintf("%s did not answer, and every new connection of go's waits %v for it", silent.At, waits))
		evidence.TCP.GoWaitsMs = waits.Milliseconds()
	}
	o.Evidence = evidence
	return o
}

// silentFirst returns the address that delays every connection: it is tried
// first, was given the head start that the go command gives it, and never
// answered. Nil where there is none.
func silentFirst(tries []*wire.Attempt) *wire.Attempt {
	a := tries[0]
	if a.Conn != nil && a.Err == nil && a.Ended {
		return nil
	}
	if a.Took < wire.Stagger {
		return nil // it failed at once: that costs nothing
	}
	return a
}

// goDialTime is what the go command gives to all addresses of a host together
// (net/http's default transport).
const goDialTime = 30 * time.Second

// goWaits returns how long net.Dialer waits for a silent first address: it
// gives the other family a chance soon, but to the next address of the same
// family its share of the time.
func goWaits(tries []*wire.Attempt, silent *wire.Attempt) time.Duration {
	family := 0
	for _, a := range tries {
		same := a.At.Addr().Is4() == silent.At.Addr().Is4()
		if a.Ended && a.Err == nil && !same {
			return wire.Stagger
		}
		if same {
			family++
		}
	}
	return goDialTime / time.Duration(family)
}

func tcpEvidence(tries []*wire.Attempt) *probe.TCPEvidence {
	e := &probe.TCPEvidence{Attempts: []probe.TCPAttempt{}}
	for _, a := range tries {
		seen := probe.TCPAttempt{Address: a.At.String(), Ms: a.Took.Milliseconds(), GaveUp: !a.Ended}
		if a.Ended {
			seen.Symptom = wire.Classify(a.Err, probe.Connect, time.Time{})
		}
		e.Attempts = append(e.Attempts, seen)
	}
	return e
}

func tcpDetail(tries []*wire.Attempt) string {
	if len(tries) == 0 {
		return "no address to connect to"
	}
	var parts []string
	for _, a := range tries {
		parts = append(parts, fmt.Sprintf("%s: %s", a.At, reason(a.Err)))
	}
	return probe.OneLine(strings.Join(parts, "; "))
}

// reason is the innermost part of a dial's error: the address is beside it
// in the evidence and need not be said twice.
func reason(err error) string {
	if call, ok := errtype.As[*os.SyscallError](err); ok {
		return call.Error()
	}
	if op, ok := errtype.As[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return err.Error()
}
