package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// IPv6Broken is its id.
const IPv6Broken ID = "ipv6-broken"

var ipv6Broken = &Cause{
	ID:       IPv6Broken,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Aside,
	Probe:    probe.TCP,
	Words: Languages{
		Text[deadIPv6]{
			Title: func(d deadIPv6) string {
				return when(d.Host != "", d.Host+" does not answer over IPv6", "IPv6 does not work on this network")
			},
			Detail: func(d deadIPv6) string {
				if d.Host != "" {
					return "It has an IPv6 address and answered over IPv4 only" + when(d.Elsewhere, ", while other hosts answer over IPv6", "") + ". Each new connection of go to it loses 0.3 s; git and other programs without this fallback can hang for minutes."
				}
				return "All " + strconv.Itoa(d.Count) + " hosts with an IPv6 address answered over IPv4 only. Each new connection of go loses 0.3 s; git and other programs without this fallback can hang for minutes."
			},
			Manual: func(d deadIPv6) []string {
				if d.Elsewhere {
					return []string{"The fault is at " + d.Host + " or in the network before it: tell its operator, or this network's. Downloads work meanwhile."}
				}
				return []string{
					when(d.OS == "linux", "Fix the IPv6 route (ip -6 route), or disable IPv6 on the interface: sysctl -w net.ipv6.conf.INTERFACE.disable_ipv6=1", when(d.OS == "darwin", "Fix the router's IPv6, or: networksetup -setv6off Wi-Fi", "Fix the router's IPv6, or disable \"Internet Protocol Version 6\" in the adapter's properties.")),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "IPv6 does not work on this network" + with(": ", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"Fix IPv6 on that network, or disable it on this machine (Docker: enable IPv6 in the daemon, or return no AAAA records).",
						"See whether IPv4 works from there:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[deadIPv6]{
			Title: func(d deadIPv6) string {
				return when(d.Host != "", d.Host+" 的 IPv6 地址没有响应", "有 IPv6 地址，但 IPv6 网络不通")
			},
			Detail: func(d deadIPv6) string {
				if d.Host != "" {
					return "它有 IPv6 地址，但只能通过 IPv4 访问" + when(d.Elsewhere, "；其他主机的 IPv6 正常", "") + "。go 到它的每个新连接要多等 0.3 秒；git 和没有这种回退机制的程序可能要等几分钟。"
				}
				return "有 IPv6 地址的 " + strconv.Itoa(d.Count) + " 个主机都只能通过 IPv4 访问。go 的每个新连接要多等 0.3 秒；git 和没有这种回退机制的程序可能要等几分钟。"
			},
			Manual: func(d deadIPv6) []string {
				if d.Elsewhere {
					return []string{"问题在 " + d.Host + " 或到它的线路上：请告知其运营方或本网络的管理员。在此期间下载仍可进行。"}
				}
				return []string{
					when(d.OS == "linux", "修复 IPv6 路由（ip -6 route），或在网卡上关闭 IPv6：sysctl -w net.ipv6.conf.网卡.disable_ipv6=1", when(d.OS == "darwin", "修复路由器的 IPv6，或：networksetup -setv6off Wi-Fi", "修复路由器的 IPv6，或在网络适配器属性中取消“Internet 协议版本 6”。")),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "有 IPv6 地址，但 IPv6 网络不通" + with("：", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"修复该网络的 IPv6，或在这台机器上停用它（Docker：在守护进程中启用 IPv6，或不要返回 AAAA 记录）。",
						"IPv4 在那里是否可用，可以这样看：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchIPv6Broken,
}

// deadIPv6 is how many hosts lost time on IPv6.
type deadIPv6 struct {
	Count int
	OS    string
	// Host is the only one, or the one where IPv6 works Elsewhere.
	Host      string
	Elsewhere bool
}

// matchIPv6Broken matches hosts whose IPv6 addresses did not answer within their head
// start over IPv4: all of them as one finding where no IPv6 address answered anywhere, and
// else, as with a single one, each that is needed. IPv6 that fails at once costs no time
// and is no finding.
func matchIPv6Broken(f *facts.Facts) []Finding {
	slow, works := waitsForIPv6(f)
	if len(slow) > 1 && !works {
		return []Finding{{Target: "IPv6", Symptom: symptom.TCPTimeout, Evidence: facts.IDs(slow), Data: deadIPv6{Count: len(slow), OS: f.Settings.OS}}}
	}
	var out []Finding
	needed := f.NeededHosts()
	for _, r := range slow {
		if needed[r.About.Host] {
			out = append(out, Finding{Target: r.About.Host, Symptom: symptom.TCPTimeout, Evidence: facts.IDs([]*probe.Result{r}), Data: deadIPv6{Count: 1, OS: f.Settings.OS, Host: r.About.Host, Elsewhere: works}})
		}
	}
	return out
}

// waitsForIPv6 returns the connections that stood over IPv4 after a wait for IPv6, and
// whether any host answered over IPv6.
func waitsForIPv6(f *facts.Facts) (slow []*probe.Result, works bool) {
	for _, r := range f.Of(probe.TCP) {
		if r.Status == probe.Fail || r.Evidence.TCP == nil {
			continue
		}
		var waited, six, four bool
		for _, a := range r.Evidence.TCP.Attempts {
			lost := a.GaveUp || a.Symptom != ""
			switch {
			case !strings.HasPrefix(a.Address, "["):
				four = four || !lost
			case !lost:
				six = true
			default:
				waited = waited || a.Ms >= 250 && (a.GaveUp || a.Symptom == symptom.TCPTimeout)
			}
		}
		works = works || six
		if waited && four && !six {
			slow = append(slow, r)
		}
	}
	return slow, works
}
