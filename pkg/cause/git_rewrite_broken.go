package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitRewriteBroken = &Cause{
	ID:       GitRewriteBroken,
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.GitRule,
	Fixes:    []settings.Key{settings.Git("url.*.insteadof")},
	Words: in(
		Text[BrokenRule]{
			Title: func(d BrokenRule) string {
				return "a git rule sends " + d.Prefix + " to " + d.Base + ", and that does not work"
			},
			Detail: func(d BrokenRule) string {
				return d.Where + " has " + d.Key + "=" + d.Prefix + ". git replaces the beginning of every such URL before it connects; at " + d.Host + " " + en(d.Symptom) + with(" (", d.Detail, ")") + "."
			},
			Manual: func(d BrokenRule) []string {
				return []string{
					when(d.Manual, "The rule stands in "+d.Where+", which this user's git config --global does not write. Remove it with: git config --file "+d.Where+" --unset-all "+d.Key),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "a git rule (insteadOf) sends fetches to " + when(l.Target != "", l.Target, "a host") + ", and that does not work"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Look for the rule and the file that it is in:",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
						"Remove it. " + l.Where + ", this proposes exactly that:",
						"$ gofix-net apply",
					}
				},
			},
			Page: "url.BASE.insteadOf rules to GitHub mirrors are popular and short-lived: most such mirrors are dead within a year. go shows the URL before the rule, git's own message the one after it.",
		},
		Text[BrokenRule]{
			Title: func(d BrokenRule) string { return "git 规则把 " + d.Prefix + " 指向了不可用的 " + d.Base },
			Detail: func(d BrokenRule) string {
				return d.Where + " 中有 " + d.Key + "=" + d.Prefix + "。git 在连接前会替换所有以此开头的 URL；在 " + d.Host + "：" + zh(d.Symptom) + with("（", d.Detail, "）") + "。"
			},
			Manual: func(d BrokenRule) []string {
				return []string{
					when(d.Manual, "该规则位于 "+d.Where+"，git config --global 不会写这个文件。请运行：git config --file "+d.Where+" --unset-all "+d.Key),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "git 规则（insteadOf）把请求指向了不可用的 " + when(l.Target != "", l.Target, "主机")
				},
				Steps: func(l Seen) []string {
					return []string{
						"查看该规则及其所在的文件：",
						"$ git config --show-origin --get-regexp \"url\\..*\\.insteadof\"",
						"删除它。" + l.Where + "，以下命令会给出同样的方案：",
						"$ gofix-net apply",
					}
				},
			},
			Page: "指向 GitHub 镜像的 url.BASE.insteadOf 规则很流行，但这类镜像大多一年内就会失效。go 显示替换前的 URL，git 自己的报错显示替换后的。",
		},
	),
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

// matchGitRewriteBroken looks at each rule that was tried. The rule is to blame
// only if the place it leads to fails, and not where git could log in nowhere.
func matchGitRewriteBroken(f *facts.Facts) []Finding {
	var out []Finding
	for _, s := range f.Config().Rewrites {
		r := facts.BehindRule(f, s)
		if r == nil || r.Status != probe.Fail || r.Symptom.Layer() == "other" || facts.PortBlocked(f, s, r) {
			continue
		}
		d := BrokenRule{Rule: s, Prefix: s.Prefix.String(), Base: s.Base.String(), Host: facts.OriginHost(s.Base), Key: s.Setting.Key.String(), Where: facts.Where(s.Setting), Symptom: r.Symptom, Detail: facts.GitMessage(r), Manual: s.Setting.Origin != settings.GitGlobal && s.Setting.File != ""}
		x := Finding{Target: d.Key, Symptom: r.Symptom, Evidence: []string{r.ID}, Data: d}
		if facts.OtherProtocol(s.Base) {
			x.Severity = Info // ssh works in some networks and not in others; the walk raises it where it matters
		}
		x.Evidence = append(x.Evidence, facts.EvidenceBehind(f, s)...)
		out = append(out, x)
	}
	return out
}
