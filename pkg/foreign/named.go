package foreign

import (
	"slices"
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// hints are the words of which the name of a secret has one.
var hints = []string{"pass", "pwd", "token", "secret", "key", "credential", "pat", "authorization", "cookie", "auth", "signature", "jwt", "otp", "sas", "psk", "login", "account"}

// separator is what stands between a name and its value: a sign, or blanks.
var separator = lazyre.New(`^(?:(\\*["']?[ \t]*(?::=|=>|=|:)[ \t]*)|(\\*["']?,?[ \t]+|["'],["']))`)

// named finds the values of what has the name of a secret: NAME=value, NAME: value,
// "name": "value", --name value, ENV NAME value. A dash or two before a name make it
// a flag. The names are found by hand: a pattern takes a hundred times as long, and
// every setting and line of a log comes here.
func (f *finder) named() {
	for at := 0; at < len(f.text); {
		start, end := f.name(at)
		if start == end {
			return
		}
		at = end + 1
		name := f.text[start:end]
		if !hinted(name) {
			continue
		}
		m := separator.FindStringSubmatchIndex(f.text[end:min(len(f.text), end+maxSeparator)])
		if m == nil {
			continue
		}
		from, next := end+m[1], end+m[1]
		switch {
		case m[2] >= 0 && SecretName(name):
			sep := f.text[end+m[2] : end+m[3]]
			if strings.Contains(sep, ":") && strings.HasSuffix(f.text[:start], "/") {
				break // a path and what is said of it
			}
			next = f.assigned(name, sep, start, from)
		case m[4] >= 0 && strings.HasPrefix(name, "-") && (SecretName(name) || strings.Trim(name, "-") == "key"):
			next = f.flag(name, from)
		case m[4] >= 0 && (dockerfile(f.text[:start]) && SecretName(name)):
			f.add(f.word(from, 0))
		}
		at = max(next, at)
	}
}

// maxSeparator bounds the blanks between a name and its value, in bytes.
const maxSeparator = 4 << 10

// name returns where the next word stands that could be a name.
func (f *finder) name(at int) (start, end int) {
	for at < len(f.text) && !nameByte(f.text[at]) {
		at++
	}
	start = at
	for at < len(f.text) && nameByte(f.text[at]) {
		at++
	}
	return start, at
}

func nameByte(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '-'
}

// hinted reports whether a name has one of the hints, in any case.
func hinted(name string) bool {
	for i := range len(name) {
		switch name[i] | ('a' - 'A') {
		case 'p', 't', 's', 'k', 'c', 'a', 'j', 'o', 'l':
			if hasAnyPrefix(name[i:], hints) {
				return true
			}
		}
	}
	return false
}

// hasAnyPrefix reports whether a text begins with one of the words, which are in
// lower case, in any case.
func hasAnyPrefix(text string, words []string) bool {
	for _, w := range words {
		if len(text) >= len(w) && text[0]|('a'-'A') == w[0] && strings.EqualFold(text[:len(w)], w) {
			return true
		}
	}
	return false
}

// dockerfile reports whether what stands before a name is a Dockerfile's ENV.
func dockerfile(before string) bool {
	before = strings.TrimRight(before, " \t")
	return strings.HasSuffix(before, "ENV")
}

// assigned notes the value that begins at from, of a name that begins at start,
// and returns where it ends.
func (f *finder) assigned(name, sep string, start, from int) int {
	last := words(name)
	colon := strings.Contains(sep, ":") && !strings.Contains(sep, "=")
	quoted := strings.ContainsAny(sep, `"'`) // the name is, as in JSON
	if colon && !quoted && header(name) {
		end := from + lineLength(f.text[from:])
		for from < end && strings.ContainsRune(`\"'`, rune(f.text[from])) {
			from++
		}
		if i := strings.IndexAny(f.text[from:end], `"'`); i >= 0 {
			end = from + i
		}
		if opening.FindString(f.text[from:end]) == "" {
			f.add(from, from+len(strings.TrimRight(f.text[from:end], ` \`)))
		}
		return end
	}
	enclosing := byte(0)
	if start > 0 && !quoted && strings.IndexByte(`"'`, f.text[start-1]) >= 0 {
		enclosing = f.text[start-1]
	}
	vFrom, vTo := f.word(from, enclosing)
	value := f.text[vFrom:vTo]
	bare := colon && vFrom == from
	prose := bare && !quoted && !sure(last[len(last)-1], value) || bare && quoted && !looksSecret(value)
	if value == "" || prose || harmlessValue(value) {
		return from
	}
	f.add(vFrom, vTo)
	return vTo
}

// sure reports whether what follows NAME: is the secret and not prose about it.
func sure(last, value string) bool {
	switch last {
	case "password", "passwd", "passphrase", "secret", "pwd", "pass":
		return !slices.Contains([]string{"not", "is", "required", "for", "the", "a", "an", "no", "must", "cannot", "invalid", "authentication", "access", "missing"}, strings.ToLower(value))
	}
	return looksSecret(value)
}

// flag notes the value of --name VALUE.
func (f *finder) flag(name string, from int) int {
	vFrom, vTo := f.word(from, 0)
	value := f.text[vFrom:vTo]
	path := strings.Trim(name, "-") == "key" && (strings.ContainsAny(value, `/\`) || strings.HasSuffix(value, ".pem") || strings.HasSuffix(value, ".key"))
	if value == "" || strings.HasPrefix(value, "-") || path || harmlessValue(value) {
		return from
	}
	f.add(vFrom, vTo)
	return vTo
}

// word returns where the value that begins at from stands, without the quotes
// around it: quoted, or up to the next blank as a shell reads it. enclosing is
// the quote before the name, which then also ends the value.
func (f *finder) word(from int, enclosing byte) (int, int) {
	line := f.text[from : from+lineLength(f.text[from:])]
	if enclosing != 0 {
		if i := closing(line, enclosing); i >= 0 {
			return from, from + i
		}
	}
	if ref := opening.FindString(line); ref != "" {
		return from, from + len(ref)
	}
	escaped := strings.HasPrefix(line, `\"`) || strings.HasPrefix(line, `\'`)
	if escaped {
		if i := strings.Index(line[2:], line[:2]); i >= 0 {
			return from + 2, from + 2 + i
		}
		from, line = from+2, line[2:]
	}
	end := 0
	for end < len(line) && !strings.ContainsRune(" \t;", rune(line[end])) {
		switch c := line[end]; c {
		case '\\':
			end += 2
		case '"', '\'', '`':
			if i := closing(line[end+1:], c); i >= 0 {
				end += i + 2
				continue
			}
			end++
		default:
			end++
		}
	}
	end = min(end, len(line))
	value := line[:end]
	if n := len(value); n >= 2 && strings.IndexByte("\"'`", value[0]) >= 0 && closing(value[1:], value[0]) == n-2 {
		return from + 1, from + n - 1
	}
	// A quoted value in JSON or Go syntax is followed by its syntax, not by more of it.
	if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') {
		if i := closing(value[1:], value[0]); i >= 0 && strings.IndexByte(",)]}:", value[i+2]) >= 0 {
			return from + 1, from + 1 + i
		}
	}
	return from, from + len(strings.TrimRight(value, "\"'`,)]}>\\"))
}

// closing returns where the next such quote stands that no backslash escapes.
func closing(text string, quote byte) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			if quote != '\'' {
				i++
			}
		case quote:
			return i
		}
	}
	return -1
}

// maxValue bounds one value, in bytes.
const maxValue = 8 << 10

// lineLength is how long the first line of a text is, and no more than maxValue.
func lineLength(text string) int {
	text = text[:min(len(text), maxValue)]
	if i := strings.IndexAny(text, "\r\n"); i >= 0 {
		return i
	}
	return len(text)
}

// header reports whether a name is that of an HTTP header that authenticates.
func header(name string) bool {
	name = strings.ToLower(strings.TrimLeft(name, "-"))
	switch name {
	case "authorization", "proxy-authorization", "cookie", "set-cookie":
		return true
	}
	return strings.Contains(name, "-") && (strings.HasSuffix(name, "-token") || strings.HasSuffix(name, "-key") || strings.HasSuffix(name, "-auth"))
}

// secretWords are what a name ends in whose value is secret; secretPairs are the
// same in two words.
var (
	secretWords = []string{
		"password", "passwd", "passphrase", "passcode", "pass", "pwd", "token", "secret", "secrets", "pat", "apikey", "credential", "credentials",
		"cookie", "authorization", "sshpass", "jwt", "otp", "psk", "sas", "signature",
	}
	secretPairs = []string{
		"api key", "access key", "secret key", "private key", "account key", "encryption key", "signing key", "auth key", "deploy key",
		"master key", "shared key", "storage key", "service key", "license key", "app key", "key id", "basic auth", "registry auth", "proxy auth", "http auth",
	}
	// harmlessEnds are what a name ends in that is about a secret and holds none.
	harmlessEnds = []string{
		"file", "files", "path", "dir", "url", "uri", "host", "name", "user", "username", "id", "type", "ttl", "count", "limit", "size", "length", "expiry",
		"expires", "env", "helper", "program", "command", "provider", "manager", "scope", "scopes", "ref", "source", "mount", "enabled",
		"required", "parallelism", "policy", "version", "header", "method", "prompt", "sock", "socket", "pid", "mode", "format", "timeout", "location", "endpoint",
	}
)

// SecretName reports whether a name, of a variable, a flag or a field, says that its
// value is a secret: it ends in a word for one, and not in one for what is about it,
// such as a file or a host.
func SecretName(name string) bool {
	w := words(name)
	if len(w) == 0 {
		return false
	}
	last := w[len(w)-1]
	if len(w) > 1 && slices.Contains(secretPairs, w[len(w)-2]+" "+last) {
		return last != "id" || len(w) > 2 && w[len(w)-3] == "access"
	}
	if strings.Trim(name, `-"'_`) == "auth" || strings.HasSuffix(last, "authtoken") {
		return true
	}
	if slices.Contains(secretWords, last) {
		return true
	}
	for _, end := range []string{"password", "passwd", "passphrase", "token", "secret", "apikey", "accesskey", "secretkey", "privatekey", "accountkey", "credential", "credentials"} {
		if strings.HasSuffix(last, end) {
			return true
		}
	}
	if slices.Contains(harmlessEnds, last) {
		return false
	}
	return slices.ContainsFunc(w, func(s string) bool {
		return s == "password" || s == "passwd" || s == "token" || s == "secret" || s == "passphrase"
	})
}

// MaybeSecretName reports whether a name has the word for a secret anywhere in it. It
// is for values that are better hidden once too often, of names whose words are not
// set apart: GOPROXYPASS.
func MaybeSecretName(name string) bool {
	name = strings.ToLower(name)
	return SecretName(name) || slices.ContainsFunc([]string{"token", "secret", "pass", "key", "credential"}, func(word string) bool { return strings.Contains(name, word) })
}

// words are the parts of a name in lower case: API_KEY, apiKey, api-key. Numbers
// at its end do not count.
func words(name string) []string {
	var out []string
	var b strings.Builder
	end := func() {
		if b.Len() > 0 {
			out = append(out, strings.ToLower(b.String()))
			b.Reset()
		}
	}
	lower := false
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
			lower = false
			continue
		case unicode.IsUpper(r) && lower:
			end()
		}
		lower = unicode.IsLower(r)
		b.WriteRune(r)
	}
	end()
	for len(out) > 1 && strings.Trim(out[len(out)-1], "0123456789") == "" {
		out = out[:len(out)-1]
	}
	if n := len(out); n > 0 {
		out[n-1] = strings.TrimRight(out[n-1], "0123456789")
		if out[n-1] == "" {
			out = out[:n-1]
		}
	}
	return out
}

// harmlessValue reports whether a value is a number, a switch or a reference to
// where the secret is kept.
func harmlessValue(value string) bool {
	switch strings.ToLower(value) {
	case "true", "false", "yes", "no", "on", "off", "none", "null", "nil", "0", "1", "undefined", "empty":
		return true
	}
	return placeholder(value)
}

// looksSecret reports whether a word looks like a generated token or a password: letters
// and digits, or very long, and no path.
func looksSecret(word string) bool {
	digit := strings.ContainsAny(word, "0123456789")
	letter := strings.ContainsFunc(word, unicode.IsLetter)
	path := strings.ContainsAny(word, "/") && !strings.ContainsAny(word, "+=")
	return len(word) >= 6 && digit && letter && !path || len(word) >= 20 && letter && !path
}

var (
	// reference is where a secret is taken from, in a shell, a CI file, on Windows.
	reference = lazyre.New(`^(?:\$\w+|\$\{[^}]*\}|\$\([^)]*\)|\$\{\{[^}]*\}\}|\{\{[^}]*\}\}|%\w+%|<[\p{L}\d _:.-]*>|\[[A-Z_ ]+\]|\*+|x{3,}|X{3,}|\.{3}|…|-|REDACTED|\[REDACTED\])$`)
	// opening is a reference at the beginning of a text.
	opening = lazyre.New(`^(?:\$\{\{[^}]*\}\}|\$\{[^}]*\}|\{\{[^}]*\}\}|\$\([^)]*\)|<[\p{L} _-]+>)`)
	// capitals are the names of what a reader has to fill in: USER:PASSWORD.
	capitals = lazyre.New(`^(?:USER|USERNAME|LOGIN):(?:PASSWORD|PASS)$`)
)

// placeholder reports whether a text is no secret, but stands where one has to be put:
// $TOKEN, <password>, USER:PASSWORD. "" is one too.
func placeholder(text string) bool {
	if text == "" || text == Mask || capitals.MatchString(text) || reference.MatchString(text) {
		return true
	}
	user, password, found := strings.Cut(text, ":")
	return found && reference.MatchString(password) && (reference.MatchString(user) || password != "" && plainUser(user))
}

// plainUser reports whether a user's name before a placeholder is only a name.
func plainUser(user string) bool {
	return user == "git" || user == "oauth2" || user == "x-access-token" || user == "x-token-auth" || user == "gitlab-ci-token" || user == "user" || strings.ToUpper(user) == user
}
