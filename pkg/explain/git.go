package explain

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// fact is what one line of git, ssh or curl says.
type fact struct {
	cause   diagnose.ID
	symptom symptom.Symptom
	target  string
	url     string // of the repository
	or      []diagnose.ID
	// weight tells the line that names the reason from those that follow from
	// it ("the remote end hung up"): the heaviest line of a message counts.
	weight int
	// inGoOnly: means something only where the go command ran git.
	inGoOnly bool
}

const (
	weightNoise  = 1 // what is said after any failure
	weightHint   = 2
	weightReason = 3
)

// gitRule reads one wording of git, ssh or curl.
type gitRule struct {
	words string
	re    *regexp.Regexp
	read  func(m []string) fact
}

func auth(target string) fact {
	return fact{cause: diagnose.GitAuthRequired, symptom: symptom.VCSAuth, target: target, or: []diagnose.ID{diagnose.ModuleNotFound}, weight: weightReason}
}

func hostkey(target string) fact {
	return fact{cause: diagnose.GitHostkey, symptom: symptom.VCSHostKey, target: target, weight: weightReason}
}

// gitRules in the order in which they are tried. Wordings of git 1.7 to 2.50,
// OpenSSH 6 to 10, libcurl with OpenSSL, GnuTLS, Schannel and SecureTransport.
var gitRules = []gitRule{
	{"'", regexp.MustCompile(`(?:unable to access|无法访问) '([^']+)'[:：]\s*(.*)$`), func(m []string) fact { return accessFact(m[1], m[2]) }},
	{"read", regexp.MustCompile(`could not read (?:Username|Password) for '([^']+)'`), func(m []string) fact { return authAt(m[1]) }},
	{"无法读取", regexp.MustCompile(`无法读取 '([^']+)' 的(?:用户名|密码)`), func(m []string) fact { return authAt(m[1]) }},
	{"Authentication failed", regexp.MustCompile(`Authentication failed for '([^']+)'`), func(m []string) fact { return authAt(m[1]) }},
	{"Access denied", regexp.MustCompile(`HTTP Basic: Access denied`), func([]string) fact { return auth("") }},
	{"assword", regexp.MustCompile(`(?:Invalid username or (?:password|token)|[Pp]assword authentication was removed)`), func([]string) fact { return auth("") }},
	{"have permission to", regexp.MustCompile(`could not be found or you don't have permission`), func([]string) fact { return auth("") }},
	{"while accessing", regexp.MustCompile(`error: (.*) while accessing (https?://\S+?)(?:/info/refs\S*)?$`), func(m []string) fact { return accessFact(m[2], m[1]) }},
	{"epository", regexp.MustCompile(`fatal: repository '(https?://[^']+)' not found`), func(m []string) fact {
		return fact{cause: diagnose.ModuleNotFound, symptom: symptom.HTTP404, target: hostOnly(m[1]), url: m[1], or: []diagnose.ID{diagnose.GitAuthRequired}, weight: weightReason}
	}},
	{"ot found", regexp.MustCompile(`(?:ERROR: |remote error: )[Rr]epository.*not found`), func([]string) fact { return auth("") }},
	{"ot", regexp.MustCompile(`(?:[Rr]epository not found\.?$|could not be found\.?$|you do not have permission to|You may not have access)`), func([]string) fact {
		f := auth("")
		f.weight, f.inGoOnly = weightHint, true
		return f
	}},
	{"Permission denied (", regexp.MustCompile(`(?:\S+@([\w.-]+): )?Permission denied \([a-z-]+(?:,[a-z-]+)*\)`), func(m []string) fact { return auth(m[1]) }},
	{"authenticity of host", regexp.MustCompile(`authenticity of host '([^\s']+)`), func(m []string) fact {
		f := hostkey(m[1])
		f.weight = weightHint
		return f
	}},
	{"Unable to negotiate", regexp.MustCompile(`Unable to negotiate with (\S+) port \d+: no matching host key type`), func(m []string) fact { return hostkey(m[1]) }},
	{"Host key", regexp.MustCompile(`Host key verification failed`), func([]string) fact { return hostkey("") }},
	{"host key", regexp.MustCompile(`host key for (\[?[\w.-]+\]?\S*) has changed`), func(m []string) fact { return hostkey(m[1]) }},
	{"host key is known for", regexp.MustCompile(`No \S+ host key is known for ([\w.-]+)`), func(m []string) fact { return hostkey(m[1]) }},
	{"IDENTIFICATION HAS CHANGED", regexp.MustCompile(`REMOTE HOST IDENTIFICATION HAS CHANGED()`), func([]string) fact { return hostkey("") }},
	{"ssh: connect to host", regexp.MustCompile(`ssh: connect to host (\S+) port (\d+): (.*)$`), func(m []string) fact { return portFact(m[1], m[2], m[3]) }},
	{"ssh: Could not resolve", regexp.MustCompile(`ssh: Could not resolve hostname ([^\s:]+)`), func(m []string) fact {
		return fact{cause: diagnose.VCSUnreachable, symptom: symptom.DNSNXDomain, target: m[1], or: []diagnose.ID{diagnose.ResolverBroken}, weight: weightReason}
	}},
	{"kex_exchange", regexp.MustCompile(`kex_exchange_identification: (.*)$`), func([]string) fact { return portFact("", "22", "connection reset") }},
	{"onnection ", regexp.MustCompile(`^(?:ssh: )?Connection (?:closed|reset) by (?:remote host|\S+ port (\d+))`), func([]string) fact { return portFact("", "22", "connection reset") }},
	{"unauthenticated git protocol", regexp.MustCompile(`unauthenticated git protocol on port 9418 is no longer supported`), func([]string) fact {
		return fact{cause: diagnose.GitProtocolBlocked, symptom: symptom.VCSProtocol, weight: weightReason}
	}},
	{"fatal: ", regexp.MustCompile(`fatal: unable to connect to ([^\s:]+):?`), func(m []string) fact {
		f := portFact(m[1], "9418", "")
		f.weight = weightHint
		return f
	}},
	{"errno=", regexp.MustCompile(`^\s*(\S+)\[\d+: [^\]]+\]: errno=(.*)$`), func(m []string) fact { return portFact(m[1], "9418", m[2]) }},
	{"fatal: ", regexp.MustCompile(`fatal: unable to look up (\S+)`), func(m []string) fact {
		return fact{cause: diagnose.VCSUnreachable, symptom: symptom.DNSNXDomain, target: m[1], or: []diagnose.ID{diagnose.ResolverBroken}, weight: weightReason}
	}},
	{"not allowed", regexp.MustCompile(`(?:transport|protocol) '(\w+)' not allowed`), func([]string) fact {
		return fact{cause: diagnose.GitProtocolBlocked, symptom: symptom.VCSProtocol, weight: weightReason}
	}},
	{"cannot run ssh", regexp.MustCompile(`cannot run ssh: No such file`), func([]string) fact {
		return fact{cause: diagnose.GitMissing, target: "ssh", weight: weightReason}
	}},
	{"git", regexp.MustCompile(`(?:^|\s)git: (?:command )?not found$|'git' is not recognized as an internal`), func([]string) fact {
		return fact{cause: diagnose.GitMissing, target: "git", weight: weightReason}
	}},
	{"does not appear to be a git repository", regexp.MustCompile(`'(\S+)' does not appear to be a git repository`), func(m []string) fact {
		return fact{cause: diagnose.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", or: []diagnose.ID{diagnose.ModcacheUnwritable, diagnose.GitAuthRequired}, weight: weightReason, inGoOnly: true}
	}},
	{"not a git repository", regexp.MustCompile(`fatal: not a git repository`), func([]string) fact {
		return fact{cause: diagnose.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
	}},
	{"object", regexp.MustCompile(`(?:loose object|object file|bad object|packfile|bad pack|shallow file) .*(?:corrupt|is empty|missing|does not match|has changed|cannot)`), func([]string) fact {
		return fact{cause: diagnose.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
	}},
	{".lock': File exists", regexp.MustCompile(`[/\\]\w+\.lock': File exists`), func([]string) fact {
		return fact{cause: diagnose.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
	}},
	{"space left", regexp.MustCompile(`(?i)no space left on device`), func([]string) fact {
		return fact{cause: diagnose.DiskFull, target: "GOMODCACHE", weight: weightReason, inGoOnly: true}
	}},
	{"owner", regexp.MustCompile(`(?:dubious ownership in repository at |unsafe repository \()'?(\S*cache[/\\]vcs)`), func(m []string) fact {
		return fact{cause: diagnose.ModcacheUnwritable, target: m[1], or: []diagnose.ID{diagnose.ModcacheCorrupt}, weight: weightReason}
	}},
	{"RPC failed", regexp.MustCompile(`RPC failed; (.*)$`), func(m []string) fact { return transferFact(m[1], weightReason) }},
	{"still expected", regexp.MustCompile(`bytes of body are still expected`), func(m []string) fact { return transferFact(m[0], weightReason) }},
	{"unexpected disconnect", regexp.MustCompile(`unexpected disconnect while reading`), func([]string) fact { return transferFact("unexpected eof", weightHint) }},
	{"end hung up", regexp.MustCompile(`[Tt]he remote end hung up`), func([]string) fact {
		f := transferFact("unexpected eof", weightNoise)
		f.inGoOnly = true
		return f
	}},
	{"early EOF", regexp.MustCompile(`fatal: early EOF`), func([]string) fact { return transferFact("unexpected eof", weightHint) }},
	{"fatal: ", regexp.MustCompile(`fatal: read error: (.*)$`), func(m []string) fact { return transferFact(m[1], weightHint) }},
	{"remote repository", regexp.MustCompile(`Could not read from remote repository`), func([]string) fact {
		f := auth("")
		f.weight, f.inGoOnly = weightNoise, true
		return f
	}},
	{"curl: (", regexp.MustCompile(`curl: \((\d+)\) (.*)$`), func(m []string) fact { return curlFact(m[2]) }},
}

// readGit returns what a line of git, ssh or curl says.
func readGit(text string) (fact, bool) {
	for _, r := range gitRules {
		if !strings.Contains(text, r.words) {
			continue
		}
		m := r.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		f := r.read(m)
		return f, f.cause != ""
	}
	return fact{}, false
}

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
	if strings.Contains(reason, "INTERNAL_ERROR") {
		return fact{cause: diagnose.NetworkFlaky, symptom: symptom.HTTPReset, or: []diagnose.ID{diagnose.VCSUnreachable}, weight: weight}
	}
	return fact{cause: diagnose.VCSUnreachable, symptom: s, or: []diagnose.ID{diagnose.NetworkSlow, diagnose.NetworkFlaky}, weight: weight}
}

var (
	httpNumber  = regexp.MustCompile(`(?:HTTP code = |HTTP |returned error: )([1-5]\d\d)`)
	fromProxy   = regexp.MustCompile(`(?:Received HTTP code (\d+) from proxy after CONNECT|CONNECT tunnel failed, response (\d+)|Proxy CONNECT aborted)`)
	noProxy     = regexp.MustCompile(`(?:Could not|Couldn't) resolve proxy(?: name)?:? '?([\w.-]*)`)
	connectTo   = regexp.MustCompile(`(?i)failed (?:to )?connect to (\S+?)(?: port |:)(\d+)(?: after (\d+) ms)?(.*)$`)
	resolveHost = regexp.MustCompile(`(?:Could not|Couldn't) resolve host(?: name)?[:']? ?'?([\w.-]*)`)
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
	m := resolveHost.FindStringSubmatch(reason)
	if m == nil || !isProxyHost(m[1]) && !isSumdbHost(m[1]) {
		return fact{}
	}
	return fact{cause: diagnose.GoproxyUnreachable, symptom: symptom.DNSNXDomain, target: "https://" + m[1], or: []diagnose.ID{diagnose.ResolverBroken}, weight: weightReason}
}
