package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// ModulePathMismatch is its id.
const ModulePathMismatch ID = "module-path-mismatch"

var modulePathMismatch = &Cause{
	ID:       ModulePathMismatch,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Warning,
	Layer:    Module,
	Words: Languages{
		Text[otherPath]{
			Title: func(d otherPath) string {
				if d.Declared != "" {
					return d.Module + " declares its path as " + d.Declared
				}
				return d.Module + " is not a module path"
			},
			Detail: func(d otherPath) string {
				if d.Declared != "" {
					return "Its go.mod says: module " + d.Declared + ". When go reads that go.mod, it rejects any other path."
				}
				return "go rejects it before it contacts the origin: " + d.Detail + "."
			},
			Manual: func(d otherPath) []string {
				return []string{
					when(d.Declared != "", "Use the declared path: go get "+d.Declared+", and update the imports. For a fork that keeps the old path, use a replace directive.", "Correct the path: host first, no scheme, no .git where the host does not use it, /v2 and above at the end for major versions."),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "the module") + " is required under a different path than it declares"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Use the path that its go.mod declares (the lines above name it), in imports and in go.mod: upper and lower case count, and from v2 on the path ends in /v2, /v3 …",
						when(l.Declared != "", "Get it under that path, and change the imports:"),
						with("$ go get ", l.Declared, ""),
						"For a fork that keeps the old path, add a replace directive to go.mod:",
						"$ go mod edit -replace=OLD/PATH=FORK/PATH@VERSION",
					}
				},
			},
		},
		Text[otherPath]{
			Title: func(d otherPath) string {
				if d.Declared != "" {
					return d.Module + " 声明的路径是 " + d.Declared
				}
				return d.Module + " 不是有效的模块路径"
			},
			Detail: func(d otherPath) string {
				if d.Declared != "" {
					return "它的 go.mod 写的是 module " + d.Declared + "。go 读取该 go.mod 时，会拒绝以其他路径引用它。"
				}
				return "go 命令在访问源站之前就拒绝了它：" + d.Detail + "。"
			},
			Manual: func(d otherPath) []string {
				return []string{
					when(d.Declared != "", "按它自己的路径引用：go get "+d.Declared+"，并相应修改 import。若是沿用旧名的 fork，请使用 replace 指令。", "改正路径：以主机名开头，不带协议，不需要时不带 .git，主版本 2 及以上以 /vN 结尾。"),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "请求" + when(l.Target != "", " "+l.Target+" ", "该模块") + "所用的路径与它自己声明的不同"
				},
				Steps: func(l Seen) []string {
					return []string{
						"在 import 和 go.mod 中使用它的 go.mod 所声明的路径（见所依据的日志行）：区分大小写，且从 v2 起路径以 /v2、/v3…… 结尾。",
						when(l.Declared != "", "用它声明的路径获取，并修改 import："),
						with("$ go get ", l.Declared, ""),
						"对于保留旧路径的 fork，在 go.mod 中添加 replace：",
						"$ go mod edit -replace=OLD/PATH=FORK/PATH@VERSION",
					}
				},
			},
		},
	},
	Match: matchModulePathMismatch,
}

// otherPath is a module whose go.mod declares another path, or a path that is none (Detail).
type otherPath struct {
	Module   string
	Declared string
	Detail   string
}

// declared is what go says of a go.mod that declares another path than is required
// (cmd/go/internal/modfetch, module declares its path as).
var declared = lazyre.New(`module declares its path as: (\S+)\s+but was required as: (\S+)`)

// sayMismatch are the modules of which go's own words say so where the rehearsed command
// failed: those of the whole graph, and not only those that were asked about.
func sayMismatch(f *facts.Facts) []Finding {
	var out []Finding
	for _, r := range f.Of(probe.Rehearsal) {
		e := r.Evidence.Rehearsal
		if r.Status != probe.Fail || e == nil {
			continue
		}
		for _, m := range declared.FindAllStringSubmatch(e.Output, -1) {
			out = merge(out, Finding{Severity: Error, Target: m[2], Evidence: []evidence.ID{r.ID}, Data: otherPath{Module: m[2], Declared: foreign.Redact(m[1])}})
		}
	}
	return out
}

func matchModulePathMismatch(f *facts.Facts) []Finding {
	out := append(sayMismatch(f), onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		err := refusal(s)
		if err == nil {
			return nil
		}
		return &Finding{
			Severity: Error, Target: s.Path.Query.Path, Evidence: append([]evidence.ID{evidence.Module(s.Path.Query.String())}, s.Evidence()...),
			Data: otherPath{Module: s.Path.Query.Path, Detail: err.Error()},
		}
	})(f)...)
	for _, r := range f.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		said := func(x Finding) bool {
			d, ok := x.Data.(otherPath)
			return ok && strings.HasPrefix(h.Module+"@", d.Module+"@")
		}
		if h == nil || h.Declared == "" || standsIn(f, h.Module) || slices.ContainsFunc(out, said) {
			continue
		}
		out = merge(out, Finding{Target: h.Module, Evidence: []evidence.ID{r.ID}, Data: otherPath{Module: h.Module, Declared: h.Declared}})
	}
	return out
}

// refusal is why the go command asks no server about a path, or why it does not ask
// the origin after the proxies.
func refusal(s facts.Stop) error {
	switch {
	case s.Path.Setting != "":
		return nil
	case s.Hop == nil:
		return s.Path.Err
	case s.Hop.Op == walk.OpGit && s.Hop.URL == "":
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
