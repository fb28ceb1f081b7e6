package diagnose

import (
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
			Title:  "git may not use the protocol that {{.module}} needs",
			Detail: "git was asked for {{.url}} and refused or could not use its protocol{{if .detail}} ({{.detail}}){{end}}.",
			Manual: []string{"If https to {{.host}} works, let git use it: git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/"},
			Page:   "Firewalls that let https pass often block ssh (port 22) and git:// (port 9418).",
		},
		"zh": {
			Title:  "git 不能使用 {{.module}} 所需的协议",
			Detail: "git 访问 {{.url}} 时拒绝或无法使用该协议{{if .detail}}（{{.detail}}）{{end}}。",
			Manual: []string{"如果到 {{.host}} 的 https 可用，让 git 改用它：git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/"},
			Page:   "放行 https 的防火墙常常阻断 ssh（22 端口）和 git://（9418 端口）。",
		},
	},
	Match: onStop(func(_ *Facts, s stop) *Finding {
		if !s.atOrigin() || s.hop.Symptom != symptom.VCSProtocol {
			return nil
		}
		return originFinding(s)
	}),
}
