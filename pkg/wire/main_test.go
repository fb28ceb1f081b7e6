package wire

import (
	"os"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/leak"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestMain(m *testing.M) { os.Exit(leak.Main(m, os.Stderr)) }

// envOn returns an Env of a machine on that network.
func envOn(t *testing.T, n *nettest.Network) *probe.Env {
	t.Helper()
	env := &probe.Env{
		Settings: &settings.Snapshot{OS: "linux"}, Dial: n.Dial, Lookup: n.Lookup, Now: time.Now, UserAgent: UserAgent,
	}
	t.Cleanup(env.Close)
	return env
}
