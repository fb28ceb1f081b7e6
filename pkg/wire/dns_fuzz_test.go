package wire

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"testing"
	"time"

	"github.com/miekg/dns"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// FuzzDNSAnswer: a resolver may send anything; the exchange ends, and only an answer to
// the question is taken for one.
func FuzzDNSAnswer(f *testing.F) {
	q := new(dns.Msg).SetQuestion("proxy.golang.org.", dns.TypeA)
	reply := new(dns.Msg).SetReply(q)
	rr, err := dns.NewRR("proxy.golang.org. 60 IN A 192.0.2.1")
	if err != nil {
		f.Fatal(err)
	}
	reply.Answer = []dns.RR{rr}
	packet, err := reply.Pack()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packet)
	f.Add(packet[:len(packet)/2])
	f.Add([]byte("HTTP/1.1 400 Bad Request\r\n\r\n"))
	f.Add(append(append([]byte{}, packet[:12]...), 0xc0, 0x0c, 0xc0, 0x0c)) // a name that points at itself
	f.Fuzz(func(t *testing.T, data []byte) {
		near, far := net.Pipe()
		defer near.Close()
		defer far.Close()
		go func() {
			question := make([]byte, 2)
			if _, err := io.ReadFull(far, question); err != nil {
				return
			}
			_, _ = io.CopyN(io.Discard, far, int64(binary.BigEndian.Uint16(question)))
			data := data[:min(len(data), 0xffff)]
			_, _ = far.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(data))), data...)) //nolint:gosec // bounded above
			_ = far.Close()
		}()
		env := &probe.Env{Now: time.Now, Dial: func(context.Context, string, string) (net.Conn, error) { return near, nil }}
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		answer, err := exchange(ctx, env, "tcp", "192.0.2.53:53", q)
		if ctx.Err() != nil {
			t.Error("the exchange goes on")
		}
		if err != nil {
			return
		}
		if answer.Id != q.Id || len(answer.Question) != 1 || answer.Question[0].Name != q.Question[0].Name {
			t.Errorf("took %v for an answer", answer)
		}
		for _, record := range answer.Answer {
			addressOf(record)
		}
	})
}
