package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// VCSUnreachable is its id.
const VCSUnreachable ID = "vcs-unreachable"

var vcsUnreachable = &Cause{
	ID:       VCSUnreachable,
	Traits:   Traits{EachTarget, MayPass, ByOrigin},
	Severity: Error,
	Layer:    Module,
	Probe:    probe.Git,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[deadOrigin]{
			Title: func(d deadOrigin) string {
				if d.Gone {
					return d.Host + ", the origin of " + d.Module + ", no longer has it"
				}
				return d.Host + ", the origin of " + d.Module + ", cannot be reached"
			},
			Detail: func(d deadOrigin) string {
				return "go has to fetch " + d.Module + " from its origin, because " + when(d.Private, "GOPRIVATE or GONOPROXY covers it", "GOPROXY leads there") + ", and at " + d.Host + " " + en(d.Symptom) + "." + when(d.Gone, " Module proxies still serve it.")
			},
			Manual: func(d deadOrigin) []string {
				return []string{
					when(route.UsesSSH(d.URL), by443(d.Host, d.OS).En),
					when(d.Suffixed != "", d.Host+" shows go no address of the repository, as it does to clients without a login. With .git behind the repository's name go does not need it: "+d.Suffixed+" as the module path, in its own go.mod as well."),
					when(d.Symptom == "dns-nxdomain", "Check "+d.Module+" for typos: the resolver has no "+d.Host+". A company host may need the company's VPN."),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the origin " + when(l.Target != "", l.Target, "of the module") + " cannot be reached"
				},
				Steps: func(l Seen) []string {
					return []string{
						"If the module is public, go does not need its origin with a module proxy: see whether GOPROXY is direct, or GOPRIVATE covers it:",
						"$ go env GOPROXY GOPRIVATE GONOPROXY",
						l.Where + ", this finds a proxy that works from there:",
						"$ gofix-net apply",
						"If it is private, " + l.Host + " has to be reachable: VPN, firewall, DNS, the outbound proxy.",
					}
				},
			},
		},
		Text[deadOrigin]{
			Title: func(d deadOrigin) string {
				if d.Gone {
					return d.Module + " 的源站 " + d.Host + " 已经没有它了"
				}
				return "无法访问 " + d.Module + " 的源站 " + d.Host
			},
			Detail: func(d deadOrigin) string {
				return "go 必须从源站获取 " + d.Module + "，因为 " + when(d.Private, "GOPRIVATE 或 GONOPROXY 使该路径不经过代理", "GOPROXY 指向了源站") + "，而在 " + d.Host + "：" + zh(d.Symptom) + "。" + when(d.Gone, "模块代理仍然提供它。")
			},
			Manual: func(d deadOrigin) []string {
				return []string{
					when(route.UsesSSH(d.URL), by443(d.Host, d.OS).Zh),
					when(d.Suffixed != "", d.Host+" 没有向 go 给出仓库地址，对未登录的客户端就是如此。仓库名后加 .git 就不需要这个地址：模块路径写 "+d.Suffixed+"，该模块自己的 go.mod 中也要这样写。"),
					when(d.Symptom == "dns-nxdomain", "检查 "+d.Module+" 有没有写错：DNS 服务器查不到 "+d.Host+"。公司内部的主机可能需要先连接 VPN。"),
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return "无法访问源站 " + when(l.Target != "", l.Target, "（模块所在的主机）")
				},
				Steps: func(l Seen) []string {
					return []string{
						"如果模块是公开的，使用模块代理就不必访问源站：查看 GOPROXY 是否为 direct，或 GOPRIVATE 是否包含了它：",
						"$ go env GOPROXY GOPRIVATE GONOPROXY",
						l.Where + "，以下命令会找出那里可用的代理：",
						"$ gofix-net apply",
						"如果模块是私有的，" + l.Host + " 必须可以访问：检查 VPN、防火墙、DNS、出站代理。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() {
			return nil
		}
		d := deadOrigin{Origin: originOf(s), OS: f.Settings.OS, Suffixed: suffixed(s)}
		switch {
		case s.Hop.Symptom.Unreachable(), facts.OneOf(s.Hop.Symptom, symptom.HTTP5xx, symptom.HTTP4xx, symptom.HTTP407, symptom.HTTP451, symptom.HTTPTruncated, symptom.HTTPNotProxy, symptom.HTTPRedirectFailed):
			return &Finding{Target: d.Host, Data: d}
		case s.Hop.State == walk.NotFound && f.ServedSomewhere(s.Path.Query):
			d.Gone = true // deleted, renamed or private by now; proxies keep it
			return &Finding{Target: d.Host, Data: d}
		}
		return nil
	}),
}

// deadOrigin is the place that a module comes from.
type deadOrigin struct {
	Origin
	Gone bool
	OS   string
	// Suffixed is the module path with .git, "" where the page of no forge hides where
	// the repository is.
	Suffixed string
}

// suffixed is the path of a module with .git behind it, if a forge answers go's question
// for the repository with a page that names none.
func suffixed(s facts.Stop) string {
	host, _, _ := strings.Cut(s.Path.Query.Path, "/")
	kind := known.KindOf(host)
	if s.Hop.Op != walk.OpGoGet || s.Hop.Symptom != symptom.HTTPNotProxy || kind != known.KindAzure && kind != known.KindBitbucket || strings.Contains(s.Path.Query.Path, ".git") {
		return ""
	}
	return s.Path.Query.Path + ".git"
}
