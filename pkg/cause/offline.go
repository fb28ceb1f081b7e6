package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// Offline is its id.
const Offline ID = "offline"

var offline = &Cause{
	ID:          Offline,
	Traits:      Traits{EachTarget, Lasts, ByDownload},
	Severity:    Error,
	Layer:       Network,
	Probe:       probe.TCP,
	NoWayAround: true,
	Words: Languages{
		Text[noNetwork]{
			Title: func(noNetwork) string { return "this machine has no network" },
			Detail: func(d noNetwork) string {
				return "None of the " + strconv.Itoa(d.Count) + " hosts tried can be reached: " + nowhere(d.Symptom, en) + ". No go or git setting helps until the network is back."
			},
			Manual: func(d noNetwork) []string {
				return []string{
					"Check the cable, the Wi-Fi, the VPN, or, in a container, its network; then run gofix-net doctor again.",
					when(d.Proxy != "", "", "If this network requires a proxy, set HTTPS_PROXY: none is set."+d.Script.En),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "nothing could be reached: there was no network" },
				Steps: func(Seen) []string {
					return []string{
						"Bring the network up: cable, Wi-Fi, VPN; for a container or a sandboxed build, allow network access.",
						"Then check again on that machine:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[noNetwork]{
			Title: func(noNetwork) string { return "本机没有可用的网络" },
			Detail: func(d noNetwork) string {
				return "尝试的 " + strconv.Itoa(d.Count) + " 个主机都无法访问：" + nowhere(d.Symptom, zh) + "。网络恢复之前，修改 go 或 git 的设置没有用。"
			},
			Manual: func(d noNetwork) []string {
				return []string{
					"检查网线、Wi-Fi、VPN；在容器中则检查容器网络。然后重新运行 gofix-net doctor。",
					when(d.Proxy != "", "", "如果本网络只能通过代理上网，请设置 HTTPS_PROXY：目前没有设置。"+d.Script.Zh),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "什么都无法访问：当时没有网络" },
				Steps: func(Seen) []string {
					return []string{
						"接通网络：网线、Wi-Fi、VPN；对于容器或沙箱中的构建，允许其使用网络。",
						"然后在那台机器上再检测一次：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchOffline,
}

// noNetwork is how many places could not be reached; Proxy is the outbound proxy that is set.
type noNetwork struct {
	Count   int
	Symptom symptom.Symptom
	Proxy   string
	Script  step // of the system's own settings
}

// nowhere says a symptom of every host at once, where a phrase speaks of one.
func nowhere(s symptom.Symptom, say func(symptom.Symptom) string) string {
	return strings.NewReplacer(" for its name", "", "对该域名", "", " to it", "", "没有到达它的路由", "没有路由").Replace(say(s))
}

// matchOffline matches if a download fails, at least two hosts were tried and none
// was reached, nothing shows that only name resolution fails, and the pages that operating systems
// ask for this purpose do not answer either.
func matchOffline(f *facts.Facts) []Finding {
	n := facts.ConnectivityOf(f)
	if all := facts.ConnectivityByAllWays(f); len(all.Resolved) == 0 {
		n = all // where no name was resolved, an outbound proxy is one of many that are not reached
	}
	if f.Outcome() == walk.Succeeds || f.ReachedBeyond() || len(n.Internet)+len(n.Strange) > 0 || len(n.Dead)+len(n.Unresolved) < 2 {
		return nil
	}
	if len(n.Dead) > 0 && !facts.AllMet(n.Dead, symptom.TCPTimeout, symptom.TCPUnreachable) {
		return nil
	}
	if len(n.Dead) == 0 && !silent(n) {
		return nil
	}
	worst := n.Unresolved
	if len(n.Dead) > 0 {
		worst = n.Dead
	}
	x := Finding{
		Target:   "network",
		Symptom:  worst[0].Symptom,
		Evidence: facts.IDs(n.Unresolved, n.Dead, n.Lost),
		Data:     noNetwork{Script: scriptOf(f), Count: len(n.Unresolved) + len(n.Dead) + len(n.Lost), Symptom: worst[0].Symptom, Proxy: outboundVariable(f)},
	}
	if len(n.Dead) == 0 {
		x.Or = []ID{ResolverBroken}
	}
	return []Finding{x}
}

// silent reports whether name resolution failed without a sign of life from any
// resolver, so that the network as a whole is the more general explanation.
func silent(n facts.Connectivity) bool {
	if len(n.Resolved) > 0 || resolversReached(n.Unresolved) {
		return false
	}
	return facts.AllMet(n.Unresolved, symptom.DNSTimeout, symptom.TCPUnreachable, symptom.TCPTimeout)
}

// resolversReached returns the configured resolvers that showed a sign of life:
// an answer of any kind, or a refusal by the machine that has the address.
func resolversReached(unresolved []*probe.Result) bool {
	for _, r := range unresolved {
		if r.Evidence.DNS == nil {
			continue
		}
		for _, s := range r.Evidence.DNS.Servers {
			if s.RCODE != "" || s.Reached {
				return true
			}
		}
	}
	return false
}
