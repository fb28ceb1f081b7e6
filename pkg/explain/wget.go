package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GNU Wget speaks some fifty languages. The line with the URL, the address that it
// connects to, the status and the program's name are the same in all of them.
var (
	wgetURL     = re(`^--\d{4}-\d\d-\d\d \d\d:\d\d:\d\d--\s+(?:\(.*\)\s*)?(https?://\S+)`)
	wgetConnect = re(`\|[0-9a-fA-F.:]+\|:\d+.*?[^:：]*[:：]\s?(\S.*)$`)
	wgetStatus  = re(`(?:^\S+ ?([45]\d\d)\s?[:：]|(?:\.\.\.|…)\s?([45]\d\d)\s)`) // the time in front of it is off
	wgetTrouble = re(`^(?:GnuTLS|OpenSSL): (.*)$`)
	wgetSSL     = re(`(?:^|\s)(?:SSL|TLS)(?:[\s.\-]|$)`)
	wgetRead    = re(`HTTP.*\(([^)]+)\)`)
	wgetLast    = re(`^[^/…]+[^/….][.。]?$`) // "20 redirections exceeded.": no address in it, and nothing to follow
	wgetEmpty   = re(`(?:Empty reply|No data received)`)
	busyBox     = re(`^wget: (?:server returned error: HTTP/\S+ (\d{3})|(can't connect to remote host)[^:]*: (.*)|(download timed out)|(bad address) |TLS (error) from peer|error getting (response))`)
)

// readWget returns what a line of wget says. It counts where the URL that wget was
// last told to get is one that only go has a use for.
func (p *parser) readWget(text string) (lineFact, bool) {
	text = strings.TrimSpace(text)
	if m := wgetURL.FindStringSubmatch(text); m != nil {
		if p.wgetAgain++; p.wgot != m[1] {
			p.wgetAgain = 0
		}
		p.wgot, p.wgetSaid = m[1], ""
		return lineFact{}, false
	}
	url := p.wgot
	if url == "" && strings.HasPrefix(text, "wget: ") {
		url = p.curled
	}
	role := roleOf(url)
	if role == roleUnknown || role == roleOrigin || !anchors(url) {
		return lineFact{}, false
	}
	s := p.wgetSymptom(text, hostName(url))
	if s == "" {
		return lineFact{}, false
	}
	f := lineFact{symptom: s, url: url, target: hostOnly(url), weight: weightReason}
	c := chain{url: url, posted: true, tail: text}
	if s == symptom.TLSUnknownAuthority {
		f.weight = weightHint // the sentence behind it may say why
	}
	switch role {
	case roleSumdb:
		f.cause, f.or = sumdbCause(s, &c, f.target)
		return f, true
	case roleArtifact:
		return redirected(f.target, s, cause.GoproxyUnreachable), true
	}
	f.cause, f.or = proxyCause(s, &c, f.target)
	f.target = proxyBase(url, "")
	return f, true
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
		return orSymptom(spoken(m[1]), symptom.TCPTimeout)
	}
	switch {
	case strings.HasPrefix(text, "wget: "), strings.HasPrefix(plainSpace(text), "wget : "): // as French sets a colon
		if strings.Contains(text, host) {
			return symptom.DNSNXDomain
		}
	case wgetTrouble.MatchString(text):
		p.wgetSaid = text // the sentence behind it says that there is no connection
		return ""
	case p.wgetAgain >= 10 && wgetLast.MatchString(text) && !strings.Contains(text, host):
		return symptom.HTTPNotProxy
	case wgetEmpty.MatchString(text):
		return symptom.HTTPReset
	case quotes(text, host):
		return orSymptom(wordingOf(plainSpace(text), wgetCertificate, tlsWordings), symptom.TLSUnknownAuthority)
	case wgetSSL.MatchString(text) && !strings.Contains(text, "://"):
		return orSymptom(wordingOf(p.wgetSaid, tlsWordings, wgetPull, netWordings), symptom.TLSReset)
	}
	if m := wgetRead.FindStringSubmatch(text); m != nil {
		s := spoken(m[1])
		if s == symptom.TCPTimeout {
			return symptom.HTTPTimeout
		}
		return s
	}
	return ""
}

// quotes reports whether a sentence has host in the quotation marks of any language.
func quotes(text, host string) bool {
	i := strings.Index(text, host)
	if i <= 0 || strings.ContainsAny(text, "|/") {
		return false
	}
	before := strings.TrimRight(plainSpace(text[:i]), " ")
	return strings.ContainsAny(before[max(0, len(before)-3):], "'\"`‘’“„«»「『”")
}

// spoken is the symptom of a sentence of the C library in whatever language.
func spoken(text string) symptom.Symptom {
	if s := wordingOf(text, netWordings); s != "" {
		return s
	}
	return localised(text)
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
		return orSymptom(spoken(m[3]), symptom.TCPTimeout)
	case m[4] != "":
		return symptom.TCPTimeout
	case m[5] != "":
		return symptom.DNSNXDomain
	case m[6] != "":
		return symptom.TLSProtocol
	}
	return symptom.HTTPReset
}

// wgetPull are GnuTLS's words where Wget gives them without the function.
var wgetPull = []wording{
	{"pull function", symptom.TLSReset}, {"push function", symptom.TLSReset}, {"unexpected tls packet", symptom.TLSProtocol}, {"alert", symptom.TLSProtocol},
}

// wgetCertificate are Wget's own sentences, by their stems in English, German,
// French, Spanish, Russian, Japanese and Chinese.
var wgetCertificate = []wording{
	{"not yet", symptom.TLSNotYetValid}, {"noch nicht", symptom.TLSNotYetValid}, {"pas encore", symptom.TLSNotYetValid}, {"尚未", symptom.TLSNotYetValid}, {"未激活", symptom.TLSNotYetValid}, {"未生效", symptom.TLSNotYetValid}, {"まだ", symptom.TLSNotYetValid}, {"ещё не", symptom.TLSNotYetValid},
	{"expired", symptom.TLSExpired}, {"abgelaufen", symptom.TLSExpired}, {"expiré", symptom.TLSExpired}, {"过期", symptom.TLSExpired}, {"期限", symptom.TLSExpired}, {"失効", symptom.TLSExpired}, {"истёк", symptom.TLSExpired}, {"caducado", symptom.TLSExpired},
	{"match hostname", symptom.TLSNameMismatch}, {"match requested host", symptom.TLSNameMismatch}, {"zum hostname", symptom.TLSNameMismatch}, {"hostnamen", symptom.TLSNameMismatch}, {"nom d'hôte", symptom.TLSNameMismatch}, {"nom d’hôte", symptom.TLSNameMismatch}, {"主机名", symptom.TLSNameMismatch}, {"ホスト名", symptom.TLSNameMismatch}, {"имени", symptom.TLSNameMismatch},
}

// redirected is a failure at the host that a proxy's redirect led to: wget and
// curl follow it as go does.
func redirected(host string, s symptom.Symptom, or ...cause.ID) lineFact {
	return lineFact{cause: cause.ArtifactHostUnreachable, symptom: s, target: host, or: or, weight: weightReason}
}
