package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var goproxyNoFallback = &Cause{
	ID:       GoproxyNoFallback,
	Severity: Error,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: in(
		Text[lateEntry]{
			Title: func(d lateEntry) string {
				return "the go command stops at " + d.Entry + ", although " + d.Later + " behind it would work"
			},
			Detail: func(d lateEntry) string {
				return "At " + d.Entry + " " + en(d.Symptom) + ". A comma in GOPROXY goes on only after 404 and 410; every other error is final, so " + d.Later + " is never asked."
			},
			Log: Log{
				Title: func(l Seen) string {
					return "the go command stops at " + when(l.Target != "", l.Target, "an entry of GOPROXY") + " and never comes to the entries behind it"
				},
				Steps: func(l Seen) []string {
					return []string{
						"A comma in GOPROXY goes on at 404 and 410 alone. Put a bar (|) behind that entry to go on at any error, or take the entry out. " + l.Where + ":",
						"$ gofix-net apply",
					}
				},
			},
			Page: "The separator behind an entry decides which errors lead to the next one: a comma 404 and 410 alone, a bar every error (Go modules reference, GOPROXY protocol). Here a later entry would serve the module and is not reached.",
		},
		Text[lateEntry]{
			Title: func(d lateEntry) string {
				return "go 命令停在 " + d.Entry + "，而后面的 " + d.Later + " 本可以使用"
			},
			Detail: func(d lateEntry) string {
				return "在 " + d.Entry + "：" + zh(d.Symptom) + "。GOPROXY 中的逗号只在 404 和 410 时才转到下一项，其他错误一律终止，所以 " + d.Later + " 从未被访问。"
			},
			Log: Log{
				Title: func(l Seen) string {
					return "go 命令停在 " + when(l.Target != "", l.Target, "GOPROXY 的某一项") + "，不会用到后面的项"
				},
				Steps: func(l Seen) []string {
					return []string{
						"GOPROXY 中的逗号只在 404 和 410 时才继续。在该项后面改用竖线（|），就会在任何错误时继续；或者去掉该项。" + l.Where + "：",
						"$ gofix-net apply",
					}
				},
			},
			Page: "条目后面的分隔符决定哪些错误会转到下一项：逗号只认 404 和 410，竖线则对任何错误都转到下一项（Go Modules Reference，GOPROXY protocol）。这里后面的条目可用，却到不了。",
		},
	),
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		later, ok := s.LaterWorks(f)
		if !ok {
			return nil
		}
		return &Finding{Target: s.Hop.Entry.Name(), Data: lateEntry{AtEntry: entryOf(s, s.Hop), Later: later.Name()}}
	}),
}

// lateEntry is an entry that fails in front of one that works.
type lateEntry struct {
	AtEntry
	Later string
}
