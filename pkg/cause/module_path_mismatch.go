package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var modulePathMismatch = &Cause{
	ID:       ModulePathMismatch,
	Severity: Warning,
	Layer:    Module,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .declared}}{{.module}} calls itself {{.declared}}{{else}}{{.module}} is not a module path{{end}}",
			Detail: "{{if .declared}}Its go.mod declares the path {{.declared}}. The go command refuses a module under any other path than its own, as soon as it has to read that go.mod.{{else}}The go command rejects it before it asks its origin: {{.detail}}.{{end}}",
			Manual: []string{"{{if .declared}}Require it under its own path: go get {{.declared}}, and change the import lines accordingly. For a fork that keeps the old name use a replace directive.{{else}}Correct the path: host first, no scheme, no .git where the host does not use it, /v2 and above at the end for major versions.{{end}}"},
			Page:   "A repository that was renamed, a fork, a wrong capital letter, or a major version without its suffix.",
		},
		"zh": {
			Title:  "{{if .declared}}{{.module}} 自称为 {{.declared}}{{else}}{{.module}} 不是有效的模块路径{{end}}",
			Detail: "{{if .declared}}它的 go.mod 声明的路径是 {{.declared}}。一旦需要读取该 go.mod，go 命令就会拒绝以其他路径引用它。{{else}}go 命令在访问源站之前就拒绝了它：{{.detail}}。{{end}}",
			Manual: []string{"{{if .declared}}按它自己的路径引用：go get {{.declared}}，并相应修改 import。若是沿用旧名的 fork，请使用 replace 指令。{{else}}改正路径：以主机名开头，不带协议，不需要时不带 .git，主版本 2 及以上以 /vN 结尾。{{end}}"},
			Page:   "常见原因：仓库改名、fork、大小写错误，或主版本缺少后缀。",
		},
	},
	Match: matchModulePathMismatch,
}

func matchModulePathMismatch(f *facts.Facts) []Finding {
	out := onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		err := refusal(s)
		if err == nil {
			return nil
		}
		return &Finding{
			Severity: Error, Target: s.Path.Query.Path, Evidence: append([]string{"module/" + s.Path.Query.String()}, s.Evidence()...),
			Args: Args{"module": s.Path.Query.Path, "declared": "", "detail": err.Error()},
		}
	})(f)
	for _, r := range f.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		if h == nil || h.Declared == "" || standsIn(f, h.Module) {
			continue
		}
		out = merge(out, Finding{Target: h.Module, Evidence: []string{r.ID}, Args: Args{"module": h.Module, "declared": h.Declared, "detail": ""}})
	}
	return out
}

// refusal is why the go command asks nobody about a path: at all, or, behind the
// proxies, its origin.
func refusal(s facts.Stop) error {
	switch {
	case s.Path.Setting != "":
		return nil
	case s.Hop == nil:
		return s.Path.Err
	case s.Hop.Op == route.OpGit && s.Hop.URL == "":
		return route.OriginOf(s.Path.Query.Path).Err
	}
	return nil
}

// standsIn reports whether a module, PATH@VERSION, is asked for in another one's
// place: a replacement keeps the name of what it replaces.
func standsIn(f *facts.Facts, module string) bool {
	path, _, _ := strings.Cut(module, "@")
	return slices.ContainsFunc(f.Settings.Module.Replaces, func(r settings.Replacement) bool { return r.NewPath == path })
}
