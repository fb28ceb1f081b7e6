package cause

import (
	"regexp"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var toolchainUnavailable = &Cause{
	ID:       ToolchainUnavailable,
	Severity: Error,
	Layer:    Way,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .pinned}}GOTOOLCHAIN={{.toolchain}} names a Go release that cannot be had{{else}}{{.file}} asks for Go {{.wanted}}, and this is {{.have}}{{end}}",
			Detail: "{{if .said}}The go command stops at it: {{.said}}.{{else if .missing}}The go command fetches that release before it does anything else, and no source that it asks has it.{{else}}GOTOOLCHAIN={{.toolchain}} does not allow the go command to fetch a newer toolchain, so it stops before it downloads any module.{{end}}",
			Manual: []string{
				"{{if and .pinned .written}}{{else if .pinned}}Correct GOTOOLCHAIN ({{.where}}), or take it away: go env -u GOTOOLCHAIN, and unset GOTOOLCHAIN where a variable sets it.{{else if .missing}}Check the go and toolchain lines of {{.file}}: is there a Go {{.wanted}}? If so, install it (https://go.dev/dl/, in China https://golang.google.cn/dl/).{{else}}Install Go {{.wanted}} or newer (https://go.dev/dl/, in China https://golang.google.cn/dl/), or allow the go command to fetch it: go env -w GOTOOLCHAIN=auto{{end}}",
			},
			Page: "Since Go 1.21 the go line of go.mod is a requirement, not a hint.",
		},
		"zh": {
			Title:  "{{if .pinned}}GOTOOLCHAIN={{.toolchain}} 指定的 Go 版本无法获得{{else}}{{.file}} 要求 Go {{.wanted}}，而本机是 {{.have}}{{end}}",
			Detail: "{{if .said}}go 命令因此停止：{{.said}}。{{else if .missing}}go 命令在做任何事之前都要先获取该版本，而它询问的来源都没有。{{else}}GOTOOLCHAIN={{.toolchain}} 不允许 go 命令获取更新的工具链，因此在下载任何模块之前就停止了。{{end}}",
			Manual: []string{
				"{{if and .pinned .written}}{{else if .pinned}}改正 GOTOOLCHAIN（{{.where}}），或去掉它：go env -u GOTOOLCHAIN；若由环境变量设置，则 unset GOTOOLCHAIN。{{else if .missing}}检查 {{.file}} 的 go 行和 toolchain 行：Go {{.wanted}} 是否存在？存在则安装它（https://go.dev/dl/，国内 https://golang.google.cn/dl/）。{{else}}安装 Go {{.wanted}} 或更新版本（https://go.dev/dl/，国内 https://golang.google.cn/dl/），或允许 go 命令自行获取：go env -w GOTOOLCHAIN=auto{{end}}",
			},
			Page: "自 Go 1.21 起，go.mod 的 go 行是硬性要求而不是提示。",
		},
	},
	Fixes: []settings.Key{settings.Go("GOTOOLCHAIN")},
	Match: func(f *facts.Facts) []Finding { return append(rejectedToolchain(f), onStop(missingToolchain)(f)...) },
}

// rejectedToolchain is about a GOTOOLCHAIN that is no release's name.
var rejectedToolchain = onLocal("GOTOOLCHAIN", func(f *facts.Facts, said *probe.Result) *Finding {
	x := toolchainFinding(f, nil)
	x.Target, x.Args["pinned"], x.Args["said"] = "GOTOOLCHAIN", "yes", said.Detail
	return x
})

func missingToolchain(f *facts.Facts, s facts.Stop) *Finding {
	switch {
	case s.AtLocal() && notInPath.MatchString(s.Hop.Detail):
		x := toolchainFinding(f, s.Evidence())
		x.Target, x.Args["file"] = "GOTOOLCHAIN", "GOTOOLCHAIN="+f.Settings.Get("GOTOOLCHAIN").String()
		x.Args["wanted"] = strings.TrimPrefix(notInPath.FindStringSubmatch(s.Hop.Detail)[1], "go")
		return x
	case s.Path.Setting == facts.SettingToolchain && facts.Unreleased(f.Config()).Wanted == "":
		return toolchainFinding(f, []string{"setting/GOTOOLCHAIN"})
	case s.Path.Query == f.Config().Switch().Query && s.NotFound():
		return toolchainFinding(f, s.Evidence())
	}
	return nil
}

// notInPath is what the go command says where GOTOOLCHAIN names a release that
// is to be found in PATH, and is not (cmd/go/internal/toolchain, Exec).
var notInPath = regexp.MustCompile(`cannot find "(go1[\w.]*)" in PATH`)

func toolchainFinding(f *facts.Facts, evidence []string) *Finding {
	file := f.Settings.Module.GoMod
	if f.Settings.Module.GoWork != "" {
		file = f.Settings.Module.GoWork
	}
	set := f.Settings.Effective(settings.Go("GOTOOLCHAIN"))
	x := &Finding{Target: file, Evidence: append(evidence, "module/"+file), Args: Args{
		"file": file, "wanted": strings.TrimPrefix(f.Settings.Module.GoLine, "go"), "missing": "",
		"have": f.Settings.Go.Version, "toolchain": set.Value.String(),
		"pinned": "", "written": "", "said": "", "where": facts.Where(set),
	}}
	if set.Origin == settings.GoenvFile {
		x.Args["written"] = "yes" // go env can take it away
	}
	if sw := f.Config().Switch(); sw.Query.Path != "" {
		x.Args["wanted"], x.Args["missing"] = strings.TrimPrefix(sw.Toolchain, "go"), "yes"
		if sw.File == "" { // not the go.mod at hand wants it
			x.Args["pinned"], x.Target, x.Evidence = "yes", "GOTOOLCHAIN", append(evidence, "setting/GOTOOLCHAIN")
		}
	}
	return x
}
