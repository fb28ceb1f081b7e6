package wire

import (
	"testing"

	"github.com/miekg/dns"
	"golang.org/x/net/dns/dnsmessage"
)

// asked is a question with its answer of one address, packed by another DNS library.
func asked(t testing.TB) (q *question, packet []byte) {
	t.Helper()
	q, err := newQuestion("proxy.golang.org", dnsmessage.TypeA)
	if err != nil {
		t.Fatal(err)
	}
	var sent dns.Msg
	if err := sent.Unpack(q.packet); err != nil {
		t.Fatal(err)
	}
	reply := new(dns.Msg).SetReply(&sent)
	rr, err := dns.NewRR("proxy.golang.org. 60 IN A 192.0.2.1")
	if err != nil {
		t.Fatal(err)
	}
	reply.Answer = []dns.RR{rr}
	packet, err = reply.Pack()
	if err != nil {
		t.Fatal(err)
	}
	return q, packet
}

// FuzzDNSAnswer: a resolver may send anything; only an answer to the question is taken
// for one.
func FuzzDNSAnswer(f *testing.F) {
	q, packet := asked(f)
	packet = packet[2:]
	f.Add(packet)
	f.Add(packet[:len(packet)/2])
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Add(append(append([]byte{}, packet[:10]...), 0xc0, 0x0c, 0xc0, 0x0c)) // a name that points at itself
	f.Fuzz(func(t *testing.T, data []byte) {
		data = append(q.packet[:2:2], data...) // with the id of the question, which is another one each time
		if _, err := q.read(data); err != nil {
			return
		}
		var read dns.Msg
		_ = read.Unpack(data) // it stops at what is no message, and has the question by then
		if read.Id != q.id || !read.Response || len(read.Question) != 1 || dns.CanonicalName(read.Question[0].Name) != "proxy.golang.org." {
			t.Errorf("took %v for an answer", data)
		}
	})
}
