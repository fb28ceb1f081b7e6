package explain

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// lineFact is what one line of git, ssh or curl says.
type lineFact struct {
	cause   cause.ID
	symptom symptom.Symptom
	target  string
	url     string // of the repository
	or      []cause.ID
	// weight tells the line that names the reason from those that follow from
	// it ("the remote end hung up"): the heaviest line of a message counts.
	weight int
	// inGoOnly: means something only where the go command ran git.
	inGoOnly bool
	// ssh: said by ssh, which is also used without git.
	ssh bool
	// gitUser: as the user that hosts of git repositories have.
	gitUser bool
}

const (
	weightNoise  = 1 // what is said after any failure
	weightHint   = 2
	weightReason = 3
)

// gitRule reads one wording of git, ssh or curl.
type gitRule struct {
	words string
	re    *lazyre.Regexp
	read  func(m []string) lineFact
}

func auth(target string) lineFact {
	return lineFact{cause: cause.GitAuthRequired, symptom: symptom.VCSAuth, target: target, or: []cause.ID{cause.ModuleNotFound}, weight: weightReason}
}

func hostkey(target string) lineFact {
	return lineFact{cause: cause.GitHostkey, symptom: symptom.VCSHostKey, target: target, weight: weightReason}
}

// gitRules in the order in which they are tried. Wordings of git 1.7 to 2.50,
// OpenSSH 6 to 10, libcurl with OpenSSL, GnuTLS, Schannel and SecureTransport.
var gitRules = []gitRule{
	{"'", lazyre.New(`(?:unable to access|无法访问) '([^']+)'[:：]\s*(.*)$`), func(m []string) lineFact { return accessFact(m[1], m[2]) }},
	{"read", lazyre.New(`could not read (?:Username|Password) for '([^']+)'`), func(m []string) lineFact { return authAt(m[1]) }},
	{"无法读取", lazyre.New(`无法读取 '([^']+)' 的(?:用户名|密码)`), func(m []string) lineFact { return authAt(m[1]) }},
	{"Authentication failed", lazyre.New(`Authentication failed for '([^']+)'`), func(m []string) lineFact { return authAt(m[1]) }},
	{"Access denied", lazyre.New(`HTTP Basic: Access denied`), func([]string) lineFact { return auth("") }},
	{"assword", lazyre.New(`(?:Invalid username or (?:password|token)|[Pp]assword authentication was removed)`), func([]string) lineFact { return auth("") }},
	{"have permission to", lazyre.New(`could not be found or you don't have permission`), func([]string) lineFact { return auth("") }},
	{"while accessing", lazyre.New(`error: (.*) while accessing (https?://\S+?)(?:/info/refs\S*)?$`), func(m []string) lineFact { return accessFact(m[2], m[1]) }},
	{"epository", lazyre.New(`fatal: repository '(https?://[^']+)' not found`), func(m []string) lineFact {
		return lineFact{cause: cause.ModuleNotFound, symptom: symptom.HTTP404, target: grammar.HostOnly(m[1]), url: m[1], or: []cause.ID{cause.GitAuthRequired}, weight: weightReason}
	}},
	{"ot found", lazyre.New(`(?:ERROR: |remote error: )[Rr]epository.*not found`), func([]string) lineFact { return auth("") }},
	{"ot", lazyre.New(`(?:[Rr]epository not found\.?$|could not be found\.?$|you do not have permission to|You may not have access)`), func([]string) lineFact {
		f := auth("")
		f.weight, f.inGoOnly = weightHint, true
		return f
	}},
	{"Permission denied (", lazyre.New(`(?:(\S+)@([\w.-]+): )?Permission denied \([a-z-]+(?:,[a-z-]+)*\)`), func(m []string) lineFact {
		f := auth(m[2])
		f.gitUser = m[1] == "git"
		return f
	}},
	{"authenticity of host", lazyre.New(`authenticity of host '([^\s']+)`), func(m []string) lineFact {
		f := hostkey(m[1])
		f.weight = weightHint
		return f
	}},
	{"Unable to negotiate", lazyre.New(`Unable to negotiate with (\S+) port \d+: no matching host key type`), func(m []string) lineFact { return hostkey(m[1]) }},
	{"Host key", lazyre.New(`Host key verification failed`), func([]string) lineFact { return hostkey("") }},
	{"host key", lazyre.New(`host key for (\[?[\w.-]+\]?\S*) has changed`), func(m []string) lineFact { return hostkey(m[1]) }},
	{"host key is known for", lazyre.New(`No \S+ host key is known for ([\w.-]+)`), func(m []string) lineFact { return hostkey(m[1]) }},
	{"IDENTIFICATION HAS CHANGED", lazyre.New(`REMOTE HOST IDENTIFICATION HAS CHANGED()`), func([]string) lineFact { return hostkey("") }},
	{"ssh: connect to host", lazyre.New(`ssh: connect to host (\S+) port (\d+): (.*)$`), func(m []string) lineFact { return portFact(m[1], m[2], m[3]) }},
	{"ssh: Could not resolve", lazyre.New(`ssh: Could not resolve hostname ([^\s:]+)`), func(m []string) lineFact {
		return lineFact{cause: cause.VCSUnreachable, symptom: symptom.DNSNXDomain, target: m[1], or: []cause.ID{cause.ResolverBroken}, weight: weightReason}
	}},
	{"kex_exchange", lazyre.New(`kex_exchange_identification: (.*)$`), func([]string) lineFact { return portFact("", "22", "connection reset") }},
	{"onnection ", lazyre.New(`^(?:ssh: )?Connection (?:closed|reset) by (?:remote host|\S+ port (\d+))`), func([]string) lineFact { return portFact("", "22", "connection reset") }},
	{"unauthenticated git protocol", lazyre.New(`unauthenticated git protocol on port 9418 is no longer supported`), func([]string) lineFact {
		return lineFact{cause: cause.GitProtocolBlocked, symptom: symptom.VCSProtocol, weight: weightReason}
	}},
	{"fatal: ", lazyre.New(`fatal: unable to connect to ([^\s:]+):?`), func(m []string) lineFact {
		f := portFact(m[1], "9418", "")
		f.weight = weightHint
		return f
	}},
	{"errno=", lazyre.New(`^\s*(\S+)\[\d+: [^\]]+\]: errno=(.*)$`), func(m []string) lineFact { return portFact(m[1], "9418", m[2]) }},
	{"fatal: ", lazyre.New(`fatal: unable to look up (\S+)`), func(m []string) lineFact {
		return lineFact{cause: cause.VCSUnreachable, symptom: symptom.DNSNXDomain, target: m[1], or: []cause.ID{cause.ResolverBroken}, weight: weightReason}
	}},
	{"not allowed", lazyre.New(`(?:transport|protocol) '(\w+)' not allowed`), func([]string) lineFact {
		return lineFact{cause: cause.GitProtocolBlocked, symptom: symptom.VCSProtocol, weight: weightReason}
	}},
	{"cannot run ssh", lazyre.New(`cannot run ssh: No such file`), func([]string) lineFact {
		return lineFact{cause: cause.GitMissing, target: "ssh", weight: weightReason}
	}},
	{"git", lazyre.New(`(?:^|\s)git: (?:command )?not found$|'git' is not recognized as an internal`), func([]string) lineFact {
		return lineFact{cause: cause.GitMissing, target: "git", weight: weightReason}
	}},
	{"xcrun: error", lazyre.New(`xcrun: error: (?:invalid active developer path|unable to find utility "git")`), func([]string) lineFact { // the git of macOS before its tools are installed
		return lineFact{cause: cause.GitMissing, target: "git", weight: weightReason}
	}},
	{"does not appear to be a git repository", lazyre.New(`'(\S+)' does not appear to be a git repository`), func(m []string) lineFact {
		return lineFact{cause: cause.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", or: []cause.ID{cause.ModcacheUnwritable, cause.GitAuthRequired}, weight: weightReason, inGoOnly: true}
	}},
	{"not a git repository", lazyre.New(`fatal: not a git repository`), func([]string) lineFact { return damaged() }},
	{"bad object", lazyre.New(`fatal: bad object \S+$`), func([]string) lineFact { return damaged() }},
	{"object", lazyre.New(`(?:loose object|object file|bad object|packfile|bad pack|shallow file) .*(?:corrupt|is empty|missing|does not match|has changed|cannot)`), func([]string) lineFact {
		return lineFact{cause: cause.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
	}},
	{"remote ref", lazyre.New(`[Cc]ouldn't find remote ref|upload-pack: not our ref|reference is not a tree`), func([]string) lineFact { return noRef() }},
	{"FETCH_HEAD", lazyre.New(`.*FETCH_HEAD.*`), func(m []string) lineFact { return ownFile(m[0]) }},
	{"lock config file", lazyre.New(`.*could not lock config file.*`), func(m []string) lineFact { return ownFile(m[0]) }},
	{"insufficient permission", lazyre.New(`insufficient permission for adding an object`), func([]string) lineFact { return ownFile("permission denied") }},
	{"safe.directory", lazyre.New(`.*safe\.directory .*cache[/\\]vcs.*`), func(m []string) lineFact { return ownFile(m[0]) }},
	{".lock': File exists", lazyre.New(`[/\\]\w+\.lock': File exists`), func([]string) lineFact {
		return lineFact{cause: cause.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
	}},
	{"space left", lazyre.New(`(?i)no space left on device`), func([]string) lineFact {
		return lineFact{cause: cause.DiskFull, target: "GOMODCACHE", weight: weightReason, inGoOnly: true}
	}},
	{"owner", lazyre.New(`(?:dubious ownership in repository at |unsafe repository \()'?(\S*cache[/\\]vcs)`), func(m []string) lineFact {
		return lineFact{cause: cause.ModcacheUnwritable, target: m[1], or: []cause.ID{cause.ModcacheCorrupt}, weight: weightReason}
	}},
	{"RPC", lazyre.New(`RPC [^;,.:]{0,30}[;,.:。：]?\s*((?:curl|HTTP) \d+ .*)$`), func(m []string) lineFact { return transferFact(m[1], weightReason) }},
	{"RPC failed", lazyre.New(`RPC failed; (.*)$`), func(m []string) lineFact { return transferFact(m[1], weightReason) }},
	{"still expected", lazyre.New(`bytes of body are still expected`), func(m []string) lineFact { return transferFact(m[0], weightReason) }},
	{"unexpected disconnect", lazyre.New(`unexpected disconnect while reading`), func([]string) lineFact { return transferFact("unexpected eof", weightHint) }},
	{"end hung up", lazyre.New(`[Tt]he remote end hung up`), func([]string) lineFact {
		f := transferFact("unexpected eof", weightNoise)
		f.inGoOnly = true
		return f
	}},
	{"early EOF", lazyre.New(`fatal: early EOF`), func([]string) lineFact { return transferFact("unexpected eof", weightHint) }},
	{"fatal: ", lazyre.New(`fatal: read error: (.*)$`), func(m []string) lineFact { return transferFact(m[1], weightHint) }},
	{"remote repository", lazyre.New(`Could not read from remote repository`), func([]string) lineFact { return unreadable() }},
	{"abort: ", lazyre.New(`^\s*abort: HTTP Error (\d{3})`), func(m []string) lineFact { return statusFact(atoi(m[1])) }}, // hg
	{"abort: ", lazyre.New(`^\s*abort: (?:http )?authorization (?:failed|required)`), func([]string) lineFact { return auth("") }},
	{"abort: ", lazyre.New(`^\s*abort: error: (.*)$`), func(m []string) lineFact { return transferFact(m[1], weightReason) }},
}

// sshWords are the words of the rules for what ssh says, and of a shell without git.
var sshWords = []string{
	"Permission denied (", "Host key", "host key", "host key is known for", "IDENTIFICATION HAS CHANGED", "ssh: connect to host",
	"ssh: Could not resolve", "kex_exchange", "onnection ", "authenticity of host", "Unable to negotiate", "git",
}

// readGit returns what a line of git, ssh or curl says.
func readGit(text string) (lineFact, bool) {
	for _, r := range gitRules {
		if !strings.Contains(text, r.words) {
			continue
		}
		m := r.re.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		f := r.read(m)
		f.ssh = slices.Contains(sshWords, r.words)
		return f, f.cause != ""
	}
	return lineFact{}, false
}
