package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var gitRewriteBroken = &Cause{
	ID:       GitRewriteBroken,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Git("url.*.insteadof")},
	Templates: map[string]Template{
		"en": {
			Title:  "a git rule sends {{.prefix}} to {{.base}}, and that does not work",
			Detail: "{{.where}} has {{.key}}={{.prefix}}. git replaces the beginning of every such URL before it connects; at {{.host}} {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}.",
			Manual: []string{"{{if .manual}}The rule stands in {{.where}}, which this user's git config --global does not write. Remove it with: git config --file {{.where}} --unset-all {{.key}}{{end}}"},
			Page:   "url.BASE.insteadOf rules to GitHub mirrors are popular and short-lived: most such mirrors are dead within a year. go shows the URL before the rule, git's own message the one after it.",
		},
		"zh": {
			Title:  "git 规则把 {{.prefix}} 指向了不可用的 {{.base}}",
			Detail: "{{.where}} 中有 {{.key}}={{.prefix}}。git 在连接前会替换所有以此开头的 URL；在 {{.host}}：{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。",
			Manual: []string{"{{if .manual}}该规则位于 {{.where}}，git config --global 不会写这个文件。请运行：git config --file {{.where}} --unset-all {{.key}}{{end}}"},
			Page:   "指向 GitHub 镜像的 url.BASE.insteadOf 规则很流行，但这类镜像大多一年内就会失效。go 显示替换前的 URL，git 自己的报错显示替换后的。",
		},
	},
	Match: matchGitRewriteBroken,
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
		x := Finding{Target: s.Setting.Key.String(), Symptom: r.Symptom, Evidence: []string{r.ID}, Args: Args{
			"prefix": s.Prefix.String(), "base": s.Base.String(), "host": facts.OriginHost(s.Base), "key": s.Setting.Key.String(),
			"where": facts.Where(s.Setting), "symptom": string(r.Symptom), "detail": facts.GitMessage(r), "manual": "",
		}}
		if s.Setting.Origin != settings.GitGlobal && s.Setting.File != "" {
			x.Args["manual"] = "yes"
		}
		if facts.OtherProtocol(s.Base) {
			x.Severity = Info // ssh works in some networks and not in others; the walk raises it where it matters
		}
		x.Evidence = append(x.Evidence, facts.EvidenceBehind(f, s)...)
		out = append(out, x)
	}
	return out
}
