package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var sumdbUnreachable = &Cause{
	ID:       SumdbUnreachable,
	Severity: Error,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY"), settings.Go("GOSUMDB")},
	Templates: map[string]Template{
		"en": {
			Title:  "the checksum database {{.name}} cannot be reached",
			Detail: "{{.module}} itself can be downloaded, but not verified: at {{.at}} {{symptom .symptom}}. {{if .relay}}The go command has chosen this relay and does not try another way.{{else}}No entry of GOPROXY relays the database, so it is asked directly.{{end}}",
			Page:   "The go command looks for a proxy in GOPROXY that relays the checksum database and asks the database itself where none does. Never switch the check off: a proxy that relays it, or GOSUMDB=sum.golang.google.cn, reaches the same database.",
		},
		"zh": {
			Title:  "无法访问校验和数据库 {{.name}}",
			Detail: "{{.module}} 本身可以下载，但无法校验：在 {{.at}}：{{symptom .symptom}}。{{if .relay}}go 命令已选定经由它转发，不会再换其他途径。{{else}}GOPROXY 中没有条目转发该数据库，因此要直接访问它。{{end}}",
			Page:   "go 命令先在 GOPROXY 中寻找能转发校验和数据库的代理，没有才直接访问数据库。不要关闭校验：能转发的代理，或 GOSUMDB=sum.golang.google.cn，访问的是同一个数据库。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtSumDB() || s.Hop.Symptom.NotFound() && s.Hop.Op == route.OpSumLookup {
			return nil
		}
		if s.Hop.Symptom == symptom.TLSUnknownAuthority {
			return nil
		}
		args := entryArgs(s, s.Hop)
		args["name"], args["relay"], args["at"] = f.Config().SumDB.Name, "", facts.HostName(s.Hop.URL)
		if s.Hop.Entry.Kind == route.Proxy {
			args["relay"] = "yes"
		}
		return &Finding{Target: "https://" + f.Config().SumDB.Name, Args: args}
	}),
}
