package wire

import (
	"cmp"
	"context"
	"net/netip"
	"slices"
	"time"

	"github.com/miekg/dns"

	"github.com/gofix-net/gofix-net/pkg/errtype"
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
	kind      uint16
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
	for _, kind := range []uint16{dns.TypeA, dns.TypeAAAA} {
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
	if first.kind != dns.TypeA {
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
			seen.Silent = dns.TypeToString[r.kind]
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
func ask(ctx context.Context, env *probe.Env, server, name string, kind uint16) reply {
	q := new(dns.Msg).SetQuestion(dns.Fqdn(name), kind).SetEdns0(udpSize, false)
	answer, err := exchange(ctx, env, "udp", server, q)
	transport := "udp"
	if err == nil && answer.Truncated {
		transport = "tcp"
		answer, err = exchange(ctx, env, "tcp", server, q)
	}
	if err != nil {
		reached := transport == "tcp" || isAnswer(err, env)
		if reached {
			env.Alive(server)
		}
		return reply{kind: kind, symptom: dnsBreak(err, env), reached: reached}
	}
	r := reply{kind: kind, reached: true, rcode: dns.RcodeToString[answer.Rcode], transport: transport, symptom: rcodeSymptom(answer.Rcode)}
	for _, record := range answer.Answer {
		if a, ok := addressOf(record); ok && answer.Rcode == dns.RcodeSuccess {
			r.addresses = append(r.addresses, a.String())
			r.symptom = ""
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

func rcodeSymptom(rcode int) symptom.Symptom {
	switch rcode {
	case dns.RcodeSuccess:
		return symptom.DNSNoAddress // until an address is found in it
	case dns.RcodeNameError:
		return symptom.DNSNXDomain
	case dns.RcodeRefused:
		return symptom.DNSRefused
	}
	return symptom.DNSServFail // the go command too has one error for all the rest
}

func addressOf(record dns.RR) (netip.Addr, bool) {
	switch r := record.(type) {
	case *dns.A:
		a, ok := netip.AddrFromSlice(r.A)
		return a.Unmap(), ok
	case *dns.AAAA:
		return netip.AddrFromSlice(r.AAAA)
	}
	return netip.Addr{}, false
}

// exchange asks q and waits for its answer until ctx ends. Answers to other
// questions, which any host can send, are skipped.
func exchange(ctx context.Context, env *probe.Env, network, server string, q *dns.Msg) (*dns.Msg, error) {
	start := time.Now()
	packet, err := q.Pack()
	if err != nil {
		return nil, err
	}
	raw, err := env.Dial(ctx, network, server)
	if err != nil {
		return nil, err
	}
	defer func() { _ = raw.Close() }()
	release := bound(ctx, raw)
	defer func() { _ = release() }()
	conn := &dns.Conn{Conn: raw, UDPSize: udpSize}
	if _, err := conn.Write(packet); err != nil {
		return nil, err
	}
	if network == "udp" {
		again := time.AfterFunc(retransmit, func() { _, _ = conn.Write(packet) })
		defer again.Stop()
	}
	for {
		answer, err := conn.ReadMsg()
		switch {
		case err == nil && answer.Response && answer.Id == q.Id && sameQuestion(answer, q):
			env.Heard(server, time.Since(start))
			return answer, nil
		case err == nil, network == "udp" && notDNS(err):
			continue
		}
		return nil, err
	}
}

// notDNS reports whether a datagram came that is no message, rather than none.
func notDNS(err error) bool {
	_, ok := errtype.As[*dns.Error](err)
	return ok
}

func sameQuestion(answer, q *dns.Msg) bool {
	return len(answer.Question) == 1 && dns.CanonicalName(answer.Question[0].Name) == dns.CanonicalName(q.Question[0].Name) &&
		answer.Question[0].Qtype == q.Question[0].Qtype
}
