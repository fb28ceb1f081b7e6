package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// helloStall is how long the usual ClientHello may go unanswered before a
// small one is tried beside it: past one retransmission of a lost segment.
const helloStall = 1500 * time.Millisecond

// SmallOK is SmallHello's word for a handshake that succeeded.
const SmallOK = "ok"

// Handshake is one attempt and what it showed.
type Handshake struct {
	Conn *tls.Conn
	Leaf *x509.Certificate // also where it was refused; nil where none came
	Err  error
}

// ShakeBoth shakes hands over raw, and with a small ClientHello over a second
// connection where the first one is stalled or cut off. The second result is
// what that one met, "" where it was not tried.
func ShakeBoth(ctx context.Context, env *probe.Env, t probe.Target, host string, raw net.Conn) (Handshake, string) {
	first := make(chan Handshake, 1)
	go func() { first <- shake(ctx, env, host, raw, nil) }()
	stall := time.NewTimer(helloStall)
	defer stall.Stop()
	select {
	case big := <-first:
		if !cutOff(big.Err, env) || ctx.Err() != nil {
			return big, ""
		}
		return big, string(smallHello(ctx, env, t, host))
	case <-stall.C:
	}
	small := make(chan symptom.Symptom, 1)
	cancelable, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { small <- smallHello(cancelable, env, t, host) }()
	big := <-first
	if big.Err == nil { // slow, not stalled: what the small one met no longer matters
		cancel()
		<-small
		return big, ""
	}
	return big, string(<-small)
}

// cutOff reports whether a handshake ended by a break rather than by a verdict.
func cutOff(err error, env *probe.Env) bool {
	switch Classify(err, probe.Handshake, env.Now()) {
	case symptom.TLSReset, symptom.TLSTimeout:
		return true
	}
	return false
}

// smallHello tries a ClientHello that fits one segment, as Go before 1.24
// sends it: since then a post-quantum key share makes it 1.5 kB long, which
// some middleboxes cannot put together again.
func smallHello(ctx context.Context, env *probe.Env, t probe.Target, host string) symptom.Symptom {
	raw, err := Open(ctx, env, t)
	if err != nil {
		return Classify(err, probe.Connect, env.Now())
	}
	h := shake(ctx, env, host, raw, []tls.CurveID{tls.X25519})
	if h.Err != nil {
		return Classify(h.Err, probe.Handshake, env.Now())
	}
	_ = h.Conn.Close()
	return SmallOK
}

// shake does the TLS handshake over raw, and closes raw if that fails. With curves nil
// crypto/tls offers its own curves, as for the go command.
func shake(ctx context.Context, env *probe.Env, host string, raw net.Conn, curves []tls.CurveID) Handshake {
	conn := tls.Client(raw, &tls.Config{
		ServerName: host, RootCAs: env.Roots, Time: env.Now, CurvePreferences: curves,
		NextProtos: []string{"h2", "http/1.1"},
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return Handshake{Leaf: refusedLeaf(err), Err: err}
	}
	return Handshake{Conn: conn, Leaf: conn.ConnectionState().PeerCertificates[0]}
}

// refusedLeaf returns the certificate that a verification refused.
func refusedLeaf(err error) *x509.Certificate {
	refused, ok := errtype.As[*tls.CertificateVerificationError](err)
	if !ok || len(refused.UnverifiedCertificates) == 0 {
		return nil
	}
	return refused.UnverifiedCertificates[0]
}

// maxNames bounds the names of a certificate that are kept.
const maxNames = 8

// TLSEvidence describes a certificate and the connection that it was shown on;
// nil where there is none.
func TLSEvidence(leaf *x509.Certificate, conn *tls.Conn) *probe.TLSEvidence {
	e := &probe.TLSEvidence{}
	if conn != nil {
		state := conn.ConnectionState()
		e.Version, e.ALPN = tls.VersionName(state.Version), state.NegotiatedProtocol
	}
	if leaf == nil {
		return e
	}
	e.Subject, e.Issuer = probe.OneLine(leaf.Subject.String()), probe.OneLine(leaf.Issuer.String())
	e.NotBefore, e.NotAfter = leaf.NotBefore, leaf.NotAfter
	for _, name := range leaf.DNSNames {
		e.Names = append(e.Names, probe.OneLine(name))
	}
	for _, ip := range leaf.IPAddresses {
		e.Names = append(e.Names, ip.String())
	}
	if len(e.Names) > maxNames {
		e.Names = e.Names[:maxNames]
	}
	return e
}
