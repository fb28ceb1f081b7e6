package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var rateLimited = &Cause{
	ID:       RateLimited,
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " answers 429: too many requests" },
			Detail: func(AtEntry) string {
				return "It limits how much this address may ask. The go command does not retry; it asks twice at once since Go 1.24."
			},
			Manual: func(AtEntry) []string {
				return []string{
					"Wait some minutes and try again; on a CI runner keep GOMODCACHE between runs, or put a caching proxy of your own in front.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "the server") + " answers 429: too many requests"
				},
				Steps: func(Seen) []string {
					return []string{
						"Wait and repeat; what has been downloaded stays in the module cache.",
						"In CI, keep the module cache between runs, or put a module proxy of your own (Athens, Artifactory, Nexus) in front.",
						"For private repositories on a forge, give git credentials: anonymous requests have the lowest limit.",
					}
				},
			},
			Page: "The limit belongs to the server and is counted per address: many runners behind one address share it.",
		},
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " 返回 429：请求过多" },
			Detail: func(AtEntry) string {
				return "它限制本地址的请求量。go 命令不会重试；从 Go 1.24 起还会立即再请求一次。"
			},
			Manual: func(AtEntry) []string {
				return []string{
					"等几分钟再试；在 CI 上请在多次运行之间保留 GOMODCACHE，或在前面放一个自己的缓存代理。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return when(l.Target != "", l.Target, "服务器") + " 返回 429：请求过多" },
				Steps: func(Seen) []string {
					return []string{
						"稍后重试；已下载的内容保留在模块缓存中。",
						"在 CI 中，保留模块缓存，或在前面架设自己的模块代理（Athens、Artifactory、Nexus）。",
						"对于代码托管平台上的私有仓库，给 git 配置凭据：匿名请求的限额最低。",
					}
				},
			},
			Page: "限额由服务器按地址计算：同一出口地址后面的多台机器共用一份。",
		},
	),
	Match: func(f *facts.Facts) []Finding {
		found := onProxyStop(func(s symptom.Symptom, _ *route.Hop) bool { return s == symptom.HTTP429 })(f)
		return append(found, onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
			if !s.AtOrigin() || s.Hop.Symptom != symptom.HTTP429 {
				return nil
			}
			d := originOf(s).AtEntry
			d.Entry = d.Host
			return &Finding{Target: d.Host, Data: d}
		})(f)...)
	},
}
