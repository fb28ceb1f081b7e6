package nettest

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
	"sync"

	"github.com/miekg/dns"
)

// DNSAnswer is what a resolver says about one name. The zero value is NOERROR
// without an address.
type DNSAnswer struct {
	Addresses []string // IPv4 and IPv6
	RCODE     int      // as in package dns; anything but 0 comes without addresses
	Silent    bool     // no answer at all
	// DropAAAA leaves questions for IPv6 addresses unanswered.
	DropAAAA bool
	// LoseFirst leaves the first datagram of each question unanswered.
	LoseFirst bool
	// Forged has two datagrams that are no answer to the question come before
	// the answer.
	Forged bool
	// OverTCP cuts the answer over UDP short, so that it has to be asked for
	// over TCP.
	OverTCP bool
}

// Resolver is a DNS server with an answer of its own for each name.
type Resolver struct {
	Addr string // host:port, UDP and TCP

	mu      sync.Mutex
	answers map[string]DNSAnswer
	asked   []string
	servers []*dns.Server
	running sync.WaitGroup
}

// AnyName is the key of the answer for every name that has none of its own;
// without it such names do not exist.
const AnyName = "*"

// StartDNS starts a resolver with answers by name (without a final dot).
func StartDNS(answers map[string]DNSAnswer) *Resolver {
	r := &Resolver{answers: answers}
	return startDNS(r, r.serve)
}

// startDNS has r listen for UDP and TCP and answer by serve.
func startDNS(r *Resolver, serve dns.HandlerFunc) *Resolver {
	tcp, udp := listenBoth()
	r.Addr = udp.LocalAddr().String()
	r.servers = []*dns.Server{{PacketConn: udp, Handler: serve}, {Listener: tcp, Handler: serve}}
	for _, s := range r.servers {
		up := make(chan struct{})
		s.NotifyStartedFunc = func() { close(up) }
		r.running.Go(func() { _ = s.ActivateAndServe() })
		<-up
	}
	return r
}

// listenBoth finds a port that is free for TCP and UDP.
func listenBoth() (net.Listener, net.PacketConn) {
	for range 20 {
		tcp, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			panic(fmt.Sprintf("listen on the loopback interface: %v", err))
		}
		udp, err := net.ListenPacket("udp", tcp.Addr().String())
		if err == nil {
			return tcp, udp
		}
		_ = tcp.Close()
	}
	panic("no port of the loopback interface is free for TCP and UDP")
}

// Close ends the resolver and waits for it.
func (r *Resolver) Close() {
	for _, s := range r.servers {
		_ = s.Shutdown()
	}
	r.running.Wait()
}

// Asked returns the names that were asked for, each once, sorted.
func (r *Resolver) Asked() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := slices.Clone(r.asked)
	slices.Sort(out)
	for i, q := range out {
		out[i], _, _ = strings.Cut(q, " ")
	}
	return slices.Compact(out)
}

func (r *Resolver) serve(w dns.ResponseWriter, q *dns.Msg) {
	name := strings.ToLower(strings.TrimSuffix(q.Question[0].Name, "."))
	kind := q.Question[0].Qtype
	a, seenBefore := r.note(name, kind)
	overUDP := w.LocalAddr().Network() == "udp"
	if a.Silent || a.DropAAAA && kind == dns.TypeAAAA || a.LoseFirst && overUDP && !seenBefore {
		return
	}
	reply := new(dns.Msg).SetReply(q)
	reply.RecursionAvailable = true // package net takes an empty answer without it for a lame referral
	reply.Rcode = a.RCODE
	if a.Forged && overUDP {
		forge(w, reply)
	}
	if a.OverTCP && overUDP {
		reply.Truncated = true
		_ = w.WriteMsg(reply)
		return
	}
	if a.RCODE == dns.RcodeSuccess {
		reply.Answer = records(q.Question[0], a.Addresses)
	}
	_ = w.WriteMsg(reply)
}

// forge sends what an attacker can who does not see the question.
func forge(w dns.ResponseWriter, reply *dns.Msg) {
	_, _ = w.Write([]byte("junk"))
	guess := reply.Copy()
	guess.Id++
	guess.Rcode = dns.RcodeNameError
	_ = w.WriteMsg(guess)
}

func (r *Resolver) note(name string, kind uint16) (a DNSAnswer, seenBefore bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	asked := name + " " + dns.TypeToString[kind]
	seenBefore = slices.Contains(r.asked, asked)
	if !seenBefore {
		r.asked = append(r.asked, asked)
	}
	a, ok := r.answers[name]
	if !ok {
		a, ok = r.answers[AnyName]
	}
	if !ok {
		a = DNSAnswer{RCODE: dns.RcodeNameError}
	}
	return a, seenBefore
}

func records(q dns.Question, addresses []string) []dns.RR {
	var out []dns.RR
	for _, text := range addresses {
		a := netip.MustParseAddr(text)
		head := dns.RR_Header{Name: q.Name, Rrtype: q.Qtype, Class: dns.ClassINET, Ttl: 60}
		switch {
		case q.Qtype == dns.TypeA && a.Is4():
			out = append(out, &dns.A{Hdr: head, A: a.AsSlice()})
		case q.Qtype == dns.TypeAAAA && a.Is6():
			out = append(out, &dns.AAAA{Hdr: head, AAAA: a.AsSlice()})
		}
	}
	return out
}
