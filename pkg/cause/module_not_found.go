package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// ModuleNotFound is its id.
const ModuleNotFound ID = "module-not-found"

var moduleNotFound = &Cause{
	ID:       ModuleNotFound,
	Traits:   Traits{Once, Lasts, ByModule},
	Severity: Error,
	Layer:    Module,
	Probe:    probe.Goproxy,
	Words: Languages{
		Text[missingModule]{
			Title: func(d missingModule) string { return "no source has the module " + d.Module },
			Detail: func(missingModule) string {
				return "Every source that go asks says it does not exist. Either the path is wrong, or the module is private and this machine has no access."
			},
			Manual: func(d missingModule) []string {
				return []string{
					"Check the path: capital letters, the /v2 at the end, the repository's current name.",
					when(d.Private, "If it exists, your login may not read it: check its permissions at "+d.Host+"."+when(d.SSH != "", " Many servers tell whose key ssh uses: ssh -T "+d.SSH),
						"If it is private: go env -w "+d.Patterns+" keeps the path from public servers and lets git fetch it with your credentials."),
					when(d.Page != "", "If "+d.Host+" is GitLab and the repository is in a subgroup, go itself needs a login to find it: a line for "+d.Host+" in "+d.Netrc+". With "+d.Page+".git as the module path it needs none."),
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
					when(d.Private, "如果仓库存在，可能是你的登录没有读取权限：请在 "+d.Host+" 上检查。"+when(d.SSH != "", "多数服务器会显示 ssh 所用密钥的账号：ssh -T "+d.SSH),
						"如果是私有的：go env -w "+d.Patterns+" 使该路径不再发往公共服务器，并让 git 用你的凭据获取。"),
					when(d.Page != "", "如果 "+d.Host+" 是 GitLab，且仓库在子群组中，go 自身需要登录才能找到它：在 "+d.Netrc+" 中为 "+d.Host+" 加一行。以 "+d.Page+".git 为模块路径则不需要。"),
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
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.NotFound() || s.AskedFilesOnly() || f.ServedSomewhere(s.Path.Query) {
			return nil
		}
		if _, hidden := hiddenSubgroup(f, s); hidden {
			return nil
		}
		d := missingModule{Origin: originOf(s), Patterns: withPrivate(f, s.Path.Query.Path)}
		if s.Hop.Op == walk.OpGit && route.UsesSSH(s.Hop.URL) {
			d.SSH, _ = sshAddress(s.Hop.URL)
		}
		if page := shortened(s); page != "" {
			d.Page, d.Netrc = s.Path.Query.Path, loginOfGo(f, page).file()
		}
		return &Finding{Target: s.Path.Query.Path, Data: d, Or: []ID{GitAuthRequired}}
	}),
}

// missingModule is a module that no source has.
type missingModule struct {
	Origin
	Patterns string // see withPrivate
	SSH      string // where git logs in by ssh, as words of a command
	// Page is the module path whose import page may have hidden the repository, Netrc the
	// file that go takes its login from.
	Page, Netrc string
}
