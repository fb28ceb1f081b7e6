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
	if revocationBlocked(reason) {
		f.cause, f.symptom, f.or = diagnose.RevocationCheckBlocked, symptom.TLSUnknownAuthority, []diagnose.ID{diagnose.TLSInterception}
		return f
	}
	if throughProxy(reason) {
		return gitProxy("")
	}
	f.symptom = curlSymptom(reason)
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
	s := connectSymptom(m)
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
