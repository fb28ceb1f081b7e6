package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// ModuleNotFound is its id.
const ModuleNotFound ID = "module-not-found"

var moduleNotFound = &Cause{
	ID:       ModuleNotFound,
	Traits:   Traits{Once, Lasts, ByModule},
	Severity: Error,
	Layer:    Module,
	Probe:    probe.Goproxy,
	Words: in(
		Text[missingModule]{
			Title: func(d missingModule) string { return "no source has the module " + d.Module },
			Detail: func(missingModule) string {
				return "Every source that go asks says it does not exist. Either the path is wrong, or the module is private and this machine has no access."
			},
			Manual: func(d missingModule) []string {
				return []string{
					"Check the path: capital letters, the /v2 at the end, the repository's current name.",
					"If it is private: go env -w GOPRIVATE=" + d.Prefix + " keeps the path from public servers and lets git fetch it with your credentials.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the sources that go asks have no module " + when(l.Target != "", l.Target, "of that path")
				},
				Steps: func(l Seen) []string {
					return []string{
						"Check the spelling, upper and lower case included, and whether the repository still exists: open " + known.PackagePage(l.Path),
						"If it is private, add it to GOPRIVATE (existing entries are kept), and give git credentials for " + l.Origin + ":",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
					}
				},
			},
		},
		Text[missingModule]{
			Title: func(d missingModule) string { return "所有来源都没有模块 " + d.Module },
			Detail: func(missingModule) string {
				return "go 访问的每个来源都返回不存在。可能是路径有误，也可能是私有模块而本机没有权限。"
			},
			Manual: func(d missingModule) []string {
				return []string{
					"检查路径：大小写、末尾的 /v2、仓库现在的名字。",
					"如果是私有的：go env -w GOPRIVATE=" + d.Prefix + " 使该路径不再发往公共服务器，并让 git 用你的凭据获取。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "go 访问的来源都没有模块 " + when(l.Target != "", l.Target, "（该路径）")
				},
				Steps: func(l Seen) []string {
					return []string{
						"检查拼写（包括大小写），以及仓库是否还存在：打开 " + known.PackagePage(l.Path),
						"如果它是私有的，加入 GOPRIVATE（保留已有内容），并给 git 配置 " + l.Origin + " 的凭据：",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
					}
				},
			},
		},
	),
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.NotFound() || f.ServedSomewhere(s.Path.Query) {
			return nil
		}
		return &Finding{Target: s.Path.Query.Path, Data: missingModule{AtEntry: entryOf(s, s.Hop), Prefix: facts.ModulePrefix(s.Path.Query.Path)}, Or: []ID{GitAuthRequired}}
	}),
}

// missingModule is a module that no source has.
type missingModule struct {
	AtEntry
	Prefix string
}
