package correct

import (
	"strings"
	"unicode"
)

// quotes are the marks that are pasted around values: those of shells, and those
// that word processors and Chinese input methods put in their place.
const quotes = "\"'`“”‘’«»＂＇「」"

// invisible are characters without width: the byte order mark, and those that
// web pages put between words.
const invisible = "\ufeff\u200b\u200c\u200d\u2060"

// bare removes what never belongs to a value: invisible characters, white space
// around it, and the words of a shell line that set the variable.
func bare(name, value string) string {
	text := strings.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune(invisible, r):
			return -1
		case unicode.IsSpace(r):
			return ' ' // also that without a break, and the ideographic one
		}
		return r
	}, value)
	text = strings.TrimSpace(text)
	for _, command := range []string{"go env -w ", "export ", "declare -x ", "setenv ", "setx ", "set ", "$env:"} {
		if rest, ok := cutPrefixFold(text, command); ok {
			text = strings.TrimLeft(rest, " "+quotes)
			break
		}
	}
	rest, named := cutPrefixFold(text, name)
	if !named {
		return text
	}
	for _, between := range []string{"=", " =", " "} {
		if after, ok := strings.CutPrefix(rest, between); ok {
			return strings.TrimSpace(after)
		}
	}
	return text
}

func cutPrefixFold(text, prefix string) (rest string, ok bool) {
	if len(text) < len(prefix) || !strings.EqualFold(text[:len(prefix)], prefix) {
		return text, false
	}
	return text[len(prefix):], true
}

// unquote removes the quotes around a whole value.
func unquote(text string) string { return strings.TrimSpace(strings.Trim(text, quotes)) }

// ascii replaces the full-width forms of an East Asian input method, and its
// comma and full stop, by the characters that they stand for.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～': // U+FF01 to U+FF5E stand for ! to ~
			return r - '！' + '!'
		case r == '、', r == '﹐':
			return ','
		case r == '。':
			return '.'
		case r == '–', r == '—', r == '−': // a word processor's dashes
			return '-'
		}
		return r
	}, text)
}

// elements splits a list at commas, and at what is written in their place:
// semicolons and white space. Quotes are removed, empty elements dropped.
func elements(text string) []string {
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(quotes, r) {
			return -1
		}
		return r
	}, text)
	return strings.FieldsFunc(ascii(text), func(r rune) bool { return r == ',' || r == ';' || unicode.IsSpace(r) })
}

// scheme repairs how a URL begins: a slash or a colon too few or too many, a
// scheme that is there twice. Text without one is returned as it is.
func scheme(text string) string {
	for _, s := range []string{"https", "http", "socks5h", "socks5", "ssh"} {
		rest, ok := cutPrefixFold(text, s)
		trimmed := strings.TrimLeft(rest, ":/")
		if !ok || len(trimmed) == len(rest) || !strings.ContainsAny(trimmed, ".:") && !strings.HasPrefix(rest, "://") {
			continue
		}
		if again, twice := cutPrefixFold(trimmed, s+":"); twice {
			trimmed = strings.TrimLeft(again, "/")
		}
		return s + "://" + trimmed
	}
	return text
}
