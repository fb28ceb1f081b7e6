package nettest

import (
	"encoding/binary"
	"fmt"
	"strings"

	"github.com/miekg/dns"
)

// HostileDNS is a resolver whose answers mean harm.
type HostileDNS struct {
	Name  string
	Serve dns.HandlerFunc
}

// StartHostileDNS starts a resolver that answers every question by serve.
func StartHostileDNS(serve dns.HandlerFunc) *Resolver {
	return startDNS(&Resolver{}, serve)
}

// HostileResolvers returns the resolvers that every command has to outlive.
func HostileResolvers() []HostileDNS {
	return []HostileDNS{
		{"CNAMEs in a circle", answerWith(func(q dns.Question) []dns.RR {
			return []dns.RR{cname(q.Name, "a.example."), cname("a.example.", "b.example."), cname("b.example.", q.Name)}
		})},
		{"a CNAME to itself", answerWith(func(q dns.Question) []dns.RR { return []dns.RR{cname(q.Name, q.Name)} })},
		{"a chain of CNAMEs", overTCP(answerWith(func(q dns.Question) []dns.RR {
			out := []dns.RR{cname(q.Name, "0.example.")}
			for i := range 1000 {
				out = append(out, cname(fmt.Sprintf("%d.example.", i), fmt.Sprintf("%d.example.", i+1)))
			}
			return out
		}))},
		{"names of dirt", answerWith(func(q dns.Question) []dns.RR {
			const name = `\027[31m\007\155\r\n::error::dirt\226\128\174.example.`
			head := dns.RR_Header{Name: q.Name, Rrtype: dns.TypeTXT, Class: dns.ClassINET, Ttl: 60}
			return append([]dns.RR{&dns.TXT{Hdr: head, Txt: []string{`\027]0;title\007\010::error::dirt`}}, cname(q.Name, name)}, records(dns.Question{Name: name, Qtype: q.Qtype}, []string{"127.0.0.1", "::1"})...)
		})},
		{"thousands of addresses", overTCP(answerWith(func(q dns.Question) []dns.RR {
			var addresses []string
			for i := range 2000 {
				addresses = append(addresses, fmt.Sprintf("127.1.%d.%d", i>>8, i&255), fmt.Sprintf("64:ff9b::%x", i))
			}
			return records(q, addresses)
		}))},
		{"truncated for ever", func(w dns.ResponseWriter, q *dns.Msg) {
			reply := new(dns.Msg).SetReply(q)
			reply.Truncated = true
			_ = w.WriteMsg(reply)
		}},
		{"wrong ids for ever", func(w dns.ResponseWriter, q *dns.Msg) {
			reply := new(dns.Msg).SetReply(q)
			reply.Answer = records(q.Question[0], []string{"127.0.0.1", "::1"})
			for range 20000 {
				reply.Id++
				if reply.Id != q.Id && w.WriteMsg(reply) != nil {
					return
				}
			}
		}},
		{"an answer to another question", func(w dns.ResponseWriter, q *dns.Msg) {
			reply := new(dns.Msg).SetReply(q)
			reply.Question[0].Name = "other.example."
			reply.Answer = records(reply.Question[0], []string{"127.0.0.1", "::1"})
			_ = w.WriteMsg(reply)
		}},
		{"a name that points at itself", bytesAfterHeader(func(question []byte) []byte {
			at := 12 + len(question)
			return append(question, 0xc0|byte(at>>8), byte(at), 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 127, 0, 0, 1)
		})},
		{"a record longer than the answer", bytesAfterHeader(func(question []byte) []byte {
			return append(question, 0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0xff, 0xff, 127)
		})},
		{"a datagram of 60 KiB", bytesAfterHeader(func(question []byte) []byte { return append(question, strings.Repeat(Dirt, 800)...) })},
		{"dirt", func(w dns.ResponseWriter, _ *dns.Msg) { _, _ = w.Write([]byte(Dirt)) }},
		{"a code that has no name", func(w dns.ResponseWriter, q *dns.Msg) {
			reply := new(dns.Msg).SetReply(q)
			reply.Rcode = 14
			_ = w.WriteMsg(reply)
		}},
		{"nothing", func(dns.ResponseWriter, *dns.Msg) {}},
	}
}

func cname(from, to string) dns.RR {
	return &dns.CNAME{Hdr: dns.RR_Header{Name: from, Rrtype: dns.TypeCNAME, Class: dns.ClassINET, Ttl: 60}, Target: to}
}

// answerWith answers with records, in one message.
func answerWith(of func(dns.Question) []dns.RR) dns.HandlerFunc {
	return func(w dns.ResponseWriter, q *dns.Msg) {
		reply := new(dns.Msg).SetReply(q)
		reply.RecursionAvailable, reply.Compress = true, true
		reply.Answer = of(q.Question[0])
		_ = w.WriteMsg(reply)
	}
}

// overTCP cuts the answer over UDP short.
func overTCP(whole dns.HandlerFunc) dns.HandlerFunc {
	return func(w dns.ResponseWriter, q *dns.Msg) {
		if w.LocalAddr().Network() != "udp" {
			whole(w, q)
			return
		}
		reply := new(dns.Msg).SetReply(q)
		reply.Truncated = true
		_ = w.WriteMsg(reply)
	}
}

// bytesAfterHeader answers with a header that promises one record, and with what rest
// makes of the question.
func bytesAfterHeader(rest func(question []byte) []byte) dns.HandlerFunc {
	return func(w dns.ResponseWriter, q *dns.Msg) {
		bare := new(dns.Msg).SetReply(q)
		packed, err := bare.Pack()
		if err != nil {
			return
		}
		binary.BigEndian.PutUint16(packed[6:], 1) // ANCOUNT
		_, _ = w.Write(append(packed[:12:12], rest(packed[12:])...))
	}
}
