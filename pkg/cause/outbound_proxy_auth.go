package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var outboundProxyAuth = &Cause{
	ID:       OutboundProxyAuth,
	Severity: Error,
	Layer:    Way,
	Templates: map[string]Template{
		"en": {
			Title:  "the outbound proxy {{.proxy}} wants credentials",
			Detail: "{{.variable}} sends {{.client}} through it, and it answers 407 Proxy Authentication Required.",
			Manual: []string{"Put the user and the password into the proxy's URL: {{.variable}}=http://USER:PASSWORD@HOST:PORT (percent-encode special characters). go and git know no other way than the URL; for NTLM or Kerberos run a local helper such as px or cntlm and point {{.variable}} at it.{{if index . \"startFile\"}} {{.variable}} is set in {{.startFile}}{{if .startLine}}, line {{.startLine}}{{end}}: {{.startText}}{{if .startElse}} (and there: {{.startElse}}){{end}}{{end}}"},
			Page:   "The proxy is alive and refuses to work for somebody it does not know.",
		},
		"zh": {
			Title:  "出站代理 {{.proxy}} 要求身份验证",
			Detail: "{{.variable}} 让 {{.client}} 经由它访问，而它返回 407 Proxy Authentication Required。",
			Manual: []string{"把用户名和密码写进代理的 URL：{{.variable}}=http://用户:密码@主机:端口（特殊字符须百分号编码）。go 和 git 只认 URL 中的凭据；NTLM 或 Kerberos 请在本机运行 px、cntlm 等程序，并让 {{.variable}} 指向它。{{if index . \"startFile\"}}{{.variable}} 在 {{.startFile}}{{if .startLine}} 第 {{.startLine}} 行{{end}}设置：{{.startText}}{{if .startElse}}（另见：{{.startElse}}）{{end}}{{end}}"},
			Page:   "代理本身正常，但拒绝为未认证的用户服务。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || v.Symptom != symptom.HTTP407 {
			return nil
		}
		x := viaFinding(v)
		traceStartup(f, x, v.In)
		return x
	}),
}
