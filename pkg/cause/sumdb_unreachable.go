package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// SumdbUnreachable is its id.
const SumdbUnreachable ID = "sumdb-unreachable"

var sumdbUnreachable = &Cause{
	ID:       SumdbUnreachable,
	Traits:   Traits{EachTarget, MayPass, ByDownload},
	Severity: Error,
	Layer:    Server,
	Probe:    probe.SumdbRelay,
	Fixes:    []settings.Key{settings.Go("GOPROXY"), settings.Go("GOSUMDB")},
	Words: Languages{
		Text[deadDatabase]{
			Title: func(d deadDatabase) string { return "the checksum database " + d.Name + " cannot be reached" },
			Detail: func(d deadDatabase) string {
				return d.Module + when(d.Fetched, " can be downloaded, but not verified: at ", " cannot be verified: at ") + d.At + " " + en(d.Symptom) + ". " + when(d.Relay, "go uses this relay and tries no other way.", when(d.Alone, "GOSUMDB names this place, so that go asks no GOPROXY entry for the database.", "No GOPROXY entry relays the database, so go contacts it directly."))
			},
			Log: Log{
				Title: func(l Seen) string { return "the checksum database" + with(" ", l.Target, "") + " cannot be reached" },
				Steps: func(l Seen) []string {
					return []string{
						"Use a module proxy that relays the checksum database, so that verification stays on. " + l.Where + ", this finds one:",
						"$ gofix-net apply",
						"In a Dockerfile or a CI job, set GOPROXY to such a proxy, for example GOPROXY=" + known.ListInChina + " in mainland China.",
						"If the module is private, add it to GOPRIVATE instead: the database cannot know it.",
					}
				},
			},
		},
		Text[deadDatabase]{
			Title: func(d deadDatabase) string { return "无法访问校验和数据库 " + d.Name },
			Detail: func(d deadDatabase) string {
				return d.Module + when(d.Fetched, " 本身可以下载，但无法校验：在 ", " 无法校验：在 ") + d.At + "：" + zh(d.Symptom) + "。" + when(d.Relay, "go 已选定由它转发，不会换其他途径。", when(d.Alone, "GOSUMDB 指定了这个地址，因此 go 不会经 GOPROXY 访问该数据库。", "GOPROXY 中没有代理转发该数据库，因此 go 直接访问它。"))
			},
			Log: Log{
				Title: func(l Seen) string { return "无法访问校验和数据库" + with(" ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"使用能转发校验和数据库的模块代理，校验保持开启。" + l.Where + "，以下命令可以找到：",
						"$ gofix-net apply",
						"在 Dockerfile 或 CI 任务中，把 GOPROXY 设为这样的代理，例如在中国大陆 GOPROXY=" + known.ListInChina + "。",
						"如果模块是私有的，应写入 GOPRIVATE：数据库不可能知道它。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtSumDB() || s.Hop.Symptom.NotFound() && s.Hop.Op == walk.OpSumLookup {
			return nil
		}
		if s.Hop.Symptom == symptom.TLSUnknownAuthority {
			return nil
		}
		name := f.Config().SumDB.Name
		return &Finding{Target: "https://" + name, Data: deadDatabase{
			AtEntry: entryOf(s, s.Hop), Fetched: s.Fetched(), Name: name, Relay: s.Hop.Entry.Kind == route.Proxy, Alone: !f.Config().SumDB.Relay, At: facts.HostName(s.Hop.URL),
		}}
	}),
}

// deadDatabase is the checksum database, and the place at which it was not reached.
type deadDatabase struct {
	AtEntry
	Fetched bool // what was asked for before, so that only the verification fails
	Name    string
	Relay   bool
	// Alone says that GOSUMDB is a value with which go asks no proxy for the database.
	Alone bool
	At    string
}
