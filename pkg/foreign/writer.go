package foreign

import (
	"io"
	"strings"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// Kind is the syntax of an output: what may stand in it, and how its text can be
// changed without breaking it.
type Kind int

// The kinds.
const (
	Screen   Kind = iota // for people; colours may be in it
	Plain                // for people and files: no colours
	JSON                 // also SARIF and schemas
	Markup               // XML and HTML
	Commands             // workflow commands of GitHub, which stay
)

// Guard is the last thing that every output goes through. It masks the secrets
// that are known, drops what a terminal would obey, and lets no line begin a
// command of a CI system. What is put together from cleaned texts is not changed
// by it.
func (s *Secrets) Guard(kind Kind, text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if kind == JSON {
		text = s.maskJSON(text)
	} else {
		text = s.Mask(text)
	}
	text = harmless(kind, text)
	switch kind {
	case JSON:
		return logging.ReplaceAllString(text, `\u0023#$1[`)
	case Markup:
		text = logging.ReplaceAllString(text, "&#35;#$1[")
		return command.ReplaceAllString(text, "$1&#58;$2")
	case Commands:
		return logging.ReplaceAllString(text, "## $1[")
	}
	return withoutCommands(text)
}

// literal is a string in JSON and what says whether it is the name of a member.
var literal = lazyre.New(`("(?:[^"\\]|\\.)*")(\s*:)?`)

// maskJSON masks within strings that are values. Names are ours.
func (s *Secrets) maskJSON(text string) string {
	s.mu.RLock()
	none := len(s.known) == 0
	s.mu.RUnlock()
	if none {
		return text
	}
	var b strings.Builder
	at := 0
	for _, m := range literal.FindAllStringSubmatchIndex(text, -1) {
		if m[4] >= 0 {
			continue
		}
		b.WriteString(text[at : m[2]+1])
		b.WriteString(s.Mask(text[m[2]+1 : m[3]-1]))
		at = m[3] - 1
	}
	b.WriteString(text[at:])
	return b.String()
}

// colour is what a coloured text has: nothing but the choice of a colour.
var colour = lazyre.New(`^\x1b\[[0-9;:]*m`)

// harmless replaces what a terminal would obey by U+FFFD, which every syntax has.
func harmless(kind Kind, text string) string {
	bad := func(r rune) bool { return acts(r) && r != '\t' }
	if !strings.ContainsFunc(text, bad) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if kind == Screen && r == 0x1b {
			if m := colour.FindString(text[i:]); m != "" {
				b.WriteString(m)
				i += len(m)
				continue
			}
		}
		if bad(r) && !(r == '\r' && strings.HasPrefix(text[i:], "\r\n")) {
			r = utf8.RuneError
		}
		b.WriteRune(r)
		i += size
	}
	return b.String()
}

// Writer guards what is written to another one.
type Writer struct {
	W       io.Writer
	Secrets *Secrets
	Kind    Kind
}

// Write guards a text and writes it. It reports the whole of p as written.
func (w *Writer) Write(p []byte) (int, error) {
	if _, err := io.WriteString(w.W, w.Secrets.Guard(w.Kind, string(p))); err != nil {
		return 0, err
	}
	return len(p), nil
}
