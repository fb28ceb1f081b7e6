package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
)

var gitMissing = &Cause{
	ID:       GitMissing,
	Severity: Error,
	Layer:    Server,
	Templates: map[string]Template{
		"en": {
			Title:  "git is needed for {{.module}} and is not installed",
			Detail: "Under the present settings the go command fetches this module from its repository, and runs git for that.",
			Manual: []string{"Install git (Debian, Ubuntu: apt-get install git; Alpine: apk add git; macOS: xcode-select --install; Windows: https://git-scm.com), or use a GOPROXY that has the module."},
			Page:   "Container images of Go in their smallest form have no git. With a module proxy it is not needed for public modules.",
		},
		"zh": {
			Title:  "获取 {{.module}} 需要 git，但没有安装",
			Detail: "按目前的设置，go 命令要从仓库获取该模块，为此需要运行 git。",
			Manual: []string{"安装 git（Debian、Ubuntu：apt-get install git；Alpine：apk add git；macOS：xcode-select --install；Windows：https://git-scm.com），或使用存有该模块的 GOPROXY。"},
			Page:   "最小的 Go 容器镜像不含 git。使用模块代理时，公共模块不需要 git。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || f.Settings.Git.Path != "" || s.Hop.Result != "" && s.Hop.Symptom.Layer() != "other" {
			return nil
		}
		x := originFinding(s)
		x.Evidence = append(s.Evidence(), "setting/git")
		return x
	}),
}
