package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GNU Wget speaks some fifty languages. The line with the URL, the address that it
// connects to, the status and the program's name are the same in all of them.
var (
	wgetURL     = lazyre.New(`^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d-- +(?:\(.*\)\s*)?(https?://\S+)`)
	wgetConnect = lazyre.New(`\|[0-9a-fA-F.:]+\|:\d+.*?[^:：]*[:：]\s?(\S.*)$`)
	wgetServer  = lazyre.New(`(?:^|\s)([\w.-]+)(?: \([^)]*\)\|[^|]*\|)?:(\d+) ?(?:\.\.\.|…)([^:：]*[:：]\s?\S)?`)
	wgetShort   = lazyre.New(`^(?:\d{4}-.*)?\(.*\) - .*\d+/\d+ \(`)                     // "Read error at byte 5/500 (…)"
	wgetStatus  = lazyre.New(`(?:^\S+ ?([45]\d\d)\s?[:：]|(?:\.\.\.|…)\s?([45]\d\d)\s)`) // the time in front of it is off
	wgetTrouble = lazyre.New(`^(?:GnuTLS|OpenSSL): (.*)$`)
	wgetSSL     = lazyre.New(`(?:^|\s)(?:SSL|TLS)(?:[\s.\-]|$)`)
	wgetRead    = lazyre.New(`HTTP.*\(([^)]+)\)`)
	wgetLast    = lazyre.New(`^[^/…]+[^/….][.。]?$`) // "20 redirections exceeded.": no address in it, and nothing to follow
	wgetEmpty   = lazyre.New(`(?:Empty reply|No data received)`)
	busyBox     = lazyre.New(`^wget: (?:server returned error: HTTP/\S+ (\d{3})|(can't connect to remote host)[^:]*: (.*)|(download timed out)|(bad address) |TLS (error) from peer|error getting (response))`)
)

// readWget returns what a line of wget says. It counts where the URL that wget was
// last told to get is one that only go has a use for.
func (p *parser) readWget(text string) (lineFact, bool) {
	text = strings.TrimSpace(text)
	if m := find(wgetURL, text, "-- "); m != nil {
		if p.wgetAgain++; p.wgot != m[0][1] {
			p.wgetAgain = 0
		}
		p.wgot, p.wgetSaid, p.wgetVia = m[0][1], "", ""
		return lineFact{}, false
	}
	url := p.wgot
	if url == "" && strings.HasPrefix(text, "wget: ") {
		url = p.curled
	}
	role := grammar.RoleOf(url)
	if f, ok := p.wgetProxy(text, hostName(url)); ok && grammar.Anchors(url) {
		return f, true
	}
	if role == grammar.RoleUnknown || role == grammar.RoleOrigin || !grammar.Anchors(url) {
		return lineFact{}, false
	}
	s := p.wgetSymptom(text, hostName(url))
	if s == "" {
		return lineFact{}, false
	}
	f := lineFact{symptom: s, url: url, target: grammar.HostOnly(url), weight: weightReason}
	c := grammar.Chain{URL: url, Posted: true, Tail: text}
	if s == symptom.TLSUnknownAuthority {
		f.weight = weightHint // the sentence behind it may say why
	}
	switch role {
	case grammar.RoleSumdb:
		f.cause, f.or = sumdbCause(s, &c, f.target)
		return f, true
	case grammar.RoleArtifact:
		f = redirected(f.target, s, cause.GoproxyUnreachable)
		f.url = url
		return f, true
	}
	f.cause, f.or = proxyCause(s, &c, f.target)
	f.target = grammar.ProxyBase(url, "")
	return f, true
}

// wgetProxy returns what wget says of an outbound proxy: a server that is not the one
// of the URL about host, which wget was last told to get.
func (p *parser) wgetProxy(text, host string) (lineFact, bool) {
	m := wgetServer.FindStringSubmatch(text)
	switch {
	case p.wgot == "":
		return lineFact{}, false
	case m != nil && !strings.EqualFold(m[1], host):
		p.wgetVia = m[1] + ":" + m[2]
		if m[3] == "" {
			return lineFact{}, false // connected
		}
	case m != nil, p.wgetVia == "", !wgetSSL.MatchString(text):
		return lineFact{}, false
	case strings.Contains(text, "Proxy Authentication Required"):
		return lineFact{cause: cause.OutboundProxyAuth, symptom: symptom.HTTP407, url: p.wgot, target: p.wgetVia, weight: weightReason}, true
	}
	return lineFact{cause: cause.OutboundProxyBroken, symptom: symptom.OutboundProxyFailed, url: p.wgot, target: p.wgetVia, or: []cause.ID{cause.OutboundProxyAuth}, weight: weightReason}, true
}

// wgetSymptom is what a line of wget about host tells of, "" if of nothing.
func (p *parser) wgetSymptom(text, host string) symptom.Symptom {
	if m := busyBox.FindStringSubmatch(text); m != nil {
		return busyBoxSymptom(m)
	}
	if m := wgetStatus.FindStringSubmatch(text); m != nil {
		return symptom.FromStatus(atoi(m[1] + m[2]))
	}
	if m := wgetConnect.FindStringSubmatch(text); m != nil {
		return orSymptom(words.Spoken(m[1]), symptom.TCPTimeout)
	}
	switch {
	case strings.HasPrefix(text, "wget: "), strings.HasPrefix(words.PlainSpace(text), "wget : "): // as French sets a colon
		if strings.Contains(text, host) {
			return symptom.DNSNXDomain
		}
	case wgetTrouble.MatchString(text):
		p.wgetSaid = text // the sentence behind it says that there is no connection
		return ""
	case p.wgetAgain >= 10 && wgetLast.MatchString(text) && !strings.Contains(text, host):
		return symptom.HTTPNotProxy
	case wgetShort.MatchString(text):
		return symptom.HTTPTruncated
	case wgetEmpty.MatchString(text):
		return symptom.HTTPReset
	case quotes(text, host):
		return orSymptom(words.Find(words.PlainSpace(text), words.WgetCertificate, words.TLS), symptom.TLSUnknownAuthority)
	case wgetSSL.MatchString(text) && !strings.Contains(text, "://"):
		return orSymptom(words.Find(p.wgetSaid, words.TLS, words.WgetPull, words.Net), symptom.TLSReset)
	}
	if m := wgetRead.FindStringSubmatch(text); m != nil {
		switch s := words.Spoken(m[1]); s {
		case symptom.TCPTimeout:
			return symptom.HTTPTimeout
		case "":
			return words.Find(m[1], words.WgetPull)
		default:
			return s
		}
	}
	return ""
}

// quotes reports whether a sentence has host in the quotation marks of any language.
func quotes(text, host string) bool {
	i := strings.Index(text, host)
	if i <= 0 || strings.ContainsAny(text, "|/") {
		return false
	}
	before := strings.TrimRight(words.PlainSpace(text[:i]), " ")
	return strings.ContainsAny(before[max(0, len(before)-3):], "'\"`‘’“„«»「『”")
}

func orSymptom(s, otherwise symptom.Symptom) symptom.Symptom {
	if s == "" {
		return otherwise
	}
	return s
}

// busyBoxSymptom reads the groups of busyBox.
func busyBoxSymptom(m []string) symptom.Symptom {
	switch {
	case m[1] != "":
		return symptom.FromStatus(atoi(m[1]))
	case m[2] != "":
		return orSymptom(words.Spoken(m[3]), symptom.TCPTimeout)
	case m[4] != "":
		return symptom.TCPTimeout
	case m[5] != "":
		return symptom.DNSNXDomain
	case m[6] != "":
		return symptom.TLSProtocol
	}
	return symptom.HTTPReset
}

// redirected is a failure at the host that a proxy's redirect led to: wget and
// curl follow it as go does.
func redirected(host string, s symptom.Symptom, or ...cause.ID) lineFact {
	return lineFact{cause: cause.ArtifactHostUnreachable, symptom: s, target: host, or: or, weight: weightReason}
}
