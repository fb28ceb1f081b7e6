package wire

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/miekg/dns"
	"golang.org/x/net/dns/dnsmessage"
)

// TestQuestion: another DNS library reads the question as it is meant.
func TestQuestion(t *testing.T) {
	q, _ := asked(t)
	var sent dns.Msg
	if err := sent.Unpack(q.packet); err != nil {
		t.Fatal(err)
	}
	edns := sent.IsEdns0()
	if !sent.RecursionDesired || sent.Response || sent.Id != q.id || len(sent.Question) != 1 || edns == nil || edns.UDPSize() != udpSize || edns.Do() {
		t.Fatalf("sent %v", &sent)
	}
	if got := sent.Question[0]; got.Name != "proxy.golang.org." || got.Qtype != dns.TypeA || got.Qclass != dns.ClassINET {
		t.Errorf("asked %v", got)
	}
	for _, name := range []string{strings.Repeat("a", 64) + ".example", "a..example", strings.Repeat("abc.", 70)} {
		if _, err := newQuestion(name, dnsmessage.TypeA); err == nil {
			t.Errorf("asks for %q", name)
		}
	}
}

// TestAnswer: what counts as an answer, and what is read from it.
func TestAnswer(t *testing.T) {
	record := func(text string) dns.RR {
		rr, err := dns.NewRR(text)
		if err != nil {
			t.Fatal(err)
		}
		return rr
	}
	for name, c := range map[string]struct {
		change func(*dns.Msg)
		cut    int // of bytes at the end
		want   string
	}{
		"as asked": {want: "NOERROR [192.0.2.1]"},
		"capitals": {change: func(m *dns.Msg) { m.Question[0].Name = "pRoXy.golang.ORG." }, want: "NOERROR [192.0.2.1]"},
		"behind an alias": {change: func(m *dns.Msg) {
			m.Answer = append([]dns.RR{record("proxy.golang.org. CNAME a.example.")}, m.Answer...)
		}, want: "NOERROR [192.0.2.1]"},
		"IPv6 too":          {change: func(m *dns.Msg) { m.Answer = append(m.Answer, record("proxy.golang.org. AAAA 2001:db8::1")) }, want: "NOERROR [192.0.2.1 2001:db8::1]"},
		"truncated":         {change: func(m *dns.Msg) { m.Truncated, m.Answer = true, nil }, want: "NOERROR [] truncated"},
		"no such name":      {change: func(m *dns.Msg) { m.Rcode, m.Answer = dns.RcodeNameError, nil }, want: "NXDOMAIN []"},
		"refused":           {change: func(m *dns.Msg) { m.Rcode, m.Answer = dns.RcodeRefused, nil }, want: "REFUSED []"},
		"extended":          {change: func(m *dns.Msg) { m.SetEdns0(1232, false); m.Rcode, m.Answer = dns.RcodeBadVers, nil }, want: "BADVERS []"},
		"code with no name": {change: func(m *dns.Msg) { m.Rcode, m.Answer = 14, nil }, want: " []"},
		"another id":        {change: func(m *dns.Msg) { m.Id++ }, want: "none"},
		"another name":      {change: func(m *dns.Msg) { m.Question[0].Name = "other.example." }, want: "none"},
		"another type":      {change: func(m *dns.Msg) { m.Question[0].Qtype = dns.TypeAAAA }, want: "none"},
		"no question":       {change: func(m *dns.Msg) { m.Question = nil }, want: "none"},
		"a question":        {change: func(m *dns.Msg) { m.Response = false }, want: "none"},
		"cut in a record":   {cut: 2, want: "none"},
		"bad after good":    {change: func(m *dns.Msg) { m.Answer = append(m.Answer, record("proxy.golang.org. A 192.0.2.2")) }, cut: 2, want: "NOERROR [192.0.2.1]"},
	} {
		t.Run(name, func(t *testing.T) {
			q, packet := asked(t)
			var m dns.Msg
			if err := m.Unpack(packet); err != nil {
				t.Fatal(err)
			}
			if c.change != nil {
				c.change(&m)
			}
			packet, err := m.Pack()
			if err != nil {
				t.Fatal(err)
			}
			got := "none"
			if a, err := q.read(packet[:len(packet)-c.cut]); err == nil {
				got = fmt.Sprintf("%s %v", rcodeName(a.rcode), a.addresses)
				if a.truncated {
					got += " truncated"
				}
			}
			if got != c.want {
				t.Errorf("read %q, want %q", got, c.want)
			}
		})
	}
}

// TestRcodeNames: the names are those of another DNS library, and none is missing.
func TestRcodeNames(t *testing.T) {
	for code, name := range dns.RcodeToString {
		if code > dns.RcodeStatefulTypeNotImplemented && code != dns.RcodeBadCookie {
			continue // of TSIG and TKEY, which answer no questions; 16 is BADVERS otherwise
		}
		if got := rcodeName(dnsmessage.RCode(code)); got != name { //nolint:gosec // below 24
			t.Errorf("%d is %q, want %q", code, got, name)
		}
	}
}

// TestAwait: over UDP the wrong datagrams are skipped; over TCP the first message counts.
func TestAwait(t *testing.T) {
	q, packet := asked(t)
	wrong := slices.Clone(packet)
	wrong[0]++
	for network, want := range map[string]bool{"udp": true, "tcp": false} {
		_, err := q.await(messages(network, wrong, packet), network)
		if (err == nil) != want {
			t.Errorf("%s: %v", network, err)
		}
		if _, err := q.await(messages(network, packet), network); err != nil {
			t.Errorf("%s: %v", network, err)
		}
		if _, err := q.await(messages(network), network); err == nil {
			t.Errorf("%s: an answer out of nothing", network)
		}
	}
}

// messages are read one by one as datagrams, or after one another as a stream.
func messages(network string, packets ...[]byte) io.Reader {
	var readers []io.Reader
	for _, p := range packets {
		if network == "tcp" {
			readers = append(readers, bytes.NewReader([]byte{byte(len(p) >> 8), byte(len(p))}))
		}
		readers = append(readers, bytes.NewReader(p))
	}
	return io.MultiReader(readers...)
}
