package netlab

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/miekg/dns"
)

// resolver is the name server of the lab's resolv.conf.
type resolver struct {
	lab     *Lab
	servers []*dns.Server
}

// start listens on UDP and TCP port 53 of the resolver's address.
func (r *resolver) start(ctx context.Context) error {
	address := netip.AddrPortFrom(resolverAddress, 53).String()
	var listen net.ListenConfig
	pc, err := listen.ListenPacket(ctx, "udp", address)
	if err != nil {
		return err
	}
	l, err := listen.Listen(ctx, "tcp", address)
	if err != nil {
		return errors.Join(err, pc.Close())
	}
	r.servers = []*dns.Server{{PacketConn: pc, Handler: r}, {Listener: l, Handler: r}}
	for _, s := range r.servers {
		r.lab.work.Go(func() { _ = s.ActivateAndServe() })
	}
	return nil
}

func (r *resolver) close() {
	for _, s := range r.servers {
		_ = s.Shutdown()
	}
}

// ServeDNS answers one query.
func (r *resolver) ServeDNS(w dns.ResponseWriter, q *dns.Msg) {
	answer := new(dns.Msg).SetReply(q)
	answer.RecursionAvailable = true
	if len(q.Question) != 1 {
		answer.Rcode = dns.RcodeFormatError
		_ = w.WriteMsg(answer)
		return
	}
	question := q.Question[0]
	name := strings.ToLower(strings.TrimSuffix(question.Name, "."))
	r.lab.record(Request{Host: name, Method: "DNS", Path: dns.TypeToString[question.Qtype]})
	if !r.fail(w, answer, name) {
		return
	}
	addresses := r.lab.addresses(name)
	if addresses == nil {
		answer.Rcode = dns.RcodeNameError
	}
	answer.Answer = records(question, addresses)
	_ = w.WriteMsg(answer)
}

// fail does what the faults of name say. It reports whether the true answer
// has still to be sent.
func (r *resolver) fail(w dns.ResponseWriter, answer *dns.Msg, name string) bool {
	_, tcp := w.RemoteAddr().(*net.TCPAddr)
	for _, f := range r.lab.faultsOf(name) {
		switch f.Kind {
		case DNSDelay:
			r.lab.sleep(f.duration)
			continue
		case DNSTCP:
			if tcp {
				continue
			}
			answer.Truncated = true
		case DNSInject:
			forged := answer.Copy()
			forged.Answer = records(answer.Question[0], []netip.Addr{f.address})
			_ = w.WriteMsg(forged)
			r.lab.sleep(20 * time.Millisecond)
			return true
		case DNSAddress:
			answer.Answer = records(answer.Question[0], []netip.Addr{f.address})
		case DNSNXDomain:
			answer.Rcode = dns.RcodeNameError
		case DNSServFail:
			answer.Rcode = dns.RcodeServerFailure
		case DNSRefused:
			answer.Rcode = dns.RcodeRefused
		case DNSEmpty:
		case DNSSilent:
			return false
		default:
			continue
		}
		_ = w.WriteMsg(answer)
		return false
	}
	return true
}

// records returns those of the addresses that were asked for.
func records(q dns.Question, addresses []netip.Addr) []dns.RR {
	var all []dns.RR
	for _, a := range addresses {
		header := dns.RR_Header{Name: q.Name, Class: dns.ClassINET, Ttl: 1}
		switch {
		case q.Qtype == dns.TypeA && a.Is4():
			header.Rrtype = dns.TypeA
			all = append(all, &dns.A{Hdr: header, A: a.AsSlice()})
		case q.Qtype == dns.TypeAAAA && a.Is6():
			header.Rrtype = dns.TypeAAAA
			all = append(all, &dns.AAAA{Hdr: header, AAAA: a.AsSlice()})
		}
	}
	return all
}
