package diagnose

import (
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyOff = &Cause{
	ID:       GoproxyOff,
	Severity: Error,
	HiddenBy: []ID{EnvShadowsGoenv, ToolchainUnavailable},
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Text: map[string]Text{
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
	Match: onStop(func(f *Facts, s stop) *Finding {
		if s.hop == nil || s.hop.Entry.Kind != route.Off || s.askedProxy() {
			return nil
		}
		return settingFinding(f, "GOPROXY")
	}),
}

// askedProxy reports whether a proxy was asked before the decisive hop; then
// its "not found" is the news, and not the off behind it.
func (s stop) askedProxy() bool {
	for i := range s.path.Stop {
		if s.path.Hops[i].Entry.Kind == route.Proxy {
			return true
		}
	}
	return false
}

// settingFinding is a finding about the value in force of a go command variable.
func settingFinding(f *Facts, name string) *Finding {
	in := f.Settings.Effective(settings.Go(name))
	return &Finding{
		Target:   name,
		Evidence: []string{"setting/" + name},
		Args:     Args{"name": name, "value": in.Value.String(), "where": Where(in)},
	}
}
