package cli

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// TestExplainMasksWhatServersWereSent: a log holds what a server sent back, and only
// GOAUTH's command or git's helper knows that it is a secret. Where no server has
// answered, neither is asked.
func TestExplainMasksWhatServersWereSent(t *testing.T) {
	t.Parallel()
	const secret = "Vk9-t0psecr.Et"
	for name, c := range map[string]struct {
		log   string
		asked bool
	}{
		"a proxy":    {"go: example.test/m@v1.0.0: reading http://proxy.test/example.test/m/@v/v1.0.0.mod: 403 Forbidden\n\tserver response: unknown token " + secret + "\n", true},
		"a git host": {"go: example.test/m@v1.0.0: git ls-remote -q origin in /tmp/x: exit status 128:\n\tremote: no access for " + secret + "\n\tfatal: Authentication failed for 'https://git.test/m.git/'\n", true},
		"no answer":  {"go: example.test/m@v1.0.0: Get \"http://proxy.test/example.test/m/@v/v1.0.0.mod\": dial tcp: lookup proxy.test: no such host\n", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			m := closedMachine(t, dir, "GOAUTH=tool")
			asked := false
			m.Run = func(_ context.Context, c host.Command) (host.Output, error) {
				asked = true
				switch {
				case c.Args[0] == "tool":
					return host.Output{Stdout: []byte("http://proxy.test/\n\nAuthorization: Bearer " + secret + "\n\n")}, nil
				case slices.Contains(c.Args, "fill"):
					return host.Output{Stdout: []byte("username=me\npassword=" + secret + "\n")}, nil
				}
				return host.Output{Code: 1}, nil
			}
			_, out, errs := ran(t, m, "explain", put(t, dir, "build.log", c.log))
			if strings.Contains(out+errs, secret) || asked != c.asked {
				t.Errorf("asked: %v, want %v\n%s%s", asked, c.asked, out, errs)
			}
		})
	}
}
