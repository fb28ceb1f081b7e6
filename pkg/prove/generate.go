package prove

import (
	"context"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// maxGenerators bounds the commands that are read of one listing.
const maxGenerators = 16

// Generators returns the go commands by which go generate would fetch its generators. The
// real go lists them (-n): it runs none, asks no network and writes nothing. command is
// what the person would run in dir; of any other command there are none.
func Generators(ctx context.Context, m *host.Machine, s *settings.Snapshot, command []string, dir string) [][]string {
	words, ok := generates(command)
	if !ok || s.Go.Path == "" {
		return nil
	}
	mod := "-mod=readonly" // -mod=mod, from GOFLAGS too, would write to go.mod
	if s.Module.Vendored {
		mod = "-mod=vendor"
	}
	out, err := m.Run(ctx, host.Command{
		Args: slices.Concat([]string{s.Go.Path, "generate", "-n", mod}, without(words, "mod")), Dir: Dir(command, dir),
		Env: append(noTelemetry(), "GOPROXY=off", "GONOPROXY=none", "GOTOOLCHAIN=local"),
	})
	if err != nil || out.Code != 0 {
		return nil // the packages do not load: the command itself is at fault
	}
	return generators(string(out.Stdout) + string(out.Stderr))
}

// generates reports whether a command is go generate, with the words that follow it.
func generates(command []string) (words []string, ok bool) {
	if len(command) == 0 || !isGo(command[0]) {
		return nil, false
	}
	_, rest := cutChdir(command[1:])
	if len(rest) == 0 || rest[0] != "generate" {
		return nil, false
	}
	return rest[1:], true
}

// generators are the go commands in a listing that fetch a program: of the project's
// tools, of a version, or of another module. What a generator does itself, and programs of
// the project, which run in a directory that the listing does not tell, are left out; so
// are flags, because the listing is the project's, and not what the person has typed.
func generators(listing string) [][]string {
	var out [][]string
	seen := map[string]bool{}
	for line := range strings.Lines(listing) {
		words := strings.Fields(line)
		key := strings.Join(words, " ")
		if len(words) < 3 || !isGo(words[0]) || seen[key] || len(out) == maxGenerators {
			continue
		}
		seen[key] = true
		packages := split(words[2:]).packages
		if words[1] == "run" || words[1] == "tool" {
			packages = packages[:min(len(packages), 1)]
		}
		fetch := slices.Concat([]string{"go", words[1]}, packages)
		named, _ := Named(fetch)
		switch words[1] {
		case "tool":
			out = append(out, fetch)
		case "run", "install":
			if len(named) > 0 {
				out = append(out, fetch)
			}
		}
	}
	return out
}
