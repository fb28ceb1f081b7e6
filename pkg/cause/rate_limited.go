package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// RateLimited is its id.
const RateLimited ID = "rate-limited"

var rateLimited = &Cause{
	ID:       RateLimited,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Warning,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " answers 429: too many requests" },
			Detail: func(AtEntry) string {
				return "It limits requests from this address. go does not wait and retry; since Go 1.24 it repeats a request once, immediately."
			},
			Manual: func(AtEntry) []string {
				return []string{
					"Wait a few minutes and try again; on a CI runner, keep GOMODCACHE between runs, or use your own caching proxy.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "the server") + " answers 429: too many requests"
				},
				Steps: func(Seen) []string {
					return []string{
						"Wait and try again; what was downloaded stays in the module cache.",
						"In CI, keep the module cache between runs, or use your own module proxy (Athens, Artifactory, Nexus).",
						"For private repositories on GitHub and the like, give git credentials: anonymous requests have the lowest limit.",
					}
				},
			},
		},
		Text[AtEntry]{
			Title: func(d AtEntry) string { return d.Entry + " 返回 429：请求过多" },
			Detail: func(AtEntry) string {
				return "它对本机地址限流。go 不会等待后重试；从 Go 1.24 起只会立即再请求一次。"
			},
			Manual: func(AtEntry) []string {
				return []string{
					"等几分钟再试；在 CI 上请在多次运行之间保留 GOMODCACHE，或使用自建的缓存代理。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "服务器") + "返回 429：请求过多"
				},
				Steps: func(Seen) []string {
					return []string{
						"稍后重试；已下载的内容保留在模块缓存中。",
						"在 CI 中，保留模块缓存，或使用自建的模块代理（Athens、Artifactory、Nexus）。",
						"对于代码托管平台上的私有仓库，给 git 配置凭据：匿名请求的限额最低。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		found := onProxyStop(func(s symptom.Symptom, _ *walk.Hop) bool { return s == symptom.HTTP429 })(f)
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
