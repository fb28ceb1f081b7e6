package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var govcsDenied = &Cause{
	ID:       GOVCSDenied,
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOVCS")},
	Templates: map[string]Template{
		"en": {
			Title:  "GOVCS forbids the version control system that {{.module}} needs",
			Detail: "GOVCS={{.value}} ({{.where}}) does not allow it for this path, so the go command does not fetch from its origin.",
			Manual: []string{"Allow it for exactly this path, in front of the other rules: go env -w GOVCS={{.prefix}}:git{{if .value}},{{.value}}{{end}}"},
			Page:   "The default allows git and hg for public paths and every system for those that match GOPRIVATE.",
		},
		"zh": {
			Title:  "GOVCS 禁止使用 {{.module}} 所需的版本控制系统",
			Detail: "GOVCS={{.value}}（{{.where}}）不允许该路径使用，因此 go 命令不会从源站获取。",
			Manual: []string{"只为该路径放行，写在其他规则之前：go env -w GOVCS={{.prefix}}:git{{if .value}},{{.value}}{{end}}"},
			Page:   "默认对公共路径允许 git 和 hg，对匹配 GOPRIVATE 的路径允许所有系统。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || !strings.Contains(s.Hop.Detail, "GOVCS") {
			return nil
		}
		x := settingFinding(f, "GOVCS")
		x.Args["module"], x.Args["prefix"] = s.Path.Query.String(), facts.ModulePrefix(s.Path.Query.Path)
		x.Target = s.Path.Query.Path
		x.Evidence = append(x.Evidence, s.Evidence()...)
		return x
	}),
}
