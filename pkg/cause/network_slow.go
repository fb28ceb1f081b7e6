package cause

import (
	"strconv"
	"time"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// NetworkSlow is its id.
const NetworkSlow ID = "network-slow"

var networkSlow = &Cause{
	ID:       NetworkSlow,
	Severity: Warning,
	Layer:    Aside,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[slowProxy]{
			Title: func(d slowProxy) string { return d.Entry + " works, but slowly from here" },
			Detail: func(d slowProxy) string {
				return "It needs " + d.Ms + " ms for the files of one module; " + d.Faster + ", measured in the same run, needs " + d.FasterMs + " ms."
			},
			Log: Log{
				Title: func(l Seen) string { return "the connection" + with(" to ", l.Target, "") + " is too slow" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + ", this measures alternatives and proposes the faster one:",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[slowProxy]{
			Title: func(d slowProxy) string { return d.Entry + " 可用，但从本机访问很慢" },
			Detail: func(d slowProxy) string {
				return "获取一个模块的文件用了 " + d.Ms + " 毫秒；同时测得 " + d.Faster + " 只需 " + d.FasterMs + " 毫秒。"
			},
			Log: Log{
				Title: func(l Seen) string { return with("到 ", l.Target, " 的") + "连接太慢" },
				Steps: func(l Seen) []string {
					return []string{
						l.Where + "，以下命令会测量其他代理并推荐更快的：",
						"$ gofix-net apply",
					}
				},
			},
		},
	),
	Match: matchNetworkSlow,
}

// slowProxy is an entry and a faster one, both measured in the same run.
type slowProxy struct {
	Entry    string
	Faster   string
	Ms       string
	FasterMs string
}

// muchFaster is how much faster another proxy has to be: if every proxy is slow, no
// setting is the reason.
const muchFaster = 4

func matchNetworkSlow(f *facts.Facts) []Finding {
	entries := f.Config().GOPROXY.Entries
	if f.Outcome() != route.Succeeds || len(entries) == 0 || entries[0].Kind != route.Proxy || !mirror.IsPublic(entries[0].URL) {
		return nil
	}
	slow := f.Slow()
	if slow == nil {
		return nil
	}
	all := f.Paces()
	for _, m := range mirror.Candidates() {
		name := route.ParseGOPROXY(m.URL).Entries[0].Name()
		other, ok := all[name]
		if !ok || other.Took()*muchFaster > slow.Took() {
			continue
		}
		return []Finding{{Target: entries[0].Name(), Evidence: facts.IDs([]*probe.Result{slow.Result, other.Result}), Data: slowProxy{Entry: entries[0].Name(), Faster: name, Ms: ms(slow.Result.Took), FasterMs: ms(other.Result.Took)}}}
	}
	return nil
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
