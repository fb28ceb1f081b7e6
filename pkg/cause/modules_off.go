package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var modulesOff = &Cause{
	ID:       ModulesOff,
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GO111MODULE")},
	Templates: map[string]Template{
		"en": {
			Title:  "modules are switched off by GO111MODULE={{.value}}",
			Detail: "It is set in {{.where}}. Without modules the go command downloads nothing through GOPROXY.",
			Page:   "GO111MODULE is a setting of the years 2018 to 2021. No current project needs it.",
		},
		"zh": {
			Title:  "GO111MODULE={{.value}} 关闭了模块功能",
			Detail: "它在 {{.where}} 中设置。关闭模块功能后，go 命令不会通过 GOPROXY 下载任何内容。",
			Page:   "GO111MODULE 是 2018 到 2021 年间的过渡设置，现在的项目都不需要它。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Path.Setting != "GO111MODULE" {
			return nil
		}
		return settingFinding(f, "GO111MODULE")
	}),
}
