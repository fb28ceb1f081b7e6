package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var resolverBroken = &Cause{
	ID:          ResolverBroken,
	Severity:    Error,
	Layer:       Network,
	NoWayAround: true,
	Templates: map[string]Template{
		"en": {
			Title:  "the DNS resolver {{.servers}} answers for no name",
			Detail: "Every name that was asked for failed: {{symptom .symptom}}. The resolver is set in {{.file}}. go and git cannot find any host before that is mended; no setting of theirs can help.",
			Manual: []string{
				"Check that {{.servers}} is the resolver that this network wants you to use (ask its administrator, or renew the DHCP lease).",
				"If this network lets traffic out through a proxy alone, name it in HTTPS_PROXY: the proxy then looks the names up.",
				"On Linux with systemd: resolvectl status shows it, and resolvectl dns LINK ADDRESS changes it; elsewhere edit {{.file}}. In Docker: --dns ADDRESS, or \"dns\" in /etc/docker/daemon.json.",
			},
			Page: "All configured DNS servers are silent or fail for every name. The proof is that each of them was asked by itself, over UDP and TCP.",
		},
		"zh": {
			Title:  "DNS 解析器 {{.servers}} 无法解析任何域名",
			Detail: "查询的所有域名都失败：{{symptom .symptom}}。该解析器在 {{.file}} 中设置。修好之前 go 和 git 找不到任何主机，修改它们的设置也没有用。",
			Manual: []string{
				"确认 {{.servers}} 是本网络应当使用的解析器（询问网络管理员，或重新获取 DHCP 租约）。",
				"如果本网络只允许经代理访问外网，请在 HTTPS_PROXY 中写明该代理：域名由代理解析。",
				"使用 systemd 的 Linux：resolvectl status 可查看，resolvectl dns 网卡 地址 可修改；其他系统请编辑 {{.file}}。在 Docker 中使用 --dns 地址，或 /etc/docker/daemon.json 的 \"dns\"。",
			},
			Page: "配置的 DNS 服务器对所有域名都无应答或报错。依据是对每台服务器分别用 UDP 和 TCP 查询的结果。",
		},
	},
	Match: matchResolverBroken,
}

func matchResolverBroken(f *facts.Facts) []Finding {
	n := facts.ConnectivityOf(f)
	if f.Outcome() == route.Succeeds || len(n.Resolved) > 0 || len(n.Unresolved) < 2 {
		return nil
	}
	if !facts.AllMet(n.Unresolved, symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused) && !deniesAll(n.Unresolved) {
		return nil
	}
	file := f.Settings.Resolver.File
	if file == "" {
		file = "the system's network settings"
	}
	return []Finding{{
		Target:   resolverNames(f),
		Symptom:  n.Unresolved[0].Symptom,
		Evidence: facts.IDs(n.Unresolved),
		Args:     Args{"servers": resolverNames(f), "file": file, "symptom": string(n.Unresolved[0].Symptom)},
	}}
}

// deniesAll reports whether a resolver says of every name that it does not exist
// or has no address, and does so of hosts that are known to be on the Internet:
// of one name that may be true, or a filter's lie, of several it is a resolver
// that knows its own network alone.
func deniesAll(unresolved []*probe.Result) bool {
	known := map[string]bool{}
	for _, r := range unresolved {
		if mirror.IsPublic(settings.Value("https://" + r.Target)) {
			known[r.Target] = true
		}
	}
	return len(known) >= 2 && facts.AllMet(unresolved, symptom.DNSNXDomain, symptom.DNSNoAddress,
		symptom.DNSTimeout, symptom.DNSServFail, symptom.DNSRefused)
}

// resolverNames lists the resolvers that were asked, for people.
func resolverNames(f *facts.Facts) string {
	if len(f.Settings.Resolver.Servers) == 0 {
		return "?"
	}
	return strings.Join(f.Settings.Resolver.Servers, ", ")
}
