// Package posix parses text for the shells of POSIX within bounds, and takes quotes
// away as they do. What assignments mean, and where they stand, is for its callers:
// package startup, which reads this machine's own files, and package place/shell,
// which reads scripts of projects.
package posix

import (
	"errors"
	"strings"

	"mvdan.cc/sh/v3/syntax"
)

// maxNested bounds the brackets within brackets of what is parsed: the parser
// recurses into them, and takes time by their square.
const maxNested = 200

var errTooMuch = errors.New("longer or more nested than what people write")

// Parse parses text of at most a number of bytes. The error says that it is too long,
// too nested, or that the grammar of the shell is not kept.
func Parse(text string, variant syntax.LangVariant, most int) (*syntax.File, error) {
	if len(text) > most || nested(text) > maxNested {
		return nil, errTooMuch
	}
	return syntax.NewParser(syntax.Variant(variant), syntax.KeepComments(false)).Parse(strings.NewReader(text), "")
}

// nested returns an upper bound of how deep brackets are nested; quotes and comments
// are not looked at.
func nested(text string) int {
	depth, most := 0, 0
	for i := range len(text) {
		switch text[i] {
		case '(', '[', '{':
			depth++
			most = max(most, depth)
		case ')', ']', '}':
			depth = max(depth-1, 0)
		}
	}
	return most
}

// Unescape takes backslashes away as the shell does: within double quotes they stand
// for themselves but before $ ` " \ and the end of a line (POSIX.1-2017, XCU 2.2.3).
func Unescape(text string, quoted bool) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) || quoted && !strings.ContainsRune("$`\"\\\n", rune(text[i+1])) {
			b.WriteByte(text[i])
			continue
		}
		if i++; text[i] != '\n' {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}

// SingleQuoted returns the text within single quotes. It reports false for $'…' with a
// backslash, which stands for another character that only some shells know.
func SingleQuoted(q *syntax.SglQuoted) (string, bool) {
	return q.Value, !q.Dollar || !strings.Contains(q.Value, `\`)
}
