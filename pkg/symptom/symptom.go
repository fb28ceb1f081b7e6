// Package symptom holds the closed vocabulary of what one hop of one attempt
// can do: an error class, seen on the wire, with no interpretation. Probes,
// log explanations, findings and reports use these names and no others.
package symptom

// Symptom names an error class. The zero value means that nothing failed; "not
// tried" is a probe's status and never a symptom.
type Symptom string

// The vocabulary. The comment beside each says what was seen.
const (
	DNSNXDomain     Symptom = "dns-nxdomain"      // the resolver answered that the name does not exist
	DNSNoAddress    Symptom = "dns-no-address"    // NOERROR without a usable A or AAAA record
	DNSTimeout      Symptom = "dns-timeout"       // no answer from any configured resolver within the budget
	DNSServFail     Symptom = "dns-servfail"      // RCODE 2
	DNSRefused      Symptom = "dns-refused"       // RCODE 5
	DNSBogusAddress Symptom = "dns-bogus-address" // no server at the answered address proves the name by certificate

	TCPRefused     Symptom = "tcp-refused"     // connect: ECONNREFUSED
	TCPReset       Symptom = "tcp-reset"       // connect: ECONNRESET
	TCPTimeout     Symptom = "tcp-timeout"     // connect: no answer within the budget
	TCPUnreachable Symptom = "tcp-unreachable" // connect: no route, host or network unreachable
	TCPDenied      Symptom = "tcp-denied"      // connect: EPERM, EACCES, WSAEACCES: forbidden by this system

	TLSReset            Symptom = "tls-reset"             // the connection broke during the handshake
	TLSTimeout          Symptom = "tls-timeout"           // the handshake stalled
	TLSUnknownAuthority Symptom = "tls-unknown-authority" // the chain ends in no root of this system
	TLSNameMismatch     Symptom = "tls-name-mismatch"     // the certificate is for other names
	TLSExpired          Symptom = "tls-expired"           // now is after its NotAfter
	TLSNotYetValid      Symptom = "tls-not-yet-valid"     // now is before its NotBefore
	TLSProtocol         Symptom = "tls-protocol"          // not TLS, or no common version or cipher

	HTTPTimeout        Symptom = "http-timeout"         // headers or body stalled
	HTTPTruncated      Symptom = "http-truncated"       // the body ended early or did not match its length
	HTTPReset          Symptom = "http-reset"           // broke after the handshake: RST, EOF before headers, GOAWAY, INTERNAL_ERROR
	HTTPRedirectFailed Symptom = "http-redirect-failed" // a redirect whose target failed or was refused
	HTTP401            Symptom = "http-401"
	HTTP403            Symptom = "http-403"
	HTTP404            Symptom = "http-404"
	HTTP407            Symptom = "http-407"
	HTTP410            Symptom = "http-410"
	HTTP429            Symptom = "http-429"
	HTTP451            Symptom = "http-451"
	HTTP4xx            Symptom = "http-4xx"       // any other 4xx; the number is in the detail
	HTTP5xx            Symptom = "http-5xx"       // any 5xx; the number is in the detail
	HTTPNotProxy       Symptom = "http-not-proxy" // an answer that the GOPROXY protocol does not promise there

	OutboundProxyFailed Symptom = "outbound-proxy-failed" // the HTTP(S) or SOCKS5 proxy of the environment could not be used
	VCSAuth             Symptom = "vcs-auth"              // git or ssh asked for a credential
	VCSHostKey          Symptom = "vcs-hostkey"           // ssh refused a host key
	VCSProtocol         Symptom = "vcs-protocol"          // git was not allowed the protocol
	ChecksumMismatch    Symptom = "checksum-mismatch"     // go.sum or the checksum database disagrees with the download
	Unknown             Symptom = "unknown"               // none of these; the scrubbed text is kept
)

// All is the vocabulary in the order of a connection's life.
var All = []Symptom{
	DNSNXDomain, DNSNoAddress, DNSTimeout, DNSServFail, DNSRefused, DNSBogusAddress,
	TCPRefused, TCPReset, TCPTimeout, TCPUnreachable, TCPDenied,
	TLSReset, TLSTimeout, TLSUnknownAuthority, TLSNameMismatch, TLSExpired, TLSNotYetValid, TLSProtocol,
	HTTPTimeout, HTTPTruncated, HTTPReset, HTTPRedirectFailed,
	HTTP401, HTTP403, HTTP404, HTTP407, HTTP410, HTTP429, HTTP451, HTTP4xx, HTTP5xx, HTTPNotProxy,
	OutboundProxyFailed, VCSAuth, VCSHostKey, VCSProtocol, ChecksumMismatch, Unknown,
}

// FromStatus returns the symptom of an HTTP status that is a failure, and ""
// for 2xx. Everything that the vocabulary has no number for and that is no
// 4xx or 5xx (204 and 304 are handled by the caller, who knows what it asked
// for) is [HTTPNotProxy].
func FromStatus(code int) Symptom {
	switch code {
	case 401:
		return HTTP401
	case 403:
		return HTTP403
	case 404:
		return HTTP404
	case 407:
		return HTTP407
	case 410:
		return HTTP410
	case 429:
		return HTTP429
	case 451:
		return HTTP451
	}
	switch {
	case code >= 200 && code < 300:
		return ""
	case code >= 400 && code < 500:
		return HTTP4xx
	case code >= 500 && code < 600:
		return HTTP5xx
	}
	return HTTPNotProxy
}

// Layer is the part of the network stack at which a symptom arises.
type Layer string

// The layers, in the order of a connection's life.
const (
	LayerDNS   Layer = "dns"
	LayerTCP   Layer = "tcp"
	LayerTLS   Layer = "tls"
	LayerHTTP  Layer = "http"
	LayerOther Layer = "other"
)

// Layer returns where s arises, so that a rule can say "any failure below
// HTTP" without listing the vocabulary again.
func (s Symptom) Layer() Layer {
	for i, c := range s {
		if c != '-' {
			continue
		}
		switch l := Layer(s[:i]); l {
		case LayerDNS, LayerTCP, LayerTLS, LayerHTTP:
			return l
		}
		break
	}
	return LayerOther
}

// Unreachable reports whether s means that no conversation with the peer's
// application came about at all.
func (s Symptom) Unreachable() bool {
	switch s.Layer() {
	case LayerDNS, LayerTCP, LayerTLS:
		return true
	}
	return s == HTTPTimeout || s == HTTPReset
}

// NotFound reports whether s is one of the two answers after which the go
// command goes on to the next entry behind a comma (Go modules reference,
// "GOPROXY protocol").
func (s Symptom) NotFound() bool { return s == HTTP404 || s == HTTP410 }
