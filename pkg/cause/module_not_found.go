package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
)

var moduleNotFound = &Cause{
	ID:       ModuleNotFound,
	Severity: Error,
	Layer:    Module,
	Templates: map[string]Template{
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
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.NotFound() || f.ServedSomewhere(s.Path.Query) {
			return nil
		}
		args := entryArgs(s, s.Hop)
		args["prefix"] = facts.ModulePrefix(s.Path.Query.Path)
		return &Finding{Target: s.Path.Query.Path, Args: args, Or: []ID{GitAuthRequired}}
	}),
}
