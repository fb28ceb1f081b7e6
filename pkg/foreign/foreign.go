// Package foreign is for text that came from outside: from servers, files,
// settings, logs and programs. It bounds such text, masks the secrets in it and
// makes it harmless for a terminal and for a CI system. It is the only way by
// which such text reaches a person or a format.
//
// There are two kinds of text. What this program says itself is never changed:
// it may name HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT. What comes from outside
// is put into it by [Line], [Text] or [Redact], where texts are filled in. Behind
// that stands one [Writer] for each output, which knows the secrets of this run
// ([Secrets]) and masks them in whatever form they have got into the output.
//
// The patterns are our own. The rules of gitleaks know more kinds of tokens, but
// need some forty modules and a second for compiling; and no list of shapes finds
// a password, which is what people have in netrc and in the URLs of proxies.
package foreign

import (
	"strings"
	"unicode/utf8"
)

// Mask stands where a secret was; it is the word that the go command uses.
const Mask = "xxxxx"

// wide is how much of a text is looked at before it is cut, in bytes: a secret
// that the cut would halve is masked first.
const wide = 64 << 10

// Line makes one line of a text, at most limit characters long. Secrets are
// masked before it is cut.
func Line(text string, limit int) string {
	text = strings.ToValidUTF8(clip(text, wide), " ")
	text = Neutral(Redact(strings.Join(strings.Fields(blank(text)), " ")))
	return Cut(text, limit)
}

// blank turns control characters into blanks, so that they part words.
func blank(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return ' '
		}
		return r
	}, text)
}

// Text cleans a text that may have several lines, at most limit characters long.
func Text(text string, limit int) string {
	text = strings.ToValidUTF8(clip(text, max(wide, 8*limit)), " ")
	return Cut(Neutral(Redact(text)), limit)
}

// Cut shortens a text to limit characters; the last one is then an ellipsis.
func Cut(text string, limit int) string {
	if len(text) <= limit {
		return text
	}
	n := 0
	last := 0
	for i := range text {
		if n++; n == limit {
			last = i
		}
		if n > limit {
			return text[:last] + "…"
		}
	}
	return text
}

// clip cuts a text at so many bytes, at the beginning of a character.
func clip(text string, size int) string {
	if len(text) <= size {
		return text
	}
	for size > 0 && !utf8.RuneStart(text[size]) {
		size--
	}
	return text[:size] + "…"
}
