package wire

import (
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Usable returns the addresses to go on with: go's, or while go still waits
// for a dead resolver those of the first one that has any.
func (r *Resolution) Usable() []netip.Addr {
	if r.goWay.ended {
		return r.goWay.addresses
	}
	for _, server := range r.expected {
		if s, ok := r.servers[server]; ok && s.Symptom == "" {
			return parsed(s.Addresses)
		}
	}
	return nil
}

// Outcome is what the resolution means: a failure where no address is known, a
// warning where it is known at a cost.
func (r *Resolution) Outcome() probe.Outcome {
	switch {
	case r.goWay.ended && r.goWay.err != nil:
		return probe.Failed(r.symptom(), r.detail())
	case len(r.Usable()) == 0 && !r.goWay.ended:
		return probe.Failed(r.spoken(), r.host+": "+strings.Join(r.unhelpful(), "; "))
	case len(r.Usable()) == 0:
		return probe.Failed(symptom.DNSNoAddress, r.host+" has no address")
	}
	if dead := r.unhelpful(); len(dead) > 0 {
		return probe.Warned(r.cost() + strings.Join(dead, "; "))
	}
	if !r.goWay.ended || r.goWay.took > goGrace {
		return probe.Warned(strings.TrimSuffix(r.cost(), "; "))
	}
	return probe.Outcome{Status: probe.OK}
}

// symptom refines go's error, which knows fewer words, by what the resolvers
// answered: the first one in go's order that answered at all.
func (r *Resolution) symptom() symptom.Symptom {
	own := Classify(r.goWay.err, probe.Resolve, time.Time{})
	for _, server := range r.expected {
		s, ok := r.servers[server]
		if ok && s.Symptom != "" && s.Symptom != symptom.DNSTimeout && agrees(own, s.Symptom) {
			return s.Symptom
		}
	}
	return own
}

// spoken is what the first resolver in go's order answered, where go's own
// question was given up.
func (r *Resolution) spoken() symptom.Symptom {
	for _, server := range r.expected {
		if s, ok := r.servers[server]; ok && s.Symptom != "" {
			return s.Symptom
		}
	}
	return symptom.DNSNoAddress
}

// agrees reports whether go's error can be the answer seen.
func agrees(own, seen symptom.Symptom) bool {
	switch own {
	case symptom.DNSNXDomain:
		return seen == symptom.DNSNXDomain || seen == symptom.DNSNoAddress
	case symptom.DNSServFail:
		// An empty answer from a server that does not recurse is an error to go ("lame referral").
		return seen == symptom.DNSServFail || seen == symptom.DNSRefused || seen == symptom.DNSNoAddress
	}
	return true // a time-out: in the end no resolver had an address, and this one at least spoke
}

// unhelpful describes the resolvers that gave no addresses, or not all answers,
// for a name that has some. What they say of a name in the hosts file is no fault.
func (r *Resolution) unhelpful() []string {
	var out []string
	for _, server := range r.expected {
		s, ok := r.servers[server]
		switch {
		case !ok || r.hosts:
		case s.Symptom != "":
			out = append(out, fmt.Sprintf("resolver %s: %s", s.Server, s.Symptom))
		case s.Silent != "":
			out = append(out, fmt.Sprintf("resolver %s: no answer to the question for %s records", s.Server, s.Silent))
		}
	}
	return out
}

// cost says what a look-up takes where it takes notably long.
func (r *Resolution) cost() string {
	switch {
	case !r.goWay.ended:
		return fmt.Sprintf("go's own look-up of %s still waits for a resolver that does not answer (5 s each time by default); ", r.host)
	case r.goWay.took > goGrace:
		return fmt.Sprintf("looking up %s takes go %v; ", r.host, r.goWay.took.Round(100*time.Millisecond))
	}
	return ""
}

func (r *Resolution) detail() string {
	detail := r.goWay.err.Error()
	if dns, ok := errtype.As[*net.DNSError](r.goWay.err); ok {
		detail = "lookup " + dns.Name + ": " + dns.Err
	}
	if dead := r.unhelpful(); len(dead) > 0 {
		detail += "; " + strings.Join(dead, "; ")
	}
	return probe.OneLine(detail)
}

// Evidence is what each resolver answered.
func (r *Resolution) Evidence() *probe.DNSEvidence {
	e := &probe.DNSEvidence{Host: r.host, FromHosts: r.hosts, GoMs: r.goWay.took.Milliseconds(), GoWaits: !r.goWay.ended && len(r.Usable()) > 0}
	for _, server := range r.expected {
		if s, ok := r.servers[server]; ok {
			e.Servers = append(e.Servers, s)
		}
	}
	return e
}

func parsed(addresses []string) []netip.Addr {
	var out []netip.Addr
	for _, text := range addresses {
		if a, err := netip.ParseAddr(text); err == nil {
			out = append(out, a)
		}
	}
	return out
}

// Printed are addresses as text.
func Printed(addresses []netip.Addr) []string {
	var out []string
	for _, a := range addresses {
		out = append(out, a.String())
	}
	return out
}
