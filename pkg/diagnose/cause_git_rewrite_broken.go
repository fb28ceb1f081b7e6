package diagnose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var gitRewriteBroken = &Cause{
	ID:       GitRewriteBroken,
	Severity: Warning,
	HiddenBy: []ID{Offline, ResolverBroken, LocalFirewall, ClockSkew, TLSInterception, OutboundProxyBroken, GitProxyBroken, CaptivePortal, HostsOverride, DNSTampered, GitProtocolBlocked},
	Fixes:    []settings.Key{settings.Git("url.*.insteadof")},
	Text: map[string]Text{
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
func matchGitRewriteBroken(f *Facts) []Finding {
	var out []Finding
	for _, s := range f.Config().Rewrites {
		r := behindRule(f, s)
		if r == nil || r.Status != probe.Fail || r.Symptom.Layer() == "other" || portBlocked(f, s, r) {
			continue
		}
		x := Finding{Target: s.Setting.Key.String(), Symptom: r.Symptom, Evidence: []string{r.ID}, Args: Args{
			"prefix": s.Prefix.String(), "base": s.Base.String(), "host": originHost(s.Base), "key": s.Setting.Key.String(),
			"where": Where(s.Setting), "symptom": string(r.Symptom), "detail": gitMessage(r), "manual": "",
		}}
		if s.Setting.Origin != settings.GitGlobal && s.Setting.File != "" {
			x.Args["manual"] = "yes"
		}
		if otherProtocol(s.Base) {
			x.Severity = Info // ssh works in some networks and not in others; the walk raises it where it matters
		}
		x.Evidence = append(x.Evidence, evidenceBehind(f, s)...)
		out = append(out, x)
	}
	return out
}

// evidenceBehind is the evidence of the failing modules that a rule leads away.
func evidenceBehind(f *Facts, rule route.Rewrite) []string {
	var out []string
	for _, s := range stops(f) {
		if s.atOrigin() && strings.HasPrefix(s.hop.URL.Reveal(), rule.Base.Reveal()) {
			out = append(out, s.evidence()...)
		}
	}
	return out
}

// behindRule is what is known of the place that a rule leads to.
func behindRule(f *Facts, rule route.Rewrite) *probe.Result {
	if r := wayBehind(f, rule); r != nil {
		return r
	}
	return ruleResult(f, rule.Setting)
}

// wayBehind is the failure on the way to where a rule leads a module that fails.
// Of a rule that would come into force only if another setting went, nothing
// else can be known: git was not led there.
func wayBehind(f *Facts, rule route.Rewrite) *probe.Result {
	for _, s := range stops(f) {
		if s.hop == nil || s.hop.Op != route.OpGit || s.hop.Via != "" || !strings.HasPrefix(s.hop.URL.Reveal(), rule.Base.Reveal()) {
			continue
		}
		if b := f.blocker(s.hop.URL, "", probe.GitClient); b != nil {
			return b
		}
	}
	return nil
}

// ruleResult is what became of a rule: its own result, or, where its host was
// not even reached, the failure that it waited for.
func ruleResult(f *Facts, s settings.Setting) *probe.Result {
	for i := range f.Results {
		r := &f.Results[i]
		if r.Kind != probe.GitRule || !strings.Contains(r.Target, s.Key.String()) || !strings.Contains(r.Target, s.Value.String()) {
			continue
		}
		if r.Status == probe.Skip && r.BlockedBy != "" {
			return f.Result(r.BlockedBy)
		}
		return r
	}
	return nil
}

func gitMessage(r *probe.Result) string {
	if r.Evidence.Git != nil {
		return r.Evidence.Git.Message
	}
	return r.Detail
}
