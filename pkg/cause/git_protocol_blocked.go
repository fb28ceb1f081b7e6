package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GitProtocolBlocked is its id.
const GitProtocolBlocked ID = "git-protocol-blocked"

var gitProtocolBlocked = &Cause{
	ID:       GitProtocolBlocked,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Server,
	Probe:    probe.Git,
	Fixes:    []settings.Key{settings.RewriteKey("*")},
	Words: Languages{
		Text[BlockedProtocol]{
			Title: func(d BlockedProtocol) string {
				return when(d.By != nil, "a git rule rewrites "+d.Module+" to "+d.URL.String()+", whose port is blocked", "git cannot use the protocol that "+d.Module+" needs")
			},
			Detail: func(d BlockedProtocol) string {
				return when(d.By != nil, "The rule is in "+d.Where+". At "+d.Host+" "+saysEn(d.Symptom, d.Detail)+", but https to the same host works.", "git has to use "+d.URL.String()+", but that protocol is not allowed or its port is blocked"+with(" (", d.Detail, ")")+".")
			},
			Manual: func(d BlockedProtocol) []string {
				return []string{
					by443(d.Host, d.OS).En,
					when(d.By != nil && !d.Login.Named, "Over https, a private repository needs a login: "+d.Login.line().En+". Then remove the rule: "+d.unset()),
					when(!(d.By != nil), "If https to "+d.Host+" works, let git use it: git config --global url.\"https://"+d.Host+"/\".insteadOf ssh://git@"+d.Host+"/"),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the protocol that git has to use is blocked" + with(": ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"Use https instead. For addresses such as git@" + l.Host + ": or ssh://",
						"$ git config --global --add url.https://" + l.Host + "/.insteadOf ssh://git@" + l.Host + "/",
						"$ git config --global --add url.https://" + l.Host + "/.insteadOf git@" + l.Host + ":",
						"Remove any rule in the other direction (https to ssh); this lists the rules:",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
					}
				},
			},
		},
		Text[BlockedProtocol]{
			Title: func(d BlockedProtocol) string {
				return when(d.By != nil, "git 规则把 "+d.Module+" 指向 "+d.URL.String()+"，而该端口被阻断", "git 不能使用 "+d.Module+" 所需的协议")
			},
			Detail: func(d BlockedProtocol) string {
				return when(d.By != nil, "该规则位于 "+d.Where+"。"+d.Host+"："+saysZh(d.Symptom, d.Detail)+"，而到同一主机的 https 可用。", "git 要访问 "+d.URL.String()+"，但该协议不被允许，或端口被阻断"+with("（", said(d.Detail), "）")+"。")
			},
			Manual: func(d BlockedProtocol) []string {
				return []string{
					by443(d.Host, d.OS).Zh,
					when(d.By != nil && !d.Login.Named, "改用 https 时，私有仓库需要登录："+d.Login.line().Zh+"。然后删除该规则："+d.unset()),
					when(!(d.By != nil), "如果到 "+d.Host+" 的 https 可用，让 git 改用它：git config --global url.\"https://"+d.Host+"/\".insteadOf ssh://git@"+d.Host+"/"),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "git 要使用的协议被阻断" + with("：", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"改用 https。对于写作 git@" + l.Host + ": 或 ssh:// 的地址：",
						"$ git config --global --add url.https://" + l.Host + "/.insteadOf ssh://git@" + l.Host + "/",
						"$ git config --global --add url.https://" + l.Host + "/.insteadOf git@" + l.Host + ":",
						"方向相反的规则（https 改为 ssh）必须删除；查看所有规则：",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
					}
				},
			},
		},
	},
	Match: matchGitProtocolBlocked,
}

// BlockedProtocol is a repository that git asks by a protocol that does not get through.
type BlockedProtocol struct {
	Origin
	Where string // of the rule
	OS    string
	Login Login          // what git has for https to the host that the rule leads to
	By    *route.Rewrite // the rule that leads there; nil where there is none
}

// unset is the command that removes the rule, "" where there is none.
func (d BlockedProtocol) unset() string {
	if d.By == nil {
		return ""
	}
	in := d.By.Setting
	return "git config " + when(in.Origin == settings.GitGlobal || in.File == "", "--global", "--file "+in.File) + " --unset-all " + in.Key.String()
}

// matchGitProtocolBlocked matches a protocol that git refuses, or a rule that
// leads to ssh or git:// at a host whose port for it is blocked while https to
// the same host works.
func matchGitProtocolBlocked(f *facts.Facts) []Finding {
	out := onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Symptom != symptom.VCSProtocol {
			return nil
		}
		d := originOf(s)
		return &Finding{Target: d.Host, Data: BlockedProtocol{Origin: d, OS: f.Settings.OS}}
	})(f)
	for _, rule := range f.Config().Rewrites {
		r := facts.BehindRule(f, rule)
		if !facts.PortBlocked(f, rule, r) {
			continue
		}
		x := Finding{Severity: Info, Target: rule.Setting.Key.String(), Symptom: r.Symptom, Evidence: []evidence.ID{r.ID}, Data: BlockedProtocol{
			Origin: Origin{
				AtEntry: AtEntry{Host: facts.OriginHost(rule.Base), Module: rule.Prefix.String(), Symptom: r.Symptom, Detail: facts.GitMessage(r)},
				URL:     rule.Base,
			},
			Where: facts.Where(rule.Setting), By: &rule, OS: f.Settings.OS, Login: loginOfGit(f, rule.Base, nil),
		}}
		x.Evidence = append(x.Evidence, facts.EvidenceBehind(f, rule)...)
		out = append(out, x)
	}
	return out
}
