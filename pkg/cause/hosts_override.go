package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var hostsOverride = &Cause{
	ID:       HostsOverride,
	Severity: Warning,
	Layer:    Network,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "the hosts file sends {{.host}} to an address that does not work",
			Detail: "{{.where}} says {{.address}} for {{.host}}, and {{symptom .symptom}}.{{if .true}} The resolver says {{.true}}.{{end}} Accelerators and old advice leave such lines behind.",
			Manual: []string{"Remove the line about {{.host}} from {{.where}} (as administrator)."},
			Page:   "The hosts file is stronger than every resolver. An address that once was fast, or led to a local accelerator, fails later.",
		},
		"zh": {
			Title:  "hosts 文件把 {{.host}} 指向了不可用的地址",
			Detail: "{{.where}} 中 {{.host}} 的地址是 {{.address}}，而{{symptom .symptom}}。{{if .true}}解析器给出的是 {{.true}}。{{end}}加速工具和过时的教程常会留下这样的行。",
			Manual: []string{"以管理员身份从 {{.where}} 中删除 {{.host}} 的那一行。"},
			Page:   "hosts 文件优先于所有解析器。曾经很快、或指向本机加速工具的地址，之后可能失效。",
		},
	},
	Match: func(f *facts.Facts) []Finding {
		var out []Finding
		for _, w := range facts.WrongAddresses(f, true) {
			where, address := hostsLine(f, w.Host)
			out = append(out, Finding{Target: w.Host, Symptom: w.Failure.Symptom, Evidence: w.Evidence, Args: Args{
				"host": w.Host, "where": where, "address": address,
				"symptom": string(w.Failure.Symptom), "true": trueAnswer(w.DNS.Evidence.DNS),
			}})
		}
		return out
	},
}

func hostsLine(f *facts.Facts, host string) (where, address string) {
	for _, h := range f.Settings.Resolver.Hosts {
		if strings.EqualFold(h.Name, host) {
			return h.File + ":" + strconv.Itoa(h.Line), h.Address
		}
	}
	return "/etc/hosts", "?"
}

// trueAnswer returns the addresses that a resolver gives for a host whose hosts
// file entry says otherwise, or "".
func trueAnswer(e *probe.DNSEvidence) string {
	for _, s := range e.Servers {
		if s.Symptom == "" && len(s.Addresses) > 0 {
			return strings.Join(s.Addresses, ", ")
		}
	}
	return ""
}
