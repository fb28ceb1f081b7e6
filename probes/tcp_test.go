package probes

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

func TestTCP(t *testing.T) {
	t.Parallel()
	const six, four = "2001:db8::1", "192.0.2.1"
	good := serve(t, nettest.Stall)
	for _, c := range []struct {
		name      string
		addresses []string
		six, four string // where the addresses lead
		status    probe.Status
		symptom   symptom.Symptom
		attempts  []probe.TCPAttempt // but for the milliseconds
	}{
		{"it listens", []string{four}, "", good, probe.OK, "",
			[]probe.TCPAttempt{{Address: "192.0.2.1:443"}}},
		{"nothing listens", []string{four}, "", nettest.ClosedPort(t), probe.Fail, symptom.TCPRefused,
			[]probe.TCPAttempt{{Address: "192.0.2.1:443", Symptom: symptom.TCPRefused}}},
		{"a middlebox answers the SYN with an RST of its own", []string{four}, "", nettest.Broken, probe.Fail, symptom.TCPReset,
			[]probe.TCPAttempt{{Address: "192.0.2.1:443", Symptom: symptom.TCPReset}}},
		{"every packet is dropped", []string{four}, "", nettest.Blackhole, probe.Fail, symptom.TCPTimeout,
			[]probe.TCPAttempt{{Address: "192.0.2.1:443", Symptom: symptom.TCPTimeout}}},
		{"this machine forbids it", []string{four}, "", nettest.Forbidden, probe.Fail, symptom.TCPDenied,
			[]probe.TCPAttempt{{Address: "192.0.2.1:443", Symptom: symptom.TCPDenied}}},
		{"there is no route", []string{four}, "", nettest.Unrouted, probe.Fail, symptom.TCPUnreachable,
			[]probe.TCPAttempt{{Address: "192.0.2.1:443", Symptom: symptom.TCPUnreachable}}},
		{"IPv6 is dropped and delays IPv4", []string{six, four}, nettest.Blackhole, good, probe.Warn, "",
			[]probe.TCPAttempt{{Address: "[2001:db8::1]:443", GaveUp: true}, {Address: "192.0.2.1:443"}}},
		{"IPv6 has no route and costs nothing", []string{six, four}, nettest.Unrouted, good, probe.OK, "",
			[]probe.TCPAttempt{{Address: "[2001:db8::1]:443", Symptom: symptom.TCPUnreachable}, {Address: "192.0.2.1:443"}}},
		{"without a route for IPv6 it is IPv4 that decides", []string{six, four}, nettest.Unrouted, nettest.Blackhole, probe.Fail, symptom.TCPTimeout,
			[]probe.TCPAttempt{{Address: "[2001:db8::1]:443", Symptom: symptom.TCPUnreachable}, {Address: "192.0.2.1:443", Symptom: symptom.TCPTimeout}}},
		{"a dead IPv6 behind a living IPv4 is not even tried", []string{four, six}, nettest.Blackhole, good, probe.OK, "",
			[]probe.TCPAttempt{{Address: "192.0.2.1:443"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			n := &nettest.Network{Routes: map[string]string{"[2001:db8::1]:443": c.six, "192.0.2.1:443": c.four}}
			env := EnvOn(t, n)
			target := probe.Target{Name: "proxy.example.com:443", Endpoint: "proxy.example.com:443"}
			env.KeepAddresses(target, addrs(c.addresses...))
			got := runWithin(t, TCP, env, target, within(c.symptom))
			wantOutcome(t, got, c.status, c.symptom)
			if got.Evidence.TCP == nil {
				t.Fatal("no evidence")
			}
			attempts := got.Evidence.TCP.Attempts
			for i := range attempts {
				attempts[i].Ms = 0
			}
			if len(attempts) != len(c.attempts) {
				t.Fatalf("attempts: got %+v, want %+v", attempts, c.attempts)
			}
			for i, want := range c.attempts {
				if attempts[i] != want {
					t.Errorf("attempt %d: got %+v, want %+v", i, attempts[i], want)
				}
			}
			conn := env.Claim(target)
			if parked := conn != nil; parked != (c.status != probe.Fail) {
				t.Errorf("a connection is left to the handshake: %v", parked)
			}
			if conn != nil {
				_ = conn.Close()
			}
		})
	}
}

func TestTCPSaysWhatASilentAddressCosts(t *testing.T) {
	t.Parallel()
	good := serve(t, nettest.Stall)
	for _, c := range []struct {
		name, first, second string
		want                string
	}{
		{"of the other family", "2001:db8::1", "192.0.2.1", "waits 300ms for it"},
		{"of the same family", "192.0.2.2", "192.0.2.1", "waits 15s for it"},
	} {
		env := EnvOn(t, &nettest.Network{Routes: map[string]string{"[2001:db8::1]:443": nettest.Blackhole, "192.0.2.2:443": nettest.Blackhole, "192.0.2.1:443": good}})
		target := probe.Target{Endpoint: "proxy.example.com:443"}
		env.KeepAddresses(target, addrs(c.first, c.second))
		if got := runWithin(t, TCP, env, target, ample); !strings.Contains(got.Detail, c.want) {
			t.Errorf("%s: got %q, want %q", c.name, got.Detail, c.want)
		}
	}
}

func TestTCPWithoutAResolveStage(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{})
	got := runWithin(t, TCP, env, probe.Target{Endpoint: "missing.example.com:443"}, ample)
	wantOutcome(t, got, probe.Fail, symptom.DNSNXDomain)
}

func TestTCPConnectsToLiterals(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"[2001:db8::7]:8443": serve(t, nettest.Stall)}})
	got := runWithin(t, TCP, env, probe.Target{Endpoint: "[2001:db8::7]:8443"}, ample)
	wantOutcome(t, got, probe.OK, "")
}

// The kernel decides whether the RST overtakes the end of connect: then it
// is connect that is reset, and the handshake otherwise. Nothing else.
func TestResetRightAfterAccept(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{Routes: map[string]string{"192.0.2.1:443": serve(t, nettest.ResetAtOnce)}})
	target := probe.Target{Endpoint: "192.0.2.1:443"}
	got := runWithin(t, TCP, env, target, ample)
	if got.Status == probe.Fail {
		wantOutcome(t, got, probe.Fail, symptom.TCPReset)
		return
	}
	wantOutcome(t, got, probe.OK, "")
	wantOutcome(t, runWithin(t, TLS, env, target, ample), probe.Fail, symptom.TLSReset)
}

// TestTCPHasWindowsWords: the go command of Windows prints what Windows says of a
// connection, so the probe keeps it.
func TestTCPHasWindowsWords(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{})
	env.Dial = func(_ context.Context, network, address string) (net.Conn, error) {
		at := net.TCPAddrFromAddrPort(netip.MustParseAddrPort(address))
		return nil, &net.OpError{Op: "dial", Net: network, Addr: at, Err: os.NewSyscallError("connectex", errors.New("the target machine actively refused it"))}
	}
	target := probe.Target{Name: "proxy.example.com:443", Endpoint: "proxy.example.com:443"}
	env.KeepAddresses(target, addrs("192.0.2.1"))
	got := runWithin(t, TCP, env, target, ample).Refusal
	if got.Address != "192.0.2.1:443" || got.System != "connectex: the target machine actively refused it" {
		t.Errorf("%+v", got)
	}
}
