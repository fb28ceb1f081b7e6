package settings

import (
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
func readAuth(m *host.Machine, value string) map[string]AuthGone {
	var out map[string]AuthGone
	add := func(source string, gone AuthGone) {
		if out == nil {
			out = map[string]AuthGone{}
		}
		out[source] = gone
	}
	for source := range strings.SplitSeq(value, ";") {
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
			name := words[0]
			if quote := name[:1]; quote == `"` || quote == "'" { // cmd/internal/quoted.Split
				name, _, _ = strings.Cut(source[1:], quote)
			}
			if _, err := m.LookPath(name); err != nil {
				add(source, AuthNoProgram)
			}
		}
	}
	return out
}
