package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GitAuthRequired is its id.
const GitAuthRequired ID = "git-auth-required"

var gitAuthRequired = &Cause{
	ID:       GitAuthRequired,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Server,
	Probe:    probe.Git,
	Words: Languages{
		Text[RefusedCredential]{
			Title: func(d RefusedCredential) string { return d.Host + " requires credentials for " + d.Module },
			Detail: func(d RefusedCredential) string {
				if d.Missing {
					return "GitLab shows a subgroup only to those who log in. The go command has no login, so GitLab named " + d.URL.String() + " as the repository, and git finds none there."
				}
				if name := d.Login.hanging(); name != "" {
					return "git waits for its credential helper " + name + ", which does not end, to log in to " + d.URL.String() + "."
				}
				if d.SSH {
					return "ssh cannot log in to " + d.URL.String() + ": the server accepts no key that ssh has."
				}
				return "git has no credentials that work for " + d.URL.String() + ". Without a login, a repository that does not exist looks the same."
			},
			Manual: func(d RefusedCredential) []string {
				steps := d.Login.En()
				if d.SSH {
					steps = english(d.Login.ofSSH())
				}
				return append(append([]string{when(!d.SSH, "Check the module path for typos first.")}, steps...),
					when(!(d.Private), "If the repository is private, add its path to GOPRIVATE as well: go env -w "+d.Patterns),
				)
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "the host") + " requires credentials that git does not have"
				},
				Steps: func(l Seen) []string {
					return []string{
						"If the module is private, add it to GOPRIVATE, so that its path is not sent to public proxies (existing entries are kept):",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
						"Give git credentials that work without a prompt: an entry for " + l.Host + " in ~/.netrc, a credential helper, or ssh:",
						"$ git config --global url.ssh://git@" + l.Host + "/.insteadOf https://" + l.Host + "/",
						"If it is public, check its path: hosts such as GitHub also ask for a login when a repository does not exist.",
					}
				},
			},
		},
		Text[RefusedCredential]{
			Title: func(d RefusedCredential) string { return d.Host + " 要求提供 " + d.Module + " 的凭据" },
			Detail: func(d RefusedCredential) string {
				if d.Missing {
					return "GitLab 只向已登录的用户显示子群组。go 没有登录，GitLab 便返回 " + d.URL.String() + " 作为仓库地址，git 在那里找不到仓库。"
				}
				if name := d.Login.hanging(); name != "" {
					return "git 登录 " + d.URL.String() + " 时一直在等待凭据助手 " + name + "，它没有结束。"
				}
				if d.SSH {
					return "ssh 无法登录 " + d.URL.String() + "：服务器不接受 ssh 的任何密钥。"
				}
				return "git 访问 " + d.URL.String() + " 时没有可用的凭据。未登录时，不存在的仓库也会返回同样的结果。"
			},
			Manual: func(d RefusedCredential) []string {
				steps := d.Login.Zh()
				if d.SSH {
					steps = chinese(d.Login.ofSSH())
				}
				return append(append([]string{when(!d.SSH, "先检查模块路径是否拼写有误。")}, steps...),
					when(!(d.Private), "如果是私有仓库，还要把路径写入 GOPRIVATE：go env -w "+d.Patterns),
				)
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "主机") + "要求凭据，但 git 没有"
				},
				Steps: func(l Seen) []string {
					return []string{
						"如果模块是私有的，把它加入 GOPRIVATE，路径就不会发往公共代理（保留已有内容）：",
						"$ go env -w \"GOPRIVATE=$(go env GOPRIVATE)," + l.Prefix + "\"",
						"给 git 配置无需交互输入的凭据：在 ~/.netrc 中添加 " + l.Host + " 的条目，或用凭据助手，或 ssh：",
						"$ git config --global url.ssh://git@" + l.Host + "/.insteadOf https://" + l.Host + "/",
						"如果它是公开的，检查路径：仓库不存在时，代码托管平台也会要求登录。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		own, hidden := hiddenSubgroup(f, s)
		missing := hidden && s.NotFound()
		if !missing && (!s.AtOrigin() || !facts.OneOf(s.Hop.Symptom, symptom.VCSAuth, symptom.HTTP401, symptom.HTTP403)) {
			return nil
		}
		d := RefusedCredential{Origin: originOf(s), Patterns: withPrivate(f, s.Path.Query.Path), SSH: route.UsesSSH(s.Hop.URL), Missing: missing}
		switch {
		case missing:
			d.Login = own
		case s.Hop.Op == walk.OpGoGet:
			d.Login = loginOfGo(f, s.Hop.URL) // the go command reads an import page itself
		default:
			d.Login = gitLoginAt(f, s)
			d.Login.Hidden = hidden
		}
		x := &Finding{Target: d.Host, Data: d}
		if missing || s.Hop.Entry.Kind == route.Direct && len(s.Path.Hops) > 1 {
			x.Or = []ID{ModuleNotFound}
		}
		return x
	}),
}

// RefusedCredential is a repository for which git has no credential.
type RefusedCredential struct {
	Origin
	Patterns string // see withPrivate
	SSH      bool
	Login    Login
	// Missing says that git, which may have a login, found no repository, since GitLab
	// named another one to the go command, which has none.
	Missing bool
}
