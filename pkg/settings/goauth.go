package settings

import (
	"errors"
	"path/filepath"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// AuthGone is what a source of GOAUTH needs and this machine does not have.
type AuthGone string

// What may be missing.
const (
	AuthNoDirectory AuthGone = "directory" // the directory behind git
	AuthNoProgram   AuthGone = "program"   // the command is not in PATH
)

// readAuth returns the sources of a GOAUTH value that cannot work here, by their text.
// None of them is run.
func readAuth(m *host.Machine, goauth Value) map[string]AuthGone {
	var out map[string]AuthGone
	add := func(source string, gone AuthGone) {
		if out == nil {
			out = map[string]AuthGone{}
		}
		out[source] = gone
	}
	for source := range strings.SplitSeq(goauth.Reveal(), ";") {
		source = strings.TrimSpace(source)
		words := strings.Fields(source)
		switch {
		case len(words) == 0, words[0] == "off", words[0] == "netrc":
		case words[0] == "git":
			if len(words) == 2 && filepath.IsAbs(words[1]) {
				if info, err := m.Stat(words[1]); err != nil || !info.IsDir() {
					add(source, AuthNoDirectory)
				}
			}
		default:
			if words, err := SplitQuoted(source); err == nil && len(words) > 0 {
				if _, err := m.LookPath(words[0]); err != nil {
					add(source, AuthNoProgram)
				}
			}
		}
	}
	return out
}

// SplitQuoted returns the words of a command as go reads them in its settings
// (cmd/internal/quoted.Split): a word may stand whole in single or double quotes, in
// which nothing is escaped.
func SplitQuoted(text string) ([]string, error) {
	const blanks = " \t\n\r"
	var out []string
	for text = strings.TrimLeft(text, blanks); text != ""; text = strings.TrimLeft(text, blanks) {
		if quote := text[:1]; quote == `"` || quote == "'" {
			word, rest, closed := strings.Cut(text[1:], quote)
			if !closed {
				return nil, errors.New("a quotation mark is not closed")
			}
			out, text = append(out, word), rest
			continue
		}
		end := strings.IndexAny(text, blanks)
		if end < 0 {
			end = len(text)
		}
		out, text = append(out, text[:end]), text[end:]
	}
	return out, nil
}
