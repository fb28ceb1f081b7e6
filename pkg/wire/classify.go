package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Classify returns the symptom of err, "" for nil, and [symptom.Unknown] where
// nothing in it is recognised. The stage says what was being done, for errors
// such as a time-out that look the same everywhere; an error that names an
// earlier stage itself (a name that does not resolve, a failed connect) is of
// that stage. The time tells an expired certificate from one that is not yet
// valid: crypto/x509 has one error for both.
//
// Errors are told apart by type and number. What has neither is left to
// [classifyText].
func Classify(err error, stage probe.Stage, now time.Time) symptom.Symptom {
	if err == nil {
		return ""
	}
	if s := classifyProxy(err); s != "" {
		return s
	}
	if dns, ok := errtype.As[*net.DNSError](err); ok {
		return classifyDNS(dns)
	}
	if s := classifyCertificate(err, now); s != "" {
		return s
	}
	if s := classifyTLS(err); s != "" {
		return s
	}
	// Before the time-outs: net/http's handshake time-out is one, and only its
	// text says of what.
	if s := classifyText(err.Error(), stage); s != "" {
		return s
	}
	return classifyBreak(err, stageOf(err, stage))
}

// stageOf corrects the stage of an error that comes out of connect: net.Dialer
// marks those for every caller.
func stageOf(err error, stage probe.Stage) probe.Stage {
	if op, ok := errtype.As[*net.OpError](err); ok && op.Op == "dial" {
		return probe.Connect
	}
	return stage
}

// classifyProxy recognises an outbound proxy that could not be used.
func classifyProxy(err error) symptom.Symptom {
	if tunnel, ok := errtype.As[*TunnelError](err); ok {
		if tunnel.Status == http.StatusProxyAuthRequired {
			return symptom.HTTP407
		}
		return symptom.OutboundProxyFailed
	}
	op, ok := errtype.As[*net.OpError](err)
	// net/http wraps whatever happens before the tunnel is open in an OpError
	// of its own; its bundled SOCKS client does the same (Go 1.26,
	// net/http/transport.go dialConn, socks_bundle.go).
	if ok && (op.Op == "proxyconnect" || op.Op == "socks connect") {
		return symptom.OutboundProxyFailed
	}
	return ""
}

// classifyDNS judges by the flags of the resolver. It cannot tell a name that
// does not exist from one without addresses, nor SERVFAIL from REFUSED: package
// net does not say. The dns probe asks the resolvers itself and can.
func classifyDNS(err *net.DNSError) symptom.Symptom {
	switch {
	case err.IsNotFound:
		return symptom.DNSNXDomain
	case err.IsTimeout:
		return symptom.DNSTimeout
	}
	return classifyDNSText(err.Err)
}

// classifyDNSText judges a resolver's error that has no flag: package net keeps
// of a broken exchange only the words (Go 1.26, net/net.go newDNSError).
func classifyDNSText(text string) symptom.Symptom {
	switch {
	case strings.HasSuffix(text, "operation not permitted"), strings.HasSuffix(text, "permission denied"):
		return symptom.TCPDenied
	case strings.Contains(text, "dial udp"), strings.Contains(text, "dial tcp"),
		strings.Contains(text, "read udp"), strings.Contains(text, "write udp"): // a closed port 53 or no route answers nothing either
		return symptom.DNSTimeout
	}
	return symptom.DNSServFail // "server misbehaving" is all other RCODEs
}

// classifyCertificate judges a chain that was refused. A failure that is none
// of validity and name is one of authority: the system does not accept who
// signed it, or what for.
func classifyCertificate(err error, now time.Time) symptom.Symptom {
	if _, ok := errtype.As[x509.HostnameError](err); ok {
		return symptom.TLSNameMismatch
	}
	if _, ok := errtype.As[x509.UnknownAuthorityError](err); ok {
		return symptom.TLSUnknownAuthority
	}
	if _, ok := errtype.As[x509.SystemRootsError](err); ok {
		return symptom.TLSUnknownAuthority
	}
	if invalid, ok := errtype.As[x509.CertificateInvalidError](err); ok {
		return classifyInvalid(invalid, now)
	}
	if _, ok := errtype.As[*tls.CertificateVerificationError](err); ok {
		return symptom.TLSUnknownAuthority
	}
	return ""
}

func classifyInvalid(err x509.CertificateInvalidError, now time.Time) symptom.Symptom {
	switch {
	case err.Reason != x509.Expired:
		return symptom.TLSUnknownAuthority
	case err.Cert != nil && now.Before(err.Cert.NotBefore):
		return symptom.TLSNotYetValid
	}
	return symptom.TLSExpired
}

// classifyTLS recognises a peer that does not speak TLS or refuses ours.
func classifyTLS(err error) symptom.Symptom {
	if _, ok := errtype.As[tls.RecordHeaderError](err); ok {
		return symptom.TLSProtocol
	}
	if _, ok := errtype.As[tls.AlertError](err); ok {
		return symptom.TLSProtocol
	}
	if errors.Is(err, http.ErrSchemeMismatch) { // a plain HTTP answer to a ClientHello
		return symptom.TLSProtocol
	}
	op, ok := errtype.As[*net.OpError](err)
	// crypto/tls marks alerts so; the alert's own type is not exported.
	if ok && (op.Op == "remote error" || op.Op == "local error") {
		return symptom.TLSProtocol
	}
	return ""
}

// classifyBreak judges what can happen to any connection by what it was doing.
func classifyBreak(err error, stage probe.Stage) symptom.Symptom {
	if n, ok := errtype.As[syscall.Errno](err); ok {
		if b := errnoBreak(runtime.GOOS, n); b != "" {
			return b.at(stage)
		}
	}
	timeout, ok := errtype.As[net.Error](err)
	switch {
	case errors.Is(err, context.Canceled):
		return symptom.Unknown
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded), ok && timeout.Timeout():
		return stalled.at(stage)
	case errors.Is(err, io.ErrUnexpectedEOF) && stage == probe.Protocol:
		return symptom.HTTPTruncated
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.ErrClosedPipe):
		return broken.at(stage)
	}
	return symptom.Unknown
}

// classifyText is the only place that judges by words: for errors of Go 1.26's
// net/http and crypto/tls that have no exported type.
func classifyText(text string, stage probe.Stage) symptom.Symptom {
	has := func(part string) bool { return strings.Contains(text, part) }
	switch {
	case has("net/http: TLS handshake timeout"): // net/http/transport.go, tlsHandshakeTimeoutError
		return symptom.TLSTimeout
	case has("http2: server sent GOAWAY"), // net/http/h2_bundle.go, http2GoAwayError
		has("stream error: stream ID"), // http2StreamError
		has("connection error: "),      // http2ConnectionError, http2connError
		has("http2: client conn"),      // …ection lost, … could not be established, … not usable
		has("http2: Transport received Server's graceful shutdown GOAWAY"),
		has("server closed idle connection"): // net/http/transport.go, errServerClosedIdle
		return symptom.HTTPReset
	case has("malformed HTTP"), has("malformed MIME header"), // net/http/response.go, net/textproto
		has("malformed chunked encoding"), has("invalid byte in chunk length"), // net/http/internal/chunked.go
		has("bad Content-Length"),         // net/http/transfer.go
		has("stopped after 10 redirects"): // net/http/client.go, defaultCheckRedirect
		return symptom.HTTPNotProxy
	case strings.HasSuffix(text, ": Proxy Authentication Required"): // net/http/transport.go: the words of the CONNECT answer's status
		return symptom.HTTP407
	case stage == probe.Handshake && has("tls: "): // crypto/tls/handshake_client*.go, "tls: server selected unsupported …"
		return symptom.TLSProtocol
	}
	return ""
}
