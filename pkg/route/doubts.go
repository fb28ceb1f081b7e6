package route

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Reasons of a [Doubt].
const (
	DoubtQuote        = "quote"           // quotes belong to the shell, not into the value
	DoubtSemicolon    = "semicolon"       // not a separator
	DoubtBlank        = "blank"           // a blank or an invisible character inside an element
	DoubtFullWidth    = "fullwidth-comma" // a separator, colon, dot or slash of an East Asian input method
	DoubtKeywordSlash = "keyword-slash"   // direct/ is a host named direct
	DoubtScheme       = "scheme"          // http//host, http:/host, https:///path: no host, or a host named http
	DoubtAfterKeyword = "after-keyword"   // after direct or off, never used
)

// doubt notes each reason for which an element is surely not meant as it is read.
func (l *ProxyList) doubt(element string) {
	for _, why := range doubts(element) {
		l.Doubts = append(l.Doubts, Doubt{Text: settings.Value(element), Why: why})
	}
}

func doubts(element string) []string {
	var why []string
	add := func(reason string, holds bool) {
		if holds {
			why = append(why, reason)
		}
	}
	add(DoubtQuote, strings.ContainsAny(element, "\"'`“”‘’"))
	add(DoubtSemicolon, strings.Contains(element, ";"))
	add(DoubtFullWidth, strings.ContainsAny(element, "\uff0c\u3001\uff1b\uff5c\ufe50\uff1a\uff0f\uff0e\u3002"))
	add(DoubtBlank, strings.ContainsFunc(element, isBlank))
	add(DoubtKeywordSlash, isKeywordSlash(element))
	add(DoubtScheme, lacksHost(element))
	return why
}

// isBlank includes invisible characters: zero-width characters and the byte order
// mark, which copying from a web page leaves behind.
func isBlank(r rune) bool {
	switch r {
	case ' ', '\t', '\r', '\n', '\u00a0', '\u3000', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff':
		return true
	}
	return false
}

func isKeywordSlash(element string) bool {
	word := strings.ToLower(strings.TrimRight(element, "/"))
	return word != strings.ToLower(element) && (word == string(Direct) || word == string(Off))
}

// lacksHost recognises a mistyped scheme: the go command reads http//host as a
// host named http, and http:/host as a URL without one.
func lacksHost(element string) bool {
	u, err := url.Parse(assumeHTTPS(element))
	if err != nil || u.Scheme == "file" {
		return false
	}
	switch strings.ToLower(u.Hostname()) {
	case "http", "https":
		return true
	}
	return (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() == ""
}
