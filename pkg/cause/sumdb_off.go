package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var sumdbOff = &Cause{
	ID:       SumdbOff,
	Severity: Warning,
	Layer:    Aside,
	Fixes:    []settings.Key{settings.Go("GOSUMDB"), settings.Go("GONOSUMDB")},
	Templates: map[string]Template{
		"en": {
			Title:  "the verification of downloaded modules is switched off",
			Detail: "{{.where}} has {{.name}}={{.value}}, so public modules are not checked against the checksum database. Whoever controls the proxy or the network can change them unnoticed; downloads of Go toolchains fail.",
			Manual: []string{"{{if .record}}What verification keeps on this machine cannot be used, so that switching it on would break downloads: {{.record}}. Put that right first, then run gofix-net apply.{{end}}"},
			Page:   "GOSUMDB=off is often advised against time-outs at sum.golang.org. A module proxy that relays the database (most mirrors do) solves that without giving up the check; GOPRIVATE exempts private modules alone.",
		},
		"zh": {
			Title:  "下载的模块没有经过校验",
			Detail: "{{.where}} 中 {{.name}}={{.value}}，公共模块不会与校验和数据库比对。控制代理或网络的人可以悄悄替换内容；Go 工具链的下载也会失败。",
			Manual: []string{"{{if .record}}本机上校验所用的记录无法使用，现在开启校验会使下载失败：{{.record}}。请先解决它，再运行 gofix-net apply。{{end}}"},
			Page:   "网上常建议用 GOSUMDB=off 解决 sum.golang.org 超时。使用能转发校验和数据库的模块代理（多数镜像都可以）即可解决，不必放弃校验；GOPRIVATE 只豁免私有模块。",
		},
	},
	Match: matchSumdbOff,
}

func matchSumdbOff(f *facts.Facts) []Finding {
	c := f.Config()
	if c.SumDB.Off {
		x := settingFinding(f, "GOSUMDB")
		x.Args["record"] = ""
		for _, r := range f.Of(probe.SumdbState) {
			if r.Status == probe.Fail {
				x.Args["record"] = r.Detail
				x.Evidence = append(x.Evidence, r.ID)
				break
			}
		}
		return []Finding{*x}
	}
	for _, m := range known.Modules() {
		if !c.SkipsSumDB(m) {
			continue
		}
		x := settingFinding(f, facts.OwnOrPrivate(f, "GONOSUMDB"))
		x.Args["record"] = ""
		return []Finding{*x}
	}
	return nil
}
