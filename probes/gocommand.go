package probes

import (
	"cmp"
	"context"
	"os"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/protocol"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// GoCommand runs the real `go mod download` of one module under the user's own
// settings, in the user's own directory, but with GOPROXY=off, nothing exempt
// from it, and an empty module cache: it gets as far as the first question to the
// network and sends nothing. What stops it earlier, a flag, a value or a file
// that it does not accept, stops every download.
//
// Then it runs the commands of GOAUTH, as go does before its first request.
//
// Symptoms: unknown, with the go command's words. Evidence: what those commands do.
// Budget: 6 s: it takes some 20 ms, and a slow disk is no fault; a command of GOAUTH
// has 3 s.
var GoCommand = probe.Probe{
	Kind: probe.GoCommand, Doc: "the go command itself, up to its first question to the network", Stage: probe.Protocol,
	Budget: 6 * time.Second, Targets: goCommandTargets, Run: runGoCommand,
}

func goCommandTargets(s *settings.Snapshot, queries []probe.Query) []probe.Target {
	if s.Go.Path == "" || route.Read(s).ModulesOff {
		return nil
	}
	for _, q := range queries {
		if q.Path != known.ToolchainModule {
			return []probe.Target{{Name: "go mod download", Query: q}}
		}
	}
	return nil
}

func runGoCommand(ctx context.Context, env *probe.Env, t probe.Target) probe.Outcome {
	if env.TempDir == nil || env.Run == nil {
		return probe.Unlooked()
	}
	dir, remove, err := env.TempDir("gofix-net-go-")
	if err != nil {
		return probe.Unlooked()
	}
	defer remove()
	cwd := cmp.Or(env.Settings.Module.Dir, dir)
	command := host.Command{
		Args: []string{env.Settings.Go.Path, "mod", "download", t.Query.Path + "@" + cmp.Or(t.Query.Version, "latest")},
		Dir:  cwd,
		Env: []string{
			"GOPROXY=off", "GONOPROXY=none", "GOMODCACHE=" + dir + string(os.PathSeparator) + "mod",
			// Every run of go otherwise leaves a directory of counters behind.
			"GO_TELEMETRY_CHILD=2", "TEST_TELEMETRY_DIR=" + host.NoDirectory(),
		},
	}
	out, err := env.Run(ctx, command)
	if ctx.Err() != nil || err != nil {
		return probe.Outcome{Status: probe.Skip, Detail: "the go command did not end in time, or did not start"}
	}
	if words := localFailure(out); words != "" {
		return probe.Failed(symptom.Unknown, words)
	}
	if words := protocol.MalformedSum(env); words != "" {
		return probe.Failed(symptom.Unknown, words)
	}
	auth, words, said := wire.AskAuth(ctx, env, command)
	o := probe.Outcome{Status: probe.OK}
	if words = cmp.Or(words, localFailure(said)); words != "" {
		o = probe.Failed(symptom.Unknown, words)
	}
	o.Evidence.Auth = auth
	return o
}

// localFailure returns why go stopped before its first question, in its words,
// or "" where it came to asking. A Go release that go.mod wants would be asked
// for first of all.
func localFailure(out host.Output) string {
	text := strings.TrimSpace(string(out.Stderr))
	if out.Code == 0 || text == "" {
		return ""
	}
	for _, asked := range []string{"GOPROXY=off", "toolchain not available"} {
		if strings.Contains(text, asked) {
			return ""
		}
	}
	return probe.OneLine(strings.TrimPrefix(text, "go: "))
}
