package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/correct"
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// UnknownSetting is its id.
const UnknownSetting ID = "unknown-setting"

var unknownSetting = &Cause{
	ID:       UnknownSetting,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Info,
	Layer:    Aside,
	Fixes:    []settings.Key{settings.Go("*")},
	Words: Languages{
		Text[UnknownName]{
			Title: func(d UnknownName) string {
				if d.Said != "" {
					return d.Name + " has a flag that " + when(d.Command != "", d.Command+" does not take here", "go does not know")
				}
				return d.Name + " is not a setting that go reads"
			},
			Detail: func(d UnknownName) string {
				return hasEn(d.Where) + d.Name + "=" + d.Value + ". " + when(d.Said != "", "go stops there: "+d.Said+".", "It has no effect"+with("; what was meant is probably ", d.Meant, "")+".")
			},
			Manual: func(d UnknownName) []string {
				return []string{
					when(d.OS, "To remove it: "+d.Removal.En()),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					if l.Refused {
						return "go cannot use the value of " + l.Target
					}
					return "this Go does not read " + when(l.Target != "", l.Target, "a variable or flag")
				},
				Steps: func(l Seen) []string {
					if l.Refused {
						return []string{
							"The lines above say what go does not accept. This is the value:",
							"$ go env " + l.Target,
							"Correct or remove it where it is set. If go env -w has set it, this removes it:",
							"$ go env -u " + l.Target,
						}
					}
					return []string{
						"Remove it, or correct its name. This Go knows these variables:",
						"$ go env",
						"Go 1.17 removed the flag -insecure: list private modules in GOPRIVATE instead; their host needs a valid certificate.",
					}
				},
			},
		},
		Text[UnknownName]{
			Title: func(d UnknownName) string {
				if d.Said != "" {
					return d.Name + " 中有 " + when(d.Command != "", d.Command+" 在这里不接受的选项", "go 命令不认识的选项")
				}
				return "go 没有 " + d.Name + " 这个设置"
			},
			Detail: func(d UnknownName) string {
				return hasZh(d.Where) + d.Name + "=" + d.Value + when(d.Said != "", "，go 因此停止："+d.Said+"。", "，它不起作用"+with("；本意可能是 ", d.Meant, "")+"。")
			},
			Manual: func(d UnknownName) []string {
				return []string{
					when(d.OS, "清理方法："+d.Removal.Zh()),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					if l.Refused {
						return "go 无法使用 " + l.Target + " 的值"
					}
					return "这个 Go 版本并不读取" + when(l.Target != "", " "+l.Target, "某个变量或参数")
				},
				Steps: func(l Seen) []string {
					if l.Refused {
						return []string{
							"以上日志行说明了 go 不接受的内容。该变量当前的值：",
							"$ go env " + l.Target,
							"在设置它的位置改正或删除它。如果是用 go env -w 设置的，可这样删除：",
							"$ go env -u " + l.Target,
						}
					}
					return []string{
						"删除它，或改成本来要写的名称。这个 Go 版本认识的变量有：",
						"$ go env",
						"-insecure 参数自 Go 1.17 起已移除：私有模块应写入 GOPRIVATE，且其主机的证书必须有效。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		return slices.Concat(rejectedFlags(f), refusedFlag(f), matchUnknownSetting(f))
	},
}

// UnknownName is a setting that go does not read.
type UnknownName struct {
	setting
	Meant   string
	OS      bool
	Said    string
	Command string // the one that does not take it, where others do
	Removal removal
}

func nameIn(f *facts.Facts, s settings.Setting) UnknownName {
	return UnknownName{
		setting: setting{Name: s.Key.Name, Value: s.Value.String(), Where: facts.Where(s)},
		OS:      s.Origin == settings.OSEnv, Removal: removalOf(f, s),
	}
}

// rejectedFlags is about flags in GOFLAGS that no command of this Go has.
var rejectedFlags = onLocal("GOFLAGS", func(f *facts.Facts, said *probe.Result) *Finding {
	flags := f.Settings.Effective(settings.Go("GOFLAGS"))
	d := nameIn(f, flags)
	d.Said = said.Detail
	return &Finding{Target: "GOFLAGS", Data: d}
})

// refusedFlag is about a flag in GOFLAGS that the command does not take, where it runs.
func refusedFlag(f *facts.Facts) []Finding {
	r, _, said := f.RefusedFlag()
	if r == nil {
		return nil
	}
	d := nameIn(f, f.Settings.Effective(settings.Go("GOFLAGS")))
	d.Said, d.Command = said, f.RehearsedCommand()
	if d.Command == "" {
		d.Command = "go"
	}
	return []Finding{{Severity: Error, Target: "GOFLAGS", Evidence: []evidence.ID{r.ID, evidence.Setting("GOFLAGS")}, Data: d}}
}

func matchUnknownSetting(f *facts.Facts) []Finding {
	var out []Finding
	for _, l := range f.Settings.Layers {
		if l.Key.Tool == settings.GitConfig {
			continue
		}
		meant, never := correct.Name(strings.ToUpper(l.Key.Name))
		if !never {
			continue
		}
		d := nameIn(f, l)
		d.Meant = meant
		out = append(out, Finding{Target: l.Key.Name, Evidence: []evidence.ID{evidence.Setting(l.Key.Name)}, Data: d})
	}
	flags := f.Settings.Effective(settings.Go("GOFLAGS"))
	if route.HasFlag(flags.Value.Reveal(), "insecure") {
		out = append(out, Finding{Target: "GOFLAGS", Evidence: []evidence.ID{evidence.Setting("GOFLAGS")}, Data: UnknownName{
			setting: setting{Name: "GOFLAGS=-insecure", Value: flags.Value.String(), Where: facts.Where(flags)},
		}})
	}
	return out
}
