package diagnose

import (
	"go/version"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/route"
)

var toolchainVersionInvalid = &Cause{
	ID:       ToolchainVersionInvalid,
	Severity: Error,
	Text: map[string]Text{
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
	Match: onStop(func(f *Facts, s stop) *Finding {
		n := unreleased(f.Config())
		if s.path.Setting != settingToolchain || n.wanted == "" {
			return nil
		}
		x := &Finding{Target: n.wanted, Evidence: []string{"setting/" + settingToolchain}, Args: Args{
			"wanted": n.wanted, "first": n.wanted + ".0", "have": f.Settings.Go.Version, "where": "GOTOOLCHAIN", "file": "", "line": "", "old": "",
		}}
		if n.file == "" {
			return x
		}
		x.Evidence = append(x.Evidence, "module/"+n.file)
		x.Args["where"], x.Args["file"], x.Args["line"] = n.file, n.file, "toolchain "+n.wanted+".0"
		if n.goLine {
			x.Args["old"], x.Args["line"] = "yes", "go "+strings.TrimPrefix(n.wanted, "go")+".0"
		}
		return x
	}),
}

// settingToolchain is the setting at which a walk stops that never begins.
const settingToolchain = "GOTOOLCHAIN"

// unreleasedGo is a toolchain that the go command looks for and that was never
// released: the name of a language. wanted "" means that it looks for none.
type unreleasedGo struct {
	wanted string // "go1.22"
	file   string // the go.mod or go.work that asks for it, "" where GOTOOLCHAIN does
	goLine bool   // its go line, not its toolchain line
}

func unreleased(c *route.Config) unreleasedGo {
	sw := c.Switch()
	file := ""
	if sw.File != "" {
		file = moduleFile(c)
	}
	if isLanguage(sw.Toolchain) {
		return unreleasedGo{wanted: sw.Toolchain, file: file}
	}
	// Go 1.21 puts no .0 behind the version of a go line (https://go.dev/issue/62278).
	line := "go" + strings.TrimPrefix(c.Settings.Module.GoLine, "go")
	if version.Lang(c.GoVersion) == "go1.21" && file != "" && isLanguage(line) && sw.Toolchain == line+".0" {
		return unreleasedGo{wanted: line, file: file, goLine: true}
	}
	return unreleasedGo{}
}

// isLanguage reports whether a toolchain's name is that of a language since
// Go 1.21; before, go1.20 was a release too.
func isLanguage(name string) bool {
	return version.IsValid(name) && version.Lang(name) == name && version.Compare(name, "go1.21") >= 0
}

// moduleFile is the file whose go line counts.
func moduleFile(c *route.Config) string {
	if work := c.Settings.Module.GoWork; work != "" {
		return work
	}
	return c.Settings.Module.GoMod
}
