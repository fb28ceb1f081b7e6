package settings

import (
	"encoding/json"
	"regexp"
	"strings"
)

// Value is the text of a setting, which may hold a credential. It prints,
// formats and marshals redacted; only [Value.Reveal] gives the text, and
// pkg/archtest lists who may call that.
type Value string

// Reveal returns the text as it is, credentials included. It is for probing,
// comparing and writing, never for showing.
func (v Value) Reveal() string { return string(v) }

// String returns the text with its credentials replaced.
func (v Value) String() string { return Redact(string(v)) }

// GoString keeps %#v from showing what String hides.
func (v Value) GoString() string { return v.String() }

// MarshalJSON writes the redacted text: a report never carries a credential.
func (v Value) MarshalJSON() ([]byte, error) { return json.Marshal(v.String()) }

// MarshalText writes the redacted text, for every other encoder.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// redacted stands where a secret was; it is the word that the go command uses.
const redacted = "xxxxx"

var (
	// userinfo is everything between :// and the last @ before the path. The
	// user name goes too: tokens are often given as the user.
	userinfo = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*:/{1,3})([^/?#\s,|]*)@`)
	// bareUserinfo is the same in a proxy variable without a scheme, user:pass@host.
	bareUserinfo = regexp.MustCompile(`(^|[\s,|='"])([^/@:\s,|='"]+:[^/@\s,|'"]+)@`)
	// query is a URL's query or fragment, where tokens travel too.
	query = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*://[^\s?#,|'"]*)([?#])[^\s,|'"]+`)
	// header is an HTTP header that authenticates, as in git's http.extraHeader.
	header = regexp.MustCompile(`(?i)\b((?:proxy-)?authorization|cookie|private-token|x-[a-z-]*token|[a-z-]*api-?key)(\s*[:=]\s*)\S[^\r\n'"]*`)
	// token matches the shapes of well-known access tokens, wherever they stand.
	token = regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|glpat-[A-Za-z0-9_-]{16,}|xox[abp]-[A-Za-z0-9-]{10,})`)
)

// Redact replaces the credentials in text: user information and queries of
// URLs (each element of a GOPROXY list by itself), authenticating headers and
// well-known token shapes. Text without any is returned unchanged. A go-get=1
// query, which carries nothing, stays.
func Redact(text string) string {
	if !strings.ContainsAny(text, "@?#:=_-") {
		return text
	}
	text = userinfo.ReplaceAllString(text, "${1}"+redacted+"@")
	text = bareUserinfo.ReplaceAllStringFunc(text, func(m string) string {
		// git@host:path is an address, not a credential, and has no colon before the @.
		sub := bareUserinfo.FindStringSubmatch(m)
		return sub[1] + redacted + "@"
	})
	text = query.ReplaceAllStringFunc(text, func(m string) string {
		sub := query.FindStringSubmatch(m)
		if strings.HasSuffix(m, "?go-get=1") || strings.HasSuffix(m, "?service=git-upload-pack") {
			return m
		}
		return sub[1] + sub[2] + redacted
	})
	text = header.ReplaceAllString(text, "${1}${2}"+redacted)
	return token.ReplaceAllString(text, redacted)
}
