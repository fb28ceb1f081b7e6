package prove

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// harmless are the variables without the programs that go would start for a project:
// those of -toolexec, -exec and -vettool in GOFLAGS; and without -x, which buries what go
// says under what it does. They are those that p leaves. The commands of GOAUTH stay, as
// git's credential helpers do: go asks them before any request, and logs in with what they
// give.
func harmless(s *settings.Snapshot, p plan.Plan) []string {
	key := settings.Go("GOFLAGS")
	flags := s.Get(key.Name).Reveal()
	for _, c := range p.Changes {
		if c.Key == key && !s.In(key, settings.OSEnv).Set() {
			flags = ""
			if c.To != nil {
				flags = c.To.Reveal()
			}
		}
	}
	kept := slices.DeleteFunc(strings.Fields(flags), func(f string) bool {
		name, _, _ := strings.Cut(strings.TrimLeft(f, `-'"`), "=")
		return name == "toolexec" || name == "exec" || name == "vettool" || strings.Trim(f, `-'"`) == "x"
	})
	if len(kept) == len(strings.Fields(flags)) {
		return nil
	}
	return []string{"GOFLAGS=" + strings.Join(kept, " ")}
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
