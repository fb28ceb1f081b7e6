package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// SumdbOff is its id.
const SumdbOff ID = "sumdb-off"

var sumdbOff = &Cause{
	ID:       SumdbOff,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Warning,
	Layer:    Aside,
	Unsafe:   true,
	Fixes:    []settings.Key{settings.Go("GOSUMDB"), settings.Go("GONOSUMDB")},
	Words: Languages{
		Text[unverified]{
			Title: func(unverified) string { return "verification of downloaded modules is turned off" },
			Detail: func(d unverified) string {
				return hasEn(d.Where) + d.Name + "=" + d.Value + ": go does not check public modules against the checksum database, so the proxy or the network can change them unnoticed. Downloads of Go toolchains fail."
			},
			Manual: func(d unverified) []string {
				return []string{
					with("Turning verification on now would break downloads, because its local record cannot be used: ", d.Record, ". Fix that first, then run gofix-net apply."),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "verification of downloaded modules is turned off" },
				Steps: func(Seen) []string {
					return []string{
						"Turn it back on, and list private modules in GOPRIVATE instead:",
						"$ go env -u GOSUMDB",
					}
				},
			},
		},
		Text[unverified]{
			Title: func(unverified) string { return "模块校验已关闭" },
			Detail: func(d unverified) string {
				return hasZh(d.Where) + d.Name + "=" + d.Value + "，公共模块不会与校验和数据库比对，代理或网络可以悄悄替换内容。Go 工具链的下载也会失败。"
			},
			Manual: func(d unverified) []string {
				return []string{
					with("本机上校验所用的记录无法使用，现在开启校验会使下载失败：", d.Record, "。请先解决它，再运行 gofix-net apply。"),
				}
			},
			Log: Log{
				Title: func(Seen) string { return "模块校验已关闭" },
				Steps: func(Seen) []string {
					return []string{
						"重新开启校验，私有模块改为写入 GOPRIVATE：",
						"$ go env -u GOSUMDB",
					}
				},
			},
		},
	},
	Match: matchSumdbOff,
}

// unverified is a setting that turns verification off; Record is what would fail with it on.
type unverified struct {
	setting
	Record string
}

func matchSumdbOff(f *facts.Facts) []Finding {
	c := f.Config()
	if c.SumDB.Off {
		d := unverified{setting: settingOf(f, "GOSUMDB")}
		x := Finding{Target: "GOSUMDB", Evidence: []evidence.ID{evidence.Setting("GOSUMDB")}}
		for _, r := range f.Of(probe.SumdbState) {
			if r.Status == probe.Fail {
				d.Record = r.Detail
				x.Evidence = append(x.Evidence, r.ID)
				break
			}
		}
		x.Data = d
		return []Finding{x}
	}
	for _, m := range known.Modules() {
		if !c.SkipsSumDB(m) {
			continue
		}
		name := facts.OwnOrPrivate(f, "GONOSUMDB")
		return []Finding{{Target: name, Evidence: []evidence.ID{evidence.Setting(name)}, Data: unverified{setting: settingOf(f, name)}}}
	}
	return nil
}
