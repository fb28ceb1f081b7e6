package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/route/walk"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GOVCSDenied is its id.
const GOVCSDenied ID = "govcs-denied"

var govcsDenied = &Cause{
	ID:       GOVCSDenied,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOVCS")},
	Words: Languages{
		Text[DeniedVCS]{
			Title: func(d DeniedVCS) string {
				return "GOVCS forbids the version control system that " + d.Module + " needs"
			},
			Detail: func(d DeniedVCS) string {
				return "GOVCS=" + d.Value + " (" + placeEn(d.Where) + ") does not allow it for this path, so go does not fetch it from its origin."
			},
			Manual: func(d DeniedVCS) []string {
				return []string{
					"Allow git for this path only, before the other rules: go env -w GOVCS=" + d.Prefix + ":git" + with(",", d.Value, ""),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "GOVCS forbids the version control system that " + when(l.Target != "", l.Target, "the module") + " needs"
				},
				Steps: func(l Seen) []string {
					return []string{
						"If you trust that host, allow it for that path only, in addition to the current rules (go env GOVCS):",
						"$ go env -w \"GOVCS=" + l.Path + ":all,public:git|hg,private:all\"",
						"Or use a module proxy that has the module: then no version control system is needed.",
					}
				},
			},
		},
		Text[DeniedVCS]{
			Title: func(d DeniedVCS) string { return "GOVCS 禁止使用 " + d.Module + " 所需的版本控制系统" },
			Detail: func(d DeniedVCS) string {
				return "GOVCS=" + d.Value + "（" + placeZh(d.Where) + "）不允许该路径使用，因此 go 命令不会从源站获取。"
			},
			Manual: func(d DeniedVCS) []string {
				return []string{
					"只为该路径放行，写在其他规则之前：go env -w GOVCS=" + d.Prefix + ":git" + with(",", d.Value, ""),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "GOVCS 禁止使用" + when(l.Target != "", " "+l.Target+" ", "该模块") + "所需的版本控制系统"
				},
				Steps: func(l Seen) []string {
					return []string{
						"如果你信任该主机，只对该路径放行（保留已有内容，见 go env GOVCS）：",
						"$ go env -w \"GOVCS=" + l.Path + ":all,public:git|hg,private:all\"",
						"或使用含有该模块的模块代理：那样就不需要版本控制系统。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Setting != walk.SettingGOVCS {
			return nil
		}
		return &Finding{
			Target: s.Path.Query.Path, Evidence: append([]evidence.ID{evidence.Setting("GOVCS")}, s.Evidence()...),
			Data: DeniedVCS{setting: settingOf(f, "GOVCS"), Module: s.Path.Query.String(), Prefix: facts.ModulePrefix(s.Path.Query.Path)},
		}
	}),
}

// DeniedVCS is a module whose version control system GOVCS forbids.
type DeniedVCS struct {
	setting
	Module string
	Prefix string
}
