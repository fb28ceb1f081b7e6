package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoproxyDenied is its id.
const GoproxyDenied ID = "goproxy-denied"

var goproxyDenied = &Cause{
	ID:       GoproxyDenied,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[deniedEntry]{
			Title:  func(d deniedEntry) string { return "the module proxy " + d.Entry + " refuses this client" },
			Detail: func(d deniedEntry) string { return "Request for " + d.Module + ": " + en(d.Symptom) + "." },
			Manual: deniedEntry.waysEn,
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
		},
		Text[deniedEntry]{
			Title:  func(d deniedEntry) string { return "模块代理 " + d.Entry + " 拒绝了本机的请求" },
			Detail: func(d deniedEntry) string { return "请求 " + d.Module + " 时，" + zh(d.Symptom) + "。" },
			Manual: deniedEntry.waysZh,
			Log: Log{
				Title: func(l Seen) string { return "模块代理" + with(" ", l.Target, " ") + "拒绝了本机的请求" },
				Steps: func(l Seen) []string {
					return []string{
						"如果该代理需要账号，把 " + l.Host + " 的凭据写入 ~/.netrc（Windows 上是 %USERPROFILE%\\_netrc）。在 CI 中，从任务的 secret 读取。",
						"否则使用其他模块代理；" + l.Where + "，以下命令会推荐一个：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: matchGoproxyDenied,
}

func matchGoproxyDenied(f *facts.Facts) []Finding {
	found := onProxyStop(func(s symptom.Symptom, h *walk.Hop) bool {
		return facts.OneOf(s, symptom.HTTP401, symptom.HTTP403, symptom.HTTP451) || s == symptom.HTTP407 && h.Via == ""
	})(f)
	for i, x := range found {
		found[i].Data = deniedAt(f, x.Data.(AtEntry))
	}
	return found
}
