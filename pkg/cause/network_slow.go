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

var networkSlow = &Cause{
	ID:       NetworkSlow,
	Severity: Warning,
	Layer:    Aside,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.entry}} works, but slowly from here",
			Detail: "It took {{.ms}} ms for the files of one module; {{.faster}}, measured in the same run, took {{.fasterMs}} ms.",
			Page:   "The line to one module proxy can be slow while others are near. Both were measured side by side, with the same module.",
		},
		"zh": {
			Title:  "{{.entry}} 可用，但从本机访问很慢",
			Detail: "获取一个模块的文件用了 {{.ms}} 毫秒；同时测得 {{.faster}} 只需 {{.fasterMs}} 毫秒。",
			Page:   "到某个模块代理的线路可能很慢，而其他代理很近。两者是用同一模块同时测量的。",
		},
	},
	Match: matchNetworkSlow,
}

// What counts as slow, and how much faster another proxy has to be: a line that
// is slow to everywhere is nobody's setting.
const (
	slowVisit  = 1500 * time.Millisecond // for list, info, go.mod and zip of one module
	muchFaster = 4
)

// pace is the fastest visit to a proxy.
type pace struct {
	took   time.Duration
	result string
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
		return []Finding{{Target: entries[0].Name(), Evidence: []string{first.result, other.result}, Args: Args{
			"entry": entries[0].Name(), "faster": name,
			"ms": ms(first.took), "fasterMs": ms(other.took),
		}}}
	}
	return nil
}

func ms(d time.Duration) string { return strconv.FormatInt(d.Milliseconds(), 10) }
