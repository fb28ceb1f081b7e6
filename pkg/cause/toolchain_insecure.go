package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var toolchainInsecure = &Cause{
	ID:       ToolchainInsecure,
	Severity: Warning,
	Layer:    Aside,
	Templates: map[string]Template{
		"en": {
			Title:  "{{.have}} has a published hole in the verification of modules ({{.holes}})",
			Detail: "{{if .now}}GOPROXY or GOSUMDB names {{.third}}, which is not Go's own. A hostile operator there could have content accepted that the checksum database does not vouch for.{{else}}A module proxy of somebody else, such as {{.third}}, may come to stand in for Go's own here. With this release its operator has to be trusted{{if .project}} wherever a project's go.sum is hostile too{{end}}.{{end}}",
			Manual: []string{
				"Move to {{.safe}} or newer: https://go.dev/dl/, in China https://golang.google.cn/dl/. Setting GOTOOLCHAIN is not enough: the installed release downloads the other one.",
				"What the holes are: {{.sources}}",
			},
			Page: "The checksum database makes a module proxy that nobody knows safe to use. These releases have holes in that check; the table is of 2026-11 and names its sources.",
		},
		"zh": {
			Title:  "{{.have}} 的模块校验存在已公开的漏洞（{{.holes}}）",
			Detail: "{{if .now}}GOPROXY 或 GOSUMDB 指向 {{.third}}，它并非 Go 官方。怀有恶意的运营者可能让未经校验和数据库担保的内容被接受。{{else}}这里可能要用 {{.third}} 这样的第三方模块代理代替 Go 官方代理。使用该版本时{{if .project}}，若项目的 go.sum 也被人动过手脚，{{end}}就必须信任其运营者。{{end}}",
			Manual: []string{
				"升级到 {{.safe}} 或更新版本：https://go.dev/dl/，国内 https://golang.google.cn/dl/。仅设置 GOTOOLCHAIN 不够：下载其他版本的正是已安装的版本。",
				"漏洞详情：{{.sources}}",
			},
			Page: "有了校验和数据库，来历不明的模块代理也可以放心使用；而这些版本的校验存在漏洞。此表截至 2026-11，并注明来源。",
		},
	},
	Match: matchToolchainInsecure,
}

// matchToolchainInsecure says it where somebody else's proxy or database is in
// use and the hole needs nobody besides, and, more quietly, where downloads fail
// and such a proxy is about to be recommended.
func matchToolchainInsecure(f *facts.Facts) []Finding {
	third := thirdParty(f)
	x := Finding{Target: f.Settings.Go.Version, Evidence: []string{"setting/GOVERSION"}, Args: Args{"third": third, "now": "yes", "project": ""}}
	found := holesOf(f, false)
	if third == "" {
		if third = standIn(f); third == "" {
			return nil
		}
		found = holesOf(f, true)
		x.Severity = Info
		x.Args["third"], x.Args["now"], x.Args["project"] = third, "", "yes"
	}
	if len(found) == 0 {
		return nil
	}
	var names, sources []string
	for _, h := range found {
		names, sources = append(names, h.id), append(sources, h.source)
		if h.needs != ownProject {
			x.Args["project"] = ""
		}
	}
	x.Args["have"], x.Args["safe"] = f.Settings.Go.Version, safeRelease()
	x.Args["holes"], x.Args["sources"] = strings.Join(names, ", "), strings.Join(sources, " ")
	return []Finding{x}
}

// holesOf are the holes of this machine's release; with all, those too that
// need a hostile project besides.
func holesOf(f *facts.Facts, all bool) []hole {
	ownDB := f.Config().SumDB.Name != "" && f.Config().SumDB.Name != known.SumGolangOrg
	var out []hole
	for _, h := range holes() {
		if h.in(f.Settings.Go.Version) && (h.needs == nobody || h.needs == ownSumdb && ownDB || h.needs == ownProject && all) {
			out = append(out, h)
		}
	}
	return out
}

// GoOwnProxy is the module proxy of the Go team, the first entry of the default
// GOPROXY.
const GoOwnProxy = known.GoOwnProxy

// thirdParty returns the public proxy of somebody else that GOPROXY names, or "".
func thirdParty(f *facts.Facts) string {
	for _, e := range f.Config().GOPROXY.Entries {
		if e.Kind == route.Proxy && mirror.IsPublic(e.URL) && e.Name() != GoOwnProxy {
			return e.Name()
		}
	}
	return ""
}

// standIn returns a public proxy of somebody else that was seen to serve a
// module while downloads fail otherwise than for want of the module, or "".
func standIn(f *facts.Facts) string {
	if f.Outcome() != route.Fails || !facts.SettingsMayHelp(f) {
		return ""
	}
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && h.Entry != GoOwnProxy && mirror.IsPublic(settings.Value(h.Entry)) {
			return h.Entry
		}
	}
	return ""
}
