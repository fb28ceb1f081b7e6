package grammar

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// status is an HTTP status at the beginning of the innermost text: "404 Not
// Found", "522 status code 522", the bare "400" of other writers, or curl's and
// git's "The requested URL returned error: 403".
var status = lazyre.New(`^(?:The requested URL returned error: )?([1-5]\d\d)(?:\s|$|[,.")])`)

// StatusOf returns the status in tail, or 0.
func StatusOf(tail string) int {
	m := status.FindStringSubmatch(tail)
	if m == nil {
		return 0
	}
	n, _ := strconv.Atoi(m[1])
	return n
}

// before compares the times of "current time A is before B": the certificate is
// not valid yet, which the first half of the sentence leaves open.
var before = lazyre.New(`current time \S+ is before`)

// bareStatus is an outbound proxy's answer to CONNECT: net/http shows the reason
// phrase of the status line and no number. Go's own errors begin in lower case.
var bareStatus = lazyre.New(`^(?:[A-Z][A-Za-z]*[a-z](?:[ -][A-Za-z]+){0,6}|authenticationrequired|status code \d+)$`)

// SymptomOf classifies the innermost part of a chain. The links in front decide
// what a time-out means: of the lookup, the connection or the answer.
func SymptomOf(c *Chain) symptom.Symptom {
	if !c.classified {
		c.symptom, c.classified = classify(c), true
	}
	return c.symptom
}

func classify(c *Chain) symptom.Symptom {
	if n := StatusOf(c.Tail); n != 0 && c.Posted {
		if n < 400 {
			return symptom.HTTPNotProxy // 204 and its like hold no module
		}
		return symptom.FromStatus(n)
	}
	if strings.HasPrefix(c.URL, "file:") && strings.Contains(c.Tail, "no such file or directory") {
		return symptom.HTTP404 // the go command treats it so (web.HTTPError.Is and fs.ErrNotExist, Go 1.26)
	}
	if c.Proxied || c.Posted && !c.socket && bareStatus.MatchString(c.Tail) {
		if strings.HasPrefix(strings.ToLower(c.Tail), "proxy auth") || strings.HasPrefix(c.Tail, "authenticationrequired") {
			return symptom.HTTP407
		}
		return symptom.OutboundProxyFailed
	}
	s := words.Find(c.Tail, words.TLS, words.Net)
	if s == "" {
		if s = words.Foreign(c.Tail); s.Layer() == symptom.LayerTCP && !c.socket && !c.Posted && c.VCS == "" {
			s = "" // "denied" is said of files as well
		}
	}
	if s == symptom.TLSExpired && before.MatchString(c.Tail) {
		return symptom.TLSNotYetValid
	}
	switch {
	case s == "":
		return byLink(c)
	case c.Lookup != "":
		return lookupSymptom(s)
	case s == symptom.TCPReset && c.body:
		return symptom.HTTPReset
	case s == symptom.TCPTimeout && (c.body || c.established):
		return symptom.HTTPTimeout
	case s == symptom.TCPDenied && !c.socket:
		return "" // of a file
	case s == symptom.TCPTimeout && c.Dialed == "" && !c.socket:
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
		if s == symptom.TCPDenied {
			return s // by this machine: a rule, or a broken filter in its network stack
		}
		return symptom.DNSTimeout
	}
	return s
}

// byLink is the symptom of a text that is not known: what the link in front of it
// says of any text. A certificate that is refused for whatever reason is one that
// this system does not trust.
func byLink(c *Chain) symptom.Symptom {
	switch {
	case strings.Contains(c.Tail, "x509: "):
		c.Guessed = true
		return symptom.TLSUnknownAuthority
	case strings.Contains(c.Tail, "tls: "):
		c.Guessed = true
		return symptom.TLSProtocol
	case c.socket && c.Tail != "":
		c.Guessed = true
		return symptom.Unknown
	}
	return ""
}

// Judged is the symptom from which the cause follows. Where the innermost text is
// not known, the link in front of it decides what could not be done: look up a
// name, connect, or go on with a connection.
func Judged(c *Chain) symptom.Symptom {
	s := SymptomOf(c)
	switch {
	case s != symptom.Unknown || !c.socket:
		return s
	case c.Lookup != "":
		return symptom.DNSTimeout
	case c.established:
		return symptom.TCPReset
	}
	return symptom.TCPTimeout
}
