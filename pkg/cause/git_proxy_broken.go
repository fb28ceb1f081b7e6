package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GitProxyBroken is its id.
const GitProxyBroken ID = "git-proxy-broken"

var gitProxyBroken = &Cause{
	ID:       GitProxyBroken,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Way,
	Probe:    probe.OutboundProxy,
	Fixes:    []settings.Key{settings.Git("http.proxy"), settings.Git("http.*.proxy")},
	Words: Languages{
		Text[BrokenGitProxy]{
			Title: func(d BrokenGitProxy) string {
				if d.Pair() {
					return d.titleEn() + " (git's own setting " + d.Variable + ")"
				}
				return "git's own setting " + d.Variable + " names a proxy that does not work"
			},
			Detail: func(d BrokenGitProxy) string {
				if d.Pair() {
					return d.detailEn()
				}
				return hasEn(d.Where) + d.Variable + "=" + d.Proxy + ", but " + saysEn(d.Symptom, d.Detail) + "." + d.directEn() + " Only git uses this setting; go does not."
			},
			Manual: func(d BrokenGitProxy) []string {
				if d.Pair() && (d.Direct == nil || !d.Direct.Reached) {
					return []string{"Keep the proxy. Ask its administrator to allow " + d.Host + "."}
				}
				return nil
			},
			Log: Log{
				Title: func(l Seen) string { return "git's proxy" + with(" ", l.Target, "") + " does not work" },
				Steps: func(l Seen) []string {
					return []string{
						"See which setting names it (git reads http.proxy and http.URL.proxy besides the environment):",
						"$ git config --show-origin --get-regexp \"http\\..*proxy\"",
						"Start that proxy, or remove the setting. " + l.Where + ", this proposes the fix:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[BrokenGitProxy]{
			Title: func(d BrokenGitProxy) string {
				if d.Pair() {
					return "git 的 " + d.Variable + " 指定的" + d.titleZh()
				}
				return "git 的 " + d.Variable + " 指定的代理不可用"
			},
			Detail: func(d BrokenGitProxy) string {
				if d.Pair() {
					return d.detailZh()
				}
				return hasZh(d.Where) + d.Variable + "=" + d.Proxy + "，" + zhAfter("但", saysZh(d.Symptom, d.Detail)) + "。" + d.directZh() + "该设置只影响 git，go 不读取它。"
			},
			Manual: func(d BrokenGitProxy) []string {
				if d.Pair() && (d.Direct == nil || !d.Direct.Reached) {
					return []string{"保留该代理，并请其管理员放行 " + d.Host + "。"}
				}
				return nil
			},
			Log: Log{
				Title: func(l Seen) string { return "git 的代理" + with(" ", l.Target, " ") + "不可用" },
				Steps: func(l Seen) []string {
					return []string{
						"查看由哪项设置指定（除环境变量外，git 还读取 http.proxy 和 http.URL.proxy）：",
						"$ git config --show-origin --get-regexp \"http\\..*proxy\"",
						"启动该代理，或删除该设置。" + l.Where + "，以下命令会给出方案：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		v := facts.ViaFault(f, s)
		if v == nil || v.Tool != settings.GitConfig || v.Login {
			return nil
		}
		return &Finding{Target: v.Proxy, Symptom: v.Symptom, Evidence: v.Evidence, Data: BrokenGitProxy{hopOf(f, v)}}
	}),
}

// BrokenGitProxy is an outbound proxy that a setting of git's own names.
type BrokenGitProxy struct{ Hop }
