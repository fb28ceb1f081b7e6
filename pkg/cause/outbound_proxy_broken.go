package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var outboundProxyBroken = &Cause{
	ID:       OutboundProxyBroken,
	Severity: Warning,
	Layer:    Way,
	Templates: map[string]Template{
		"en": {
			Title:  "the outbound proxy {{.proxy}} does not work",
			Detail: "{{.variable}} sends {{.client}} through it{{if .where}} (set in {{.where}}){{end}}, and {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}.",
			Manual: []string{
				"If the proxy is no longer wanted: " + removalEn("{{.variable}}") + "; then " + afterwardsEn + ".",
				forgetEn,
				"If it is wanted: start it, or correct the address. A local proxy program (127.0.0.1) has to be running.",
			},
			Page: "HTTPS_PROXY and its like name a proxy that all traffic goes through. go reads HTTPS_PROXY, HTTP_PROXY and NO_PROXY, never ALL_PROXY; git reads ALL_PROXY and its own http.proxy too.",
		},
		"zh": {
			Title:  "出站代理 {{.proxy}} 不可用",
			Detail: "{{.variable}} 让 {{.client}} 经由它访问{{if .where}}（在 {{.where}} 中设置）{{end}}，但{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。",
			Manual: []string{
				"如果不再需要该代理：" + removalZh("{{.variable}}") + "；然后" + afterwardsZh + "。",
				forgetZh,
				"如果需要：启动它，或改正地址。本机代理程序（127.0.0.1）必须处于运行状态。",
			},
			Page: "HTTPS_PROXY 等变量指定所有流量经过的代理。go 读取 HTTPS_PROXY、HTTP_PROXY 和 NO_PROXY，从不读取 ALL_PROXY；git 还会读取 ALL_PROXY 和自己的 http.proxy。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || v.Tool != settings.Env || v.Symptom == symptom.HTTP407 {
			return nil
		}
		x := viaFinding(v)
		traceStartup(f, x, v.In)
		return x
	}),
}
