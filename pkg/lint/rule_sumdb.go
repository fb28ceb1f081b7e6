package lint

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// byPattern is the case that verification is off for what a pattern matches.
const byPattern Case = "by-pattern"

var sumdbOff = &Rule{
	ID: cause.SumdbOff, Severity: cause.Warning,
	Text: Texts{
		En: Text{
			Title:  "{{.name}}={{.value}} switches verification off",
			Detail: "go does not ask the checksum database about any module: altered modules go unnoticed. Downloads of Go releases fail.",
			Fix:    "Remove it. For private modules set GOPRIVATE to their prefix; go then does not ask about those.",
			When: []Cased{{byPattern, Text{
				Detail: "go does not ask the checksum database about what {{.pattern}} matches, public modules included: altered modules go unnoticed. Downloads of Go releases fail.",
			}}},
		},
		Zh: Text{
			Title:  "{{.name}}={{.value}} 关闭了校验",
			Detail: "所有模块都不再向校验和数据库核对，内容被篡改也发现不了；Go 版本的下载也会失败。",
			Fix:    "删除它。私有模块用 GOPRIVATE 设置其前缀，go 就不会查询这些模块。",
			When: []Cased{{byPattern, Text{
				Detail: "凡是 {{.pattern}} 匹配的模块（包括公共模块）都不再向校验和数据库核对，内容被篡改也发现不了；Go 版本的下载也会失败。",
			}}},
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOSUMDB") {
			if text(a) == "off" && !l.unseen(a) {
				l.at(i, nil).Want = &Want{Assignment: i, Remove: true}
			}
		}
		for i, a := range l.literals("GONOSUMDB") {
			if l.unseen(a) {
				continue
			}
			for _, p := range strings.Split(text(a), ",") {
				if known.TooBroad(p) {
					l.at(i, Args{"pattern": p}, byPattern)
					break
				}
			}
		}
	},
}

var sumdbMalformed = &Rule{
	ID: cause.SumdbMalformed, Severity: cause.Error,
	Text: Texts{
		En: Text{
			Title:  "go rejects this GOSUMDB",
			Detail: "Every module that is not in go.sum fails: {{.error}}.",
			Fix:    "Remove it: the default, sum.golang.org, also works through a proxy that relays it.",
		},
		Zh: Text{
			Title:  "go 不接受这个 GOSUMDB",
			Detail: "凡是不在 go.sum 中的模块都会失败：{{.error}}。",
			Fix:    "删除它：默认的 sum.golang.org 也可以通过代理转发访问。",
		},
	},
	Check: func(l *look) {
		for i, a := range l.literals("GOSUMDB") {
			if text(a) == "" && a.Layer != place.GoEnv || a.Cut != "" {
				continue
			}
			if db := route.ParseGOSUMDB(text(a), true); db.Err != nil {
				f := l.at(i, Args{"error": db.Err.Error()})
				f.Want = &Want{Assignment: i, Remove: true}
			}
		}
	},
}
