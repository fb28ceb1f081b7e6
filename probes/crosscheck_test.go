package probes

import (
	"crypto/tls"
	"net"
	"testing"

	"github.com/miekg/dns"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// overTLS is a resolver that answers A questions by a table under a certificate.
func overTLS(cert tls.Certificate, addresses map[string]string) nettest.Handler {
	return func(raw net.Conn) {
		defer raw.Close()
		c := &dns.Conn{Conn: tls.Server(raw, &tls.Config{Certificates: []tls.Certificate{cert}})}
		q, err := c.ReadMsg()
		if err != nil {
			return
		}
		m := new(dns.Msg).SetReply(q)
		if a, ok := addresses[q.Question[0].Name]; ok {
			m.Answer = []dns.RR{&dns.A{Hdr: dns.RR_Header{Name: q.Question[0].Name, Rrtype: dns.TypeA, Class: dns.ClassINET}, A: net.ParseIP(a)}}
		} else {
			m.Rcode = dns.RcodeNameError
		}
		_ = c.WriteMsg(m)
	}
}

func TestCrossCheck(t *testing.T) {
	ca, other := nettest.NewCA("Test Root"), nettest.NewCA("Other Root")
	known := map[string]string{"proxy.golang.org.": "203.0.113.10"}
	for _, c := range []struct {
		name, host string
		server     nettest.Handler // of 1.1.1.1; no other server answers
		status     probe.Status
		symptom    symptom.Symptom
		addresses  int
	}{
		{"a name that a public resolver knows", "proxy.golang.org", overTLS(ca.Valid("1.1.1.1"), known), probe.OK, "", 1},
		{"a name that it does not know", "goproxy.io", overTLS(ca.Valid("1.1.1.1"), known), probe.Warn, symptom.DNSNXDomain, 0},
		{"somebody who answers in its place", "proxy.golang.org", overTLS(other.Valid("1.1.1.1"), known), probe.Warn, symptom.DNSTimeout, 0},
		{"nobody", "proxy.golang.org", nettest.Reset, probe.Warn, symptom.DNSTimeout, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n := &nettest.Network{Routes: map[string]string{"1.1.1.1:853": serve(t, c.server)}}
			env := EnvOn(t, n)
			env.Roots = ca.Pool()
			o := runWithin(t, CrossCheck, env, probe.Target{Name: c.host}, ample)
			if o.Status != c.status || o.Symptom != c.symptom || len(o.Evidence.DNS.Addresses) != c.addresses {
				t.Errorf("got %s %q with %v, want %s %q with %d addresses", o.Status, o.Symptom, o.Evidence.DNS.Addresses, c.status, c.symptom, c.addresses)
			}
		})
	}
}

// TestCrossChecksAskAboutNoPrivateHost: a company's host is not sent to public resolvers.
func TestCrossChecksAskAboutNoPrivateHost(t *testing.T) {
	s := snapshotWith(goSetting("GOPROXY", "https://goproxy.corp.example,https://goproxy.cn"), goSetting("GOSUMDB", "sum.golang.org"))
	var got []string
	for _, task := range CrossChecks(s, nil) {
		got = append(got, task.Target.Name)
	}
	for _, name := range got {
		if name == "goproxy.corp.example" {
			t.Errorf("%s would be shown to public resolvers", name)
		}
	}
	if len(got) < 3 {
		t.Errorf("got %q, want the public hosts", got)
	}
	if CrossCheck.Targets(s, []probe.Query{{Path: "github.com/google/uuid"}}) != nil {
		t.Error("public resolvers are asked although nobody wants it")
	}
}
