package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitProtocolBlocked = &Cause{
	ID:       GitProtocolBlocked,
	Severity: Error,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Git("url.*.insteadof")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{with index . \"rule\"}}a git rule sends {{$.module}} to {{$.url}}, and the port for that is blocked{{else}}git may not use the protocol that {{.module}} needs{{end}}",
			Detail: "{{with index . \"rule\"}}{{.}} has that rule. At {{$.host}} {{symptom $.symptom}}{{with $.detail}} ({{.}}){{end}}, while https to the same host works.{{else}}git is sent to {{.url}}, and refuses that protocol or finds its port closed{{if .detail}} ({{.detail}}){{end}}.{{end}}",
			Manual: []string{"{{if not (index . \"rule\")}}If https to {{.host}} works, let git use it: git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/{{end}}"},
			Page:   "Firewalls that let https pass often block ssh (port 22) and git:// (port 9418).",
		},
		"zh": {
			Title:  "{{with index . \"rule\"}}git 规则把 {{$.module}} 指向 {{$.url}}，而所需端口被阻断{{else}}git 不能使用 {{.module}} 所需的协议{{end}}",
			Detail: "{{with index . \"rule\"}}该规则位于 {{.}}。{{$.host}}：{{symptom $.symptom}}{{with $.detail}}（{{.}}）{{end}}，而到同一主机的 https 可用。{{else}}git 被引向 {{.url}}，而该协议不被允许，或端口被阻断{{if .detail}}（{{.detail}}）{{end}}。{{end}}",
			Manual: []string{"{{if not (index . \"rule\")}}如果到 {{.host}} 的 https 可用，让 git 改用它：git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/{{end}}"},
			Page:   "放行 https 的防火墙常常阻断 ssh（22 端口）和 git://（9418 端口）。",
		},
	},
	Match: matchGitProtocolBlocked,
}

// matchGitProtocolBlocked wants a protocol that git refuses, or a rule that
// leads to ssh or git:// at a host whose port for it is blocked while https to
// the same host stands.
func matchGitProtocolBlocked(f *facts.Facts) []Finding {
	out := onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Symptom != symptom.VCSProtocol {
			return nil
		}
		return originFinding(s)
	})(f)
	for _, rule := range f.Config().Rewrites {
		r := facts.BehindRule(f, rule)
		if !facts.PortBlocked(f, rule, r) {
			continue
		}
		x := Finding{Severity: Info, Target: rule.Setting.Key.String(), Symptom: r.Symptom, Evidence: []string{r.ID}, Args: Args{
			"module": rule.Prefix.String(), "url": rule.Base.String(), "host": facts.OriginHost(rule.Base),
			"prefix": rule.Prefix.String(), "detail": facts.GitMessage(r), "symptom": string(r.Symptom), "rule": facts.Where(rule.Setting),
		}}
		x.Evidence = append(x.Evidence, facts.EvidenceBehind(f, rule)...)
		out = append(out, x)
	}
	return out
}
