package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var dnsTampered = &Cause{
	ID:       DNSTampered,
	Severity: Warning,
	Layer:    Network,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "the DNS resolver gives wrong addresses for {{.hosts}}",
			Detail: "{{if .withheld}}It says that there is no {{.hosts}}: {{symptom .symptom}}. Public resolvers, asked over TLS, say {{.truth}}.{{else}}It answers {{.addresses}} for {{.hosts}}, and whoever is there does not prove the name: {{symptom .symptom}}. {{if .truth}}Public resolvers, asked over TLS, say {{.truth}}.{{else}}Other names resolve to where they belong.{{end}}{{end}}",
			Manual: []string{"Entries of GOPROXY whose names are answered truthfully do not have this trouble. To mend the cause, use another resolver (a filter in the router, the provider's resolver, or an answer injected on the way can be the reason)."},
			Page:   "A resolver that lies about some names: a filter, a sinkhole, or an answer that somebody injects before the true one.",
		},
		"zh": {
			Title:  "DNS 解析器对 {{.hosts}} 给出了错误的地址",
			Detail: "{{if .withheld}}它说 {{.hosts}} 不存在：{{symptom .symptom}}。通过 TLS 询问公共解析器，得到的是 {{.truth}}。{{else}}它对 {{.hosts}} 返回 {{.addresses}}，而那里的主机无法证明自己的身份：{{symptom .symptom}}。{{if .truth}}通过 TLS 询问公共解析器，得到的是 {{.truth}}。{{else}}其他域名解析正常。{{end}}{{end}}",
			Manual: []string{"使用域名解析正常的 GOPROXY 条目即可避开。要根治，请更换解析器（原因可能是路由器的过滤、运营商的解析器，或途中注入的假应答）。"},
			Page:   "解析器对某些域名说谎：过滤、污染，或有人抢先注入了假应答。",
		},
	},
	Match: matchDNSTampered,
}

// matchDNSTampered wants somebody else at the address of a needed name, or, where
// public resolvers were asked, a name that they know and the own one denies. A
// resolver that says the same as they do is cleared.
func matchDNSTampered(f *facts.Facts) []Finding {
	var hosts, addresses, truth, evidence []string
	x := Finding{Args: Args{"withheld": ""}}
	for _, w := range facts.WrongAddresses(f, false) {
		known, id := crossChecked(f, w.Host)
		own := w.DNS.Evidence.DNS.Addresses
		denied := facts.OneOf(w.Failure.Symptom, symptom.DNSNXDomain, symptom.DNSNoAddress) && len(known) > 0
		same := slices.ContainsFunc(known, func(a string) bool { return slices.Contains(own, a) })
		if !denied && !isSomebodyElse(w.Failure) || same {
			continue
		}
		if denied {
			x.Args["withheld"] = "yes"
		}
		hosts = append(hosts, w.Host)
		addresses, truth = append(addresses, own...), append(truth, known...)
		evidence = append(evidence, w.Evidence...)
		if id != "" {
			evidence = append(evidence, id)
		}
		x.Symptom = w.Failure.Symptom
	}
	if len(hosts) == 0 {
		return nil
	}
	x.Target, x.Evidence = hosts[0], evidence
	x.Args["hosts"], x.Args["symptom"] = strings.Join(hosts, ", "), string(x.Symptom)
	x.Args["addresses"], x.Args["truth"] = distinct(addresses), distinct(truth)
	return []Finding{x}
}

// crossChecked returns the addresses that public resolvers have for a host, and
// the id of the result that says so; none where they were not asked.
func crossChecked(f *facts.Facts, host string) ([]string, string) {
	r := f.Result(string(probe.CrossCheck) + "/" + host)
	if r == nil || r.Status == probe.Skip || r.Evidence.DNS == nil {
		return nil, ""
	}
	return r.Evidence.DNS.Addresses, r.ID
}

// distinct lists texts for people, each once, in their order.
func distinct(texts []string) string {
	var out []string
	for _, t := range texts {
		if !slices.Contains(out, t) {
			out = append(out, t)
		}
	}
	return strings.Join(out, ", ")
}

// isSomebodyElse reports whether the failure shows that another party has the
// address, and not merely that the way there is blocked.
func isSomebodyElse(r *probe.Result) bool {
	return facts.OneOf(r.Symptom, symptom.TLSNameMismatch, symptom.DNSBogusAddress)
}
