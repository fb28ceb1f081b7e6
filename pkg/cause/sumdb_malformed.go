package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var sumdbMalformed = &Cause{
	ID:       SumdbMalformed,
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOSUMDB")},
	Templates: map[string]Template{
		"en": {
			Title:  "GOSUMDB has a value that the go command rejects",
			Detail: "{{.where}} has GOSUMDB={{.value}}: {{.error}}. Downloads fail at the first module that is not in go.sum.",
			Page:   "GOSUMDB is a database's name (sum.golang.org, sum.golang.google.cn), or NAME+HASH+KEY, with an optional URL behind a blank. Without the variable the default is right for almost everybody.",
		},
		"zh": {
			Title:  "GOSUMDB 的值不被 go 命令接受",
			Detail: "{{.where}} 中 GOSUMDB={{.value}}：{{.error}}。遇到第一个不在 go.sum 里的模块时下载就会失败。",
			Page:   "GOSUMDB 是数据库名（sum.golang.org、sum.golang.google.cn），或“名称+哈希+公钥”，后面可用空格加 URL。几乎所有人都不需要设置它。",
		},
	},
	Match: func(f *facts.Facts) []Finding {
		db := f.Config().SumDB
		if db.Err == nil {
			return nil
		}
		x := settingFinding(f, "GOSUMDB")
		x.Args["error"] = settings.Redact(db.Err.Error())
		return []Finding{*x}
	},
}
