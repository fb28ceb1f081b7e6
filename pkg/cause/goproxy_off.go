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
	Words: Languages{
		Text[offSetting]{
			Title: func(d offSetting) string {
				return when(d.Module != "", "the files that GOPROXY serves modules from do not have "+d.Module, "GOPROXY=off forbids every download")
			},
			Detail: func(d offSetting) string {
				if d.Module != "" {
					return d.Value + " is set in " + placeEn(d.Where) + ": go takes modules from there alone, and off forbids any download."
				}
				return d.Value + " is set in " + placeEn(d.Where) + ": go uses only the module cache, except for paths that match GOPRIVATE or GONOPROXY."
			},
			Manual: func(d offSetting) []string {
				if d.Module == "" {
					return nil
				}
				return []string{
					"To download it, use another GOPROXY: gofix-net apply --profile global, or take profile offline back with gofix-net undo.",
					"To stay offline, do that once, with a network, and run go mod download: the modules are in the module cache then.",
				}
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
		Text[offSetting]{
			Title: func(d offSetting) string {
				return when(d.Module != "", "GOPROXY 指定的本地文件中没有 "+d.Module, "GOPROXY=off 禁止了所有下载")
			},
			Detail: func(d offSetting) string {
				if d.Module != "" {
					return inZh(d.Where) + "设置了 " + d.Value + "。go 命令只从那里获取模块，off 禁止其他下载。"
				}
				return inZh(d.Where) + "设置了 " + d.Value + "。这样 go 命令只使用模块缓存里已有的内容（匹配 GOPRIVATE 或 GONOPROXY 的路径除外）。"
			},
			Manual: func(d offSetting) []string {
				if d.Module == "" {
					return nil
				}
				return []string{
					"要下载它，请改用其他 GOPROXY：gofix-net apply --profile global，或用 gofix-net undo 撤销 offline 配置方案。",
					"如要保持离线，请在有网络时这样做一次，并运行 go mod download：模块就会进入模块缓存。",
				}
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
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Hop == nil || s.Hop.Entry.Kind != route.Off || s.AskedProxy() && !s.AskedFilesOnly() {
			return nil
		}
		d := offSetting{setting: settingOf(f, "GOPROXY")}
		if s.AskedFilesOnly() {
			d.Module = s.Path.Query.String()
		}
		return &Finding{Target: "GOPROXY", Evidence: []evidence.ID{evidence.Setting("GOPROXY")}, Data: d}
	}),
}

// offSetting is a GOPROXY that ends with off; Module is what the file:// entries in front
// of it do not have, "" where there are none.
type offSetting struct {
	setting
	Module string
}
