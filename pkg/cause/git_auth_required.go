package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitAuthRequired = &Cause{
	ID:       GitAuthRequired,
	Severity: Error,
	Layer:    Server,
	Templates: map[string]Template{
		"en": {
			Title:  "{{.host}} wants a credential for {{.module}}",
			Detail: "git was asked for {{.url}} and has no credential that works there. A repository that does not exist looks the same to somebody who is not logged in.",
			Manual: []string{
				"Check the module path for typing errors first.",
				"{{if index . \"ssh\"}}git goes there by ssh, and {{.host}} accepts no key of yours: load the key (ssh-add), or register it there; check with: ssh -T git@{{.host}}{{else}}If the repository is private: give git a credential (git credential helper, ~/.netrc, or ssh with url.\"ssh://git@{{.host}}/\".insteadOf https://{{.host}}/){{end}}",
				"{{if not (index . \"private\")}}If the repository is private, name the path in GOPRIVATE as well: go env -w GOPRIVATE={{.prefix}}{{end}}",
			},
			Page: "The go command never asks for a password: it runs git with GIT_TERMINAL_PROMPT=0.",
		},
		"zh": {
			Title:  "{{.host}} 要求提供 {{.module}} 的凭据",
			Detail: "git 访问 {{.url}} 时没有可用的凭据。对未登录的人来说，不存在的仓库看起来也是这样。",
			Manual: []string{
				"先检查模块路径是否拼写有误。",
				"{{if index . \"ssh\"}}git 经 ssh 访问，而 {{.host}} 不接受你的任何密钥：加载密钥（ssh-add），或在该服务器上登记；检查：ssh -T git@{{.host}}{{else}}如果是私有仓库：为 git 配置凭据（credential helper、~/.netrc，或用 url.\"ssh://git@{{.host}}/\".insteadOf https://{{.host}}/ 改走 ssh）{{end}}",
				"{{if not (index . \"private\")}}如果是私有仓库，还要把路径写入 GOPRIVATE：go env -w GOPRIVATE={{.prefix}}{{end}}",
			},
			Page: "go 命令从不询问密码：它以 GIT_TERMINAL_PROMPT=0 运行 git。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || !facts.OneOf(s.Hop.Symptom, symptom.VCSAuth, symptom.HTTP401, symptom.HTTP403) {
			return nil
		}
		x := originFinding(s)
		x.Args["prefix"], x.Args["ssh"] = facts.ModulePrefix(s.Path.Query.Path), flag(route.UsesSSH(s.Hop.URL))
		if s.Hop.Entry.Kind == route.Direct && len(s.Path.Hops) > 1 {
			x.Or = []ID{ModuleNotFound}
		}
		return x
	}),
}
