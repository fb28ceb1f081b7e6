package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var (
	assignment = lazyre.New(`(?:^|[\s"';:{(+])(GOPROXY|GOSUMDB|GOPRIVATE|GONOPROXY|GOINSECURE|GIT_SSL_NO_VERIFY|(?i:https?_proxy|all_proxy))(?:"?: |\s?=\s?|\s+)["']?([^\s"']+)`)
	gitSetting = lazyre.New(`(?i)(?:^|[\s:"'])(https?\.(?:\S+\.)?(?:proxy|sslverify))(?:\s*=\s*|\s+|$)["']?([^\s"']+)?`)
	gitCommand = lazyre.New(`\bgit (?:-\S+ )*(?:clone|fetch|pull|push|ls-remote|submodule)\b[^|;&]*?((?:https?|ssh|git)://[^\s'"]+|[\w.-]+@[\w.-]+:[^\s'"]+)`)
	curlOf     = lazyre.New(`\bcurl\b([^|;]*https?://[^\s'"|;]+)`)
	curlURL    = lazyre.New(`(?:(-x|--proxy|--preproxy)[ =]?)?['"]?(https?://[^\s'"]+)`)
	metaPage   = lazyre.New(`Parsing meta tags from (\S+) \(status code (\d+)\)`)
	insecureOf = lazyre.New(`\bgo (?:get|install|mod)\b[^|;&]*\s(--?insecure(?:=[^\s"';|&)]+)?)(?:[\s"';|&)]|$)`)
)

// readSettings notes what a line shows of the settings, and returns a setting
// that switches a protection off.
func (p *parser) readSettings(text string) (insecure string) {
	if p.asked == "" && !maySet(text) {
		return ""
	}
	for _, m := range find(assignment, text, assigned...) {
		if strings.HasPrefix(text, "go: ") || strings.Contains(text, "by "+m[1]) || strings.HasPrefix(m[2], "...") {
			continue
		}
		value := strings.Trim(m[2], `,;\`)
		switch name := m[1]; name {
		case "GOPROXY":
			if strings.ContainsAny(value, ".,|") || value == "direct" || value == "off" {
				p.setup.goproxy = value
			}
		case "GOSUMDB":
		case "GOPRIVATE", "GONOPROXY":
			p.setup.private = value
		case "GOINSECURE", route.NoVerify:
			if value != "" && strings.Contains(m[0], "=") {
				insecure = name
			}
		default:
			if strings.ContainsAny(value, ".:") && !strings.HasPrefix(strings.ToLower(name), "no") {
				p.setup.outbound, p.setup.byTLS = grammar.HostOnly(value), strings.HasPrefix(value, "https:")
			}
		}
	}
	if m := find(insecureOf, text, "-insecure"); m != nil && route.HasFlag(m[0][1], "insecure") {
		insecure = "-insecure"
	}
	if m := find(gitSetting, text, "http.", "https.", "HTTP.", "HTTPS.", "Http.", "Https."); m != nil {
		p.gitSetting(m[0][1], m[0][2], &insecure)
	} else if p.asked != "" {
		p.gitAnswer(strings.TrimSpace(text), &insecure)
	}
	if m := find(gitCommand, text, "git "); m != nil {
		p.remote = remoteHost(m[0][1])
	}
	if m := find(curlOf, text, "curl"); m != nil {
		p.readCurl(m[0][1])
	}
	if m := find(metaPage, text, "Parsing meta"); m != nil {
		p.page, p.pageStatus = m[0][1], atoi(m[0][2])
	}
	return insecure
}

// readCurl notes what curl was told to get, and through which proxy.
func (p *parser) readCurl(arguments string) {
	p.curledBy = false
	for _, m := range curlURL.FindAllStringSubmatch(arguments, -1) {
		if m[1] != "" {
			p.setup.outbound, p.setup.byTLS, p.curledBy = grammar.HostOnly(m[2]), strings.HasPrefix(m[2], "https:"), true
			continue
		}
		p.curled = m[2]
	}
}

// assigned are the words in the names of [assignment].
var assigned = []string{"GOPROXY", "GONOPROXY", "_proxy", "_PROXY", "_Proxy", "SUMDB", "PRIVATE", "INSECURE", "SSL_NO"}

// find returns the matches of an expression in a text that holds one of the words
// that each match has: a search for words costs nothing beside one for expressions.
func find(re *lazyre.Regexp, text string, words ...string) [][]string {
	for _, w := range words {
		if strings.Contains(text, w) {
			return re.FindAllStringSubmatch(text, -1)
		}
	}
	return nil
}

// maySet is the cheap test before the expressions.
func maySet(text string) bool {
	for _, w := range []string{"PROXY", "proxy", "PRIVATE", "INSECURE", "insecure", "SSL_NO", "ssl", "git ", "curl ", "Parsing meta"} {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// gitSetting notes name=value; a name without a value is a question, to which
// the next line is the answer (git config http.proxy).
func (p *parser) gitSetting(name, value string, insecure *string) {
	lower := strings.ToLower(name)
	p.asked = ""
	switch {
	case strings.HasPrefix(value, "-") || value == "":
		p.asked = name
	case strings.HasSuffix(lower, "proxy"):
		p.setup.gitProxy, p.setup.byTLS = grammar.HostOnly(value), strings.HasPrefix(value, "https:")
	default:
		if on, ok := route.GitBool(value); ok && !on {
			*insecure = name
		}
	}
}

func (p *parser) gitAnswer(text string, insecure *string) {
	name := p.asked
	p.asked = ""
	if strings.ContainsAny(text, " \t") || text == "" {
		return
	}
	p.gitSetting(name, text, insecure)
}

// remoteHost is the host of a repository's address in either notation.
func remoteHost(address string) string {
	if strings.Contains(address, "://") {
		return grammar.HostOnly(address)
	}
	_, after, _ := strings.Cut(address, "@")
	host, _, _ := strings.Cut(after, ":")
	return strings.ToLower(host)
}

func atoi(s string) int {
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	return n
}
