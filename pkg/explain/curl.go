package explain

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// curlSymptoms are the exit codes of curl (libcurl-errors(3)): they tell what
// failed where the sentence behind them is not known.
var curlSymptoms = map[int]symptom.Symptom{
	5: symptom.OutboundProxyFailed, 6: symptom.DNSNXDomain, 7: symptom.TCPRefused, 8: symptom.HTTPNotProxy, 16: symptom.HTTPReset, 18: symptom.HTTPTruncated,
	28: symptom.TCPTimeout, 35: symptom.TLSReset, 47: symptom.HTTPNotProxy, 51: symptom.TLSNameMismatch, 52: symptom.HTTPReset,
	53: symptom.TLSProtocol, 54: symptom.TLSProtocol, 55: symptom.HTTPReset, 56: symptom.HTTPReset, 58: symptom.TLSProtocol, 59: symptom.TLSProtocol,
	60: symptom.TLSUnknownAuthority, 61: symptom.HTTPNotProxy, 66: symptom.TLSProtocol, 67: symptom.HTTP401, 77: symptom.TLSUnknownAuthority, 78: symptom.HTTP404, 80: symptom.TLSReset, 83: symptom.TLSUnknownAuthority,
	90: symptom.TLSUnknownAuthority, 91: symptom.TLSUnknownAuthority, 92: symptom.HTTPReset, 94: symptom.HTTP401, 95: symptom.HTTPReset, 96: symptom.TLSReset, 97: symptom.OutboundProxyFailed, 98: symptom.TLSProtocol,
}

// curlLine is what curl prints when it fails.
var curlLine = lazyre.New(`curl: \((\d+)\) (.*)$`)

// throughProxy are sentences about an outbound proxy: libcurl's, of a SOCKS proxy
// and of one that is asked to CONNECT.
func throughProxy(reason string) bool {
	lower := strings.ToLower(reason)
	return strings.Contains(lower, "socks") || aboutProxy.MatchString(lower)
}

// aboutProxy is no host whose name begins with "proxy".
var aboutProxy = lazyre.New(`(?:connection to|from) proxy(?:[^\w.-]|$)|proxy (?:connect aborted|handshake)`)

// revocationBlocked reports whether Schannel could not find out whether a
// certificate had been revoked: the certificate itself may be in order.
func revocationBlocked(reason string) bool {
	lower := strings.ToLower(reason)
	for _, s := range []string{
		"crypt_e_no_revocation_check", "crypt_e_revocation_offline", "0x80092012", "0x80092013",
		"unable to check revocation", "revocation server was offline", "revocation_status_unknown", "is_offline_revocation",
	} {
		if strings.Contains(lower, s) {
			return true
		}
	}
	return false
}

// curlSymptom is the symptom of a sentence of libcurl, "" if it is not known.
func curlSymptom(reason string) symptom.Symptom {
	if m := httpNumber.FindStringSubmatch(reason); m != nil {
		return symptom.FromStatus(atoi(m[1]))
	}
	s := words.Find(reason, words.TLS, words.Net)
	if s == "" {
		s = words.Foreign(reason)
	}
	if s == "" && (strings.HasPrefix(reason, "Recv failure: ") || strings.HasPrefix(reason, "Send failure: ")) {
		s = symptom.TCPReset // libcurl says so of a connection that stood, the system's language tells the rest
	}
	if s == "" && strings.Contains(reason, "SSL certificate problem") {
		s = symptom.TLSUnknownAuthority
	}
	return s
}

// curlFact is what curl says when a person tries by hand what go does. It counts
// where the request is one that only go has a use for: the host or the path of
// the URL in the command or in the sentence tells.
func curlFact(code, reason, url string) lineFact {
	n, _ := strconv.Atoi(code)
	host := grammar.HostOnly(url)
	if m := connectTo.FindStringSubmatch(reason); m != nil && host == "" {
		url = "https://" + m[1]
	} else if m := resolveHost.FindStringSubmatch(reason); m != nil && m[1] != "" && host == "" {
		url = "https://" + m[1]
	} else if m := connectionTo.FindStringSubmatch(reason); m != nil && host == "" {
		url = "https://" + m[1]
	}
	if r := grammar.RoleOf(url); r != grammar.RoleProxy && r != grammar.RoleSumdb || !grammar.Anchors(url) {
		return lineFact{}
	}
	s := curlSymptom(reason)
	switch {
	case s == "":
		s = curlSymptoms[n]
	case s == symptom.TCPReset && curlSymptoms[n] == symptom.HTTPReset:
		s = symptom.HTTPReset // by the code the connection stood
	}
	f := lineFact{symptom: s, url: url, target: grammar.HostOnly(url), weight: weightReason}
	switch m := connectTo.FindStringSubmatch(reason); {
	case fromProxy.MatchString(reason) && strings.Contains(reason, "407"):
		return lineFact{cause: cause.OutboundProxyAuth, symptom: symptom.HTTP407, weight: weightReason}
	case s == symptom.OutboundProxyFailed, n == 5, fromProxy.MatchString(reason), throughProxy(reason):
		f.cause, f.symptom, f.target, f.or = cause.OutboundProxyBroken, symptom.OutboundProxyFailed, "", []cause.ID{cause.OutboundProxyAuth}
		if m := noProxy.FindStringSubmatch(reason); m != nil {
			f.target = m[1]
		}
		return f
	case m != nil && !strings.EqualFold(m[1], hostName(url)) && m[2] == "443" && strings.ContainsAny(m[1], "abcdefghijklmnopqrstuvwxyz"):
		return redirected(m[1], connectSymptom(m), cause.OutboundProxyBroken)
	case m != nil && !strings.EqualFold(m[1], hostName(url)):
		f.cause, f.symptom, f.target = cause.OutboundProxyBroken, symptom.OutboundProxyFailed, m[1]+":"+m[2]
		return f
	case m != nil:
		f.symptom = orSymptom(connectSymptom(m), symptom.Unknown)
	case revocationBlocked(reason):
		f.cause, f.or = cause.RevocationCheckBlocked, []cause.ID{cause.TLSInterception}
		f.symptom = symptom.TLSUnknownAuthority
		return f
	case s == "":
		return lineFact{} // of curl's own options, files or memory
	}
	c := grammar.Chain{URL: url, Posted: true, Tail: reason}
	if grammar.RoleOf(url) == grammar.RoleSumdb {
		f.cause, f.or = sumdbCause(f.symptom, &c, f.target)
		return f
	}
	f.cause, f.or = proxyCause(f.symptom, &c, f.target)
	f.target = grammar.ProxyBase(url, "")
	return f
}

// connectionTo names the host in "OpenSSL SSL_connect: … in connection to h:443".
var connectionTo = lazyre.New(`in connection to ([\w.-]+)`)

// hostName is the host of a URL without its port.
func hostName(url string) string {
	host := grammar.HostOnly(url)
	if i := strings.LastIndexByte(host, ':'); i > 0 {
		return host[:i]
	}
	return host
}

// connectSymptom is that of "Failed to connect to H port P after T ms: reason".
// Since curl 7.84 the text says only how long it took; a time-out of the system
// takes 130 s, a refusal none.
func connectSymptom(m []string) symptom.Symptom {
	s := words.Find(m[4], words.Net)
	if s == "" {
		s = words.Foreign(m[4])
	}
	if ms, _ := strconv.Atoi(m[3]); ms > 10000 && s == symptom.TCPRefused && !strings.Contains(m[4], "refused") {
		return symptom.TCPTimeout
	}
	return s
}
