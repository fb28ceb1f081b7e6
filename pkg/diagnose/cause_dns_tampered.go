package diagnose

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

var dnsTampered = &Cause{
	ID:       DNSTampered,
	Severity: Warning,
	HiddenBy: []ID{Offline, CaptivePortal, ClockSkew},
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Text: map[string]Text{
		"en": {
			Title:  "the DNS resolver gives wrong addresses for {{.hosts}}",
			Detail: "It answers {{.addresses}} for {{.hosts}}, and whoever is there does not prove the name: {{symptom .symptom}}. Other names resolve to where they belong.",
			Manual: []string{"Entries of GOPROXY whose names are answered truthfully do not have this trouble. To mend the cause, use another resolver (a filter in the router, the provider's resolver, or an answer injected on the way can be the reason)."},
			Page:   "A resolver that lies about some names: a filter, a sinkhole, or an answer that somebody injects before the true one.",
		},
		"zh": {
			Title:  "DNS 解析器对 {{.hosts}} 给出了错误的地址",
			Detail: "它对 {{.hosts}} 返回 {{.addresses}}，而那里的主机无法证明自己的身份：{{symptom .symptom}}。其他域名解析正常。",
			Manual: []string{"使用域名解析正常的 GOPROXY 条目即可避开。要根治，请更换解析器（原因可能是路由器的过滤、运营商的解析器，或途中注入的假应答）。"},
			Page:   "解析器对某些域名说谎：过滤、污染，或有人抢先注入了假应答。",
		},
	},
	Match: matchDNSTampered,
}

func matchDNSTampered(f *Facts) []Finding {
	var hosts, addresses, evidence []string
	var x Finding
	for _, w := range wrongAddresses(f, false) {
		if !isSomebodyElse(w.failure) {
			continue
		}
		hosts = append(hosts, w.host)
		for _, a := range w.dns.Evidence.DNS.Addresses {
			if !slices.Contains(addresses, a) {
				addresses = append(addresses, a)
			}
		}
		evidence = append(evidence, w.evidence...)
		x.Symptom = w.failure.Symptom
	}
	if len(hosts) == 0 {
		return nil
	}
	x.Target, x.Evidence = hosts[0], evidence
	x.Args = Args{"hosts": strings.Join(hosts, ", "), "addresses": strings.Join(addresses, ", "), "symptom": string(x.Symptom)}
	return []Finding{x}
}
