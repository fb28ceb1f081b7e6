package diagnose

import (
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var moduleNotFound = &Cause{
	ID:       ModuleNotFound,
	Severity: Error,
	HiddenBy: []ID{VersionNotFound, GoproxyUnreachable, GoproxyMisbehaving, GoprivateTooBroad, PrivateModuleExposed, ToolchainUnavailable},
	Text: map[string]Text{
		"en": {
			Title:  "no source has a module {{.module}}",
			Detail: "Every source that the go command asks says that it does not exist. Either the path is wrong, or it is private and this machine has no access.",
			Manual: []string{
				"Check the path: capital letters, the /v2 at the end, the repository's present name.",
				"If it is private: go env -w GOPRIVATE={{.prefix}} keeps the path from public servers and lets git fetch it with your credentials.",
			},
			Page: "404 and 410 are answers, not faults of the network: nothing about the connection has to be mended.",
		},
		"zh": {
			Title:  "所有来源都没有模块 {{.module}}",
			Detail: "go 命令询问的每个来源都说它不存在。要么路径有误，要么它是私有的而本机没有权限。",
			Manual: []string{
				"检查路径：大小写、末尾的 /v2、仓库现在的名字。",
				"如果是私有的：go env -w GOPRIVATE={{.prefix}} 使该路径不发给公共服务器，并让 git 用你的凭据获取。",
			},
			Page: "404 和 410 是应答，不是网络故障：连接没有需要修复的地方。",
		},
	},
	Match: onStop(func(f *Facts, s stop) *Finding {
		if !s.notFound() || f.servedSomewhere(s.path.Query) {
			return nil
		}
		args := entryArgs(s, s.hop)
		args["prefix"] = modulePrefix(s.path.Query.Path)
		return &Finding{Target: s.path.Query.Path, Args: args, Or: []ID{GitAuthRequired}}
	}),
}

// notFound reports whether every source that was asked says "not found".
func (s stop) notFound() bool {
	if s.hop == nil || s.hop.State != route.NotFound || s.atSumDB() {
		return false
	}
	return (s.hop.Entry.Kind != route.Off || s.askedProxy()) && len(s.failedBefore()) == 0
}

// servedSomewhere reports whether some module proxy has the module, so that it
// exists and the one that was asked is behind.
func (f *Facts) servedSomewhere(q probe.Query) bool {
	for _, r := range f.Of(probe.Goproxy) {
		if h := r.Evidence.HTTP; r.Status == probe.OK && h != nil && h.Module == q.String() {
			return true
		}
	}
	return false
}
