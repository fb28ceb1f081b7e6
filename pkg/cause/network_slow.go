package cause

import (
	"strconv"
	"time"

	"github.com/gofix-net/gofix-net/pkg/evidence"

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

// What counts as slow, and how much faster another proxy has to be: if every
// proxy is slow, no setting is the reason.
const (
	slowVisit  = 1500 * time.Millisecond // for list, info, go.mod and zip of one module
	muchFaster = 4
)

// pace is the fastest visit to a proxy.
type pace struct {
	took   time.Duration
	result evidence.ID
}

// paces reads the pace of every entry that served all that it was asked.
func paces(f *facts.Facts) map[string]pace {
	out := map[string]pace{}
	failed := map[string]bool{}
	for _, r := range f.Of(probe.Goproxy) {
		h := r.Evidence.HTTP
		switch {
		case h == nil:
		case r.Status != probe.OK:
			failed[h.Entry] = true
		case out[h.Entry].result == "" || r.Took < out[h.Entry].took:
			out[h.Entry] = pace{r.Took, r.ID}
		}
	}
	for entry := range failed {
		delete(out, entry)
	}
	return out
}

func matchNetworkSlow(f *facts.Facts) []Finding {
	entries := f.Config().GOPROXY.Entries
	if f.Outcome() != route.Succeeds || len(entries) == 0 || entries[0].Kind != route.Proxy || !mirror.IsPublic(entries[0].URL) {
		return nil
	}
	all := paces(f)
	first, ok := all[entries[0].Name()]
	if !ok || first.took < slowVisit {
		return nil
	}
	for _, m := range mirror.Candidates() {
		name := route.ParseGOPROXY(m.URL).Entries[0].Name()
		other, ok := all[name]
		if !ok || other.took*muchFaster > first.took {
			continue
		}
		return []Finding{{Target: entries[0].Name(), Evidence: []evidence.ID{first.result, other.result}, Data: slowProxy{Entry: entries[0].Name(), Faster: name, Ms: ms(first.took), FasterMs: ms(other.took)}}}
	}
	return nil
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
