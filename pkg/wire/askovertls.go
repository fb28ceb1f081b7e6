package wire

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/miekg/dns"
)

// AskOverTLS asks one resolver for the A records of name.
func AskOverTLS(ctx context.Context, env *probe.Env, server, name string) probe.DNSServer {
	start := time.Now()
	s := probe.DNSServer{Server: server, Transport: "tls"}
	answer, err := exchangeOverTLS(ctx, env, server, name)
	s.Ms = time.Since(start).Milliseconds()
	if err != nil {
		s.Symptom = symptom.DNSTimeout
		return s
	}
	s.Reached, s.RCODE = true, dns.RcodeToString[answer.Rcode]
	for _, rr := range answer.Answer {
		if a, ok := rr.(*dns.A); ok {
			s.Addresses = append(s.Addresses, a.A.String())
		}
	}
	switch {
	case len(s.Addresses) > 0:
	case answer.Rcode == dns.RcodeNameError:
		s.Symptom = symptom.DNSNXDomain
	default:
		s.Symptom = symptom.DNSNoAddress
	}
	return s
}

func exchangeOverTLS(ctx context.Context, env *probe.Env, server, name string) (*dns.Msg, error) {
	raw, err := env.Dial(ctx, "tcp", server)
	if err != nil {
		return nil, err
	}
	defer raw.Close()
	defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return nil, err
	}
	conn := tls.Client(raw, &tls.Config{ServerName: host, RootCAs: env.Roots, Time: env.Now})
	if err := conn.HandshakeContext(ctx); err != nil {
		return nil, err
	}
	c := &dns.Conn{Conn: conn}
	if err := c.WriteMsg(new(dns.Msg).SetQuestion(dns.Fqdn(name), dns.TypeA)); err != nil {
		return nil, err
	}
	return c.ReadMsg()
}
