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
	Templates: map[string]Template{
		"en": {
			Title:  "{{.entry}} answers 429: too many requests",
			Detail: "It limits how much this address may ask. The go command does not retry; it asks twice at once since Go 1.24.",
			Manual: []string{"Wait some minutes and try again; on a CI runner keep GOMODCACHE between runs, or put a caching proxy of your own in front."},
			Page:   "The limit belongs to the server and is counted per address: many runners behind one address share it.",
		},
		"zh": {
			Title:  "{{.entry}} 返回 429：请求过多",
			Detail: "它限制本地址的请求量。go 命令不会重试；从 Go 1.24 起还会立即再请求一次。",
			Manual: []string{"等几分钟再试；在 CI 上请在多次运行之间保留 GOMODCACHE，或在前面放一个自己的缓存代理。"},
			Page:   "限额由服务器按地址计算：同一出口地址后面的多台机器共用一份。",
		},
	},
	Match: func(f *facts.Facts) []Finding {
		found := onProxyStop(func(s symptom.Symptom, _ *route.Hop) bool { return s == symptom.HTTP429 })(f)
		return append(found, onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
			if !s.AtOrigin() || s.Hop.Symptom != symptom.HTTP429 {
				return nil
			}
			x := originFinding(s)
			x.Args["entry"] = x.Args["host"]
			return x
		})(f)...)
	},
}
