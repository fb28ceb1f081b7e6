package wire

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// AskOverTLS asks one resolver for the A records of name.
func AskOverTLS(ctx context.Context, env *probe.Env, server, name string) probe.DNSServer {
	start := time.Now()
	s := probe.DNSServer{Server: server, Transport: "tls"}
	said, err := exchangeOverTLS(ctx, env, server, name)
	s.Ms = time.Since(start).Milliseconds()
	if err != nil {
		s.Symptom = symptom.DNSTimeout
		return s
	}
	s.Reached, s.RCODE = true, rcodeName(said.rcode)
	for _, a := range said.addresses {
		if a.Is4() {
			s.Addresses = append(s.Addresses, a.String())
		}
	}
	switch {
	case len(s.Addresses) > 0:
	case said.rcode == dnsmessage.RCodeNameError:
		s.Symptom = symptom.DNSNXDomain
	default:
		s.Symptom = symptom.DNSNoAddress
	}
	return s
}

func exchangeOverTLS(ctx context.Context, env *probe.Env, server, name string) (answer, error) {
	q, err := newQuestion(name, dnsmessage.TypeA)
	if err != nil {
		return answer{}, err
	}
	raw, err := env.Dial(ctx, "tcp", server)
	if err != nil {
		return answer{}, err
	}
	defer raw.Close()
	defer context.AfterFunc(ctx, func() { _ = raw.Close() })()
	host, _, err := net.SplitHostPort(server)
	if err != nil {
		return answer{}, err
	}
	conn := tls.Client(raw, &tls.Config{ServerName: host, RootCAs: env.Roots, Time: env.Now})
	if err := conn.HandshakeContext(ctx); err != nil {
		return answer{}, err
	}
	if err := q.write(conn, "tcp"); err != nil {
		return answer{}, err
	}
	return q.await(conn, "tcp")
}
