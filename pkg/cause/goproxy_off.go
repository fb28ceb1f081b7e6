package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GoproxyOff is its id.
const GoproxyOff ID = "goproxy-off"

var goproxyOff = &Cause{
	ID:       GoproxyOff,
	Traits:   Traits{Once, Lasts, ByDownload},
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[setting]{
			Title: func(setting) string { return "GOPROXY=off forbids every download" },
			Detail: func(d setting) string {
				return d.Value + " is set in " + placeEn(d.Where) + ": go uses only the module cache, except for paths that match GOPRIVATE or GONOPROXY."
			},
			Log: Log{
				Title: func(Seen) string { return "GOPROXY=off forbids every download" },
				Steps: func(Seen) []string {
					return []string{
						"If go env -w wrote it, undo that:",
						"$ go env -u GOPROXY",
						"If it is in the environment (a shell start-up file, a Dockerfile, the CI job), remove it there. If it is intended, vendor the modules (go mod vendor) before that step.",
					}
				},
			},
		},
		Text[setting]{
			Title: func(setting) string { return "GOPROXY=off 禁止了所有下载" },
			Detail: func(d setting) string {
				return inZh(d.Where) + "设置了 " + d.Value + "。这样 go 命令只使用模块缓存里已有的内容（匹配 GOPRIVATE 或 GONOPROXY 的路径除外）。"
			},
			Log: Log{
				Title: func(Seen) string { return "GOPROXY=off 禁止了所有下载" },
				Steps: func(Seen) []string {
					return []string{
						"如果是 go env -w 写入的，取消它：",
						"$ go env -u GOPROXY",
						"如果在环境变量中（shell 启动文件、Dockerfile、CI 任务），在那里删除。如果是有意为之，请在该步骤之前先 vendor（go mod vendor）。",
					}
				},
			},
		},
	),
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Hop == nil || s.Hop.Entry.Kind != route.Off || s.AskedProxy() {
			return nil
		}
		return &Finding{Target: "GOPROXY", Evidence: []evidence.ID{evidence.Setting("GOPROXY")}, Data: settingOf(f, "GOPROXY")}
	}),
}
