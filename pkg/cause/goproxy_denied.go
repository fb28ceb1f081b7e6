package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var goproxyDenied = &Cause{
	ID:       GoproxyDenied,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "the module proxy {{.entry}} refuses this client",
			Detail: "Asked for {{.module}}, {{symptom .symptom}}.",
			Manual: []string{
				"If it is your company's proxy: put a line for machine {{.host}}, with your login and its password, into ~/.netrc, or ask its administrator for access. GOAUTH (Go 1.24) can name another helper.",
			},
			Page: "The proxy wants credentials that the go command does not have, or forbids this client or this module by policy.",
		},
		"zh": {
			Title:  "模块代理 {{.entry}} 拒绝了本客户端",
			Detail: "请求 {{.module}} 时，{{symptom .symptom}}。",
			Manual: []string{
				"如果这是公司的代理：在 ~/.netrc 中为 machine {{.host}} 写入用户名和密码，或向管理员申请权限。也可以用 GOAUTH（Go 1.24 起）指定其他凭据程序。",
			},
			Page: "代理要求 go 命令没有的凭据，或按策略禁止该客户端或该模块。",
		},
	},
	Match: onProxyStop(func(s symptom.Symptom, h *route.Hop) bool {
		return facts.OneOf(s, symptom.HTTP401, symptom.HTTP403, symptom.HTTP451) || s == symptom.HTTP407 && h.Via == ""
	}),
}
