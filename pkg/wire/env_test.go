package wire

import (
	"context"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// answering starts a resolver that answers so for proxy.example.com.
func answering(t *testing.T, a nettest.DNSAnswer) string {
	t.Helper()
	r := nettest.StartDNS(map[string]nettest.DNSAnswer{"proxy.example.com": a})
	t.Cleanup(r.Close)
	return r.Addr
}

// machineAsking returns the real machine, but that whatever it dials is server.
func machineAsking(server string) *host.Machine {
	m := host.System()
	m.OS = "linux" // so that package net asks by itself
	m.Dial = func(ctx context.Context, network, _ string) (net.Conn, error) {
		var d net.Dialer
		return d.DialContext(ctx, network, server)
	}
	return m
}

func TestNewEnvResolvesAsGoDoes(t *testing.T) {
	t.Parallel()
	env := NewEnv(machineAsking(answering(t, nettest.DNSAnswer{Addresses: []string{"192.0.2.1"}})), &settings.Snapshot{})
	t.Cleanup(env.Close)
	found, err := env.Lookup(t.Context(), "proxy.example.com")
	if got := Printed(found); err != nil || !slices.Equal(got, []string{"192.0.2.1"}) {
		t.Errorf("got %q, %v; want 192.0.2.1", got, err)
	}
	if env.Now == nil || env.Run == nil || env.TempDir == nil || env.ReadFile == nil || env.HomeDir == nil || env.UserAgent != UserAgent {
		t.Error("a part of the machine is missing")
	}
}

// goleak sees to it that the look-up leaves nothing behind.
func TestNewEnvLookupEndsWithItsContext(t *testing.T) {
	t.Parallel()
	env := NewEnv(machineAsking(answering(t, nettest.DNSAnswer{Silent: true})), &settings.Snapshot{})
	t.Cleanup(env.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	took := cost.Took(func() {
		if found, err := env.Lookup(ctx, "proxy.example.com"); err == nil {
			t.Errorf("got %v; want an error", found)
		}
	})
	if took > 2*time.Second {
		t.Errorf("took %v; want an error at once", took)
	}
}
