package correct

import (
	"net/url"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// database writes a GOSUMDB value by the go command's rules: a name or key, and
// a URL behind a blank (go help environment).
func database(text string) string {
	fields := strings.FieldsFunc(ascii(unquote(text)), func(r rune) bool { return r == ' ' || r == ',' || r == ';' || strings.ContainsRune(quotes, r) })
	if len(fields) == 0 {
		return ""
	}
	name := scheme(fields[0])
	if u, err := url.Parse(name); err == nil && u.Host != "" {
		name = u.Host
	}
	if !strings.Contains(name, "+") { // a key has capitals of its own
		name = strings.ToLower(strings.TrimSuffix(name, "/"))
	}
	if len(fields) == 1 || !strings.Contains(fields[1], ".") {
		return name
	}
	at := scheme(fields[1])
	if !strings.Contains(at, "://") && strings.Contains(at, ":") {
		at = "https://" + at
	}
	return name + " " + at
}

// flags writes GOFLAGS by the go command's rules: flags with a dash and with
// their values behind =, with blanks between.
func flags(text string) string {
	var out []string
	for _, f := range Flags(ascii(unquoteAll(text))) {
		name, _, _ := strings.Cut(strings.TrimLeft(f, "-"), "=")
		switch {
		case strings.HasPrefix(f, "-"):
			out = append(out, f)
		case strings.Contains(f, "=") && flagName.MatchString(name):
			out = append(out, "-"+f)
		case len(out) > 0 && !strings.Contains(out[len(out)-1], "="):
			out[len(out)-1] += "=" + f // -mod mod
		}
	}
	return strings.Join(out, " ")
}

var flagName = lazyre.New(`^[a-z][a-z0-9]*$`)

// unquoteAll removes a word processor's quotes everywhere, and any around the whole.
func unquoteAll(text string) string {
	return strings.Map(func(r rune) rune {
		if r > 127 && strings.ContainsRune(quotes, r) {
			return -1
		}
		return r
	}, unquoteWhole(text))
}

// unquoteWhole removes quotes around a value that has no others.
func unquoteWhole(text string) string {
	if inner := unquote(text); !strings.ContainsAny(inner, quotes) {
		return inner
	}
	return text
}

// Flags returns the elements of GOFLAGS, one flag each: a quote at the beginning
// of an element holds blanks together (cmd/internal/quoted).
func Flags(goflags string) []string {
	var out []string
	for rest := strings.TrimLeft(goflags, " \t\r\n"); rest != ""; rest = strings.TrimLeft(rest, " \t\r\n") {
		if q := rest[0]; q == '"' || q == '\'' {
			if inner, after, ok := strings.Cut(rest[1:], string(q)); ok {
				out, rest = append(out, inner), after
				continue
			}
		}
		i := strings.IndexAny(rest, " \t\r\n")
		if i < 0 {
			return append(out, rest)
		}
		out, rest = append(out, rest[:i]), rest[i:]
	}
	return out
}

// JoinFlags is the inverse of [Flags].
func JoinFlags(flags []string) string {
	var out []string
	for _, f := range flags {
		switch {
		case !strings.ContainsAny(f, " \t"):
			out = append(out, f)
		case strings.Contains(f, "'"):
			out = append(out, `"`+f+`"`)
		default:
			out = append(out, "'"+f+"'")
		}
	}
	return strings.Join(out, " ")
}

// toolchain writes the name of a Go release as the go command does (go.dev/doc/toolchain).
func toolchain(text string) string {
	text = strings.ToLower(strings.ReplaceAll(ascii(unquote(text)), " ", ""))
	text = strings.TrimPrefix(text, "v")
	if text != "" && text[0] >= '0' && text[0] <= '9' {
		text = "go" + text
	}
	if !release.MatchString(text) {
		return ""
	}
	return text
}

var release = lazyre.New(`^(local|auto|path|go[0-9]+(\.[0-9]+)*((rc|beta)[0-9]+)?(-[a-z0-9.]+)?)(\+(auto|path))?$`)

// word is for variables that know a few words in lower case.
func word(text string) string { return strings.ToLower(ascii(unquote(text))) }

// outboundProxy writes the address of an HTTP or SOCKS proxy.
func outboundProxy(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || strings.ContainsRune(quotes, r) {
			return -1
		}
		return r
	}, ascii(text))
	text = strings.TrimRight(text, ";,")
	if rest, ok := cutPrefixFold(text, "socks://"); ok {
		text = "socks5://" + rest
	}
	return scheme(text)
}
