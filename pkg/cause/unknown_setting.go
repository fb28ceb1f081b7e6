package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var unknownSetting = &Cause{
	ID:       UnknownSetting,
	Severity: Info,
	Layer:    Aside,
	Fixes:    []settings.Key{settings.Go("*")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .said}}{{.name}} has a flag that the go command does not know{{else}}{{.name}} is a setting that the go command does not read{{end}}",
			Detail: "{{.where}} has {{.name}}={{.value}}. {{if .said}}The go command stops at it: {{.said}}.{{else}}It has no effect{{if .meant}}; what was meant is probably {{.meant}}{{end}}.{{end}}",
			Manual: []string{"{{if .os}}To be rid of it: " + removalEn("{{.name}}") + "{{end}}"},
			Page:   "Some names in circulation were never read by any Go release (GOCACHEPROXY), others no longer are (GONOSUMCHECK, GOFLAGS=-insecure).",
		},
		"zh": {
			Title:  "{{if .said}}{{.name}} 中有 go 命令不认识的选项{{else}}go 命令并不读取 {{.name}} 这个设置{{end}}",
			Detail: "{{.where}} 中有 {{.name}}={{.value}}{{if .said}}，go 命令因此停止：{{.said}}。{{else}}，它不起作用{{if .meant}}；本意可能是 {{.meant}}{{end}}。{{end}}",
			Manual: []string{"{{if .os}}清理方法：" + removalZh("{{.name}}") + "{{end}}"},
			Page:   "流传的写法中有些从未被任何 Go 版本读取（GOCACHEPROXY），有些早已失效（GONOSUMCHECK、GOFLAGS=-insecure）。",
		},
	},
	Match: func(f *facts.Facts) []Finding { return append(rejectedFlags(f), matchUnknownSetting(f)...) },
}

// rejectedFlags is about flags in GOFLAGS that no command of this Go has.
var rejectedFlags = onLocal("GOFLAGS", func(f *facts.Facts, said *probe.Result) *Finding {
	flags := f.Settings.Effective(settings.Go("GOFLAGS"))
	x := &Finding{Target: "GOFLAGS", Args: Args{
		"name": "GOFLAGS", "value": flags.Value.String(), "where": facts.Where(flags), "meant": "", "os": "", "said": said.Detail,
	}}
	if flags.Origin == settings.OSEnv {
		x.Args["os"] = "yes"
	}
	traceStartup(f, x, flags)
	return x
})

// neverRead are names in circulation, with what their users mean by them.
var neverRead = map[string]string{
	"GOCACHEPROXY": "GOPROXY",
	"GONOSUMCHECK": "GONOSUMDB",
	"GO_PROXY":     "GOPROXY",
	"GOPROXIES":    "GOPROXY",
	"GOPROXYS":     "GOPROXY",
	"GOPROXY_URL":  "GOPROXY",
	"GOSUMDBS":     "GOSUMDB",
	"GO_SUMDB":     "GOSUMDB",
	"GOPRIVATES":   "GOPRIVATE",
	"GO_PRIVATE":   "GOPRIVATE",
	"GONOSUM":      "GONOSUMDB",
	"GOSUMCHECK":   "GOSUMDB",
}

func matchUnknownSetting(f *facts.Facts) []Finding {
	var out []Finding
	for _, l := range f.Settings.Layers {
		if l.Key.Tool == settings.GitConfig {
			continue
		}
		meant, ok := neverRead[strings.ToUpper(l.Key.Name)]
		if !ok {
			continue
		}
		x := Finding{Target: l.Key.Name, Evidence: []string{"setting/" + l.Key.Name}, Args: Args{
			"name": l.Key.Name, "value": l.Value.String(), "where": facts.Where(l), "meant": meant, "os": "", "said": "",
		}}
		if l.Origin == settings.OSEnv {
			x.Args["os"] = "yes"
		}
		traceStartup(f, &x, l)
		out = append(out, x)
	}
	flags := f.Settings.Effective(settings.Go("GOFLAGS"))
	if slices.ContainsFunc(strings.Fields(flags.Value.Reveal()), func(w string) bool { return strings.TrimLeft(w, "-") == "insecure" }) {
		out = append(out, Finding{Target: "GOFLAGS", Evidence: []string{"setting/GOFLAGS"}, Args: Args{
			"name": "GOFLAGS=-insecure", "value": flags.Value.String(), "where": facts.Where(flags), "meant": "", "os": "", "said": "",
		}})
	}
	return out
}
