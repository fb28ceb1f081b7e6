package startup

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// sessionBudget bounds all questions to launchd, which answers in milliseconds.
const sessionBudget = 2 * time.Second

// fromSession returns the variables of this process that macOS' launchd gives to each
// program of the session, and that no file sets: somebody has run launchctl setenv.
func (f *finder) fromSession(ctx context.Context) []Definition {
	ctx, cancel := context.WithTimeout(ctx, sessionBudget)
	defer cancel()
	var found found
	for _, name := range f.scope.want.list {
		value := f.m.Getenv(name)
		if value == "" || slices.ContainsFunc(f.out, func(d Definition) bool { return d.Name == name && string(d.Value) == value }) {
			continue
		}
		question := []string{"launchctl", "getenv", name}
		out, err := f.m.Run(ctx, host.Command{Args: append([]string{"/bin/launchctl"}, question[1:]...), Dir: "/"})
		if err != nil {
			break // there is no launchd that answers
		}
		if out.Code != 0 || strings.TrimSuffix(string(out.Stdout), "\n") != value {
			continue
		}
		found.add(f.scope.want, name, Definition{
			Place: Place{
				File: strings.Join(question, " "), Shell: Launchd, Kind: Command, Literal: true, Login: true,
				Unset: "launchctl unsetenv " + name, Reload: reload(Posix, name),
			},
			Value: Raw(value), Text: Raw(name + "=" + value),
		})
	}
	return found.definitions
}
