package wire

import (
	"net/http"
	"net/url"
	"strings"
)

// AuthLogin is what a command of GOAUTH gives for URLs that begin with Prefix, which has
// no scheme.
type AuthLogin struct {
	Prefix string
	Header http.Header
}

// ParseAuth reads the answer of a command of GOAUTH as go does (parseUserAuth in
// cmd/go/internal/auth, Go 1.24): URLs, an empty line, headers, an empty line. ok says
// that go can read it; nothing at all is readable too.
func ParseAuth(text string) (logins []AuthLogin, ok bool) {
	for text != "" {
		var prefixes []string
		line, rest, found := strings.Cut(text, "\n")
		for ; found && line != ""; line, rest, found = strings.Cut(rest, "\n") {
			u, err := url.ParseRequestURI(line)
			if err != nil {
				return nil, false
			}
			prefixes = append(prefixes, strings.TrimSuffix(strings.TrimPrefix(u.String(), "https://"), "/"))
		}
		if !found {
			return nil, false
		}
		header := http.Header{}
		line, rest, found = strings.Cut(rest, "\n")
		for ; found && line != ""; line, rest, found = strings.Cut(rest, "\n") {
			name, value, colon := strings.Cut(line, ": ")
			value = strings.TrimSpace(value)
			if !colon || !headerName(name) || strings.ContainsFunc(value, control) {
				return nil, false
			}
			header.Add(name, value)
		}
		if !found {
			return nil, false
		}
		for _, p := range prefixes {
			logins = append(logins, AuthLogin{Prefix: p, Header: header.Clone()})
		}
		text = rest
	}
	return logins, true
}

// headerName reports whether a text is a token of RFC 9110 section 5.6.2.
func headerName(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 0x7f || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

func control(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
