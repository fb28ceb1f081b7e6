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
	for _, source := range AuthSources(goauth.Reveal()) {
		switch source.Kind {
		case AuthGit:
			if dir := source.Dir(); dir != "" {
				if info, err := m.Stat(dir); err != nil || !info.IsDir() {
					add(source.Text, AuthNoDirectory)
				}
			}
		case AuthCommand:
			if words, err := SplitQuoted(source.Text); err == nil && len(words) > 0 {
				if _, err := m.LookPath(words[0]); err != nil {
					add(source.Text, AuthNoProgram)
				}
			}
		}
	}
	return out
}

// AuthSource is one source of logins in GOAUTH.
type AuthSource struct {
	Text string // without the blanks around it
	Kind AuthKind
}

// AuthKind is what a source is to go.
type AuthKind int

// The kinds of sources (cmd/go/internal/auth, runGoAuth, Go 1.24 to 1.27).
const (
	AuthEmpty AuthKind = iota // go does not start with one
	AuthOff
	AuthNetrc
	AuthGit
	AuthCommand
)

// AuthSources returns the sources of a GOAUTH value in its order.
func AuthSources(value string) []AuthSource {
	var out []AuthSource
	for text := range strings.SplitSeq(value, ";") {
		s := AuthSource{Text: strings.TrimSpace(text)}
		first, _, _ := strings.Cut(strings.Join(strings.Fields(text), " "), " ")
		switch first {
		case "":
		case "off":
			s.Kind = AuthOff
		case "netrc":
			s.Kind = AuthNetrc
		case "git":
			s.Kind = AuthGit
		default:
			s.Kind = AuthCommand
		}
		out = append(out, s)
	}
	return out
}

// Dir is the directory in which git is asked, "" where the source has none that go takes.
func (a AuthSource) Dir() string {
	if words := strings.Fields(a.Text); a.Kind == AuthGit && len(words) == 2 && filepath.IsAbs(words[1]) {
		return words[1]
	}
	return ""
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
