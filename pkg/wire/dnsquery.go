package wire

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// retransmit is after how long an unanswered question is sent once more: one
// lost datagram must not make a resolver look dead.
const retransmit = time.Second

// udpSize is the size of answers that the question offers to take, as the go
// command's resolver does (net/dnsclient_unix.go, maxDNSPacketSize).
const udpSize = 1232

// reply is what one resolver answered for one record type.
type reply struct {
	kind      dnsmessage.Type
	rcode     string
	transport string
	addresses []string
	reached   bool            // the resolver's machine gave a sign of life
	symptom   symptom.Symptom // also where NOERROR came without an address
}

// askServer asks one resolver (host:port) for the A and AAAA records of name,
// both at once, and returns when both are answered, when one has given
// addresses and the other has had time for two datagrams, or when ctx ends.
// Where nothing has come by the time of the second datagram, it also sees by
// TCP whether a server is there.
func askServer(ctx context.Context, env *probe.Env, server, name string) probe.DNSServer {
	start := time.Now()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	replies, alive := make(chan reply, 2), make(chan bool, 1)
	for _, kind := range []dnsmessage.Type{dnsmessage.TypeA, dnsmessage.TypeAAAA} {
		go func() { replies <- ask(ctx, env, server, name, kind) }()
	}
	knocking, done := context.WithCancel(ctx)
	defer done()
	go func() { alive <- knock(knocking, env, server) }()
	first := <-replies
	if len(first.addresses) > 0 {
		defer time.AfterFunc(time.Until(start.Add(goGrace)), cancel).Stop()
	}
	second := <-replies
	done()
	seen := summed(first, second)
	seen.Server = server
	seen.Reached = <-alive || seen.Reached
	seen.Ms = time.Since(start).Milliseconds()
	return seen
}

// summed puts the answers for both record types together.
func summed(first, second reply) probe.DNSServer {
	if first.kind != dnsmessage.TypeA {
		first, second = second, first
	}
	seen := probe.DNSServer{Symptom: first.or(second)}
	for _, r := range []reply{first, second} {
		seen.Addresses = append(seen.Addresses, r.addresses...)
		seen.RCODE = cmp.Or(seen.RCODE, r.rcode)
		seen.Reached = seen.Reached || r.reached
		if r.transport == "tcp" || seen.Transport == "" {
			seen.Transport = r.transport
		}
		if r.symptom == symptom.DNSTimeout && seen.Symptom == "" {
			seen.Silent = strings.TrimPrefix(r.kind.String(), "Type")
		}
	}
	return seen
}

// knock waits for [retransmit] and then reports whether the machine of a
// resolver accepts or refuses a TCP connection. It ends with ctx.
func knock(ctx context.Context, env *probe.Env, server string) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(retransmit):
	}
	conn, err := env.Dial(ctx, "tcp", server)
	if err != nil && !isAnswer(err, env) {
		return false
	}
	if err == nil {
		_ = conn.Close()
	}
	env.Alive(server)
	return true
}

// isAnswer reports whether a failure was caused by the peer itself.
func isAnswer(err error, env *probe.Env) bool {
	switch Classify(err, probe.Connect, env.Now()) {
	case symptom.TCPRefused, symptom.TCPReset:
		return true
	}
	return false
}

// or returns what two record types together say about a name: addresses of
// either will do; that the name does not exist holds for both; and no address
// is only what both say.
func (r reply) or(other reply) symptom.Symptom {
	both := []symptom.Symptom{r.symptom, other.symptom}
	for _, s := range []symptom.Symptom{"", symptom.DNSNXDomain} {
		if slices.Contains(both, s) {
			return s
		}
	}
	if r.symptom == symptom.DNSNoAddress {
		return other.symptom
	}
	return r.symptom
}

// ask sends one question, over TCP once more where the answer is cut short.
func ask(ctx context.Context, env *probe.Env, server, name string, kind dnsmessage.Type) reply {
	transport := "udp"
	said, err := exchange(ctx, env, transport, server, name, kind)
	if err == nil && said.truncated {
		transport = "tcp"
		said, err = exchange(ctx, env, transport, server, name, kind)
	}
	if err != nil {
		reached := transport == "tcp" || isAnswer(err, env)
		if reached {
			env.Alive(server)
		}
		return reply{kind: kind, symptom: dnsBreak(err, env), reached: reached}
	}
	r := reply{kind: kind, reached: true, rcode: rcodeName(said.rcode), transport: transport, symptom: rcodeSymptom(said.rcode)}
	if said.rcode == dnsmessage.RCodeSuccess && len(said.addresses) > 0 {
		r.symptom = ""
		for _, a := range said.addresses {
			r.addresses = append(r.addresses, a.String())
		}
	}
	return r
}

// dnsBreak is the symptom of a resolver that gave no answer: dns-timeout,
// whether it was silent or its port is closed, except where this machine
// forbids the question.
func dnsBreak(err error, env *probe.Env) symptom.Symptom {
	if s := Classify(err, probe.Connect, env.Now()); s == symptom.TCPDenied {
		return s
	}
	return symptom.DNSTimeout
}

func rcodeSymptom(rcode dnsmessage.RCode) symptom.Symptom {
	switch rcode {
	case dnsmessage.RCodeSuccess:
		return symptom.DNSNoAddress // until an address is found in it
	case dnsmessage.RCodeNameError:
		return symptom.DNSNXDomain
	case dnsmessage.RCodeRefused:
		return symptom.DNSRefused
	}
	return symptom.DNSServFail // the go command too has one error for all the rest
}

// exchange asks for the records of one type of name and waits for the answer until
// ctx ends.
func exchange(ctx context.Context, env *probe.Env, network, server, name string, kind dnsmessage.Type) (answer, error) {
	start := time.Now()
	q, err := newQuestion(name, kind)
	if err != nil {
		return answer{}, err
	}
	conn, err := env.Dial(ctx, network, server)
	if err != nil {
		return answer{}, err
	}
	defer func() { _ = conn.Close() }()
	release := bound(ctx, conn)
	defer func() { _ = release() }()
	if err := q.write(conn, network); err != nil {
		return answer{}, err
	}
	if network == "udp" {
		again := time.AfterFunc(retransmit, func() { _ = q.write(conn, network) })
		defer again.Stop()
	}
	said, err := q.await(conn, network)
	if err == nil {
		env.Heard(server, time.Since(start))
	}
	return said, err
}

// await reads the answer. Datagrams that are not the answer are skipped: any host can
// send them. On a connection the first message has to be it, as for the go command.
func (q *question) await(conn io.Reader, network string) (answer, error) {
	for {
		packet, err := receive(conn, network)
		if err != nil {
			return answer{}, err
		}
		said, err := q.read(packet)
		if err == nil || network != "udp" {
			return said, err
		}
	}
}
