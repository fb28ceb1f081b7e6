package diagnose

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var envShadowsGoenv = &Cause{
	ID:       EnvShadowsGoenv,
	Severity: Info,
	HiddenBy: []ID{Offline, ResolverBroken},
	Text: map[string]Text{
		"en": {
			Title:  "the environment variable {{.name}} overrides what go env -w wrote",
			Detail: "The environment has {{.name}}={{.value}}; {{.file}} has {{.name}}={{.lost}}, which has no effect.{{if .works}} With the variable removed, downloads would work.{{end}}",
			Manual: []string{
				"Remove the line that sets {{.name}} (look in ~/.profile, ~/.bashrc, ~/.zshrc, /etc/environment, or the CI job's variables), open a new shell, and check with: go env {{.name}}",
				"For this shell alone: unset {{.name}}",
			},
			Page: "A variable of the operating system is stronger than the file that go env -w writes; go env -w warns about it and exits 0.",
		},
		"zh": {
			Title:  "环境变量 {{.name}} 覆盖了 go env -w 写入的值",
			Detail: "环境变量为 {{.name}}={{.value}}；{{.file}} 中的 {{.name}}={{.lost}} 不起作用。{{if .works}}去掉该变量后下载即可恢复。{{end}}",
			Manual: []string{
				"删除设置 {{.name}} 的那一行（查看 ~/.profile、~/.bashrc、~/.zshrc、/etc/environment 或 CI 任务的变量），打开新的终端，用 go env {{.name}} 确认。",
				"只对当前终端生效：unset {{.name}}",
			},
			Page: "操作系统的环境变量优先于 go env -w 写入的文件；go env -w 只给出警告，退出码仍为 0。",
		},
	},
	Match: matchEnvShadowsGoenv,
}

// shadowable are the variables whose shadowing changes what is fetched from where.
var shadowable = []string{"GOPROXY", "GOSUMDB", "GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOFLAGS", "GO111MODULE", "GOTOOLCHAIN", "GOVCS"}

func matchEnvShadowsGoenv(f *Facts) []Finding {
	var out []Finding
	for _, name := range shadowable {
		k := settings.Go(name)
		strong, weak := f.Settings.In(k, settings.OSEnv), f.Settings.In(k, settings.GoenvFile)
		if !strong.Set() || !weak.Set() || strong.Value == weak.Value {
			continue
		}
		x := settingFinding(f, name)
		x.Args["file"], x.Args["lost"], x.Args["works"] = Where(weak), weak.Value.String(), ""
		if f.Outcome() == route.Fails && f.With(f.Settings.Without(k, settings.OSEnv)).Outcome() == route.Succeeds {
			x.Args["works"] = "yes"
			for _, s := range stops(f) {
				x.Evidence = append(x.Evidence, s.evidence()...)
			}
			slices.Sort(x.Evidence)
			x.Evidence = slices.Compact(x.Evidence)
		}
		out = append(out, *x)
	}
	return out
}
