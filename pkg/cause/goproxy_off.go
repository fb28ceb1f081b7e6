package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyOff = &Cause{
	ID:       GoproxyOff,
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "GOPROXY=off forbids every download",
			Detail: "The value {{.value}} is set in {{.where}}. With it the go command uses only what is in the module cache (paths that match GOPRIVATE or GONOPROXY excepted).",
			Page:   "GOPROXY=off does not mean \"no proxy\", it means \"no download\". To go without a proxy the value is direct.",
		},
		"zh": {
			Title:  "GOPROXY=off 禁止了所有下载",
			Detail: "{{.where}} 设置了 {{.value}}。这样 go 命令只使用模块缓存里已有的内容（匹配 GOPRIVATE 或 GONOPROXY 的路径除外）。",
			Page:   "GOPROXY=off 的意思不是“不用代理”，而是“不下载”。不用代理应设为 direct。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Hop == nil || s.Hop.Entry.Kind != route.Off || s.AskedProxy() {
			return nil
		}
		return settingFinding(f, "GOPROXY")
	}),
}
