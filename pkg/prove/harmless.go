package prove

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// harmless are the variables without the programs that go would start for a
// project or its person: those of -toolexec, -exec and -vettool in GOFLAGS, and the
// commands of GOAUTH. withheld says that there was such a command.
func harmless(s *settings.Snapshot) (out []string, withheld bool) {
	flags := s.Get("GOFLAGS").Reveal()
	kept := slices.DeleteFunc(strings.Fields(flags), func(f string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(f, `-'"`), "=")
		return name == "toolexec" || name == "exec" || name == "vettool"
	})
	if len(kept) != len(strings.Fields(flags)) {
		out = append(out, "GOFLAGS="+strings.Join(kept, " "))
	}
	if auth, some := withoutCommands(s.Get("GOAUTH").Reveal()); some {
		out, withheld = append(out, "GOAUTH="+auth), true
	}
	return out, withheld
}

// errWithheld is why a rehearsal has no result if a server wants a login that a
// command of GOAUTH would give.
var errWithheld = tell.New("a server requires a login, and gofix-net does not run the GOAUTH command that provides it")

// wantsLogin reports whether go's words are of a refused request.
func wantsLogin(text string) bool {
	return strings.Contains(text, "401 Unauthorized") || strings.Contains(text, "403 Forbidden") || strings.Contains(text, "404 Not Found")
}

// refusesFlags reports whether go's words are about its flags: what else it says of
// the placeholder package does not count (go run wants a main package).
func refusesFlags(text string) bool {
	for _, words := range []string{"flag provided but not defined", "invalid value", "flag needs an argument", "$GOFLAGS", "-mod=", "not supported"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// withoutCommands leaves out the commands of a GOAUTH value (go help goauth), and
// reports whether there were any.
func withoutCommands(auth string) (kept string, some bool) {
	var out []string
	for _, one := range strings.Split(auth, ";") {
		switch words := strings.Fields(one); {
		case len(words) == 0:
		case words[0] == "netrc" || words[0] == "git" || words[0] == "off":
			out = append(out, strings.Join(words, " "))
		default:
			some = true
		}
	}
	if len(out) == 0 {
		out = []string{"netrc"}
	}
	return strings.Join(out, ";"), some
}
