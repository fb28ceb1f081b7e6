package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var caBundleMissing = &Cause{
	ID:       CABundleMissing,
	Severity: Error,
	Layer:    Machine,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if index . \"git\"}}{{.variable}} gives git certificate authorities {{if .unusable}}that it cannot read{{else}}that do not know {{.host}}{{end}}{{else if .standard}}{{.variable}} hides the certificate authorities of this system from the go command{{else}}this system has no certificate authorities that the go command can use{{end}}",
			Detail: "{{if index . \"git\"}}git takes {{.value}} in place of this system's authorities{{if .where}} ({{.where}}){{end}}, and then: {{.detail}}.{{if .standard}} By those of the system {{.host}} is trusted.{{end}}{{else if .standard}}The system's own authorities would accept the certificates that were refused as \"signed by unknown authority\"; {{.value}} has others in their place.{{else}}{{.detail}}. Every certificate is therefore \"signed by unknown authority\".{{if .variable}} {{.variable}} leads the go command away from the system's own.{{end}}{{end}}",
			Manual: []string{
				"{{if .variable}}Take {{.variable}} away or correct it{{if not (index . \"git\")}}, and open a new shell{{end}}: {{.value}}{{with index . \"unset\"}}; to take it away: {{.}}{{end}}{{end}}",
				"{{if not .variable}}Install the authorities: apt-get install ca-certificates (Debian, Ubuntu), apk add ca-certificates (Alpine), dnf install ca-certificates (Fedora, RHEL). In a container image built from scratch: COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/{{end}}",
			},
			Page: "The go command reads the first bundle that it finds in a fixed list of files, and all files in /etc/ssl/certs and /etc/pki/tls/certs. SSL_CERT_FILE replaces the former, SSL_CERT_DIR the latter; a file that is missing or holds no PEM is passed over in silence.",
		},
		"zh": {
			Title:  "{{if index . \"git\"}}{{.variable}} 让 git 使用的根证书{{if .unusable}}无法读取{{else}}不认可 {{.host}}{{end}}{{else if .standard}}{{.variable}} 使 go 命令读不到本系统的根证书{{else}}本系统没有 go 命令可用的根证书{{end}}",
			Detail: "{{if index . \"git\"}}git 用 {{.value}} 取代了本系统的根证书{{if .where}}（{{.where}}）{{end}}，结果：{{.detail}}。{{if .standard}}而本系统的根证书认可 {{.host}}。{{end}}{{else if .standard}}被判为“由未知机构签发”的证书，系统自带的根证书本来是认可的；{{.value}} 用别的证书取代了它们。{{else}}{{.detail}}。因此所有证书都会被判为“由未知机构签发”。{{if .variable}}{{.variable}} 使 go 命令不再读取系统自带的根证书。{{end}}{{end}}",
			Manual: []string{
				"{{if .variable}}去掉或更正 {{.variable}}{{if not (index . \"git\")}}，然后打开新的终端{{end}}：{{.value}}{{with index . \"unset\"}}；去掉的命令：{{.}}{{end}}{{end}}",
				"{{if not .variable}}安装根证书：apt-get install ca-certificates（Debian、Ubuntu）、apk add ca-certificates（Alpine）、dnf install ca-certificates（Fedora、RHEL）。从 scratch 构建的镜像：COPY --from=builder /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/{{end}}",
			},
			Page: "go 命令读取固定文件列表中第一个存在的证书包，以及 /etc/ssl/certs 和 /etc/pki/tls/certs 下的所有文件。SSL_CERT_FILE 取代前者，SSL_CERT_DIR 取代后者；文件不存在或不是 PEM 时不会报错。",
		},
	},
	Match: func(f *facts.Facts) []Finding { return append(matchCABundleMissing(f), gitAuthorities(f)...) },
}

// gitAuthorities wants a setting that has git trust others than the system's
// authorities, and git to refuse a certificate for it: because it cannot read
// them at all, or of a host that the system's own accept. Whom to trust is the
// user's decision: nothing is written about it.
var gitAuthorities = onStop(func(f *facts.Facts, s facts.Stop) *Finding {
	if !s.AtOrigin() || s.Hop.Symptom != symptom.TLSUnknownAuthority {
		return nil
	}
	set := f.Config().GitAuthorities(s.Hop.URL)
	r := f.Result(s.Hop.Result)
	if !set.Set() || r == nil || r.Evidence.Git == nil {
		return nil
	}
	x := originFinding(s)
	x.Args["git"], x.Args["variable"], x.Args["value"], x.Args["where"] = "yes", set.Key.String(), set.Value.String(), facts.Where(set)
	x.Args["unusable"], x.Args["standard"], x.Args["detail"] = flag(r.Evidence.Git.NoAuthorities), "", facts.GitMessage(r)
	if x.Args["unset"] = ""; set.Origin == settings.GitGlobal {
		x.Args["unset"] = "git config --global --unset-all " + set.Key.Name
	}
	if hp, err := route.HostPort(s.Hop.URL); err == nil {
		if t := f.Handshake(hp, s.Hop.Via); t != nil && (t.Status == probe.OK || t.Status == probe.Warn) {
			x.Args["standard"] = "yes"
			x.Evidence = append(x.Evidence, t.ID)
		}
	}
	if x.Args["unusable"]+x.Args["standard"] == "" {
		return nil // nobody trusts that host
	}
	x.Target, x.Symptom = set.Key.String(), s.Hop.Symptom
	x.Evidence = append(x.Evidence, append(s.Evidence(), "setting/"+set.Key.String())...)
	return x
})

// matchCABundleMissing wants untrusted certificates and nothing to trust them
// by, or variables that lead away from what would. Where no handshake failed for that reason, a system without authorities
// has no need of them: everything may go through plain http on this machine.
func matchCABundleMissing(f *facts.Facts) []Finding {
	var untrusted, standard []*probe.Result
	for _, r := range f.Of(probe.TLS) {
		if r.Symptom == symptom.TLSUnknownAuthority {
			untrusted = append(untrusted, r)
			if r.Evidence.TLS != nil && r.Evidence.TLS.Standard {
				standard = append(standard, r)
			}
		}
	}
	for _, r := range f.Of(probe.Roots) {
		e := r.Evidence.Roots
		if e == nil || len(untrusted) == 0 || r.Status != probe.Fail && len(standard) == 0 {
			continue
		}
		args := Args{"detail": r.Detail, "variable": "", "value": "", "standard": ""}
		if len(standard) > 0 {
			untrusted, args["standard"] = standard, "yes"
		}
		var names, values []string
		for _, v := range []struct{ name, value string }{{"SSL_CERT_FILE", e.File}, {"SSL_CERT_DIR", e.Dir}} {
			if v.value != "" {
				names = append(names, v.name)
				values = append(values, v.name+"="+v.value)
			}
		}
		args["variable"], args["value"] = strings.Join(names, ", "), strings.Join(values, " ")
		evidence := append([]string{r.ID}, facts.IDs(untrusted)...)
		for _, n := range names {
			evidence = append(evidence, "setting/"+n)
		}
		return []Finding{{Target: "certificate authorities", Symptom: symptom.TLSUnknownAuthority, Evidence: evidence, Args: args}}
	}
	return nil
}
