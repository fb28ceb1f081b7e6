package diagnose

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

var hostsOverride = &Cause{
	ID:       HostsOverride,
	Severity: Warning,
	HiddenBy: []ID{Offline, CaptivePortal},
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Text: map[string]Text{
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
	Match: func(f *Facts) []Finding {
		var out []Finding
		for _, w := range wrongAddresses(f, true) {
			where, address := hostsLine(f, w.host)
			out = append(out, Finding{Target: w.host, Symptom: w.failure.Symptom, Evidence: w.evidence, Args: Args{
				"host": w.host, "where": where, "address": address,
				"symptom": string(w.failure.Symptom), "true": trueAnswer(w.dns.Evidence.DNS),
			}})
		}
		return out
	},
}

func hostsLine(f *Facts, host string) (where, address string) {
	for _, h := range f.Settings.Resolver.Hosts {
		if strings.EqualFold(h.Name, host) {
			return h.File + ":" + strconv.Itoa(h.Line), h.Address
		}
	}
	return "/etc/hosts", "?"
}
