package explain

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain/grammar"
	"github.com/gofix-net/gofix-net/pkg/explain/words"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// git speaks some twenty languages. What it quotes, and what libcurl, ssh and the
// C library say, is the same in all of them: the structure of a line tells what
// its words would.

// quotedThing is what a line quotes, in the quotation marks of git's languages,
// and what follows it.
var quotedThing = lazyre.New(`(?:'|"|“|„|«|‘|「)([^'"“”„«»’「」\s]+)(?:'|"|”|“|»|’|」)(.*)$`)

// reasonBehind is the reason behind a quoted URL: a few words, a colon, and
// libcurl's sentence.
var reasonBehind = lazyre.New(`^[^:：]{0,40}[:：]\s*(\S.*)$`)

// infoRefs is the address of a repository's list of references, which git names
// where what it got there is none.
var infoRefs = lazyre.New(`(https?://[^\s'"“”„«»’」]+)/info/refs`)

// loginWords are the stems of "authentication" in git's languages.
var loginWords = []string{
	"uthenti", "uthentif", "utentic", "utentis", "鉴权", "驗證", "验证", "认证", "認証", "認證", "인증", "аутентиф", "дентифика", "автентиф", "wierzyteln", "kimlik", "xác thực", "πιστοπο", "autenti",
}

// readForeign returns what a line of git in any language says below an error of
// the go command that ran it.
func readForeign(text string) (lineFact, bool) {
	if m := infoRefs.FindStringSubmatch(text); m != nil { // an answer that is not git's
		return lineFact{cause: cause.VCSUnreachable, symptom: symptom.HTTPNotProxy, target: grammar.HostOnly(m[1]), url: m[1], or: []cause.ID{cause.CaptivePortal, cause.ModuleNotFound}, weight: weightReason}, true
	}
	if f, ok := sentenceFact(text); ok {
		return f, true
	}
	if m := transferBehind.FindStringSubmatch(text); m != nil {
		return transferFact(m[1], weightReason), true
	}
	m := quotedThing.FindStringSubmatch(text)
	if m == nil {
		return lineFact{}, false
	}
	quoted, behind := m[1], strings.TrimSpace(strings.ReplaceAll(m[2], "\u00a0", " "))
	switch {
	case strings.HasPrefix(quoted, "https://"), strings.HasPrefix(quoted, "http://"):
		return foreignURL(text, quoted, behind)
	case strings.HasSuffix(quoted, ".lock"):
		return ownFile(text), true
	case strings.Contains(quoted, "cache/vcs"), strings.Contains(quoted, `cache\vcs`):
		return ownFile(text), true
	}
	return lineFact{}, false
}

// transferBehind is libcurl's reason behind git's words on a transfer.
var transferBehind = lazyre.New(`[\s.;,:：；，。]((?:curl|HTTP) \d{2,3} \S.*)$`)

// sentenceFact reads a sentence of git that is known in its languages.
func sentenceFact(text string) (lineFact, bool) {
	switch words.Git(text) {
	case words.Locked:
		return ownFile(text), true
	case words.Forbidden:
		return ownFile("permission denied"), true
	case words.Damaged:
		return damaged(), true
	case words.NoRef:
		return noRef(), true
	case words.Login:
		if m := quotedThing.FindStringSubmatch(text); m != nil {
			return authAt(m[1]), true
		}
		return auth(""), true
	case words.Unreadable:
		return unreadable(), true
	case words.Protocol:
		return lineFact{cause: cause.GitProtocolBlocked, symptom: symptom.VCSProtocol, weight: weightReason}, true
	case words.Transfer:
		return transferFact("unexpected eof", weightNoise), true
	}
	return lineFact{}, false
}

// damaged is a repository under the module cache that git cannot read.
func damaged() lineFact {
	return lineFact{cause: cause.ModcacheCorrupt, target: "GOMODCACHE/cache/vcs", weight: weightReason, inGoOnly: true}
}

// noRef is a branch or tag that the origin does not have.
func noRef() lineFact {
	return lineFact{cause: cause.VersionNotFound, or: []cause.ID{cause.VCSUnreachable}, weight: weightReason, inGoOnly: true}
}

// unreadable is what git says when ssh gave it nothing: the reason is in another line.
func unreadable() lineFact {
	f := auth("")
	f.weight, f.inGoOnly = weightNoise, true
	return f
}

// foreignURL reads a line about a URL: with a reason behind it, it could not be
// accessed; of a host without a path, a login was asked for (git asks per host).
func foreignURL(text, url, behind string) (lineFact, bool) {
	_, path := grammar.SplitURL(url)
	if strings.Trim(path, "/") == "" {
		return authAt(url), true
	}
	if m := reasonBehind.FindStringSubmatch(behind); m != nil {
		return accessFact(url, m[1]), true
	}
	for _, w := range loginWords {
		if strings.Contains(text, w) {
			return authAt(url), true
		}
	}
	return lineFact{cause: cause.ModuleNotFound, symptom: symptom.HTTP404, target: grammar.HostOnly(url), url: url, or: []cause.ID{cause.GitAuthRequired}, weight: weightReason}, true
}

// saidOfFile is what a line says of a file, in English, whatever its language.
func saidOfFile(text string) string {
	if said := fileErrorIn(text); said != "" {
		return said
	}
	return words.FileError(text)
}

// ownFile is a file of git's own under the module cache that it could not use: it
// may not, or another git has left it locked or damaged.
func ownFile(text string) lineFact {
	f := lineFact{cause: cause.ModcacheUnwritable, or: []cause.ID{cause.ModcacheCorrupt}, weight: weightReason, inGoOnly: true}
	said := saidOfFile(text)
	switch {
	case strings.Contains(said, "space"), strings.Contains(said, "quota"):
		f.cause, f.or = cause.DiskFull, nil
	case said == "" && !strings.Contains(text, "owner") && !strings.Contains(text, "safe.directory"):
		f.cause, f.or = cause.ModcacheCorrupt, []cause.ID{cause.ModcacheUnwritable}
	}
	return f
}
