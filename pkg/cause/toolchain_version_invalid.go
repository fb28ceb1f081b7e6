package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/known"

	"github.com/gofix-net/gofix-net/pkg/facts"
)

// ToolchainVersionInvalid is its id.
const ToolchainVersionInvalid ID = "toolchain-version-invalid"

var toolchainVersionInvalid = &Cause{
	ID:       ToolchainVersionInvalid,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Error,
	Layer:    Way,
	Words: Languages{
		Text[unreleasedVersion]{
			Title: func(d unreleasedVersion) string {
				return d.Where + " requires " + d.Wanted + ", which is not a Go release"
			},
			Detail: func(d unreleasedVersion) string {
				return d.Wanted + " is a language version; its first release is " + d.First + "." + when(d.Old, " "+d.Have+" reads the go line as a release; later versions do not.") + " go first looks for a toolchain of that name, which does not exist."
			},
			Manual: func(d unreleasedVersion) []string {
				return []string{
					when(d.File != "", "In "+d.File+", write: "+d.Line, "Set a release: go env -w GOTOOLCHAIN="+d.First+", or let go.mod decide: go env -w GOTOOLCHAIN=auto (and remove the environment variable GOTOOLCHAIN if it is set)"),
					"Or install " + d.First + " or newer (" + known.GoDownloads + ", in China " + known.GoDownloadsChina + ").",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "go.mod names a Go version that was never released" + with(": ", l.Target, "")
				},
				Steps: func(l Seen) []string {
					return []string{
						"Write a full version, such as go " + l.Release + ", or one without a patch release and a toolchain line:",
						"$ go mod edit -go=" + l.Release,
						"Or build it with a newer Go.",
					}
				},
			},
		},
		Text[unreleasedVersion]{
			Title: func(d unreleasedVersion) string {
				return d.Where + " 要求 " + d.Wanted + "，而 Go 没有这个发行版本"
			},
			Detail: func(d unreleasedVersion) string {
				return d.Wanted + " 是语言版本，其第一个发行版本是 " + d.First + "。" + when(d.Old, d.Have+" 会把 go 行当作发行版本，之后的版本不再如此。") + "go 会先寻找该名称的工具链，而它并不存在。"
			},
			Manual: func(d unreleasedVersion) []string {
				return []string{
					when(d.File != "", "在 "+d.File+" 中写明发行版本："+d.Line, "写明发行版本：go env -w GOTOOLCHAIN="+d.First+"，或由 go.mod 决定：go env -w GOTOOLCHAIN=auto（若设置了环境变量 GOTOOLCHAIN，也将其删除）"),
					"或安装 " + d.First + " 或更新版本（" + known.GoDownloads + "，国内 " + known.GoDownloadsChina + "）。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "go.mod 中的 Go 版本从未发布过" + with("：", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"写完整的版本，例如 go " + l.Release + "，或写不带补丁号的版本再加一行 toolchain：",
						"$ go mod edit -go=" + l.Release,
						"或者用更新的 Go 构建。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		n := facts.Unreleased(f.Config())
		if s.Path.Setting != facts.SettingToolchain || n.Wanted == "" {
			return nil
		}
		x := &Finding{Target: n.Wanted, Evidence: []evidence.ID{evidence.Setting(facts.SettingToolchain)}}
		d := unreleasedVersion{Wanted: n.Wanted, First: n.Wanted + ".0", Have: f.Settings.Go.Version, Where: "GOTOOLCHAIN"}
		if n.File == "" {
			x.Data = d
			return x
		}
		x.Evidence = append(x.Evidence, evidence.Module(n.File))
		d.Where, d.File, d.Line = n.File, n.File, "toolchain "+n.Wanted+".0"
		if n.GoLine {
			d.Old, d.Line = true, "go "+strings.TrimPrefix(n.Wanted, "go")+".0"
		}
		x.Data = d
		return x
	}),
}

// unreleasedVersion is the name of a language where a release is needed.
type unreleasedVersion struct {
	Where  string
	Wanted string
	First  string
	Have   string
	File   string
	Line   string
	Old    bool
}
