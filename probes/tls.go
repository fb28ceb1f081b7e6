package probes

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// TLS shakes hands with every https endpoint that the toolchain would contact,
// with a ClientHello like the go command's, and verifies the certificate by
// the system's roots. It sends nothing after the handshake; the connection is
// left to the protocol stage. Where the certificate was refused, the same host is
// asked for / over plain HTTP, for the time of day and for who answers there.
//
// Symptoms: the tls-* ones; where the connection is made through an outbound
// proxy also http-407 and outbound-proxy-failed. Evidence: issuer, names and
// validity of the certificate, also when the verification fails, because a
// finding has to name the issuer; and whether a ClientHello that fits one
// segment gets further where the usual one stalls or is reset. Budget: 5 s:
// TCP and TLS 1.2 take three round trips, and on a bad line a lost packet costs
// 1 s, lost again 2 s more.
var TLS = probe.Probe{
	Kind: probe.TLS, Doc: "TLS handshake and certificate", Stage: probe.Handshake, Budget: 5 * time.Second,
	Targets: handshakes, Run: runTLS,
}

// helloStall is how long the usual ClientHello may go unanswered before a
// small one is tried beside it: past one retransmission of a lost segment.
const helloStall = 1500 * time.Millisecond

// smallOK is SmallHello's word for a handshake that succeeded.
const smallOK = "ok"

// handshake is one attempt and what it showed.
type handshake struct {
	conn *tls.Conn
	leaf *x509.Certificate // also where it was refused; nil where none came
	err  error
}

func runTLS(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	host, _, err := net.SplitHostPort(t.Endpoint)
	if err != nil {
		return failed(symptom.Unknown, err)
	}
	raw := env.Claim(t)
	if raw == nil {
		if raw, err = open(ctx, env, t); err != nil {
			return failed(Classify(err, probe.Connect, env.Now()), err)
		}
	}
	big, small := shakeBoth(ctx, env, t, host, raw)
	evidence := probe.Evidence{TLS: tlsEvidence(big.leaf, big.conn)}
	evidence.TLS.SmallHello = small
	if big.err == nil {
		env.Park(t, big.conn)
		o := probe.Outcome{Status: probe.OK}
		o.Evidence = evidence
		return o
	}
	o := failed(Classify(big.err, probe.Handshake, env.Now()), big.err)
	if small == smallOK {
		o.Detail += "; a ClientHello that fits one packet gets through (GODEBUG=tlsmlkem=0)"
		if t.Client == probe.GitClient {
			o.Status = probe.Warn // what git sends is mostly that small: let it try
		}
	}
	if refused, ok := errors.AsType[*tls.CertificateVerificationError](big.err); ok {
		evidence.TLS.Standard = standardTrusts(env, host, refused.UnverifiedCertificates)
		evidence.TLS.Plain = askPlain(ctx, env, t, host)
	}
	o.Evidence = evidence
	return o
}

// shakeBoth shakes hands over raw, and with a small ClientHello over a second
// connection where the first one is stalled or cut off. The second result is
// what that one met, "" where it was not tried.
func shakeBoth(ctx context.Context, env *probe.Env, t probe.Target, host string, raw net.Conn) (handshake, string) {
	first := make(chan handshake, 1)
	go func() { first <- shake(ctx, env, host, raw, nil) }()
	stall := time.NewTimer(helloStall)
	defer stall.Stop()
	select {
	case big := <-first:
		if !cutOff(big.err, env) || ctx.Err() != nil {
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
	if big.err == nil { // slow, not stalled: what the small one met no longer matters
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
	raw, err := open(ctx, env, t)
	if err != nil {
		return Classify(err, probe.Connect, env.Now())
	}
	h := shake(ctx, env, host, raw, []tls.CurveID{tls.X25519})
	if h.err != nil {
		return Classify(h.err, probe.Handshake, env.Now())
	}
	_ = h.conn.Close()
	return smallOK
}

// shake shakes hands over raw, which it closes where that does not succeed.
// curves nil are crypto/tls's own, as the go command has them.
func shake(ctx context.Context, env *probe.Env, host string, raw net.Conn, curves []tls.CurveID) handshake {
	conn := tls.Client(raw, &tls.Config{
		ServerName: host, RootCAs: env.Roots, Time: env.Now, CurvePreferences: curves,
		NextProtos: []string{"h2", "http/1.1"},
	})
	if err := conn.HandshakeContext(ctx); err != nil {
		_ = raw.Close()
		return handshake{leaf: refusedLeaf(err), err: err}
	}
	return handshake{conn: conn, leaf: conn.ConnectionState().PeerCertificates[0]}
}

// refusedLeaf returns the certificate that a verification refused.
func refusedLeaf(err error) *x509.Certificate {
	refused, ok := errors.AsType[*tls.CertificateVerificationError](err)
	if !ok || len(refused.UnverifiedCertificates) == 0 {
		return nil
	}
	return refused.UnverifiedCertificates[0]
}

// maxNames bounds the names of a certificate that are kept.
const maxNames = 8

func tlsEvidence(leaf *x509.Certificate, conn *tls.Conn) *probe.TLSEvidence {
	e := &probe.TLSEvidence{}
	if conn != nil {
		state := conn.ConnectionState()
		e.Version, e.ALPN = tls.VersionName(state.Version), state.NegotiatedProtocol
	}
	if leaf == nil {
		return e
	}
	e.Subject, e.Issuer = oneLine(leaf.Subject.String()), oneLine(leaf.Issuer.String())
	e.NotBefore, e.NotAfter = leaf.NotBefore, leaf.NotAfter
	for _, name := range leaf.DNSNames {
		e.Names = append(e.Names, oneLine(name))
	}
	for _, ip := range leaf.IPAddresses {
		e.Names = append(e.Names, ip.String())
	}
	if len(e.Names) > maxNames {
		e.Names = e.Names[:maxNames]
	}
	return e
}
