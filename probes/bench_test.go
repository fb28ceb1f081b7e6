package probes

import (
	"net/netip"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

// BenchmarkEveryHostDrops measures a whole round of probes where names resolve
// and every packet to every host vanishes, in units of one connect deadline: the
// bound is 1.3 of them, since no two time-outs may follow each other.
func BenchmarkEveryHostDrops(b *testing.B) {
	n := &nettest.Network{Hosts: map[string][]netip.Addr{}, Routes: map[string]string{}}
	for i, name := range []string{"proxy.golang.org", "goproxy.cn", "sum.golang.org", "github.com"} {
		address := "203.0.113." + string(rune('1'+i))
		n.Hosts[name] = []netip.Addr{netip.MustParseAddr(address)}
		n.Routes[address+":443"] = nettest.Blackhole
		n.Routes[address+":80"] = nettest.Blackhole
	}
	s := &settings.Snapshot{OS: "linux", Go: settings.GoTool{Version: "go1.26.8"}, Layers: []settings.Setting{
		goSetting("GOPROXY", "https://goproxy.cn|https://proxy.golang.org,direct"),
	}}
	for b.Loop() {
		env := &probe.Env{
			Settings: s, Dial: n.Dial, Lookup: n.Lookup, Now: time.Now, UserAgent: wire.UserAgent,
		}
		start := time.Now()
		runner := &probe.Runner{Env: env}
		runner.Run(b.Context(), probe.Plan(All(), s, []probe.Query{{Path: "github.com/google/uuid", Version: "v1.6.0"}}))
		env.Close()
		deadlines := time.Since(start).Seconds() / TCP.Budget.Seconds()
		b.ReportMetric(deadlines, "deadlines/op")
		if deadlines > 1.3 {
			b.Errorf("%.2f connect deadlines, want at most 1.3", deadlines)
		}
	}
}
