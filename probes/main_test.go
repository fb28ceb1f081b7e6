package probes

import (
	"context"
	"fmt"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/leak"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

func TestMain(m *testing.M) {
	if err := need.Waiting(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(3)
	}
	os.Exit(leak.Main(m, os.Stderr))
}

// envOn returns an Env of a machine on that network.
func EnvOn(t *testing.T, n *nettest.Network) *probe.Env {
	t.Helper()
	env := &probe.Env{
		Settings: &settings.Snapshot{OS: "linux"}, Dial: n.Dial, Lookup: n.Lookup, Now: time.Now, UserAgent: wire.UserAgent,
	}
	t.Cleanup(env.Close)
	return env
}

// serve starts a server for the time of the test.
func serve(t *testing.T, h nettest.Handler) string {
	t.Helper()
	s := nettest.Serve(h)
	t.Cleanup(s.Close)
	return s.Addr
}

// Budgets: a probe that ends by itself gets one that no busy machine uses up; one that
// meets silence waits for all of its budget, which still has to be enough to get there.
const (
	ample = time.Minute
	brief = 3 * time.Second
)

// within is the budget of a probe that is to say s.
func within(s symptom.Symptom) time.Duration {
	if strings.HasSuffix(string(s), "-timeout") {
		return brief
	}
	return ample
}

// runWithin runs a probe once with a budget of the test's own.
func runWithin(t *testing.T, p probe.Probe, env *probe.Env, target probe.Target, budget time.Duration) probe.Outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	var o probe.Outcome
	if took := cost.Took(func() { o = p.Run(ctx, env, target) }); took > budget+1500*time.Millisecond {
		t.Errorf("%s took %v, its budget was %v", p.Kind, took, budget)
	}
	return o
}

// wantOutcome compares status and symptom and prints the detail where they differ.
func wantOutcome(t *testing.T, got probe.Outcome, status probe.Status, s symptom.Symptom) {
	t.Helper()
	if got.Status != status || got.Symptom != s {
		t.Errorf("got %s %q, want %s %q; detail: %s", got.Status, got.Symptom, status, s, got.Detail)
	}
	if status == probe.Fail && got.Detail == "" {
		t.Error("a failure without a detail")
	}
}

func addrs(text ...string) []netip.Addr {
	var out []netip.Addr
	for _, a := range text {
		out = append(out, netip.MustParseAddr(a))
	}
	return out
}

// snapshotWith returns a snapshot with operating-system and go variables.
func snapshotWith(set ...settings.Setting) *settings.Snapshot {
	return &settings.Snapshot{OS: "linux", Layers: set}
}

func gitSetting(name, value string) settings.Setting {
	return settings.Setting{Key: settings.Git(name), Value: settings.Value(value), Origin: settings.GitGlobal}
}
