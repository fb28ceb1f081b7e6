package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// LocalFirewall is its id.
const LocalFirewall ID = "local-firewall"

var localFirewall = &Cause{
	ID:          LocalFirewall,
	Traits:      Traits{EachTarget, Lasts, ByDownload},
	Severity:    Warning,
	Layer:       Machine,
	Probe:       probe.TCP,
	NoWayAround: true,
	Words: Languages{
		Text[forbidden]{
			Title: func(d forbidden) string { return "this machine blocks connections to " + d.Hosts.en() },
			Detail: func(d forbidden) string {
				return when(d.OS == "windows", "Windows refuses the connection before it sends a packet.", "The operating system returns \"permission denied\" before it sends a packet.") +
					" The usual reason is a local firewall, a sandbox or a security agent."
			},
			Manual: func(d forbidden) []string {
				return d.steps(
					when(d.OS == "linux", "Find the rule: nft list ruleset, iptables -S OUTPUT, the service's systemd IPAddressDeny=, or a container's seccomp and network policy.", when(d.OS == "darwin", "Check System Settings, Network, Firewall, and tools such as Little Snitch or LuLu.", "Check the outbound rules: Get-NetFirewallRule -Direction Outbound -Action Block, and the antivirus.")),
					"If go says \"invalid argument\" or \"service provider could not be loaded\", a filter in the network stack is broken: check that the variable SystemRoot is set, then run netsh winsock reset as administrator and restart.",
				)
			},
			Log: Log{
				Title: func(l Seen) string { return "the machine itself blocks the connection" + with(" to ", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"Allow the go and git programs in the firewall or security agent of that machine; in a sandboxed build (Bazel, Nix, Flatpak, a Kubernetes policy), allow network access for this step, or fetch the modules before it.",
					}
				},
			},
		},
		Text[forbidden]{
			Title: func(d forbidden) string { return "本机禁止连接 " + d.Hosts.zh() },
			Detail: func(d forbidden) string {
				return when(d.OS == "windows", "Windows 在发出数据包之前就拒绝了连接", "操作系统在发出数据包之前就返回“permission denied”") + "，通常是本机防火墙、沙箱或安全软件所致。"
			},
			Manual: func(d forbidden) []string {
				return d.steps(
					when(d.OS == "linux", "查找规则：nft list ruleset、iptables -S OUTPUT、systemd 服务的 IPAddressDeny=，或容器的 seccomp 与网络策略。", when(d.OS == "darwin", "检查“系统设置 - 网络 - 防火墙”以及 Little Snitch、LuLu 等工具。", "检查出站规则：Get-NetFirewallRule -Direction Outbound -Action Block，以及杀毒软件。")),
					"如果 go 提示“invalid argument”或“service provider could not be loaded”，说明网络协议栈中的过滤组件已损坏：先确认已设置环境变量 SystemRoot，再以管理员身份运行 netsh winsock reset 并重启。",
				)
			},
			Log: Log{
				Title: func(l Seen) string { return "机器自身禁止了" + with("到 ", l.Target, " 的") + "连接" },
				Steps: func(Seen) []string {
					return []string{
						"在那台机器的防火墙或安全软件中放行 go 和 git；在沙箱构建中（Bazel、Nix、Flatpak、Kubernetes 策略），允许该步骤访问网络，或在它之前下载好模块。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		var denied []*probe.Result
		var hosts []string
		// The question to the resolver is forbidden before any host is known.
		for _, r := range slices.Concat(f.Of(probe.DNS), f.Of(probe.TCP)) {
			if r.Symptom == symptom.TCPDenied {
				denied = append(denied, r)
				hosts = append(hosts, r.About.Host)
			}
		}
		x := Finding{Target: strings.Join(hosts, ", "), Symptom: symptom.TCPDenied, Evidence: facts.IDs(denied), Data: forbidden{Hosts: hosts, OS: f.Settings.OS}}
		if len(denied) == 0 || !citesDecisive(f, x) {
			return nil
		}
		return []Finding{x}
	},
}

// forbidden are hosts to which this machine may not connect.
type forbidden struct {
	Hosts hostNames
	OS    string
}

// steps are what to look for on every system, and on Windows in its network stack.
func (d forbidden) steps(rule, stack string) []string {
	if d.OS == "windows" {
		return []string{rule, stack}
	}
	return []string{rule}
}
