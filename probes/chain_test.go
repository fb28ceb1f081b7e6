package probes

import (
	"context"
	"net"
	"net/netip"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// hurried returns copies of the probes of a connection's life with a shorter budget.
func hurried(budget time.Duration) []*probe.Probe {
	var out []*probe.Probe
	for _, p := range []probe.Probe{DNS, TCP, TLS, OutboundProxy} {
		p.Budget = budget
		out = append(out, &p)
	}
	return out
}

// run runs everything that the settings of env lead to.
func run(t *testing.T, env *probe.Env, budget time.Duration) map[evidence.ID]probe.Result {
	t.Helper()
	results := map[evidence.ID]probe.Result{}
	tasks := probe.Plan(hurried(budget), env.Settings, []probe.Query{{Path: "go.example.org/m"}})
	for _, r := range (&probe.Runner{Env: env}).Run(context.Background(), tasks) {
		results[r.ID] = r
	}
	return results
}

func TestADeadNetworkCostsOneTimeOut(t *testing.T) {
	need.Long(t)
	t.Parallel()
	const budget = brief
	silence := func(ctx context.Context, name string) ([]netip.Addr, error) {
		<-ctx.Done()
		return nil, &net.DNSError{Err: "i/o timeout", Name: name, IsTimeout: true}
	}
	answer := func(context.Context, string) ([]netip.Addr, error) { return addrs("2001:db8::1", "192.0.2.1"), nil }
	blackhole := func(ctx context.Context, network, address string) (net.Conn, error) {
		<-ctx.Done()
		return nil, &net.OpError{Op: "dial", Net: network, Err: ctx.Err()}
	}
	stalled := serve(t, nettest.Stall)
	for _, c := range []struct {
		name   string
		lookup func(context.Context, string) ([]netip.Addr, error)
		dial   func(ctx context.Context, network, address string) (net.Conn, error)
		proxy  string
		id     evidence.ID
		want   symptom.Symptom
	}{
		{"no resolver answers", silence, blackhole, "", "dns/a.example.com", symptom.DNSTimeout},
		{"every SYN is dropped", answer, blackhole, "", "tcp/a.example.com:443", symptom.TCPTimeout},
		{"every handshake stalls", answer, func(ctx context.Context, network, _ string) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, stalled)
		}, "", "tls/a.example.com:443", symptom.TLSTimeout},
		{"the outbound proxy is dead", answer, blackhole, "http://squid.example.com:3128", "tls/a.example.com:443", symptom.OutboundProxyFailed},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			env := EnvOn(t, &nettest.Network{})
			env.Lookup, env.Dial = c.lookup, c.dial
			env.Settings = snapshotWith(goSetting("GOPROXY", "https://a.example.com,https://b.example.com,direct"), goSetting("GOSUMDB", "sum.golang.org"),
				variable("HTTPS_PROXY", c.proxy))
			var results map[evidence.ID]probe.Result
			if took := cost.Took(func() { results = run(t, env, budget) }); took > budget*19/10 {
				t.Errorf("took %v; one time-out is %v", took, budget)
			}
			if got := results[c.id]; got.Status != probe.Fail || got.Symptom != c.want {
				t.Errorf("%s: got %s %q (%s), want fail %q", c.id, got.Status, got.Symptom, got.Detail, c.want)
			}
		})
	}
}

func TestAnInterruptionEndsEveryProbeAtOnce(t *testing.T) {
	t.Parallel()
	env := EnvOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{"a.example.com": addrs("192.0.2.1")}, Routes: map[string]string{"192.0.2.1:443": serve(t, nettest.Stall)}})
	env.Settings = snapshotWith(goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"))
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(100*time.Millisecond, cancel)
	var results []probe.Result
	if took := cost.Took(func() {
		results = (&probe.Runner{Env: env}).Run(ctx, probe.Plan(hurried(time.Minute), env.Settings, nil))
	}); took > 2*time.Second {
		t.Errorf("took %v after an interruption at 100ms", took)
	}
	for _, r := range results {
		if r.ID == "tls/a.example.com:443" && r.Status != probe.Skip {
			t.Errorf("got %s (%s), want skip: the interruption is no finding", r.Status, r.Detail)
		}
	}
}

func TestAChainThatWorks(t *testing.T) {
	t.Parallel()
	ca := nettest.NewCA("Test Root")
	server := nettest.Serve(nettest.Handshake(ca.Valid("a.example.com")))
	t.Cleanup(server.Close)
	env := EnvOn(t, &nettest.Network{Hosts: map[string][]netip.Addr{"a.example.com": addrs("192.0.2.1")}, Routes: map[string]string{"192.0.2.1:443": server.Addr}})
	env.Roots = ca.Pool()
	env.Settings = snapshotWith(goSetting("GOPROXY", "https://a.example.com"), goSetting("GOSUMDB", "off"))
	results := run(t, env, ample)
	for _, id := range []evidence.ID{"dns/a.example.com", "tcp/a.example.com:443", "tls/a.example.com:443"} {
		if got := results[id]; got.Status != probe.OK {
			t.Errorf("%s: got %s %q (%s), want ok", id, got.Status, got.Symptom, got.Detail)
		}
	}
	if got := server.Accepted(); got != 1 {
		t.Errorf("%d connections, want 1: each stage goes on with what the one before left", got)
	}
}
