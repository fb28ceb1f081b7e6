package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var mirrorContentDiffers = &Cause{
	ID:       MirrorContentDiffers,
	Severity: Error,
	Layer:    Server,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{.entry}} serves other content for {{.module}} than is recorded",
			Detail: "It served {{.came}}; {{if .gosum}}go.sum and {{end}}{{.agree}} have {{.want}}. The go command refuses what it served, and is right to.",
			Manual: []string{
				"Leave go.sum as it is. If {{.host}} is your company's, have its copy of {{.module}} dropped and fetched again.",
			},
			Page: "A proxy that kept a version whose tag was moved, or whose copy was damaged, serves content that no one else has. Nothing in go.sum has to be changed: another proxy has what is recorded.",
		},
		"zh": {
			Title:  "{{.entry}} 提供的 {{.module}} 内容与记录不一致",
			Detail: "它提供的是 {{.came}}；而{{if .gosum}} go.sum 和{{end}} {{.agree}} 为 {{.want}}。go 命令拒绝使用它提供的内容是正确的。",
			Manual: []string{
				"不要改动 go.sum。如果 {{.host}} 是公司的代理，请让管理员删除其中的 {{.module}} 并重新获取。",
			},
			Page: "代理保留了标签被移动过的版本，或缓存已损坏，就会提供与别处不同的内容。go.sum 无须改动：换一个代理即可得到所记录的内容。",
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		m := facts.MismatchAt(f, s)
		if m == nil || len(m.Confirming) == 0 {
			return nil
		}
		return mismatchFinding(m, s)
	}),
}
