package probes

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestLocalFailure(t *testing.T) {
	for _, c := range []struct {
		why, stderr string
		code        int
		want        string
	}{
		{"it came to asking", "go: rsc.io/quote@v1.5.2: module lookup disabled by GOPROXY=off\n", 1, ""},
		{"it came to asking for another release", "go: download go1.99 for linux/amd64: toolchain not available\n", 1, ""},
		{"it succeeded", "", 0, ""},
		{"a flag that it does not know", "go: parsing $GOFLAGS: unknown flag -foo\n", 1, "parsing $GOFLAGS: unknown flag -foo"},
		{"no release of that name", "go: invalid GOTOOLCHAIN \"go9\"\n", 1, `invalid GOTOOLCHAIN "go9"`},
		{"a file that does not parse", "go: errors parsing go.mod:\n/w/go.mod:4: unknown directive: }}}\n", 1, "errors parsing go.mod: /w/go.mod:4: unknown directive: }}}"},
	} {
		if got := localFailure(host.Output{Stderr: []byte(c.stderr), Code: c.code}); got != c.want {
			t.Errorf("%s: %q, want %q", c.why, got, c.want)
		}
	}
}

// TestGoCommandTellsWhatStopsGo plays what the go command may do: get as far as its
// first question, be stopped before it, or hang.
func TestGoCommandTellsWhatStopsGo(t *testing.T) {
	t.Parallel()
	target := probe.Target{Name: "go mod download", Query: hello}
	for _, c := range []struct {
		name    string
		out     host.Output
		err     error
		status  probe.Status
		symptom symptom.Symptom
		detail  string
	}{
		{"it comes to asking", host.Output{Code: 1, Stderr: []byte("go: example.test/hello@v1.0.0: module lookup disabled by GOPROXY=off\n")}, nil, probe.OK, "", ""},
		{"it wants a release first", host.Output{Code: 1, Stderr: []byte("go: download go1.99 for linux/amd64: toolchain not available\n")}, nil, probe.OK, "", ""},
		{"it has the module", host.Output{}, nil, probe.OK, "", ""},
		{"a flag stops it", host.Output{Code: 2, Stderr: []byte("go: parsing $GOFLAGS: unknown flag -nosuch\n")}, nil, probe.Fail, symptom.Unknown, "parsing $GOFLAGS: unknown flag -nosuch"},
		{"it does not start", host.Output{}, errors.New("exec format error"), probe.Skip, "", "the go command did not end in time, or did not start"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var ran host.Command
			removed := false
			env := &probe.Env{
				Settings: &settings.Snapshot{OS: "linux", Go: settings.GoTool{Path: "/usr/bin/go"}},
				TempDir:  func(string) (string, func(), error) { return "/scratch", func() { removed = true }, nil },
				Run: func(_ context.Context, cmd host.Command) (host.Output, error) {
					ran = cmd
					return c.out, c.err
				},
			}
			got := GoCommand.Run(t.Context(), env, target)
			wantOutcome(t, got, c.status, c.symptom)
			if got.Detail != c.detail {
				t.Errorf("detail %q, want %q", got.Detail, c.detail)
			}
			if !removed {
				t.Error("the directory for the run is left")
			}
			if !slices.Contains(ran.Env, "GOPROXY=off") || !slices.Contains(ran.Env, "GONOPROXY=none") || ran.Dir != "/scratch" {
				t.Errorf("it may ask the network, or runs elsewhere: %v in %s", ran.Env, ran.Dir)
			}
		})
	}
}
