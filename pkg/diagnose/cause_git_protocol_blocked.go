package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
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
			Detail: "git is sent to {{.url}}, and refuses that protocol or finds its port closed{{if .detail}} ({{.detail}}){{end}}.",
			Manual: []string{"If https to {{.host}} works, let git use it: git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/"},
			Page:   "Firewalls that let https pass often block ssh (port 22) and git:// (port 9418).",
		},
		"zh": {
			Title:  "git 不能使用 {{.module}} 所需的协议",
			Detail: "git 被引向 {{.url}}，而该协议不被允许，或端口被阻断{{if .detail}}（{{.detail}}）{{end}}。",
			Manual: []string{"如果到 {{.host}} 的 https 可用，让 git 改用它：git config --global url.\"https://{{.host}}/\".insteadOf ssh://git@{{.host}}/"},
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
		r := ruleResult(f, rule.Setting)
		if r == nil || r.Status != probe.Fail || !r.Symptom.Unreachable() || !otherProtocol(rule.Base) || !httpsStands(f, originHost(rule.Base)) {
			continue
		}
		x := Finding{Severity: Info, Target: rule.Setting.Key.String(), Symptom: r.Symptom, Evidence: []string{r.ID}, Args: Args{
			"module": rule.Prefix.String(), "url": rule.Base.String(), "host": originHost(rule.Base),
			"prefix": rule.Prefix.String(), "detail": gitMessage(r),
		}}
		x.Evidence = append(x.Evidence, evidenceBehind(f, rule)...)
		out = append(out, x)
	}
	return out
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
