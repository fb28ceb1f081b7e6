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

func authAt(url string) lineFact {
	f := auth(grammar.HostOnly(url))
	f.url = url
	return f
}

// portFact is a failed connection to a port that firewalls like to close.
func portFact(host, port, reason string) lineFact {
	s := words.Spoken(reason)
	if s.Layer() == symptom.LayerDNS {
		return lineFact{cause: cause.VCSUnreachable, symptom: s, target: host, weight: weightReason}
	}
	target := host
	if host != "" {
		target += ":" + port
	}
	return lineFact{cause: cause.GitProtocolBlocked, symptom: s, target: target, or: []cause.ID{cause.VCSUnreachable}, weight: weightReason}
}

// transferFact is a fetch that broke off.
func transferFact(reason string, weight int) lineFact {
	if m := httpNumber.FindStringSubmatch(reason); m != nil {
		n, _ := strconv.Atoi(m[1])
		f := statusFact(n)
		f.weight = weight
		return f
	}
	s := words.Find(reason, words.Net, words.TLS)
	if s == symptom.TCPReset || s == symptom.TLSReset {
		s = symptom.HTTPReset // a transfer was under way
	}
	if strings.Contains(reason, "INTERNAL_ERROR") {
		return lineFact{cause: cause.NetworkFlaky, symptom: symptom.HTTPReset, or: []cause.ID{cause.VCSUnreachable}, weight: weight}
	}
	return lineFact{cause: cause.VCSUnreachable, symptom: s, or: []cause.ID{cause.NetworkSlow, cause.NetworkFlaky}, weight: weight}
}

var (
	httpNumber  = lazyre.New(`(?:HTTP code = |HTTP |returned error: )([1-5]\d\d)`)
	fromProxy   = lazyre.New(`(?:Received HTTP code (\d+) from proxy after CONNECT|CONNECT tunnel failed, response (\d+)|Proxy CONNECT aborted)`)
	noProxy     = lazyre.New(`(?:Could not|Couldn't) resolve proxy(?: name)?(?:: '?([\w.-]+))?`)
	connectTo   = lazyre.New(`(?i)failed (?:to )?connect to (\S+?)(?: port |:)(\d+)(?: after (\d+) ms)?(.*)$`)
	resolveHost = lazyre.New(`(?:Could not|Couldn't) resolve host(?: name)?[:']? ?'?([\w.-]*)`)
)

// accessFact judges "unable to access 'URL': REASON", where REASON is libcurl's.
func accessFact(url, reason string) lineFact {
	f := lineFact{target: grammar.HostOnly(url), url: url, weight: weightReason}
	if m := fromProxy.FindStringSubmatch(reason); m != nil {
		if m[1] == "407" || m[2] == "407" {
			f.cause, f.symptom, f.or = cause.OutboundProxyAuth, symptom.HTTP407, []cause.ID{cause.GitProxyBroken}
			return f
		}
		f.cause, f.symptom, f.or = cause.OutboundProxyBroken, symptom.OutboundProxyFailed, []cause.ID{cause.GitProxyBroken}
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
		s.url, s.target = url, grammar.HostOnly(url)
		return s
	}
	if revocationBlocked(reason) {
		f.cause, f.symptom, f.or = cause.RevocationCheckBlocked, symptom.TLSUnknownAuthority, []cause.ID{cause.TLSInterception}
		return f
	}
	if throughProxy(reason) {
		return gitProxy("")
	}
	f.symptom = curlSymptom(reason)
	f.cause, f.or = originCause(f.symptom, reason, f.target)
	return f
}

func gitProxy(address string) lineFact {
	return lineFact{cause: cause.GitProxyBroken, symptom: symptom.OutboundProxyFailed, target: address, or: []cause.ID{cause.OutboundProxyBroken}, weight: weightReason}
}

// connectFact distinguishes the origin and a proxy: curl names the host that it tried to reach.
func connectFact(url string, m []string) lineFact {
	host := strings.ToLower(strings.Trim(m[1], "[]"))
	at := grammar.HostOnly(url)
	if i := strings.LastIndexByte(at, ':'); i > 0 {
		at = at[:i]
	}
	if host != at {
		return gitProxy(m[1] + ":" + m[2])
	}
	s := connectSymptom(m)
	f := lineFact{symptom: s, target: grammar.HostOnly(url), url: url, weight: weightReason}
	f.cause, f.or = originCause(s, "", f.target)
	return f
}

// statusFact is an HTTP status that the origin gave to git.
func statusFact(n int) lineFact {
	f := lineFact{symptom: symptom.FromStatus(n), weight: weightReason}
	switch n {
	case 401, 403:
		f.cause, f.or = cause.GitAuthRequired, []cause.ID{cause.VCSUnreachable}
	case 404, 410:
		f.cause, f.or = cause.ModuleNotFound, []cause.ID{cause.GitAuthRequired}
	case 407:
		f.cause, f.or = cause.OutboundProxyAuth, []cause.ID{cause.GitProxyBroken}
	case 429:
		f.cause = cause.RateLimited
	default:
		f.cause, f.or = cause.VCSUnreachable, []cause.ID{cause.NetworkFlaky}
	}
	return f
}
