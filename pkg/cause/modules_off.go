package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ModulesOff is its id.
const ModulesOff ID = "modules-off"

var modulesOff = &Cause{
	ID:       ModulesOff,
	Traits:   Traits{Once, Lasts, ByDownload},
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GO111MODULE")},
	Words: Languages{
		Text[setting]{
			Title: func(d setting) string { return "GO111MODULE=" + d.Value + " turns modules off" },
			Detail: func(d setting) string {
				return "It is set in " + placeEn(d.Where) + ". Without modules go downloads nothing through GOPROXY."
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "a setting") + " turns modules off, or does not let this command download"
				},
				Steps: func(l Seen) []string {
					if l.Target == "GOFLAGS" {
						return []string{
							"With -mod=vendor (in GOFLAGS, or because there is a vendor directory) go uses only that directory. Bring it up to date; that needs the network once:",
							"$ go mod vendor",
							"Or let go download: remove -mod= from GOFLAGS and from the command, or override it:",
							"$ go build -mod=mod ./...",
						}
					}
					return []string{
						"If go env -w set GO111MODULE, undo that; if it is an environment variable, unset it:",
						"$ go env -u GO111MODULE",
						"If -mod=vendor is in force (GOFLAGS, or a vendor directory that does not match go.mod), bring the directory up to date:",
						"$ go mod vendor",
						"In very old Go releases (before 1.16), go install PATH@VERSION does not exist: install a newer Go.",
					}
				},
			},
		},
		Text[setting]{
			Title: func(d setting) string { return "GO111MODULE=" + d.Value + " 关闭了模块功能" },
			Detail: func(d setting) string {
				return "它" + inZh(d.Where) + "设置。关闭模块功能后，go 命令不会通过 GOPROXY 下载任何内容。"
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "某项设置") + "关闭了模块功能，或不允许该命令下载"
				},
				Steps: func(l Seen) []string {
					if l.Target == "GOFLAGS" {
						return []string{
							"使用 -mod=vendor 时（GOFLAGS 中设置，或存在 vendor 目录），go 只使用该目录。更新它（需要联网一次）：",
							"$ go mod vendor",
							"或者允许 go 下载：从 GOFLAGS 和命令行中去掉 -mod=，或覆盖该设置：",
							"$ go build -mod=mod ./...",
						}
					}
					return []string{
						"如果 GO111MODULE 是 go env -w 写入的，取消它；如果在环境变量中，删除它：",
						"$ go env -u GO111MODULE",
						"如果 -mod=vendor 生效（GOFLAGS，或 vendor 目录与 go.mod 不一致），更新该目录：",
						"$ go mod vendor",
						"很旧的 Go（1.16 之前）没有 go install PATH@VERSION：请安装更新的 Go。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Path.Setting != "GO111MODULE" {
			return nil
		}
		return &Finding{Target: "GO111MODULE", Evidence: []evidence.ID{evidence.Setting("GO111MODULE")}, Data: settingOf(f, "GO111MODULE")}
	}),
}
