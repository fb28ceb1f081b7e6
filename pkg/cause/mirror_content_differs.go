package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/probe"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// MirrorContentDiffers is its id.
const MirrorContentDiffers ID = "mirror-content-differs"

var mirrorContentDiffers = &Cause{
	ID:       MirrorContentDiffers,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Error,
	Layer:    Server,
	Probe:    probe.Goproxy,
	Fixes:    []settings.Key{settings.Go("GOPROXY")},
	Words: Languages{
		Text[differing]{
			Title: func(d differing) string {
				return d.Entry + " serves different content for " + d.Module + " than recorded"
			},
			Detail: func(d differing) string {
				return "It served " + d.Came + "; " + when(d.InGoSum, "go.sum and ") + d.Agree.en() + when(d.InGoSum || len(d.Agree) > 1, " have ", " has ") + d.Want + ". go rightly rejects what it served."
			},
			Manual: func(d differing) []string {
				return []string{
					"Leave go.sum as it is. If " + d.Host + " is your company's proxy, ask its administrator to delete " + d.Module + " there and fetch it again.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "one module proxy") + " serves different content than the checksum database has recorded"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Use another module proxy, and leave go.sum as it is. " + l.Where + ":",
						"$ gofix-net apply",
						"Tell the operator of that proxy.",
					}
				},
			},
		},
		Text[differing]{
			Title: func(d differing) string { return d.Entry + " 提供的 " + d.Module + " 内容与记录不一致" },
			Detail: func(d differing) string {
				return "它提供的是 " + d.Came + "；而" + when(d.InGoSum, " go.sum 和") + " " + d.Agree.zhThen("为 ") + d.Want + "。go 拒绝该内容是正确的。"
			},
			Manual: func(d differing) []string {
				return []string{
					"不要改动 go.sum。如果 " + d.Host + " 是公司的代理，请让管理员删除其中的 " + d.Module + " 并重新获取。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "某个模块代理") + "的内容与校验和数据库不一致"
				},
				Steps: func(l Seen) []string {
					return []string{
						"换用其他模块代理，go.sum 保持不变。" + l.Where + "：",
						"$ gofix-net apply",
						"并告知该代理的管理员。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		m := facts.MismatchAt(f, s)
		if m == nil || len(m.Confirming) == 0 {
			return nil
		}
		return &Finding{
			Target: m.Entry, Entry: m.Entry, Symptom: symptom.ChecksumMismatch, Data: differingOf(f, m, s),
			Evidence: slices.Concat(s.Evidence(), m.Confirming, m.Contradicting),
		}
	}),
}
