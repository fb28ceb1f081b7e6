package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var gitRewrite = &Rule{
	ID: cause.GitRewriteBroken, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.prefix}} is replaced by {{.host}}",
			Detail: "Every git fetch of {{.prefix}} goes to {{.host}}. When it is down, direct fails for all of them, and it sees and can alter what is fetched.",
			Fix:    "Remove the rule; a module proxy in GOPROXY needs none.",
			When: []Cased{
				{noMore, Text{Title: "{{.prefix}} is replaced by {{.host}}, which no longer works"}},
				{noted, Text{Detail: "Every git fetch of {{.prefix}} goes to {{.host}}: {{.note}}. When it is down, direct fails for all of them, and it sees and can alter what is fetched."}},
			},
		},
		Zh: Text{
			Title:  "{{.prefix}} 被替换成 {{.host}}",
			Detail: "git 对 {{.prefix}} 的请求都会发往 {{.host}}。它一旦停机，direct 下载全部失败；它还能看到并篡改内容。",
			Fix:    "删除该规则；用 GOPROXY 中的模块代理就不需要它。",
			When: []Cased{
				{noMore, Text{Title: "{{.prefix}} 被替换成 {{.host}}，而它已停止服务"}},
				{noted, Text{Detail: "git 对 {{.prefix}} 的请求都会发往 {{.host}}（{{.note}}）。它一旦停机，direct 下载全部失败；它还能看到并篡改内容。"}},
			},
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			base, ok := rewriteBase(a)
			if !ok {
				continue
			}
			for host := range frontsIn(base) {
				f := l.at(i, Args{"host": host.Name, "prefix": a.Value.String(), "note": host.Note}, casesOf(host.State, host.Note)...)
				if !a.Remove.Empty() {
					f.Want = &Want{Assignment: i, Remove: true}
				}
				break
			}
		}
	},
}

// frontsIn returns the rows of fronts that a URL names, the host first.
func frontsIn(url string) map[known.Host]bool {
	out := map[known.Host]bool{}
	if h, ok := known.Of(hostOfURL(url)); ok && h.Role == known.Front {
		out[h] = true
	}
	return out
}

// rewriteBase returns the URL of url.BASE.insteadOf.
func rewriteBase(a place.Assignment) (string, bool) {
	if a.Layer != place.Git || a.Unset {
		return "", false
	}
	return settings.Git(a.Name).RewriteBase()
}

var gitProtocol = &Rule{
	ID: cause.GitProtocolBlocked, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.prefix}} is rewritten to {{.base}}, which is git:// without encryption",
			Detail: "Port 9418 is blocked in many networks, the large forges no longer answer on it, and anybody on the network can alter what is fetched.",
			Fix:    "Remove the rule, or rewrite to https://.",
		},
		Zh: Text{
			Title:  "{{.prefix}} 被替换成 {{.base}}，即不加密的 git:// 协议",
			Detail: "很多网络封锁 9418 端口，各大代码托管平台也不再支持；网络上的任何人都能篡改内容。",
			Fix:    "删除该规则，或改为 https://。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if base, ok := rewriteBase(a); ok && strings.HasPrefix(base, "git://") {
				l.at(i, Args{"base": base, "prefix": a.Value.String()})
			}
		}
	},
}

var gitNoEffect = &Rule{
	ID: "git-rewrite-no-effect", Severity: cause.Info,
	Text: Texts{
		En: Text{
			Title:  "this rule for {{.prefix}} changes nothing for go",
			Detail: "go uses https:// for GitHub and never git://, so the rule does not apply to module downloads.",
			Fix:    "Keep it if other tools need it; it does not fix failing downloads.",
		},
		Zh: Text{
			Title:  "针对 {{.prefix}} 的规则对 go 不起作用",
			Detail: "go 用 https:// 访问 GitHub，从不使用 git://，因此这条规则影响不到模块下载。",
			Fix:    "其他工具需要就保留；它解决不了下载失败。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.Assignments {
			if base, ok := rewriteBase(a); ok && strings.HasPrefix(base, "https://") && strings.HasPrefix(text(a), "git://"+known.GitHub) {
				l.at(i, Args{"prefix": a.Value.String()})
			}
		}
	},
}
