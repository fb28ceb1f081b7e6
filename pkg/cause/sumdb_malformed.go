package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// SumdbMalformed is its id.
const SumdbMalformed ID = "sumdb-malformed"

var sumdbMalformed = &Cause{
	ID:       SumdbMalformed,
	Traits:   Traits{Once, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Way,
	Fixes:    []settings.Key{settings.Go("GOSUMDB")},
	Words: Languages{
		Text[malformedDatabase]{
			Title: func(malformedDatabase) string { return "go rejects the value of GOSUMDB" },
			Detail: func(d malformedDatabase) string {
				return hasEn(d.Where) + "GOSUMDB=" + d.Value + ": " + d.Error + ". Downloads fail at the first module that is not in go.sum."
			},
			Log: Log{
				Title: func(Seen) string { return "go rejects the value of GOSUMDB" },
				Steps: func(Seen) []string {
					return []string{
						"If go env -w wrote it, return to the default, " + known.SumGolangOrg + ":",
						"$ go env -u GOSUMDB",
						"If it is in the environment (a shell start-up file, a Dockerfile, the CI job), remove it there.",
					}
				},
			},
		},
		Text[malformedDatabase]{
			Title: func(malformedDatabase) string { return "GOSUMDB 的值无效" },
			Detail: func(d malformedDatabase) string {
				return hasZh(d.Where) + "GOSUMDB=" + d.Value + "：" + d.Error + "。遇到第一个不在 go.sum 里的模块时下载就会失败。"
			},
			Log: Log{
				Title: func(Seen) string { return "GOSUMDB 的值无效" },
				Steps: func(Seen) []string {
					return []string{
						"如果是 go env -w 写入的，恢复默认值 " + known.SumGolangOrg + "：",
						"$ go env -u GOSUMDB",
						"如果在环境变量中（shell 启动文件、Dockerfile、CI 任务），在那里删除。",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		db := f.Config().SumDB
		if db.Err == nil {
			return nil
		}
		return []Finding{{
			Target: "GOSUMDB", Evidence: []evidence.ID{evidence.Setting("GOSUMDB")},
			Data: malformedDatabase{setting: settingOf(f, "GOSUMDB"), Error: foreign.Redact(db.Err.Error())},
		}}
	},
}

// malformedDatabase is a GOSUMDB that go rejects.
type malformedDatabase struct {
	setting
	Error string
}
