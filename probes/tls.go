package probes

import (
	"context"
	"crypto/tls"
	"net"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
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

func runTLS(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	host, _, err := net.SplitHostPort(t.Endpoint)
	if err != nil {
		return probe.FailedBy(symptom.Unknown, err)
	}
	raw := env.Claim(t)
	if raw == nil {
		if raw, err = wire.Open(ctx, env, t); err != nil {
			return probe.FailedBy(wire.Classify(err, probe.Connect, env.Now()), err)
		}
	}
	big, small := wire.ShakeBoth(ctx, env, t, host, raw)
	evidence := probe.Evidence{TLS: wire.TLSEvidence(big.Leaf, big.Conn)}
	evidence.TLS.SmallHello = small
	if big.Err == nil {
		env.Park(t, big.Conn)
		o := probe.Outcome{Status: probe.OK}
		o.Evidence = evidence
		return o
	}
	o := probe.FailedBy(wire.Classify(big.Err, probe.Handshake, env.Now()), big.Err)
	if small == wire.SmallOK {
		o.Detail += "; a ClientHello that fits one packet gets through (GODEBUG=tlsmlkem=0)"
		if t.Client == probe.GitClient {
			o.Status = probe.Warn // what git sends is mostly that small: let it try
		}
	}
	if refused, ok := errtype.As[*tls.CertificateVerificationError](big.Err); ok {
		evidence.TLS.Standard = wire.StandardTrusts(env, host, refused.UnverifiedCertificates)
		evidence.TLS.Present = wire.PresentRoot(ctx, env, host, refused.UnverifiedCertificates)
		evidence.TLS.Plain = wire.AskPlain(ctx, env, t, host)
	}
	o.Evidence = evidence
	return o
}
