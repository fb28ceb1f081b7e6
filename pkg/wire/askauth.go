package wire

import (
	"context"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// closedHTTPS is where nothing listens (port 1 of this machine, tcpmux): go reads GOAUTH
// before a request over https, and this one ends there.
const closedHTTPS = "https://127.0.0.1:1"

// AskAuth tells what the sources of GOAUTH do, as go uses them before its first request
// (cmd/go/internal/auth, Go 1.24): what go says of a value that it does not accept, and
// for each command whether it ends and gives what go can read. What a command prints is
// kept nowhere. waits says that a command does not end, and said is what go says where it
// does not accept the value. c is a go command that downloads a module; its first
// variable is GOPROXY.
func AskAuth(ctx context.Context, env *probe.Env, c host.Command) (e *probe.AuthEvidence, waits string, said host.Output) {
	s := env.Settings
	value := s.Get("GOAUTH").Reveal()
	if route.OlderGo(s.Go.Version, "1.24") || strings.TrimSpace(value) == "" || value == "netrc" || value == "off" {
		return nil, "", host.Output{}
	}
	e = &probe.AuthEvidence{}
	for _, source := range authCommands(value) {
		a := authCommand(ctx, env, c.Dir, source)
		e.Commands = append(e.Commands, a)
		if a.State == probe.HelperHangs {
			return e, "GOAUTH=" + a.Source + ": the command does not end, and go waits for it before its first request", host.Output{}
		}
	}
	// What go itself says of a value: without the commands, which have just been run.
	kept := withoutAuthCommands(value)
	c.Env = append([]string{"GOAUTH=" + kept, "GOPROXY=" + closedHTTPS}, c.Env[1:]...)
	out, err := env.Run(ctx, c)
	if err == nil && out.Code != 0 && strings.Contains(string(out.Stderr), "GOAUTH") {
		return e, "", out
	}
	return e, "", host.Output{}
}

// authCommands are the sources of a GOAUTH value that are commands.
func authCommands(value string) []string {
	var out []string
	for _, source := range settings.AuthSources(value) {
		if source.Kind == settings.AuthCommand {
			out = append(out, source.Text)
		}
	}
	return out
}

// withoutAuthCommands is a GOAUTH value without its commands.
func withoutAuthCommands(value string) string {
	var out []string
	for _, source := range settings.AuthSources(value) {
		if source.Kind != settings.AuthCommand {
			out = append(out, source.Text)
		}
	}
	if len(out) == 0 {
		return "netrc"
	}
	return strings.Join(out, ";")
}

// authCommand runs one command of GOAUTH as go does at first: without an argument more.
func authCommand(ctx context.Context, env *probe.Env, dir, source string) probe.AuthCommand {
	a := probe.AuthCommand{Source: foreign.Redact(source)}
	words, err := settings.SplitQuoted(source)
	if err != nil || len(words) == 0 {
		a.State = probe.HelperMissing
		return a
	}
	limited, cancel := context.WithTimeout(ctx, authTime)
	defer cancel()
	out, err := env.Run(limited, host.Command{Args: words, Dir: dir, Env: []string{"GIT_TERMINAL_PROMPT=0", "GCM_INTERACTIVE=never"}})
	switch {
	case limited.Err() != nil:
		a.State = probe.HelperHangs
	case err != nil:
		a.State = probe.HelperMissing
	case out.Code != 0:
		a.State, a.Code = probe.HelperFails, out.Code
	default:
		logins, ok := ParseAuth(string(out.Stdout))
		switch {
		case !ok:
			a.State = probe.HelperUnreadable
		case len(logins) == 0:
			a.State = probe.HelperSilent
		default:
			for _, l := range logins {
				a.For = append(a.For, foreign.Redact(l.Prefix))
			}
			a.State = probe.HelperGave
		}
	}
	return a
}
