package wire

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// notPublic are the networks in which no public host can be. Private ranges
// (RFC 1918, fc00::/7) are not among them: split-horizon names of companies
// live there.
var notPublic = []string{
	"0.0.0.0/8",
	"127.0.0.0/8",
	"169.254.0.0/16",
	"198.18.0.0/15", // where fake-IP resolvers put their names
	"224.0.0.0/3",
	"::/127",
	"100::/64", // discard-only, RFC 6666
	"fe80::/10",
	"ff00::/8",
}

// OrBogus returns o, or dns-bogus-address where a public name resolves to
// nothing but addresses that cannot be a public host's and no server there proves
// the name by certificate. Fake-IP resolvers and accelerators in the hosts file
// Answer with such addresses too and are working set-ups: there the certificate
// is right, or at least for that name. The evidence says what answered instead.
func OrBogus(ctx context.Context, env *probe.Env, t probe.Target, addresses []netip.Addr, o probe.Outcome, evidence *probe.DNSEvidence) probe.Outcome {
	host, port, err := net.SplitHostPort(t.Endpoint)
	if err != nil || !isPublicName(host) || !strings.HasPrefix(strings.ToLower(t.URL.Reveal()), "https://") {
		return o
	}
	if slices.ContainsFunc(addresses, func(a netip.Addr) bool { return !cannotBePublic(a) }) {
		return o
	}
	err = proveName(ctx, env, host, port, addresses)
	if err == nil {
		return o
	}
	evidence.Peer = Classify(err, probe.Handshake, env.Now())
	return probe.Failed(symptom.DNSBogusAddress, probe.OneLine(fmt.Sprintf(
		"%s resolves to %s, which no public host can have, and nobody there proves the name: %v", host, strings.Join(Printed(addresses), ", "), err)))
}

// proveName shakes hands at the addresses. A certificate for the name is proof
// enough: whether its signer and its dates hold is for the handshake stage.
func proveName(ctx context.Context, env *probe.Env, host, port string, addresses []netip.Addr) error {
	raw, tries := Race(ctx, env, addresses, port)
	if raw == nil {
		return Decisive(tries)
	}
	h := shake(ctx, env, host, raw, nil)
	if h.Err == nil {
		_ = h.Conn.Close()
		return nil
	}
	if h.Leaf != nil && h.Leaf.VerifyHostname(host) == nil {
		return nil
	}
	return h.Err
}

// isPublicName reports whether a name is below a public registry's suffix:
// not localhost, .local, .internal, or a company's own top-level domain.
func isPublicName(host string) bool {
	_, icann := publicsuffix.PublicSuffix(strings.ToLower(strings.TrimSuffix(host, ".")))
	return icann && strings.Contains(host, ".")
}

func cannotBePublic(a netip.Addr) bool {
	return slices.ContainsFunc(notPublic, func(p string) bool { return netip.MustParsePrefix(p).Contains(a.Unmap()) })
}
