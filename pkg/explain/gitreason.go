package explain

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func authAt(url string) fact {
	f := auth(hostOnly(url))
	f.url = url
	return f
}

// portFact is a failed connection to a port that firewalls like to close.
func portFact(host, port, reason string) fact {
	s := wordingOf(reason, netWordings)
	if s.Layer() == symptom.LayerDNS {
		return fact{cause: diagnose.VCSUnreachable, symptom: s, target: host, weight: weightReason}
	}
	target := host
	if host != "" {
		target += ":" + port
	}
	return fact{cause: diagnose.GitProtocolBlocked, symptom: s, target: target, or: []diagnose.ID{diagnose.VCSUnreachable}, weight: weightReason}
}

// transferFact is a fetch that broke off.
func transferFact(reason string, weight int) fact {
	if m := httpNumber.FindStringSubmatch(reason); m != nil {
		n, _ := strconv.Atoi(m[1])
		f := statusFact(n)
		f.weight = weight
		return f
	}
	s := wordingOf(reason, netWordings, tlsWordings)
	if s == symptom.TCPReset {
		s = symptom.HTTPReset // a transfer was under way
	}
	if strings.Contains(reason, "INTERNAL_ERROR") {
		return fact{cause: diagnose.NetworkFlaky, symptom: symptom.HTTPReset, or: []diagnose.ID{diagnose.VCSUnreachable}, weight: weight}
	}
	return fact{cause: diagnose.VCSUnreachable, symptom: s, or: []diagnose.ID{diagnose.NetworkSlow, diagnose.NetworkFlaky}, weight: weight}
}

var (
	httpNumber  = re(`(?:HTTP code = |HTTP |returned error: )([1-5]\d\d)`)
	fromProxy   = re(`(?:Received HTTP code (\d+) from proxy after CONNECT|CONNECT tunnel failed, response (\d+)|Proxy CONNECT aborted)`)
	noProxy     = re(`(?:Could not|Couldn't) resolve proxy(?: name)?:? '?([\w.-]*)`)
	connectTo   = re(`(?i)failed (?:to )?connect to (\S+?)(?: port |:)(\d+)(?: after (\d+) ms)?(.*)$`)
	resolveHost = re(`(?:Could not|Couldn't) resolve host(?: name)?[:']? ?'?([\w.-]*)`)
)

// accessFact judges "unable to access 'URL': REASON", where REASON is libcurl's.
func accessFact(url, reason string) fact {
	f := fact{target: hostOnly(url), url: url, weight: weightReason}
	if m := fromProxy.FindStringSubmatch(reason); m != nil {
		if m[1] == "407" || m[2] == "407" {
			f.cause, f.symptom, f.or = diagnose.OutboundProxyAuth, symptom.HTTP407, []diagnose.ID{diagnose.GitProxyBroken}
			return f
		}
		f.cause, f.symptom, f.or = diagnose.OutboundProxyBroken, symptom.OutboundProxyFailed, []diagnose.ID{diagnose.GitProxyBroken}
		return f
	}
	if m := noProxy.FindStringSubmatch(reason); m != nil {
		return gitProxy(m[1])
	}
	if m := connectTo.FindStringSubmatch(reason); m != nil {
		return connectFact(url, m)
	}
	if m := httpNumber.FindStringSubmatch(reason); m != nil {
		n, _ := strconv.Atoi(m[1])
		s := statusFact(n)
		s.url, s.target = url, hostOnly(url)
		return s
	}
	f.symptom = wordingOf(reason, tlsWordings, netWordings)
	f.cause, f.or = originCause(f.symptom, reason, f.target)
	return f
}

func gitProxy(address string) fact {
	return fact{cause: diagnose.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: address, or: []diagnose.ID{diagnose.OutboundProxyBroken}, weight: weightReason}
}

// connectFact tells the origin from a proxy: curl names whom it tried to reach.
func connectFact(url string, m []string) fact {
	host := strings.ToLower(strings.Trim(m[1], "[]"))
	at := hostOnly(url)
	if i := strings.LastIndexByte(at, ':'); i > 0 {
		at = at[:i]
	}
	if host != at {
		return gitProxy(m[1] + ":" + m[2])
	}
	s := wordingOf(m[4], netWordings)
	// Since curl 7.84 the text says only how long it took; a time-out of the
	// system takes 130 s, a refusal none.
	if ms, _ := strconv.Atoi(m[3]); ms > 20000 && s == symptom.TCPRefused && !strings.Contains(m[4], "refused") {
		s = symptom.TCPTimeout
	}
	f := fact{symptom: s, target: hostOnly(url), url: url, weight: weightReason}
	f.cause, f.or = originCause(s, "", f.target)
	return f
}

// statusFact is an HTTP status that the origin gave to git.
func statusFact(n int) fact {
	f := fact{symptom: symptom.FromStatus(n), weight: weightReason}
	switch n {
	case 401, 403:
		f.cause, f.or = diagnose.GitAuthRequired, []diagnose.ID{diagnose.VCSUnreachable}
	case 404, 410:
		f.cause, f.or = diagnose.ModuleNotFound, []diagnose.ID{diagnose.GitAuthRequired}
	case 407:
		f.cause, f.or = diagnose.OutboundProxyAuth, []diagnose.ID{diagnose.GitProxyBroken}
	case 429:
		f.cause = diagnose.RateLimited
	default:
		f.cause, f.or = diagnose.VCSUnreachable, []diagnose.ID{diagnose.NetworkFlaky}
	}
	return f
}

// curlFact is what curl says when a person tries it by hand: it counts where the
// host is one that only go has a use for.
func curlFact(reason string) fact {
	if m := connectTo.FindStringSubmatch(reason); m != nil {
		return reachFact(m[1], wordingOf(m[4], netWordings))
	}
	m := resolveHost.FindStringSubmatch(reason)
	if m == nil {
		return fact{}
	}
	return reachFact(m[1], symptom.DNSNXDomain)
}

// reachFact is a host of go's own that could not be reached.
func reachFact(host string, s symptom.Symptom) fact {
	switch {
	case isSumdbHost(host):
		return fact{cause: diagnose.SumdbUnreachable, symptom: s, target: host, or: []diagnose.ID{diagnose.ResolverBroken}, weight: weightReason}
	case isModuleProxy(host):
		return fact{cause: diagnose.GoproxyUnreachable, symptom: s, target: "https://" + host, or: []diagnose.ID{diagnose.ResolverBroken}, weight: weightReason}
	}
	return fact{}
}
