package settings

import (
	"regexp"
	"strings"
)

// redacted stands where a secret was; it is the word that the go command uses.
const redacted = "xxxxx"

var (
	// scheme is the beginning of a URL, also as JSON and URLs escape it. One
	// slash and three are what is left of a mistyped one.
	scheme = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]+)(:(?:\\?/){1,3}|:(?:\\u002f){2}|%3a%2f%2f)`)
	// bareUserinfo is a proxy variable without a scheme, user:pass@host.
	bareUserinfo = regexp.MustCompile("(^|[\\s,;|='\"`(<\\[])(//)?([^/@:\\s,|='\"]+:[^/\\s,|'\"]*)@")
	// bareProxy is a text that is nothing but that, where the password may hold
	// what would end it elsewhere.
	bareProxy = regexp.MustCompile(`^([^/@:=\s\\]{2,}:[^\s,|]*)@([^\s/@,|]+:[0-9]+/?)$`)
	// query is a URL's query or fragment, where tokens travel too.
	query = regexp.MustCompile("(?i)([a-z][a-z0-9+.-]*:(?:\\\\?/){2}[^\\s?#,|'\"`]*)([?#])([^\\s,|'\"`]+)")
	// header is an HTTP header or a parameter that authenticates, as in git's
	// http.extraHeader or a credential helper's answer.
	header = regexp.MustCompile(`(?i)\b((?:proxy-)?authorization|cookie|(?:[a-z]+-)+token|[a-z-]*api-?key)(\\?["']?\s*[:=]\s*\\?["']?)[^\s"'\\][^\r\n"']*`)
	// parameter is the same in NAME=value form.
	parameter = regexp.MustCompile(`(?i)\b((?:[a-z]+[_-])*(?:password|passwd|token|secret))=[^\s&;,'"]+`)
	// field is the same in JSON, as servers answer.
	field = regexp.MustCompile(`(?i)(["'][a-z_-]*(?:password|passwd|token|secret|api_?key)["']\s*:\s*["'])(?:[^"'\\]|\\.)+`)
	// escapedField is the same inside a quoted text.
	escapedField = regexp.MustCompile(`(?i)(\\"[a-z_-]*(?:password|passwd|token|secret|api_?key)\\"\s*:\s*\\")(?:[^"\\]|\\[^"])+`)
	// scheme and credentials of an Authorization header that stands alone.
	bearer = regexp.MustCompile(`(?i)\b(bearer|basic)(\s+)([a-z0-9+/._~-]{8,}=*)`)
	// login is a line of a netrc file.
	login = regexp.MustCompile(`\b(login\s+)\S+(\s+password\s+)\S+`)
	// stamp is the linker's -X pkg.name=value, by which builds put keys into programs.
	stamp = regexp.MustCompile(`(-X[ =]+["']?[^\s"'=]+=)[^\s"']+`)
	// sshpass takes a password on its command line, as in core.sshCommand.
	sshpass = regexp.MustCompile(`\b(sshpass\s+-p\s*)(?:'[^']*'|"[^"]*"|\S+)`)
	// token matches the shapes of well-known access tokens, wherever they stand.
	token = regexp.MustCompile(`\b(gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}|gl[a-z]{2,4}-[A-Za-z0-9_-]{16,}|xox[abps]-[A-Za-z0-9-]{10,}|AKIA[0-9A-Z]{16}|eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*)`)
)

// Redact replaces the credentials in text: user information and queries of
// URLs (each element of a GOPROXY list by itself), authenticating headers and
// well-known token shapes. Text without any is returned unchanged, and so are
// addresses that only look like it: git@host:path, ssh://git@host, PATH@v1.2.3,
// the query go-get=1.
func Redact(text string) string {
	if !strings.ContainsAny(text, "@?#:=_-%") && !strings.Contains(text, " ") {
		return text
	}
	// Logs of megabytes pass through here: a byte is sooner found than a pattern.
	if strings.ContainsAny(text, "@%") {
		if !strings.Contains(text, "://") {
			text = bareProxy.ReplaceAllString(text, redacted+"@${2}")
		}
		text = redactURLs(text)
		text = bareUserinfo.ReplaceAllStringFunc(text, redactBare)
	}
	if strings.ContainsAny(text, "?#") {
		text = query.ReplaceAllStringFunc(text, redactQuery)
	}
	if strings.Contains(text, "-X") {
		text = stamp.ReplaceAllString(text, "${1}"+redacted)
	}
	if strings.Contains(text, "sshpass") {
		text = sshpass.ReplaceAllString(text, "${1}"+redacted)
	}
	if strings.Contains(text, "login") {
		text = login.ReplaceAllString(text, "${1}"+redacted+"${2}"+redacted)
	}
	text = header.ReplaceAllString(text, "${1}${2}"+redacted)
	text = parameter.ReplaceAllString(text, "${1}="+redacted)
	if strings.ContainsAny(text, `"'`) && strings.Contains(text, ":") {
		text = field.ReplaceAllString(text, "${1}"+redacted)
		text = escapedField.ReplaceAllString(text, "${1}"+redacted)
	}
	text = bearer.ReplaceAllStringFunc(text, redactBearer)
	return token.ReplaceAllString(text, redacted)
}

// maxUserinfo bounds the search for the end of user information, so that no
// text takes quadratic time. Tokens have up to a few thousand characters.
const maxUserinfo = 4 << 10

// redactURLs replaces the user information of every URL in text.
func redactURLs(text string) string {
	var out strings.Builder
	for {
		m := scheme.FindStringSubmatchIndex(text)
		if m == nil {
			out.WriteString(text)
			return out.String()
		}
		out.WriteString(text[:m[1]])
		name, mark, rest := text[m[2]:m[3]], text[m[4]:m[5]], text[m[1]:]
		user, at := userinfo(name, mark, rest)
		if at != "" {
			out.WriteString(redacted + at)
		}
		text = rest[len(user)+len(at):]
	}
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
	if i := strings.IndexAny(rest, "\t\r\n\"'`<>"); i >= 0 {
		rest = rest[:i]
	}
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

func redactBare(m string) string {
	sub := bareUserinfo.FindStringSubmatch(m)
	user, password, _ := strings.Cut(sub[3], ":")
	if len(user) == 1 && strings.HasPrefix(password, `\`) {
		return m // C:\dir@v1.2.3
	}
	if scheme.MatchString(sub[3]) {
		return m // a URL in escapes, done already
	}
	return sub[1] + sub[2] + redacted + "@"
}

func redactQuery(m string) string {
	sub := query.FindStringSubmatch(m)
	text := strings.TrimRight(sub[3], ":;.)>]\\")
	tail := sub[3][len(text):]
	harmless := text == "" || text == "go-get=1" || text == "service=git-upload-pack" ||
		sub[2] == "#" && !strings.Contains(text, "=") // a section of a page
	if harmless {
		return m
	}
	return sub[1] + sub[2] + redacted + tail
}

// redactBearer leaves prose alone: "basic authentication" has neither digits
// nor padding.
func redactBearer(m string) string {
	sub := bearer.FindStringSubmatch(m)
	if !strings.ContainsAny(sub[3], "0123456789=") {
		return m
	}
	return sub[1] + sub[2] + redacted
}
