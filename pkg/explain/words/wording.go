// Package words knows what the innermost layers say when something fails: sockets,
// resolvers, TLS libraries and HTTP, of Go, the C libraries and Windows, in the
// languages and code pages that these speak.
package words

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Wording is a text of the innermost layer and the symptom that it tells of.
// The texts are compared in lower case.
type Wording struct {
	text    string
	symptom symptom.Symptom
}

// TLS are crypto/tls, crypto/x509, OpenSSL, GnuTLS, Schannel and
// SecureTransport (the last four by way of git and curl).
var TLS = []Wording{
	// Schannel's codes come before its words, which are in the system's language.
	{"0x80090325", symptom.TLSUnknownAuthority}, {"0x800b0109", symptom.TLSUnknownAuthority}, {"0x800b010a", symptom.TLSUnknownAuthority},
	{"0x80090328", symptom.TLSExpired}, {"0x800b0101", symptom.TLSExpired}, {"cert_trust_is_not_time_valid", symptom.TLSExpired},
	{"0x80090322", symptom.TLSNameMismatch}, {"0x800b010f", symptom.TLSNameMismatch},
	{"0x80090308", symptom.TLSProtocol}, {"0x80090326", symptom.TLSProtocol}, {"0x80090331", symptom.TLSProtocol}, {"0x80090302", symptom.TLSProtocol}, {"0x8009030f", symptom.TLSProtocol},
	{"cert_trust_is_partial_chain", symptom.TLSUnknownAuthority},
	{"server closed abruptly", symptom.TLSReset},
	// Secure Transport: the numbers of SecureTransport.h.
	{"-9807", symptom.TLSUnknownAuthority}, {"-9812", symptom.TLSUnknownAuthority}, {"-9813", symptom.TLSUnknownAuthority}, {"-9808", symptom.TLSUnknownAuthority},
	{"-9814", symptom.TLSExpired}, {"-9815", symptom.TLSNotYetValid}, {"-9843", symptom.TLSNameMismatch},
	{"return error -9806", symptom.HTTPReset}, {"-9805", symptom.TLSReset}, {"-9806", symptom.TLSReset}, {"-9816", symptom.TLSReset},
	{"-9824", symptom.TLSProtocol}, {"-9836", symptom.TLSProtocol}, {"-9801", symptom.TLSProtocol}, {"-9847", symptom.TLSProtocol},
	{"invalid certificate chain", symptom.TLSUnknownAuthority},
	{"understand the server certificate format", symptom.TLSUnknownAuthority},
	// NSS, by way of curl on older Red Hat systems.
	{"sec_error_unknown_issuer", symptom.TLSUnknownAuthority}, {"sec_error_untrusted_issuer", symptom.TLSUnknownAuthority}, {"sec_error_expired_certificate", symptom.TLSExpired},
	{"ssl_error_bad_cert_domain", symptom.TLSNameMismatch}, {"pr_end_of_file_error", symptom.TLSReset}, {"pr_connect_reset_error", symptom.TLSReset}, {"pr_io_timeout_error", symptom.TLSTimeout},
	{"certificate signed by unknown authority", symptom.TLSUnknownAuthority},
	{"failed to load system roots", symptom.TLSUnknownAuthority},
	{"unable to get local issuer certificate", symptom.TLSUnknownAuthority},
	{"unable to get issuer certificate", symptom.TLSUnknownAuthority},
	{"self signed certificate", symptom.TLSUnknownAuthority},
	{"self-signed certificate", symptom.TLSUnknownAuthority},
	{"unable to verify the first certificate", symptom.TLSUnknownAuthority},
	{"certificate is not trusted", symptom.TLSUnknownAuthority}, // macOS verifier
	{"certificate is not standards compliant", symptom.TLSUnknownAuthority},
	{"sec_e_untrusted_root", symptom.TLSUnknownAuthority},
	{"cert_trust_is_untrusted_root", symptom.TLSUnknownAuthority},
	{"certgetcertificatechain trust error", symptom.TLSUnknownAuthority},
	{"certificate chain was issued by an authority that is not trusted", symptom.TLSUnknownAuthority},
	{"peer's certificate issuer is not recognized", symptom.TLSUnknownAuthority},
	{"peer certificate cannot be authenticated", symptom.TLSUnknownAuthority},
	{"problem with the ssl ca cert", symptom.TLSUnknownAuthority},
	{"error setting certificate", symptom.TLSUnknownAuthority},
	{"certificate is not yet valid", symptom.TLSNotYetValid},
	{"certificate not activated", symptom.TLSNotYetValid},
	{"certificate has expired or is not yet valid", symptom.TLSExpired},
	{"certificate has expired", symptom.TLSExpired},
	{"certificate expired", symptom.TLSExpired},
	{"sec_e_cert_expired", symptom.TLSExpired},
	{"certificate expiration date has passed", symptom.TLSExpired}, // libcurl with GnuTLS
	{"server certificate verification failed", symptom.TLSUnknownAuthority},
	{"certificate is valid for", symptom.TLSNameMismatch},
	{"certificate is not valid for any names", symptom.TLSNameMismatch},
	{"doesn't contain any ip sans", symptom.TLSNameMismatch},
	{"does not match target host name", symptom.TLSNameMismatch},
	{"no alternative certificate subject name matches", symptom.TLSNameMismatch},
	{"certificate subject name", symptom.TLSNameMismatch},
	{"sec_e_wrong_principal", symptom.TLSNameMismatch},
	{"certificate relies on legacy common name", symptom.TLSNameMismatch},
	{"certificate is not valid for requested server name", symptom.TLSNameMismatch},
	{"tls handshake timeout", symptom.TLSTimeout},
	{"ssl connection timeout", symptom.TLSTimeout},
	{"ssl connection time-out", symptom.TLSTimeout},
	{"first record does not look like a tls handshake", symptom.TLSProtocol},
	{"server gave http response to https client", symptom.TLSProtocol},
	{"protocol version not supported", symptom.TLSProtocol},
	{"tls: handshake failure", symptom.TLSProtocol},
	{"remote error: tls", symptom.TLSProtocol},
	{"tls: oversized record", symptom.TLSProtocol},
	{"server selected unsupported protocol", symptom.TLSProtocol},
	{"wrong version number", symptom.TLSProtocol},
	{"unsupported protocol version", symptom.TLSProtocol},
	{"alert handshake failure", symptom.TLSProtocol},
	{"tlsv1 alert", symptom.TLSProtocol},
	{"gnutls_handshake() failed: the tls connection was non-properly terminated", symptom.TLSReset},
	{"gnutls_handshake() failed: error in the pull function", symptom.TLSReset},
	{"gnutls_handshake() failed: error in the push function", symptom.TLSReset},
	{"gnutls_handshake() failed", symptom.TLSProtocol},
	{"non-properly terminated", symptom.TLSReset},
	{"ssl_connect: connection", symptom.TLSReset},
	{"ssl_read: connection", symptom.TLSReset},
	{"ssl_connect: ssl_error_syscall", symptom.TLSReset},
	{"ssl_error_syscall", symptom.TLSReset},
	{"gnutls recv error (-54)", symptom.TLSReset},
	{"gnutls recv error", symptom.TLSReset},
	{"unknown ssl protocol error", symptom.TLSReset},
	{"exceeded the maximum permissible length", symptom.TLSProtocol},
	{"unexpected eof while reading", symptom.TLSReset},
	{"ssl routines", symptom.TLSProtocol},
	{"failed to receive handshake", symptom.TLSReset}, // Schannel
	{"sec_e_illegal_message", symptom.TLSProtocol},
}

// Net are net, net/http, the C libraries' strerror and Winsock.
var Net = []Wording{
	// c-ares and libcurl put the reason behind "Could not resolve host".
	{"contact dns servers", symptom.DNSTimeout}, {"contacting dns servers", symptom.DNSTimeout}, {"resolving timed out", symptom.DNSTimeout},
	{"dns server returned general failure", symptom.DNSServFail}, {"dns server refused query", symptom.DNSRefused}, {"answer with no data", symptom.DNSNoAddress},
	{"error occurred during a database lookup", symptom.DNSServFail}, // Winsock
	{"getaddrinfo() thread failed", symptom.DNSTimeout},
	{"bytes received", symptom.HTTPTimeout}, // curl: Operation timed out after 300000 milliseconds with 0 bytes received
	{"no such host", symptom.DNSNXDomain},
	{"no address associated", symptom.DNSNoAddress},
	{"no suitable address", symptom.DNSNoAddress},
	{"nodename nor servname provided", symptom.DNSNXDomain},
	{"name or service not known", symptom.DNSNXDomain},
	{"the requested name is valid, but no data", symptom.DNSNoAddress},
	{"this is usually a temporary error during hostname resolution", symptom.DNSTimeout},
	{"temporary failure in name resolution", symptom.DNSTimeout},
	{"name does not resolve", symptom.DNSNXDomain}, // musl
	{": try again", symptom.DNSTimeout},            // musl
	{"server misbehaving", symptom.DNSServFail},
	{"cannot unmarshal dns message", symptom.DNSServFail},
	{"invalid dns response", symptom.DNSServFail},
	{"could not resolve host", symptom.DNSNXDomain},
	{"couldn't resolve host", symptom.DNSNXDomain},
	{"could not resolve hostname", symptom.DNSNXDomain},

	{"malformed http", symptom.HTTPNotProxy}, // before "transport connection broken", which surrounds it
	{"goaway", symptom.HTTPReset},
	{"http2 framing layer", symptom.HTTPReset},
	{"server replied with more than declared", symptom.HTTPTruncated},
	{"unexpected eof", symptom.HTTPTruncated},
	{"no_error", symptom.HTTPTruncated},
	{"outstanding read data remaining", symptom.HTTPTruncated},
	{"bytes remaining to read", symptom.HTTPTruncated}, // curl 18 of an answer with a length
	{"bytes of body are still expected", symptom.HTTPTruncated},
	{"internal_error", symptom.HTTPReset},
	{"protocol_error", symptom.HTTPReset},
	{"refused_stream", symptom.HTTPReset},
	{"enhance_your_calm", symptom.HTTPReset},
	{"client connection lost", symptom.HTTPReset},
	{"client connection force closed", symptom.HTTPReset},
	{"connection lost", symptom.HTTPReset},
	{"stream error", symptom.HTTPReset},
	{"was not closed cleanly", symptom.HTTPReset},
	{"server closed idle connection", symptom.HTTPReset},
	{"transport connection broken", symptom.HTTPReset},
	{"empty reply from server", symptom.HTTPReset},
	{"use of closed network connection", symptom.HTTPReset},
	{"timeout exceeded while awaiting headers", symptom.HTTPTimeout},
	{"timeout awaiting response headers", symptom.HTTPTimeout},
	{"client.timeout", symptom.HTTPTimeout},
	{"context deadline exceeded", symptom.HTTPTimeout},
	{"request canceled", symptom.HTTPTimeout},
	{"operation too slow", symptom.HTTPTimeout},

	{"actively refused", symptom.TCPRefused},
	{"connection refused", symptom.TCPRefused},
	{"connection timed out", symptom.TCPTimeout},
	{"operation timed out", symptom.TCPTimeout},
	{"i/o timeout", symptom.TCPTimeout},
	{"timed out", symptom.TCPTimeout},
	{"did not properly respond", symptom.TCPTimeout}, // Winsock's sentence is often cut
	{"a connection attempt failed", symptom.TCPTimeout},
	{"connection reset by peer", symptom.TCPReset},
	{"connection was reset", symptom.TCPReset},
	{"connection reset", symptom.TCPReset},
	{"forcibly closed by the remote host", symptom.TCPReset},
	{"connection was aborted", symptom.TCPReset},
	{"established connection was aborted", symptom.TCPReset},
	{"software caused connection abort", symptom.TCPReset},
	{"broken pipe", symptom.TCPReset},
	{"network is unreachable", symptom.TCPUnreachable},
	{"network unreachable", symptom.TCPUnreachable},
	{"unreachable network", symptom.TCPUnreachable},
	{"unreachable host", symptom.TCPUnreachable},
	{"no route to host", symptom.TCPUnreachable},
	{"host is down", symptom.TCPUnreachable},
	{"network is down", symptom.TCPUnreachable},
	{"host unreachable", symptom.TCPUnreachable},
	{"assign requested address", symptom.TCPUnreachable},
	{"requested address is not valid in its context", symptom.TCPUnreachable},
	{"socket is not connected", symptom.TCPUnreachable},
	{"address family not supported", symptom.TCPUnreachable},
	{"forbidden by its access permissions", symptom.TCPDenied},
	{"operation not permitted", symptom.TCPDenied},
	{"permission denied", symptom.TCPDenied},
	{"an invalid argument was supplied", symptom.TCPDenied},                    // WSAEINVAL
	{"service provider could not be loaded or initialized", symptom.TCPDenied}, // WSAEPROVIDERFAILEDINIT
	{"service provider is invalid", symptom.TCPDenied},                         // WSAEINVALIDPROVIDER
	{"system call has failed", symptom.TCPDenied},                              // WSASYSCALLFAILURE

	{"http/0.9 when not allowed", symptom.HTTPNotProxy},
	{"looking for beginning of value", symptom.HTTPNotProxy},
	{"json: cannot unmarshal", symptom.HTTPNotProxy},
	{"xml syntax error", symptom.HTTPNotProxy},
	{"expected element type", symptom.HTTPNotProxy},
	{"unsupported content", symptom.HTTPNotProxy},
	{"unexpected end of json", symptom.HTTPNotProxy},
	{"invalid character", symptom.HTTPNotProxy},
	{"gzip: invalid header", symptom.HTTPNotProxy},
	{"no go-import meta tags", symptom.HTTPNotProxy},
	{"info/refs not valid", symptom.HTTPNotProxy},
	{"stopped after 10 redirects", symptom.HTTPNotProxy},
	{"redirected from secure url", symptom.HTTPRedirectFailed},
	{"unable to update url base from redirection", symptom.HTTPRedirectFailed},
	{"proxy returned info for version", symptom.HTTPNotProxy},
	{"malformed record data", symptom.HTTPNotProxy},
	{"bad result slice", symptom.HTTPNotProxy},
	{"malformed mime header", symptom.HTTPNotProxy},
	{"missing module line", symptom.HTTPNotProxy},
	{"eof", symptom.HTTPReset},
	{"couldn't connect to server", symptom.TCPRefused},
	{"could not connect to server", symptom.TCPRefused},
}

// Find returns the symptom of the first of the wordings in s, "" if none.
func Find(s string, tables ...[]Wording) symptom.Symptom {
	s = strings.ToLower(s)
	for _, table := range tables {
		for _, w := range table {
			if strings.Contains(s, w.text) {
				return w.symptom
			}
		}
	}
	return ""
}
