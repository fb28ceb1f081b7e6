package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GitRewriteBroken is its id.
const GitRewriteBroken ID = "git-rewrite-broken"

var gitRewriteBroken = &Cause{
	ID:       GitRewriteBroken,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.GitRule,
	Fixes:    []settings.Key{settings.RewriteKey("*")},
	Words: Languages{
		Text[BrokenRule]{
			Title: func(d BrokenRule) string {
				return "a git rule rewrites " + d.Prefix + " to " + d.Base + ", which does not work"
			},
			Detail: func(d BrokenRule) string {
				return hasEn(d.Where) + d.Key + "=" + d.Prefix + ", so git rewrites every such URL. At " + d.Host + " " + saysEn(d.Symptom, d.Detail) + "."
			},
			Manual: func(d BrokenRule) []string {
				return []string{
					when(d.Manual, "The rule is in "+d.Where+", which git config --global does not change. Remove it with: git config --file "+d.Where+" --unset-all "+d.Key),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					if l.ByGo {
						return "downloads are sent through " + l.Host + ", a front of another host, which does not work"
					}
					return "a git rule (insteadOf) rewrites URLs to " + when(l.Target != "", l.Target, "a host") + ", which does not work"
				},
				Steps: func(l Seen) []string {
					if l.ByGo {
						return []string{
							"Find the entry that leads there. go asks the entries of GOPROXY; one of them redirects to " + l.Host + ":",
							"$ go env GOPROXY",
							"Use another entry in its place. " + l.Where + ", this finds one that works:",
							"$ gofix-net apply",
						}
					}
					return []string{
						"Find the rule and its file:",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
						"Remove it. " + l.Where + ", this proposes exactly that:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[BrokenRule]{
			Title: func(d BrokenRule) string { return "git 规则把 " + d.Prefix + " 指向了不可用的 " + d.Base },
			Detail: func(d BrokenRule) string {
				return hasZh(d.Where) + d.Key + "=" + d.Prefix + "，git 会改写所有以此开头的 URL。在 " + d.Host + "：" + saysZh(d.Symptom, d.Detail) + "。"
			},
			Manual: func(d BrokenRule) []string {
				return []string{
					when(d.Manual, "该规则位于 "+d.Where+"，git config --global 不会修改该文件。请运行：git config --file "+d.Where+" --unset-all "+d.Key),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					if l.ByGo {
						return "下载被转到了不可用的代理前端 " + l.Host
					}
					return "git 规则（insteadOf）把请求指向了不可用的" + when(l.Target != "", " "+l.Target, "主机")
				},
				Steps: func(l Seen) []string {
					if l.ByGo {
						return []string{
							"找出通向该主机的条目。go 按 GOPROXY 的条目发送请求，其中某一项会重定向到 " + l.Host + "：",
							"$ go env GOPROXY",
							"换用其他条目。" + l.Where + "，以下命令会找出可用的条目：",
							"$ gofix-net apply",
						}
					}
					return []string{
						"查看该规则及其所在的文件：",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
						"删除它。" + l.Where + "，以下命令会给出同样的方案：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: matchGitRewriteBroken,
}

// BrokenRule is an insteadOf rule that leads to a place that fails.
type BrokenRule struct {
	Rule    route.Rewrite
	Prefix  string
	Base    string
	Host    string
	Key     string
	Where   string
	Symptom symptom.Symptom
	Detail  string
	Manual  bool
}

// matchGitRewriteBroken checks each rule that was tried. It matches a rule only if
// its target fails, and not if git has no credentials anywhere, nor if ssh logs in to the
// same host and finds no repository: that says nothing of the rule.
func matchGitRewriteBroken(f *facts.Facts) []Finding {
	var out []Finding
	for _, s := range f.Config().Rewrites {
		r := facts.BehindRule(f, s)
		if r == nil || r.Status != probe.Fail || r.Symptom.Layer() == "other" || facts.PortBlocked(f, s, r) ||
			r.Symptom.NotFound() && route.UsesSSH(s.Base) && facts.OriginHost(s.Base) == facts.OriginHost(s.Prefix) {
			continue
		}
		d := BrokenRule{Rule: s, Prefix: s.Prefix.String(), Base: s.Base.String(), Host: facts.OriginHost(s.Base), Key: s.Setting.Key.String(), Where: facts.Where(s.Setting), Symptom: r.Symptom, Detail: facts.GitMessage(r), Manual: s.Setting.Origin != settings.GitGlobal && s.Setting.File != ""}
		x := Finding{Target: d.Key, Symptom: r.Symptom, Evidence: []evidence.ID{r.ID}, Data: d}
		if facts.OtherProtocol(s.Base) {
			x.Severity = Info // ssh works in some networks and not in others; the walk raises it where it matters
		}
		x.Evidence = append(x.Evidence, facts.EvidenceBehind(f, s)...)
		out = append(out, x)
	}
	return out
}
