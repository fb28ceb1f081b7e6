package foreign

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

var (
	// scheme is the beginning of a URL, also as JSON and URLs escape it. One
	// slash and three are what is left of a mistyped one.
	scheme = lazyre.New(`(?i)([a-z][a-z0-9+.-]+)(:(?:\\?/){1,3}|:(?:\\u002f){2}|%3a%2f%2f)`)
	// bareUserinfo is a proxy variable without a scheme, user:pass@host.
	bareUserinfo = lazyre.New("(^|[\\s,;|='\"`(<\\[])(//)?([^/@:\\s,|='\"]+:[^/\\s,|'\"]*)@")
	// bareProxy is a text that is nothing but that, where the password may hold
	// what would end it elsewhere.
	bareProxy = lazyre.New(`^([^/@:=\s\\]{2,}:[^\s,|]*)@([^\s/@,|]+:[0-9]+/?)$`)
	// query is a URL's query or fragment, where tokens travel too.
	query = lazyre.New("(?i)([a-z][a-z0-9+.-]*:(?:\\\\?/){2}[^\\s?#,|'\"`]*)([?#])([^\\s,|'\"`]+)")
)

// maxUserinfo bounds the search for the end of user information, so that no
// text takes quadratic time. Tokens have up to a few thousand characters.
const maxUserinfo = 4 << 10

// userinfos finds the user information of every URL and proxy.
func (f *finder) userinfos() {
	if m := bareProxy.FindStringSubmatchIndex(f.text); m != nil && !strings.Contains(f.text, "://") {
		f.add(m[2], m[3])
		return
	}
	if !strings.Contains(f.text, ":") && !strings.Contains(f.text, "%3") {
		return // MODULE@VERSION, as most texts with an @ are
	}
	for at := 0; at < len(f.text) && hasURL(f.text[at:]); {
		m := scheme.FindStringSubmatchIndex(f.text[at:])
		if m == nil {
			break
		}
		name, mark, rest := f.text[at+m[2]:at+m[3]], f.text[at+m[4]:at+m[5]], f.text[at+m[1]:]
		user, mail := userinfo(name, mark, rest)
		f.add(at+m[1], at+m[1]+len(user))
		at += m[1] + len(user) + len(mail)
	}
	if !strings.Contains(f.text, "@") || !strings.Contains(f.text, ":") {
		return
	}
	for _, m := range bareUserinfo.FindAllStringSubmatchIndex(f.text, -1) {
		if !harmlessBare(f.text[m[6]:m[7]]) {
			f.add(m[6], m[7])
		}
	}
}

// hasURL reports whether what stands behind the scheme of a URL is in a text.
func hasURL(text string) bool {
	return strings.Contains(text, ":/") || strings.Contains(text, `:\`) || strings.Contains(text, "%3a") || strings.Contains(text, "%3A")
}

// userinfo returns the credentials at the beginning of what follows scheme and
// mark, and the @ behind them; both are "" where there are none. The user name
// is one of them: tokens are often given as the user.
func userinfo(scheme, mark, rest string) (user, at string) {
	at = "@"
	rest = rest[:min(len(rest), maxUserinfo)]
	if strings.HasPrefix(mark, "%") {
		at = "%40"
		rest, _, _ = strings.Cut(rest, "%2f")
		rest, _, _ = strings.Cut(rest, "%2F")
	}
	authority := rest
	if i := strings.IndexAny(rest, "/\\?# \t\r\n,|\"'`<>"); i >= 0 {
		authority = rest[:i]
	}
	if i := strings.LastIndex(authority, at); i >= 0 {
		user = authority[:i]
	} else if looksCut(authority) {
		user = beforeLastAt(rest)
	}
	exact := strings.Count(mark, "/") == 2 || !strings.Contains(mark, "/")
	if user == "" || isAddress(scheme, user) || !exact && !strings.Contains(user, ":") {
		return "", ""
	}
	return user, at
}

// isAddress reports whether the user is a part of the address and no secret,
// as in ssh://git@host.
func isAddress(scheme, user string) bool {
	scheme = strings.ToLower(scheme)
	if strings.Contains(user, ":") || scheme == "file" {
		return scheme == "file"
	}
	return user == "git" || strings.HasSuffix(scheme, "ssh")
}

// looksCut reports whether an authority without @ ends in something that is no
// port: a password with one of the characters that end an authority.
func looksCut(authority string) bool {
	if strings.HasPrefix(authority, "[") {
		return false
	}
	_, port, found := strings.Cut(authority, ":")
	return found && strings.Trim(port, "0123456789") != ""
}

// beforeLastAt returns what stands before the last @ of the word, which is not
// that of a module's version (…/@v/list, …/@latest).
func beforeLastAt(rest string) string {
	if i := strings.IndexAny(rest, "\t\r\n<>"); i >= 0 {
		rest = rest[:i]
	}
	rest = rest[:quoteEnd(rest)]
	// A password may hold blanks; what is said about a URL has colons, paths
	// and URLs behind them.
	if word, more, found := strings.Cut(rest, " "); found {
		rest = word
		if next, _, _ := strings.Cut(more, "@"); len(next) < len(more) && !strings.ContainsAny(next, ":/") && strings.Count(next, " ") < 2 {
			rest = word + " " + next + "@"
		}
	}
	if m := scheme.FindStringIndex(rest); m != nil {
		rest = rest[:m[0]] // the next URL of a list
	}
	for {
		i := strings.LastIndex(rest, "@")
		if i <= 0 {
			return ""
		}
		if rest[i-1] != '/' {
			return rest[:i]
		}
		rest = rest[:i]
	}
}

// quoteEnd returns where a quote ends the text around a URL. One in the middle of
// a password is followed by more of the password, and then by its @.
func quoteEnd(rest string) int {
	i := strings.IndexAny(rest, "\"'`")
	if i < 0 {
		return len(rest)
	}
	more := rest[i+1:]
	at := strings.IndexByte(more, '@')
	if at <= 0 || strings.ContainsAny(more[:at], " /:,;)]}\"'`") {
		return i
	}
	return len(rest)
}

// harmlessBare reports whether what stands before an @ is no user information.
func harmlessBare(text string) bool {
	user, password, _ := strings.Cut(text, ":")
	// C:\dir@v1.2.3, or a URL in escapes, done already.
	return len(user) == 1 && strings.HasPrefix(password, `\`) || scheme.MatchString(text) || strings.Contains(text, ">:<")
}

// queries finds what URLs carry behind ? and #.
func (f *finder) queries() {
	for _, m := range query.FindAllStringSubmatchIndex(f.text, -1) {
		mark, value := f.text[m[4]:m[5]], strings.TrimRight(f.text[m[6]:m[7]], ":;.)>]\\")
		harmless := value == "" || value == "go-get=1" || value == "service=git-upload-pack" ||
			mark == "#" && !strings.Contains(value, "=") // a section of a page
		if !harmless {
			f.add(m[6], m[6]+len(value))
		}
	}
}
