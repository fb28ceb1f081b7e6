package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var localFirewall = &Cause{
	ID:          LocalFirewall,
	Severity:    Warning,
	Layer:       Machine,
	NoWayAround: true,
	Templates: map[string]Template{
		"en": {
			Title:  "this machine itself forbids the connection to {{.hosts}}",
			Detail: "The operating system answered \"permission denied\" before a packet was sent: a local firewall, a sandbox or a security agent.",
			Manual: []string{"{{if eq .os `linux`}}Look for the rule: nft list ruleset, iptables -S OUTPUT, the service's systemd IPAddressDeny=, or a container's seccomp and network policy.{{else if eq .os `darwin`}}Look in System Settings, Network, Firewall, and at tools such as Little Snitch or LuLu.{{else}}Look at the outbound rules: Get-NetFirewallRule -Direction Outbound -Action Block, and at the antivirus.{{end}}"},
			Page:   "A firewall elsewhere drops or rejects packets; only this machine can forbid sending them.",
		},
		"zh": {
			Title:  "本机自身禁止了到 {{.hosts}} 的连接",
			Detail: "操作系统在发出数据包之前就返回了“权限不足”：本机防火墙、沙箱或安全软件所为。",
			Manual: []string{"{{if eq .os `linux`}}查找规则：nft list ruleset、iptables -S OUTPUT、systemd 服务的 IPAddressDeny=，或容器的 seccomp 与网络策略。{{else if eq .os `darwin`}}检查“系统设置 - 网络 - 防火墙”以及 Little Snitch、LuLu 等工具。{{else}}检查出站规则：Get-NetFirewallRule -Direction Outbound -Action Block，以及杀毒软件。{{end}}"},
			Page:   "别处的防火墙只会丢弃或拒绝数据包；只有本机才能禁止发送。",
		},
	},
	Match: func(f *facts.Facts) []Finding {
		var denied []*probe.Result
		var hosts []string
		// The question to the resolver is forbidden before any host is known.
		for _, r := range slices.Concat(f.Of(probe.DNS), f.Of(probe.TCP)) {
			if r.Symptom == symptom.TCPDenied {
				denied = append(denied, r)
				hosts = append(hosts, facts.HostOnly(strings.Fields(r.Target)[0]))
			}
		}
		x := Finding{Target: strings.Join(hosts, ", "), Symptom: symptom.TCPDenied, Evidence: facts.IDs(denied), Args: Args{"hosts": strings.Join(hosts, ", "), "os": f.Settings.OS}}
		if len(denied) == 0 || !citesDecisive(f, x) {
			return nil
		}
		return []Finding{x}
	},
}
