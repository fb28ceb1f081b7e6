package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var vcsUnreachable = &Cause{
	ID:       VCSUnreachable,
	Severity: Error,
	Layer:    Module,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .gone}}{{.host}}, the origin of {{.module}}, does not have it any more{{else}}{{.host}}, the origin of {{.module}}, cannot be reached{{end}}",
			Detail: "The go command has to fetch {{.module}} from its origin, because {{if .private}}its path is kept from proxies by GOPRIVATE or GONOPROXY{{else}}GOPROXY leads there{{end}}, and at {{.host}} {{symptom .symptom}}.{{if .gone}} Module proxies still serve it.{{end}}",
			Manual: []string{"{{if eq .symptom `dns-nxdomain`}}Check {{.module}} for typing errors: the resolver has no {{.host}}. The host of a company may need its VPN.{{end}}"},
			Page:   "Without a module proxy, or for a private path, the go command runs git against the repository itself. A module proxy that has the module makes that unnecessary for public code.",
		},
		"zh": {
			Title:  "{{if .gone}}{{.module}} 的源站 {{.host}} 已经没有它了{{else}}无法访问 {{.module}} 的源站 {{.host}}{{end}}",
			Detail: "go 命令必须从源站获取 {{.module}}，因为{{if .private}}GOPRIVATE 或 GONOPROXY 使该路径不经过代理{{else}}GOPROXY 指向了源站{{end}}，而在 {{.host}}：{{symptom .symptom}}。{{if .gone}}模块代理仍然提供它。{{end}}",
			Manual: []string{"{{if eq .symptom `dns-nxdomain`}}检查 {{.module}} 有没有写错：解析器查不到 {{.host}}。公司内部的主机可能需要先连接 VPN。{{end}}"},
			Page:   "不使用模块代理，或路径属于私有时，go 命令直接用 git 访问仓库。对公共代码，使用存有该模块的模块代理即可避免。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() {
			return nil
		}
		x := originFinding(s)
		switch x.Args["gone"] = ""; {
		case s.Hop.Symptom.Unreachable(), facts.OneOf(s.Hop.Symptom, symptom.HTTP5xx, symptom.HTTP4xx, symptom.HTTP407, symptom.HTTP451, symptom.HTTPTruncated, symptom.HTTPNotProxy, symptom.HTTPRedirectFailed):
			return x
		case s.Hop.State == route.NotFound && f.ServedSomewhere(s.Path.Query):
			x.Args["gone"] = "yes" // deleted, renamed or private by now; proxies keep it
			return x
		}
		return nil
	}),
}
