package words

import (
	_ "embed"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazy"
)

// Meaning is what git says, whatever its language.
type Meaning string

// What git says of the repository under the module cache and of its origin.
const (
	Locked     Meaning = "locked"     // a file of its own cannot be locked; the C library says why
	Forbidden  Meaning = "forbidden"  // it may not write, or the repository is another user's
	Damaged    Meaning = "damaged"    // an object or the repository is broken
	NoRef      Meaning = "no-ref"     // the origin has no such branch or tag
	Login      Meaning = "login"      // the origin refused the credentials
	Unreadable Meaning = "unreadable" // ssh came back with nothing
	Protocol   Meaning = "protocol"   // git may not use that protocol
	Transfer   Meaning = "transfer"   // a transfer broke off
)

//go:embed git.txt
var gitText string

// gitSentence is a sentence of git: what stands in front of, between and behind
// what it quotes.
type gitSentence struct {
	parts   []string
	meaning Meaning
}

var gitSentences = lazy.Value[[]gitSentence]{Make: func() []gitSentence {
	var all []gitSentence
	var meaning Meaning
	for line := range strings.Lines(gitText) {
		line = strings.TrimSuffix(line, "\n")
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "["):
			meaning = Meaning(strings.Trim(line, "[]"))
		default:
			all = append(all, gitSentence{strings.Split(line, "%s"), meaning})
		}
	}
	return all
}}

// Git returns what a line of git means that is not in English, "" if it is not known.
func Git(line string) Meaning {
	line = PlainSpace(line)
	for _, s := range gitSentences.Get() {
		if s.in(line) {
			return s.meaning
		}
	}
	return ""
}

// in reports whether the parts of s stand in line, in order.
func (s gitSentence) in(line string) bool {
	for _, part := range s.parts {
		_, rest, found := strings.Cut(line, part)
		if !found {
			return false
		}
		line = rest
	}
	return true
}
