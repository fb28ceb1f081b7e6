package wire

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestClassify(t *testing.T) {
	now := time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	cert := &x509.Certificate{NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour)}
	early := &x509.Certificate{NotBefore: now.Add(time.Hour), NotAfter: now.Add(2 * time.Hour)}
	late := &x509.Certificate{NotBefore: now.Add(-2 * time.Hour), NotAfter: now.Add(-time.Hour)}
	dial := func(err error) error { return &net.OpError{Op: "dial", Net: "tcp", Err: err} }
	read := func(err error) error { return &net.OpError{Op: "read", Net: "tcp", Err: err} }
	refusing := func(err error) error { return &tls.CertificateVerificationError{Err: err} }
	get := func(err error) error { return &url.Error{Op: "Get", URL: "https://proxy.example.com/", Err: err} }
	for _, c := range []struct {
		name  string
		err   error
		stage probe.Stage
		want  symptom.Symptom
	}{
		{"nothing failed", nil, probe.Protocol, ""},
		{"a name that does not exist", dial(&net.DNSError{Err: "no such host", IsNotFound: true}), probe.Protocol, symptom.DNSNXDomain},
		{"a silent resolver", &net.DNSError{Err: "i/o timeout", IsTimeout: true, IsTemporary: true}, probe.Connect, symptom.DNSTimeout},
		{"a resolver that refuses or fails", &net.DNSError{Err: "server misbehaving", IsTemporary: true}, probe.Resolve, symptom.DNSServFail},
		{"a resolver's closed port", &net.DNSError{Err: "read udp 127.0.0.1:4->127.0.0.1:53: read: connection refused"}, probe.Resolve, symptom.DNSTimeout},
		{"a question that this machine forbids", &net.DNSError{Err: "write udp 192.0.2.9:4->192.0.2.1:53: write: operation not permitted"}, probe.Resolve, symptom.TCPDenied},
		{"connect refused", dial(os.NewSyscallError("connect", syscall.ECONNREFUSED)), probe.Connect, symptom.TCPRefused},
		{"connect refused while a request was made", get(dial(syscall.ECONNREFUSED)), probe.Protocol, symptom.TCPRefused},
		{"connect reset", dial(syscall.ECONNRESET), probe.Connect, symptom.TCPReset},
		{"connect timed out by the kernel", dial(syscall.ETIMEDOUT), probe.Connect, symptom.TCPTimeout},
		{"connect timed out by us while a request was made", get(dial(os.ErrDeadlineExceeded)), probe.Protocol, symptom.TCPTimeout},
		{"no route to the host", dial(syscall.EHOSTUNREACH), probe.Connect, symptom.TCPUnreachable},
		{"no route to the network", dial(syscall.ENETUNREACH), probe.Connect, symptom.TCPUnreachable},
		{"no IPv6 in this kernel", dial(syscall.EAFNOSUPPORT), probe.Connect, symptom.TCPUnreachable},
		{"no address of our own", dial(syscall.EADDRNOTAVAIL), probe.Connect, symptom.TCPUnreachable},
		{"forbidden by netfilter", dial(syscall.EPERM), probe.Connect, symptom.TCPDenied},
		{"forbidden by a security module", dial(syscall.EACCES), probe.Connect, symptom.TCPDenied},
		{"reset in the handshake", read(syscall.ECONNRESET), probe.Handshake, symptom.TLSReset},
		{"broken pipe in the handshake", read(syscall.EPIPE), probe.Handshake, symptom.TLSReset},
		{"end of file in the handshake", io.EOF, probe.Handshake, symptom.TLSReset},
		{"stalled in the handshake", context.DeadlineExceeded, probe.Handshake, symptom.TLSTimeout},
		{"net/http's handshake time-out", get(errors.New("net/http: TLS handshake timeout")), probe.Protocol, symptom.TLSTimeout},
		{"authority unknown", get(refusing(x509.UnknownAuthorityError{Cert: cert})), probe.Protocol, symptom.TLSUnknownAuthority},
		{"no roots at all", refusing(x509.SystemRootsError{Err: os.ErrNotExist}), probe.Handshake, symptom.TLSUnknownAuthority},
		{"other names", refusing(x509.HostnameError{Certificate: cert, Host: "proxy.example.com"}), probe.Handshake, symptom.TLSNameMismatch},
		{"over", refusing(x509.CertificateInvalidError{Cert: late, Reason: x509.Expired}), probe.Handshake, symptom.TLSExpired},
		{"not yet begun", refusing(x509.CertificateInvalidError{Cert: early, Reason: x509.Expired}), probe.Handshake, symptom.TLSNotYetValid},
		{"signed by what may not sign", refusing(x509.CertificateInvalidError{Cert: cert, Reason: x509.NotAuthorizedToSign}), probe.Handshake, symptom.TLSUnknownAuthority},
		{"a platform verifier's own refusal", refusing(errors.New("x509: certificate is not standards compliant")), probe.Handshake, symptom.TLSUnknownAuthority},
		{"not TLS", tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}, probe.Handshake, symptom.TLSProtocol},
		{"plain HTTP where TLS was meant", get(http.ErrSchemeMismatch), probe.Protocol, symptom.TLSProtocol},
		{"an alert", &net.OpError{Op: "remote error", Err: tls.AlertError(70)}, probe.Handshake, symptom.TLSProtocol},
		{"a version that we refuse", errors.New("tls: server selected unsupported protocol version 301"), probe.Handshake, symptom.TLSProtocol},
		{"reset after the request", get(read(syscall.ECONNRESET)), probe.Protocol, symptom.HTTPReset},
		{"end of file before the headers", get(io.EOF), probe.Protocol, symptom.HTTPReset},
		{"end of file in the body", io.ErrUnexpectedEOF, probe.Protocol, symptom.HTTPTruncated},
		{"no headers in time", get(context.DeadlineExceeded), probe.Protocol, symptom.HTTPTimeout},
		{"HTTP/2 stream reset", errors.New("stream error: stream ID 3; INTERNAL_ERROR; received from peer"), probe.Protocol, symptom.HTTPReset},
		{"HTTP/2 GOAWAY", get(errors.New("http2: server sent GOAWAY and closed the connection; LastStreamID=1, ErrCode=ENHANCE_YOUR_CALM, debug=\"\"")), probe.Protocol, symptom.HTTPReset},
		{"HTTP/2 on a connection that is gone", get(errors.New("http2: client conn could not be established")), probe.Protocol, symptom.HTTPReset},
		{"not HTTP", get(errors.New("net/http: HTTP/1.x transport connection broken: malformed HTTP response \"SSH-2.0-x\"")), probe.Protocol, symptom.HTTPNotProxy},
		{"a circle of redirects", get(errors.New("stopped after 10 redirects")), probe.Protocol, symptom.HTTPNotProxy},
		{"a dead outbound proxy", get(&net.OpError{Op: "proxyconnect", Net: "tcp", Err: dial(syscall.ECONNREFUSED)}), probe.Protocol, symptom.OutboundProxyFailed},
		{"a dead SOCKS proxy", get(&net.OpError{Op: "socks connect", Net: "tcp", Err: syscall.ECONNREFUSED}), probe.Protocol, symptom.OutboundProxyFailed},
		{"an outbound proxy that wants credentials, by net/http", get(errors.New("Proxy Authentication Required")), probe.Protocol, symptom.HTTP407},
		{"an outbound proxy that wants credentials, by our tunnel", &TunnelError{Proxy: "proxy.example.com:3128", Status: 407}, probe.Handshake, symptom.HTTP407},
		{"an outbound proxy that refuses", &TunnelError{Proxy: "proxy.example.com:3128", Status: 403}, probe.Handshake, symptom.OutboundProxyFailed},
		{"an outbound proxy whose name does not resolve", &TunnelError{Proxy: "proxy.example.com:3128", Err: &net.DNSError{IsNotFound: true}}, probe.Handshake, symptom.OutboundProxyFailed},
		{"an interruption", context.Canceled, probe.Protocol, symptom.Unknown},
		{"words that nobody knows", errors.New("something else"), probe.Protocol, symptom.Unknown},
	} {
		if got := Classify(c.err, c.stage, now); got != c.want {
			t.Errorf("%s: got %q, want %q (%v)", c.name, got, c.want, c.err)
		}
		if c.err == nil {
			continue
		}
		if got := Classify(fmt.Errorf("wrapped: %w", c.err), c.stage, now); got != c.want {
			t.Errorf("%s, wrapped: got %q, want %q", c.name, got, c.want)
		}
	}
}

func TestErrorNumbersOfOtherSystems(t *testing.T) {
	for _, c := range []struct {
		name   string
		goos   string
		number syscall.Errno
		stage  probe.Stage
		want   symptom.Symptom
	}{
		{"WSAECONNREFUSED", "windows", 10061, probe.Connect, symptom.TCPRefused},
		{"ERROR_CONNECTION_REFUSED", "windows", 1225, probe.Connect, symptom.TCPRefused},
		{"WSAECONNRESET on connect", "windows", 10054, probe.Connect, symptom.TCPReset},
		{"WSAECONNRESET in the handshake", "windows", 10054, probe.Handshake, symptom.TLSReset},
		{"WSAECONNRESET in a conversation", "windows", 10054, probe.Protocol, symptom.HTTPReset},
		{"WSAECONNABORTED in the handshake", "windows", 10053, probe.Handshake, symptom.TLSReset},
		{"WSAETIMEDOUT", "windows", 10060, probe.Connect, symptom.TCPTimeout},
		{"WSAETIMEDOUT in a conversation", "windows", 10060, probe.Protocol, symptom.HTTPTimeout},
		{"WSAEACCES", "windows", 10013, probe.Connect, symptom.TCPDenied},
		{"WSAEINVAL", "windows", 10022, probe.Connect, symptom.TCPDenied},
		{"WSAEPROVIDERFAILEDINIT", "windows", 10106, probe.Connect, symptom.TCPDenied},
		{"WSAENETUNREACH", "windows", 10051, probe.Connect, symptom.TCPUnreachable},
		{"WSAEHOSTUNREACH", "windows", 10065, probe.Connect, symptom.TCPUnreachable},
		{"WSAEADDRNOTAVAIL", "windows", 10049, probe.Connect, symptom.TCPUnreachable},
		{"macOS ECONNREFUSED", "darwin", 61, probe.Connect, symptom.TCPRefused},
		{"macOS ECONNRESET in the handshake", "darwin", 54, probe.Handshake, symptom.TLSReset},
		{"macOS ETIMEDOUT", "darwin", 60, probe.Connect, symptom.TCPTimeout},
		{"macOS EHOSTUNREACH", "darwin", 65, probe.Connect, symptom.TCPUnreachable},
		{"macOS ENETUNREACH", "darwin", 51, probe.Connect, symptom.TCPUnreachable},
		{"macOS EPERM", "darwin", 1, probe.Connect, symptom.TCPDenied},
		{"Linux ECONNREFUSED is not macOS'", "darwin", 111, probe.Connect, ""},
		{"a number that says nothing of a connection", "windows", 2, probe.Connect, ""},
	} {
		var got symptom.Symptom
		if b := errnoBreak(c.goos, c.number); b != "" {
			got = b.at(c.stage)
		}
		if got != c.want {
			t.Errorf("%s (%d): got %q, want %q", c.name, c.number, got, c.want)
		}
	}
}

func TestEveryStageHasASymptomForEveryBreak(t *testing.T) {
	for _, b := range []wireBreak{refused, broken, stalled, unreachable, denied} {
		for _, stage := range []probe.Stage{probe.Resolve, probe.Connect, probe.Handshake, probe.Protocol} {
			if b.at(stage) == "" {
				t.Errorf("%s at stage %d has no symptom", b, stage)
			}
		}
	}
}
