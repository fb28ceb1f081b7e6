package cause

import (
	"strings"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var unexplained = &Cause{
	ID:       Unexplained,
	Severity: Error,
	Layer:    Module,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if index . \"stray\"}}{{.variable}} keeps git from working for the go command{{else if .nogo}}there is no go command on this machine{{else if .local}}the go command stops before it asks the network{{else if .open}}it cannot be told whether {{.open}} can be downloaded{{else}}downloads fail, and the reason cannot be told from what was seen{{end}}",
			Detail: "{{if index . \"stray\"}}{{.variable}}={{.value}} is set, as git does for its hooks. git then looks there, and not in the repository that the go command makes for it in the module cache; {{.module}} is to be fetched by git.{{else if .nogo}}PATH leads to no program named go. Without it nothing is downloaded, and no fix can be proved.{{else if .local}}It says: {{.detail}}.{{if .variable}} The setting to look at is {{.variable}}{{if .value}}={{.value}}{{end}} ({{.where}}).{{end}}{{else if index . \"insecure\"}}GOINSECURE covers {{.open}}, so that where https and ssh fail the go command goes on to http:// and git://, at which gofix-net does not look: {{.at}}.{{else if .open}}What the go command would ask was not looked at, or not long enough: {{.at}}. Nothing that was seen is wrong.{{else}}The go command would stop at {{.at}}: {{symptom .symptom}}{{if .detail}} ({{.detail}}){{end}}. No known cause fits this evidence, so none is named.{{end}}",
			Manual: []string{"{{if index . \"stray\"}}Take {{.variable}} out of the environment of go; in a git hook: unset $(git rev-parse --local-env-vars){{else if .nogo}}Install Go (https://go.dev/dl/, in China https://golang.google.cn/dl/), or add the bin directory of your installation, often /usr/local/go/bin, to PATH.{{else if .local}}Run it and mend what it names: go mod download{{else if index . \"insecure\"}}Let the go command answer: go mod download {{.open}}{{else if .open}}Look again with more time and without --only and --skip, or let the go command answer: go mod download {{.open}}{{else}}Please report it with the output of: gofix-net doctor --format json (it carries no credentials) at https://github.com/gofix-net/gofix-net/issues{{end}}"},
			Page:   "gofix-net names no cause without evidence for it.",
		},
		"zh": {
			Title:  "{{if index . \"stray\"}}{{.variable}} 使 go 命令无法使用 git{{else if .nogo}}本机没有 go 命令{{else if .local}}go 命令在访问网络之前就停止了{{else if .open}}无法判断 {{.open}} 能否下载{{else}}下载失败，但从现有证据看不出原因{{end}}",
			Detail: "{{if index . \"stray\"}}设置了 {{.variable}}={{.value}}（git 运行钩子时会设置它）。git 会使用该处，而不是 go 命令在模块缓存中创建的仓库；{{.module}} 需要由 git 获取。{{else if .nogo}}PATH 中找不到名为 go 的程序。没有它就无法下载，也无法证实任何修复。{{else if .local}}它的报错：{{.detail}}。{{if .variable}}相关设置是 {{.variable}}{{if .value}}={{.value}}{{end}}（{{.where}}）。{{end}}{{else if index . \"insecure\"}}GOINSECURE 覆盖 {{.open}}：https 和 ssh 失败后，go 命令会继续尝试 http:// 和 git://，而 gofix-net 不检查它们：{{.at}}。{{else if .open}}go 命令要访问的地方没有检查，或检查时间不够：{{.at}}。已看到的部分没有问题。{{else}}go 命令会停在 {{.at}}：{{symptom .symptom}}{{if .detail}}（{{.detail}}）{{end}}。没有已知的原因与这些证据相符，因此不作断言。{{end}}",
			Manual: []string{"{{if index . \"stray\"}}运行 go 之前从环境中去掉 {{.variable}}；在 git 钩子中：unset $(git rev-parse --local-env-vars){{else if .nogo}}安装 Go（https://go.dev/dl/，国内 https://golang.google.cn/dl/），或把安装目录的 bin（通常是 /usr/local/go/bin）加入 PATH。{{else if .local}}运行它并修正它指出的问题：go mod download{{else if index . \"insecure\"}}直接用 go 命令验证：go mod download {{.open}}{{else if .open}}请给更多时间并去掉 --only 和 --skip 再检查一次，或直接用 go 命令验证：go mod download {{.open}}{{else}}请附上 gofix-net doctor --format json 的输出（其中不含凭据）到 https://github.com/gofix-net/gofix-net/issues 报告{{end}}"},
			Page:   "没有证据，gofix-net 不会断言原因。",
		},
	},
	Otherwise: func(f *facts.Facts) []Finding {
		if f.Outcome() == route.Fails {
			return unexplainedFindings(f)
		}
		return undecidedFindings(f)
	},
}

// unexplainedFindings names the evidence of failures that no cause fits.
func unexplainedFindings(f *facts.Facts) []Finding {
	var out []Finding
	for _, s := range facts.Stops(f) {
		x := Finding{Target: s.Path.Query.String(), Evidence: s.Evidence(), Args: Args{
			"at": s.Path.Setting, "symptom": "unknown", "detail": "", "nogo": "", "open": "", "local": "", "variable": "", "value": "", "where": "",
		}}
		if s.Path.Setting == facts.NoGo {
			x.Target, x.Args["nogo"] = "go", "yes"
		}
		if s.Hop != nil {
			x.Symptom = s.Hop.Symptom
			x.Args["at"], x.Args["detail"] = s.Hop.URL.String(), s.Hop.Detail
			if x.Symptom != "" {
				x.Args["symptom"] = string(x.Symptom)
			}
		}
		if name := strayAt(f, s.Hop); name != "" {
			x.Target, x.Args["stray"], x.Args["module"] = name, "yes", s.Path.Query.String()
			x.Args["variable"], x.Args["value"] = name, f.Settings.Variable(name).String()
			x.Evidence = append(x.Evidence, "setting/"+name)
		}
		if s.AtLocal() {
			x.Target, x.Args["local"] = "go", "yes"
			if name := facts.BlamedVariable(s.Hop.Detail); name != "" {
				in := f.Settings.Effective(settings.Go(name))
				x.Target, x.Args["variable"], x.Args["value"], x.Args["where"] = name, name, in.Value.String(), facts.Where(in)
				x.Evidence = append(x.Evidence, "setting/"+name)
			}
		}
		if len(x.Evidence) == 0 {
			x.Evidence = []string{"setting/" + strings.TrimPrefix(x.Args["at"], "$")}
		}
		out = merge(out, x)
	}
	return out
}

// undecidedFindings says plainly that nothing can be said: of the modules whose
// walk depends on something that nobody looked at.
func undecidedFindings(f *facts.Facts) []Finding {
	for _, p := range f.Walks() {
		if p.Outcome != route.CannotSay {
			continue
		}
		at := ""
		for _, h := range p.Hops {
			if h.State == route.Unknown {
				at = h.URL.String()
				break
			}
		}
		args := Args{"at": at, "symptom": "unknown", "detail": "", "nogo": "", "open": p.Query.String(), "local": "", "variable": "", "value": "", "where": ""}
		if module.MatchPrefixPatterns(f.Config().GOINSECURE, p.Query.Path) {
			args["insecure"] = "yes"
		}
		return []Finding{{Cause: Unexplained, Severity: Warning, Target: p.Query.String(), Evidence: []string{"module/" + p.Query.String()}, Args: args}}
	}
	return nil
}

// strayAt returns the variable by which git fails for the go command at a hop.
func strayAt(f *facts.Facts, h *route.Hop) string {
	if h == nil {
		return ""
	}
	r := f.Result(h.Result)
	if r == nil || r.Evidence.Git == nil {
		return ""
	}
	return r.Evidence.Git.Stray
}
