package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ToolchainUnavailable is its id.
const ToolchainUnavailable ID = "toolchain-unavailable"

var toolchainUnavailable = &Cause{
	ID:       ToolchainUnavailable,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Error,
	Layer:    Way,
	Words: Languages{
		Text[WantedToolchain]{
			Title: func(d WantedToolchain) string {
				if d.Pinned {
					return "GOTOOLCHAIN=" + d.Toolchain + " names a Go release that is not available"
				}
				return d.File + " requires Go " + d.Wanted + ", but this is " + d.Have
			},
			Detail: func(d WantedToolchain) string {
				switch {
				case d.Said != "":
					return "go stops there: " + d.Said + "."
				case d.Missing:
					return "go has to download that release first, and no source that it asks has it."
				}
				return "GOTOOLCHAIN=" + d.Toolchain + " does not let go download a newer toolchain, so go stops before it downloads any module."
			},
			Manual: func(d WantedToolchain) []string {
				return []string{
					when(d.Pinned && d.Written, "", when(d.Pinned, "Correct GOTOOLCHAIN ("+placeEn(d.Where)+"), or remove it: go env -u GOTOOLCHAIN, and remove the environment variable GOTOOLCHAIN if it is set.", when(d.Missing && d.LineOnly, "If there is no Go "+d.Wanted+", remove the toolchain line of "+d.File+": go mod edit -toolchain=none", when(d.Missing, "Check the go and toolchain lines of "+d.File+": is there a Go "+d.Wanted+"? If so, install it ("+known.GoDownloads+", in China "+known.GoDownloadsChina+").", "Install Go "+d.Wanted+" or newer ("+known.GoDownloads+", in China "+known.GoDownloadsChina+"), or let go download it: go env -w GOTOOLCHAIN=auto")))),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "a newer Go is needed than the one that ran" + with(" (", l.Running, ")") + with(": ", l.Target, "")
				},
				Steps: func(Seen) []string {
					return []string{
						"Install that Go release (" + known.GoDownloads + ", the golang image of that version, setup-go in CI).",
						"Since Go 1.21 go can download it by itself, if that is allowed and the module proxy is reachable:",
						"$ go env GOTOOLCHAIN GOPROXY",
						"If that says local, allow it with GOTOOLCHAIN=auto.",
					}
				},
			},
		},
		Text[WantedToolchain]{
			Title: func(d WantedToolchain) string {
				if d.Pinned {
					return "GOTOOLCHAIN=" + d.Toolchain + " 指定的 Go 版本无法获取"
				}
				return d.File + " 要求 Go " + d.Wanted + "，而本机是 " + d.Have
			},
			Detail: func(d WantedToolchain) string {
				switch {
				case d.Said != "":
					return "go 命令因此停止：" + d.Said + "。"
				case d.Missing:
					return "go 要先下载该版本，但访问的来源都没有。"
				}
				return "GOTOOLCHAIN=" + d.Toolchain + " 不允许 go 下载更新的工具链，因此 go 在下载模块之前就停止了。"
			},
			Manual: func(d WantedToolchain) []string {
				return []string{
					when(d.Pinned && d.Written, "", when(d.Pinned, "改正 GOTOOLCHAIN（"+placeZh(d.Where)+"），或去掉它：go env -u GOTOOLCHAIN；若设置了环境变量 GOTOOLCHAIN，也将其删除。", when(d.Missing && d.LineOnly, "如果没有 Go "+d.Wanted+" 这个版本，请去掉 "+d.File+" 的 toolchain 行：go mod edit -toolchain=none", when(d.Missing, "检查 "+d.File+" 的 go 行和 toolchain 行：Go "+d.Wanted+" 是否存在？存在则安装它（"+known.GoDownloads+"，国内 "+known.GoDownloadsChina+"）。", "安装 Go "+d.Wanted+" 或更新版本（"+known.GoDownloads+"，国内 "+known.GoDownloadsChina+"），或允许 go 命令自行获取：go env -w GOTOOLCHAIN=auto")))),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "需要比现有版本" + with("（", l.Running, "）") + "更新的 Go" + with("：", l.Target, "")
				},
				Steps: func(Seen) []string {
					return []string{
						"安装该版本的 Go（" + known.GoDownloads + "、对应版本的 golang 镜像、CI 中的 setup-go）。",
						"自 Go 1.21 起，只要允许且能访问模块代理，go 命令可以自行下载：",
						"$ go env GOTOOLCHAIN GOPROXY",
						"如果显示 local，用 GOTOOLCHAIN=auto 允许下载。",
					}
				},
			},
		},
	},
	Fixes: []settings.Key{settings.Go("GOTOOLCHAIN")},
	Match: func(f *facts.Facts) []Finding { return append(rejectedToolchain(f), onStop(missingToolchain)(f)...) },
}

// WantedToolchain is a toolchain that go needs and does not get.
type WantedToolchain struct {
	File      string
	Wanted    string
	Missing   bool
	LineOnly  bool // the toolchain line wants it, and the go line is content with Have
	Have      string
	Toolchain string
	Pinned    bool
	Written   bool
	Said      string
	Where     string
}

// rejectedToolchain is about a GOTOOLCHAIN that names no release.
var rejectedToolchain = onLocal("GOTOOLCHAIN", func(f *facts.Facts, said *probe.Result) *Finding {
	d := wantedToolchain(f)
	d.Pinned, d.Said = true, said.Detail
	return &Finding{Target: "GOTOOLCHAIN", Data: d}
})

func missingToolchain(f *facts.Facts, s facts.Stop) *Finding {
	switch {
	case s.AtLocal() && f.Stopped().Toolchain != "":
		d := wantedToolchain(f)
		d.File = "GOTOOLCHAIN=" + f.Settings.Get("GOTOOLCHAIN").String()
		d.Wanted = strings.TrimPrefix(f.Stopped().Toolchain, "go")
		x := toolchainFinding(d, s.Evidence(), f)
		x.Target = "GOTOOLCHAIN"
		return x
	case s.Path.Setting == facts.SettingToolchain && facts.Unreleased(f.Config()).Wanted == "":
		return toolchainFinding(wantedToolchain(f), []evidence.ID{evidence.Setting("GOTOOLCHAIN")}, f)
	case s.Path.Query == f.Config().Switch().Query && s.NotFound():
		return toolchainFinding(wantedToolchain(f), s.Evidence(), f)
	}
	return nil
}

// toolchainFinding cites the file that asks for the toolchain, or GOTOOLCHAIN.
func toolchainFinding(d WantedToolchain, ids []evidence.ID, f *facts.Facts) *Finding {
	if d.Pinned {
		return &Finding{Target: "GOTOOLCHAIN", Evidence: append(ids, evidence.Setting("GOTOOLCHAIN")), Data: d}
	}
	file := facts.ModuleFile(f.Config())
	return &Finding{Target: file, Evidence: append(ids, evidence.Module(file)), Data: d}
}

func wantedToolchain(f *facts.Facts) WantedToolchain {
	set := f.Settings.Effective(settings.Go("GOTOOLCHAIN"))
	d := WantedToolchain{
		File: facts.ModuleFile(f.Config()), Wanted: strings.TrimPrefix(f.Settings.Module.GoLine, "go"), Have: f.Settings.Go.Version,
		Toolchain: set.Value.String(), Written: set.Origin == settings.GoenvFile, Where: facts.Where(set),
	}
	if sw := f.Config().Switch(); sw.Query.Path != "" {
		d.Wanted, d.Missing, d.Pinned = strings.TrimPrefix(sw.Toolchain, "go"), true, sw.File == ""
		d.LineOnly = f.Settings.Module.Toolchain == sw.Toolchain && !route.OlderGo(d.Have, f.Settings.Module.GoLine)
	}
	return d
}
