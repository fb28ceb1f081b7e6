package cause

import (
	"strconv"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var offline = &Cause{
	ID:          Offline,
	Severity:    Error,
	Layer:       Network,
	NoWayAround: true,
	Templates: map[string]Template{
		"en": {
			Title:  "this machine has no network",
			Detail: "None of the {{.count}} places that were tried can be reached: {{symptom .symptom}}. No setting of go or git can help before the network is back, so nothing is changed.",
			Manual: []string{
				"Check the cable, the Wi-Fi, the VPN, or, in a container, the network that it was given; then run gofix-net doctor again.",
				"{{if .proxy}}{{else}}If this network only lets traffic out through a proxy, set HTTPS_PROXY to it: none is set here.{{end}}",
			},
			Page: "Every connection fails, whatever the host. A resolver that answers from its cache does not change that. gofix-net never writes anything in this state: a fix could not be proved.",
		},
		"zh": {
			Title:  "本机没有可用的网络",
			Detail: "尝试的 {{.count}} 处地址都无法到达：{{symptom .symptom}}。网络恢复之前，修改 go 或 git 的任何设置都没有用，因此不做任何更改。",
			Manual: []string{
				"检查网线、Wi-Fi、VPN；在容器中则检查分配给它的网络。然后重新运行 gofix-net doctor。",
				"{{if .proxy}}{{else}}如果本网络只能通过代理上网，请设置 HTTPS_PROXY：目前没有设置。{{end}}",
			},
			Page: "无论哪个主机，所有连接都失败；解析器用缓存应答并不说明网络可用。在这种状态下 gofix-net 不写入任何内容，因为无法验证修复是否有效。",
		},
	},
	Match: matchOffline,
}

// matchOffline wants a download that fails, at least two places, none of which
// was reached, and no sign that only name resolution is at fault.
func matchOffline(f *facts.Facts) []Finding {
	n := facts.ConnectivityOf(f)
	if f.Outcome() == route.Succeeds || len(n.Connected) > 0 || len(n.Dead)+len(n.Unresolved) < 2 {
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
		Evidence: facts.IDs(n.Unresolved, n.Dead),
		Args: Args{
			"count":   strconv.Itoa(len(n.Unresolved) + len(n.Dead)),
			"symptom": string(worst[0].Symptom),
			"proxy":   f.Settings.Variable("HTTPS_PROXY").String() + f.Settings.Variable("https_proxy").String(),
		},
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
