package explain

import (
	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Request is one failure of a request for modules, in the order of the log.
type Request struct {
	URL     string // redacted; "": the text has none
	Module  string // with its version, if shown
	Cause   cause.ID
	Symptom symptom.Symptom
	Line    int // the last one that it rests on
}

// maxRequests bounds what is kept of a log full of failures.
const maxRequests = 2000

// Transient reports whether the same request may well succeed when it is made
// again a little later: the connection broke in the middle, the server is
// overloaded or restarts, the resolver lost a datagram. A refusal, a wrong
// certificate, a missing login and a checksum that differs stay what they are.
func (r Request) Transient() bool {
	return cause.TraitsOf(r.Cause).Passing == cause.MayPass && passes(r.Symptom)
}

// passes reports whether a symptom is one that passes by itself.
func passes(s symptom.Symptom) bool {
	switch s {
	case symptom.HTTPReset, symptom.HTTPTruncated, symptom.HTTPTimeout, symptom.HTTP429, symptom.HTTP5xx,
		symptom.TCPReset, symptom.TLSReset, symptom.TLSTimeout, symptom.DNSTimeout, symptom.DNSServFail:
		return true
	}
	return false
}

// Transient reports whether the log tells of failed requests, and nothing but
// transient ones.
func (e Explanation) Transient() bool {
	for _, r := range e.Requests {
		if !r.Transient() {
			return false
		}
	}
	return len(e.Requests) > 0
}
