package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var tlsInterception = &Cause{
	ID:          TLSInterception,
	Severity:    Warning,
	Layer:       Network,
	NoWayAround: true,
	Templates: map[string]Template{
		"en": {
			Title:  "certificates come from an authority that this system does not trust: {{.issuer}}",
			Detail: "{{.hosts}} showed a certificate signed by \"{{.issuer}}\", which is not among this system's roots. A company's inspecting firewall, an antivirus or a stranger on the way is the usual reason.",
			Manual: []string{
				"Ask your administrator whether \"{{.issuer}}\" is your company's inspection. If so, get its root certificate from them (not from the connection itself) and install it:",
				"{{if eq .os `linux`}}Debian, Ubuntu: copy it as a .crt file to /usr/local/share/ca-certificates/ and run update-ca-certificates; Fedora: /etc/pki/ca-trust/source/anchors/ and update-ca-trust.{{else if eq .os `darwin`}}macOS: security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain FILE{{else}}Windows: certutil -addstore Root FILE, as administrator.{{end}}",
				"If it is not your company's: do not go on, use another network.",
			},
			Page: "gofix-net never switches certificate checks off: that would hide the interception and leave it in place.",
		},
		"zh": {
			Title:  "证书由本系统不信任的机构签发：{{.issuer}}",
			Detail: "{{.hosts}} 出示的证书由“{{.issuer}}”签发，它不在本系统的根证书之列。常见原因是公司的检查型防火墙、杀毒软件，或途中的陌生人。",
			Manual: []string{
				"向管理员确认“{{.issuer}}”是否为公司的流量检查。如果是，向其索取根证书（不要从连接中导出）并安装：",
				"{{if eq .os `linux`}}Debian、Ubuntu：以 .crt 文件放入 /usr/local/share/ca-certificates/ 并运行 update-ca-certificates；Fedora：放入 /etc/pki/ca-trust/source/anchors/ 并运行 update-ca-trust。{{else if eq .os `darwin`}}macOS：security add-trusted-cert -d -r trustRoot -k /Library/Keychains/System.keychain 文件{{else}}Windows：以管理员身份运行 certutil -addstore Root 文件。{{end}}",
				"如果不是公司的：不要继续，换一个网络。",
			},
			Page: "gofix-net 从不关闭证书检查：那只会掩盖拦截，而拦截仍然存在。",
		},
	},
	Match: matchTLSInterception,
}

// matchTLSInterception makes one finding for each issuer that is not trusted.
func matchTLSInterception(f *facts.Facts) []Finding {
	var out []Finding
	hosts := map[string][]string{}
	for _, r := range f.Of(probe.TLS) {
		if r.Symptom != symptom.TLSUnknownAuthority || r.Evidence.TLS == nil {
			continue
		}
		issuer := r.Evidence.TLS.Issuer
		hosts[issuer] = append(hosts[issuer], facts.HostOnly(strings.Fields(r.Target)[0]))
		i := slices.IndexFunc(out, func(x Finding) bool { return x.Args["issuer"] == issuer })
		if i < 0 {
			out = append(out, Finding{Symptom: r.Symptom, Args: Args{"issuer": issuer, "os": f.Settings.OS}})
			i = len(out) - 1
		}
		out[i].Evidence = append(out[i].Evidence, r.ID)
		out[i].Args["hosts"] = strings.Join(hosts[issuer], ", ")
		out[i].Target = "https://" + hosts[issuer][0]
	}
	return slices.DeleteFunc(out, func(x Finding) bool { return !citesDecisive(f, x) })
}
