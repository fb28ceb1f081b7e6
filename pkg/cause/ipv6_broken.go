package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var ipv6Broken = &Cause{
	ID:       IPv6Broken,
	Severity: Warning,
	Layer:    Aside,
	Templates: map[string]Template{
		"en": {
			Title:  "IPv6 is offered and leads nowhere",
			Detail: "All {{.count}} hosts with an IPv6 address were reached by IPv4 alone, after IPv6 had its time. Every new connection of go pays 0.3 s for that; git and programs without this fallback can wait minutes.",
			Manual: []string{"{{if eq .os `linux`}}Mend the IPv6 route (ip -6 route), or take IPv6 off the interface: sysctl -w net.ipv6.conf.INTERFACE.disable_ipv6=1{{else if eq .os `darwin`}}Mend the router's IPv6, or: networksetup -setv6off Wi-Fi{{else}}Mend the router's IPv6, or switch off \"Internet Protocol Version 6\" in the adapter's properties.{{end}}"},
			Page:   "A router that announces IPv6 without having it, or a VPN that carries IPv4 alone.",
		},
		"zh": {
			Title:  "提供了 IPv6，但它不通",
			Detail: "有 IPv6 地址的 {{.count}} 个主机在等待 IPv6 之后都只能用 IPv4 连接。go 的每个新连接都要为此多花 0.3 秒；git 和没有这种回退机制的程序可能要等几分钟。",
			Manual: []string{"{{if eq .os `linux`}}修复 IPv6 路由（ip -6 route），或在网卡上关闭 IPv6：sysctl -w net.ipv6.conf.网卡.disable_ipv6=1{{else if eq .os `darwin`}}修复路由器的 IPv6，或：networksetup -setv6off Wi-Fi{{else}}修复路由器的 IPv6，或在网络适配器属性中取消“Internet 协议版本 6”。{{end}}"},
			Page:   "路由器宣告了 IPv6 却没有接通，或 VPN 只传输 IPv4。",
		},
	},
	Match: matchIPv6Broken,
}

// matchIPv6Broken wants at least two hosts whose IPv6 addresses lost against
// IPv4 after their head start, and none whose IPv6 address answered. An IPv6
// that fails at once costs nothing and is no finding.
func matchIPv6Broken(f *facts.Facts) []Finding {
	var slow []*probe.Result
	for _, r := range f.Of(probe.TCP) {
		if r.Status == probe.Fail || r.Evidence.TCP == nil {
			continue
		}
		var six, waited, four bool
		for _, a := range r.Evidence.TCP.Attempts {
			lost := a.GaveUp || a.Symptom != ""
			switch {
			case !strings.HasPrefix(a.Address, "["):
				four = four || !lost
			case !lost:
				return nil
			default:
				six = true
				waited = waited || a.Ms >= 250 && (a.GaveUp || a.Symptom == symptom.TCPTimeout)
			}
		}
		if six && waited && four {
			slow = append(slow, r)
		}
	}
	if len(slow) < 2 {
		return nil
	}
	return []Finding{{Target: "IPv6", Symptom: symptom.TCPTimeout, Evidence: facts.IDs(slow), Args: Args{
		"count": strconv.Itoa(len(slow)), "os": f.Settings.OS,
	}}}
}
