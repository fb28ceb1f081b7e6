package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
)

var toolchainVersionInvalid = &Cause{
	ID:       ToolchainVersionInvalid,
	Severity: Error,
	Layer:    Way,
	Templates: map[string]Template{
		"en": {
			Title:  "{{.where}} asks for {{.wanted}}, which is no release of Go",
			Detail: "{{.wanted}} names the language; its first release is {{.first}}.{{if .old}} {{.have}} takes the go line for a release, which later ones no longer do.{{end}} The go command looks for a toolchain of that name, which nobody has, before it downloads any module.",
			Manual: []string{
				"{{if .file}}Name a release in {{.file}}: write {{.line}}{{else}}Name a release: go env -w GOTOOLCHAIN={{.first}}, or let go.mod decide: go env -w GOTOOLCHAIN=auto (and unset GOTOOLCHAIN where a variable sets it){{end}}",
				"Or install {{.first}} or newer (https://go.dev/dl/, in China https://golang.google.cn/dl/).",
			},
			Page: "Since Go 1.21 the first release of a line ends in .0: go1.22 is the language, go1.22.0 the release. Go 1.21 itself asks for go1.22 when it reads \"go 1.22\" (https://go.dev/issue/62278).",
		},
		"zh": {
			Title:  "{{.where}} 要求 {{.wanted}}，而 Go 没有这个发行版本",
			Detail: "{{.wanted}} 是语言版本，其第一个发行版本是 {{.first}}。{{if .old}}{{.have}} 会把 go 行当作发行版本，之后的版本不再如此。{{end}}go 命令在下载任何模块之前会先寻找同名的工具链，而它并不存在。",
			Manual: []string{
				"{{if .file}}在 {{.file}} 中写明发行版本：{{.line}}{{else}}写明发行版本：go env -w GOTOOLCHAIN={{.first}}，或由 go.mod 决定：go env -w GOTOOLCHAIN=auto（若由环境变量设置，则 unset GOTOOLCHAIN）{{end}}",
				"或安装 {{.first}} 或更新版本（https://go.dev/dl/，国内 https://golang.google.cn/dl/）。",
			},
			Page: "自 Go 1.21 起，每个系列的第一个发行版本以 .0 结尾：go1.22 是语言版本，go1.22.0 才是发行版本。Go 1.21 读到“go 1.22”时会去找 go1.22（https://go.dev/issue/62278）。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		n := facts.Unreleased(f.Config())
		if s.Path.Setting != facts.SettingToolchain || n.Wanted == "" {
			return nil
		}
		x := &Finding{Target: n.Wanted, Evidence: []string{"setting/" + facts.SettingToolchain}, Args: Args{
			"wanted": n.Wanted, "first": n.Wanted + ".0", "have": f.Settings.Go.Version, "where": "GOTOOLCHAIN", "file": "", "line": "", "old": "",
		}}
		if n.File == "" {
			return x
		}
		x.Evidence = append(x.Evidence, "module/"+n.File)
		x.Args["where"], x.Args["file"], x.Args["line"] = n.File, n.File, "toolchain "+n.Wanted+".0"
		if n.GoLine {
			x.Args["old"], x.Args["line"] = "yes", "go "+strings.TrimPrefix(n.Wanted, "go")+".0"
		}
		return x
	}),
}
