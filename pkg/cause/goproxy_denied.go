package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var goproxyDenied = &Cause{
	ID:       GoproxyDenied,
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[AtEntry]{
			Title:  func(d AtEntry) string { return "the module proxy " + d.Entry + " refuses this client" },
			Detail: func(d AtEntry) string { return "Request for " + d.Module + ": " + en(d.Symptom) + "." },
			Manual: func(d AtEntry) []string {
				return []string{
					"If it is your company's proxy: add a line for machine " + d.Host + ", with your login and password, to ~/.netrc, or ask its administrator for access. GOAUTH (since Go 1.24) can name another helper.",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the module proxy" + with(" ", l.Target, "") + " refuses this client" },
				Steps: func(l Seen) []string {
					return []string{
						"If it is a proxy with accounts, put the credentials for " + l.Host + " into ~/.netrc (on Windows %USERPROFILE%\\_netrc). In CI, take them from the job's secrets.",
						"Otherwise use another module proxy. " + l.Where + ", this proposes one:",
						"$ gofix-net apply",
					}
				},
			},
			Page: "The proxy wants credentials that the go command does not have, or forbids this client or this module by policy.",
		},
		Text[AtEntry]{
			Title:  func(d AtEntry) string { return "模块代理 " + d.Entry + " 拒绝了本客户端" },
			Detail: func(d AtEntry) string { return "请求 " + d.Module + " 时，" + zh(d.Symptom) + "。" },
			Manual: func(d AtEntry) []string {
				return []string{
					"如果这是公司的代理：在 ~/.netrc 中为 machine " + d.Host + " 写入用户名和密码，或向管理员申请权限。也可以用 GOAUTH（Go 1.24 起）指定其他凭据程序。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "模块代理" + with(" ", l.Target, "") + " 拒绝了本客户端" },
				Steps: func(l Seen) []string {
					return []string{
						"如果该代理需要账号，把 " + l.Host + " 的凭据写入 ~/.netrc（Windows 上是 %USERPROFILE%\\_netrc）。在 CI 中，从任务的机密变量读取。",
						"否则使用其他模块代理；" + l.Where + "，以下命令会推荐一个：",
						"$ gofix-net apply",
					}
				},
			},
			Page: "代理要求 go 命令没有的凭据，或按策略禁止该客户端或该模块。",
		},
	),
	Match: onProxyStop(func(s symptom.Symptom, h *route.Hop) bool {
		return facts.OneOf(s, symptom.HTTP401, symptom.HTTP403, symptom.HTTP451) || s == symptom.HTTP407 && h.Via == ""
	}),
}
