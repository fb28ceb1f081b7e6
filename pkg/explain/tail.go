package explain

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// status is an HTTP status at the beginning of the innermost text: "404 Not
// Found", "522 status code 522", the bare "400" of other writers, or curl's and
// git's "The requested URL returned error: 403".
var status = re(`^(?:The requested URL returned error: )?([1-5]\d\d)(?:\s|$|[,.")])`)

// statusOf returns the status in tail, or 0.
func statusOf(tail string) int {
	m := status.FindStringSubmatch(tail)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// before compares the times of "current time A is before B": the certificate is
// not valid yet, which the first half of the sentence leaves open.
var before = re(`current time \S+ is before`)

// bareStatus is an outbound proxy's answer to CONNECT: net/http shows the reason
// phrase of the status line and no number. Go's own errors begin in lower case.
var bareStatus = re(`^(?:[A-Z][A-Za-z]*[a-z](?:[ -][A-Za-z]+){0,6}|authenticationrequired|status code \d+)$`)

// symptomOf classifies the innermost part of a chain. The links in front decide
// what a time-out means: of the lookup, the connection or the answer.
func symptomOf(c *chain) symptom.Symptom {
	if !c.classified {
		c.symptom, c.classified = classify(c), true
	}
	return c.symptom
}

func classify(c *chain) symptom.Symptom {
	if n := statusOf(c.tail); n != 0 && c.posted {
		if n < 400 {
			return symptom.HTTPNotProxy // 204 and its like hold no module
		}
		return symptom.FromStatus(n)
	}
	if strings.HasPrefix(c.url, "file:") && strings.Contains(c.tail, "no such file or directory") {
		return symptom.HTTP404 // the go command treats it so (web.HTTPError.Is and fs.ErrNotExist, Go 1.26)
	}
	if c.proxied || c.posted && !c.socket && bareStatus.MatchString(c.tail) {
		if strings.HasPrefix(strings.ToLower(c.tail), "proxy auth") || strings.HasPrefix(c.tail, "authenticationrequired") {
			return symptom.HTTP407
		}
		return symptom.OutboundProxyFailed
	}
	s := wordingOf(c.tail, tlsWordings, netWordings)
	if s == "" {
		s = localised(c.tail)
	}
	if s == symptom.TLSExpired && before.MatchString(c.tail) {
		return symptom.TLSNotYetValid
	}
	switch {
	case s == "":
		return byLink(c)
	case c.lookup != "":
		return lookupSymptom(s)
	case s == symptom.TCPReset && c.body:
		return symptom.HTTPReset
	case s == symptom.TCPTimeout && (c.body || c.established):
		return symptom.HTTPTimeout
	case s == symptom.TCPDenied && !c.socket:
		return "" // of a file
	case s == symptom.TCPTimeout && c.dialed == "" && !c.socket:
		return symptom.HTTPTimeout
	}
	return s
}

// lookupSymptom is what a failure means where the connection was the one to the
// DNS server.
func lookupSymptom(s symptom.Symptom) symptom.Symptom {
	switch s.Layer() {
	case symptom.LayerDNS:
		return s
	case symptom.LayerTCP:
		return symptom.DNSTimeout
	}
	return s
}

// byLink is the symptom of a text that is not known: what the link in front of it
// says of any text. A certificate that is refused for whatever reason is one that
// this system does not trust.
func byLink(c *chain) symptom.Symptom {
	switch {
	case strings.Contains(c.tail, "x509: "):
		c.guessed = true
		return symptom.TLSUnknownAuthority
	case strings.Contains(c.tail, "tls: "):
		c.guessed = true
		return symptom.TLSProtocol
	case c.socket && c.tail != "":
		c.guessed = true
		return symptom.Unknown
	}
	return ""
}

// judged is the symptom from which the cause follows. Where the innermost text is
// not known, the link in front of it decides what could not be done: look up a
// name, connect, or go on with a connection.
func judged(c *chain) symptom.Symptom {
	s := symptomOf(c)
	switch {
	case s != symptom.Unknown || !c.socket:
		return s
	case c.lookup != "":
		return symptom.DNSTimeout
	case c.established:
		return symptom.TCPReset
	}
	return symptom.TCPTimeout
}
