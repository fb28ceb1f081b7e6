package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// wrongAddress is a host that a failing download needs, and at whose address
// somebody else is, or nobody.
type wrongAddress struct {
	host     string
	dns      *probe.Result
	failure  *probe.Result
	evidence []string
}

// wrongAddresses returns the needed hosts that fail at an address which a hosts
// file (fromHosts) or a resolver gave.
func wrongAddresses(f *Facts, fromHosts bool) []wrongAddress {
	decisive := decisiveEvidence(f)
	var out []wrongAddress
	for i := range f.Results {
		d := &f.Results[i]
		e := d.Evidence.DNS
		if d.Kind != probe.DNS || d.Status == probe.Skip || e == nil || e.FromHosts != fromHosts {
			continue
		}
		w := wrongAddress{host: e.Host, dns: d}
		w.failure = failureOf(f, d)
		if w.failure == nil || !decisive[w.failure.ID] {
			continue
		}
		w.evidence = []string{d.ID}
		if w.failure != d {
			w.evidence = append(w.evidence, w.failure.ID)
		}
		out = append(out, w)
	}
	return out
}

// failureOf returns the failed result of the host's own chain, or nil.
func failureOf(f *Facts, d *probe.Result) *probe.Result {
	if d.Status == probe.Fail {
		return d
	}
	for _, k := range []probe.Kind{probe.TCP, probe.TLS} {
		for _, r := range f.Of(k) {
			if r.Status == probe.Fail && hostOnly(strings.Fields(r.Target)[0]) == d.Target {
				return r
			}
		}
	}
	return nil
}

// isSomebodyElse reports whether the failure shows that another party has the
// address, and not merely that the way there is blocked.
func isSomebodyElse(r *probe.Result) bool {
	return oneOf(r.Symptom, symptom.TLSNameMismatch, symptom.DNSBogusAddress)
}

// trueAnswer returns the addresses that a resolver gives for a host whose hosts
// file entry says otherwise, or "".
func trueAnswer(e *probe.DNSEvidence) string {
	for _, s := range e.Servers {
		if s.Symptom == "" && len(s.Addresses) > 0 {
			return strings.Join(s.Addresses, ", ")
		}
	}
	return ""
}
