package wire

import (
	"context"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
)

func TestRaceEndsWithItsContext(t *testing.T) { synctest.Test(t, raceEndsWithItsContext) }

func raceEndsWithItsContext(t *testing.T) {
	env := envOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": nettest.Blackhole, "192.0.2.2:443": nettest.Blackhole}})
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	start := time.Now()
	conn, tries := Race(ctx, env, parsed([]string{"192.0.2.1", "192.0.2.2"}), "443")
	if took := time.Since(start); conn != nil || len(tries) != 1 || took != 50*time.Millisecond {
		t.Errorf("got %v after %v with %d attempts; want none at once with 1", conn, took, len(tries))
	}
}

func TestRaceOrder(t *testing.T) {
	t.Parallel()
	got := byFamily(parsed([]string{"2001:db8::1", "2001:db8::2", "192.0.2.1", "192.0.2.2"}), "443")
	want := []string{"[2001:db8::1]:443", "192.0.2.1:443", "[2001:db8::2]:443", "192.0.2.2:443"}
	for i, w := range want {
		if got[i].String() != w {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

// TestRaceIsBounded: a resolver that invents thousands of addresses does not make the
// program connect thousands of times.
func TestRaceIsBounded(t *testing.T) {
	t.Parallel()
	network := &nettest.Network{Routes: map[string]string{}}
	var addresses []string
	for i := range 2000 {
		addresses = append(addresses, fmt.Sprintf("192.0.%d.%d", 2+i>>8, i&255))
	}
	conn, tries := Race(t.Context(), envOn(t, network), parsed(addresses), "443")
	if conn != nil || len(tries) != MaxAddresses {
		t.Errorf("%d addresses were tried, want %d", len(tries), MaxAddresses)
	}
}
