package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitProxyBroken = &Cause{
	ID:       GitProxyBroken,
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Git("http.proxy"), settings.Git("http.*.proxy")},
	Templates: map[string]Template{
		"en": {
			Title:  "git's own setting {{.variable}} names a proxy that does not work",
			Detail: "{{.where}} has {{.variable}}={{.proxy}}, and there {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}. go does not read this setting; only what git fetches is concerned.",
			Page:   "http.proxy was often set for a local proxy program that no longer runs.",
		},
		"zh": {
			Title:  "git 的 {{.variable}} 指定的代理不可用",
			Detail: "{{.where}} 中 {{.variable}}={{.proxy}}，而在那里{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。go 不读取该设置，只影响由 git 获取的内容。",
			Page:   "http.proxy 往往是为已不再运行的本机代理程序设置的。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || v.Tool != settings.GitConfig || v.Symptom == symptom.HTTP407 {
			return nil
		}
		return viaFinding(v)
	}),
}
