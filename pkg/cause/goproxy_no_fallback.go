package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GoproxyNoFallback is its id.
const GoproxyNoFallback ID = "goproxy-no-fallback"

var goproxyNoFallback = &Cause{
	ID:       GoproxyNoFallback,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Error,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[lateEntry]{
			Title: func(d lateEntry) string {
				return "go stops at " + d.Entry + ", although " + d.Later + " after it would work"
			},
			Detail: func(d lateEntry) string {
				why := when(d.Bar, "go notices that only after it has taken the answer: then not even a bar leads on", "After a comma, go continues only on 404 and 410")
				if d.Symptom == symptom.HTTPTimeout {
					why = endlessEn
				}
				return "At " + d.Entry + " " + en(d.Symptom) + ". " + why + ", so it never asks " + d.Later + "."
			},
			Manual: func(d lateEntry) []string {
				if d.Refuses == nil {
					return nil
				}
				return d.Refuses.waysEn()
			},
			Log: Log{
				Title: func(l Seen) string {
					return "go stops at " + when(l.Target != "", l.Target, "an entry of GOPROXY") + " and never reaches the entries after it"
				},
				Steps: func(l Seen) []string {
					return []string{
						"After a comma, go continues only on 404 and 410. Put a bar (|) after that entry to continue on any error, or remove the entry. " + l.Where + ":",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[lateEntry]{
			Title: func(d lateEntry) string {
				return "go 命令停在 " + d.Entry + "，而后面的 " + d.Later + " 本可以使用"
			},
			Detail: func(d lateEntry) string {
				why := when(d.Bar, "go 收下响应之后才发现，这时即使用竖线也不会尝试下一个源", "逗号之后，go 只在 404 和 410 时才尝试下一个源")
				if d.Symptom == symptom.HTTPTimeout {
					why = endlessZh
				}
				return "在 " + d.Entry + "：" + zh(d.Symptom) + "。" + why + "，所以从未访问 " + d.Later + "。"
			},
			Manual: func(d lateEntry) []string {
				if d.Refuses == nil {
					return nil
				}
				return d.Refuses.waysZh()
			},
			Log: Log{
				Title: func(l Seen) string {
					return "go 命令停在 " + when(l.Target != "", l.Target, "GOPROXY 的某个源") + "，不会用到后面的源"
				},
				Steps: func(l Seen) []string {
					return []string{
						"逗号之后，go 只在 404 和 410 时才继续。在该源后面改用竖线（|），任何错误都会继续；或者去掉该源。" + l.Where + "：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		later, ok := laterWorks(f, s)
		if !ok {
			return nil
		}
		d := lateEntry{AtEntry: entryOf(s, s.Hop), Later: later.Name(), Bar: s.Hop.Entry.Bar}
		if facts.OneOf(d.Symptom, symptom.HTTP403, symptom.HTTP451) && !mirror.IsPublic(settings.Value(d.Entry)) {
			denied := deniedAt(f, d.AtEntry)
			d.Refuses = &denied
		}
		return &Finding{Target: s.Hop.Entry.Name(), Entry: s.Hop.Entry.Name(), Data: d}
	}),
}

// lateEntry is an entry that fails in front of one that works.
type lateEntry struct {
	AtEntry
	Later string
	// Bar says that a bar stands behind the entry.
	Bar bool
	// Refuses is set where the entry is no public mirror and refuses this client: then
	// only a person decides whether to go past it.
	Refuses *deniedEntry
}
