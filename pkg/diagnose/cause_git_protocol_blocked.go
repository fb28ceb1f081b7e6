package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitProtocolBlocked = &Cause{
	ID:       GitProtocolBlocked,
	Severity: Error,
	HiddenBy: []ID{Offline, ResolverBroken, EnvShadowsGoenv},
	Fixes:    []settings.Key{settings.Git("url.*.insteadof")},
	Text: map[string]Text{
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
func matchGitProtocolBlocked(f *Facts) []Finding {
	out := onStop(func(_ *Facts, s stop) *Finding {
		if !s.atOrigin() || s.hop.Symptom != symptom.VCSProtocol {
			return nil
		}
		return originFinding(s)
	})(f)
	for _, rule := range f.Config().Rewrites {
		r := behindRule(f, rule)
		if !portBlocked(f, rule, r) {
			continue
		}
		x := Finding{Severity: Info, Target: rule.Setting.Key.String(), Symptom: r.Symptom, Evidence: []string{r.ID}, Args: Args{
			"module": rule.Prefix.String(), "url": rule.Base.String(), "host": originHost(rule.Base),
			"prefix": rule.Prefix.String(), "detail": gitMessage(r), "symptom": string(r.Symptom), "rule": Where(rule.Setting),
		}}
		x.Evidence = append(x.Evidence, evidenceBehind(f, rule)...)
		out = append(out, x)
	}
	return out
}

// portBlocked reports whether a rule fails, by r, for the port of its protocol
// alone.
func portBlocked(f *Facts, rule route.Rewrite, r *probe.Result) bool {
	return r != nil && r.Status == probe.Fail && r.Symptom.Unreachable() && otherProtocol(rule.Base) && httpsStands(f, originHost(rule.Base))
}

// otherProtocol reports whether a git URL is for ssh or git://.
func otherProtocol(base settings.Value) bool {
	u := strings.ToLower(base.Reveal())
	return !strings.HasPrefix(u, "http://") && !strings.HasPrefix(u, "https://") && !strings.HasPrefix(u, "file:") && !strings.HasPrefix(u, "/")
}

func httpsStands(f *Facts, host string) bool {
	r := f.Result(string(probe.TLS) + "/" + host + ":443")
	return r != nil && r.Status == probe.OK
}
