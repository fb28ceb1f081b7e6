package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ArtifactHostUnreachable is its id.
const ArtifactHostUnreachable ID = "artifact-host-unreachable"

var artifactHostUnreachable = &Cause{
	ID:       ArtifactHostUnreachable,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " redirects downloads to a host that cannot be reached" },
			Detail: func(d AtEntry) string {
				return "The proxy answers, but it redirects the zip of " + d.Module + " to a storage host, and that fails" + with(": ", d.Detail, "") + ". A proxy that serves zips itself avoids this."
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the module proxy redirects to " + when(l.Target != "", l.Target, "another host") + ", which cannot be reached"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Allow that host in the firewall as well as the module proxy.",
						"Or use a module proxy that serves the files itself. " + l.Where + ", this finds one:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " 把下载重定向到无法访问的主机" },
			Detail: func(d AtEntry) string {
				return "代理本身正常，但它把 " + d.Module + " 的 zip 重定向到存储主机，而该主机访问失败" + with("：", said(d.Detail), "") + "。换用直接提供 zip 的代理即可避免。"
			},
			Log: Log{
				Title: func(l Seen) string {
					return "模块代理重定向到" + when(l.Target != "", " "+l.Target, "另一台主机") + "，而它无法访问"
				},
				Steps: func(l Seen) []string {
					return []string{
						"在防火墙中除模块代理外也放行该主机。",
						"或使用自己提供文件的模块代理；" + l.Where + "，以下命令可以找到：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: onProxyStop(func(_ symptom.Symptom, h *walk.Hop) bool { return facts.IsArtifactHost(h) }),
}
