package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// SumdbStateCorrupt is its id.
const SumdbStateCorrupt ID = "sumdb-state-corrupt"

var sumdbStateCorrupt = &Cause{
	ID:       SumdbStateCorrupt,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[damagedRecord]{
			Title: func(damagedRecord) string { return "the local record of the checksum database is damaged" },
			Detail: func(d damagedRecord) string {
				return d.Files + ": " + d.What + ". " + when(d.Cached, "go verifies "+d.Module+" with this record and never downloads it again by itself.", "go verifies every module with this record and never downloads it again by itself; go clean -modcache does not remove it.")
			},
			Manual: func(d damagedRecord) []string {
				return []string{
					when(d.OS == "windows", "Delete only this: "+d.Files, "Remove only this: rm -f "+d.Quoted),
					"go then asks the database again and checks the signature; verification stays on.",
				}
			},
			Log: Log{
				Title: func(Seen) string {
					return "the local record of the checksum database is damaged, or is that of another database"
				},
				Steps: func(Seen) []string {
					return []string{
						"Remove only that record; the next download recreates it. It is pkg/sumdb in the first directory that this prints:",
						"$ go env GOPATH",
						"If it comes back, the problem is GOSUMDB or the relay in GOPROXY:",
						"$ gofix-net doctor",
					}
				},
			},
		},
		Text[damagedRecord]{
			Title: func(damagedRecord) string { return "校验和数据库的本地记录已损坏" },
			Detail: func(d damagedRecord) string {
				return zhList(d.Files) + "：" + said(d.What) + "。" + when(d.Cached, "go 命令用这里的记录校验 "+d.Module+"，自己不会重新获取。", "go 命令校验模块时都以该记录为起点，自己不会重新获取；go clean -modcache 也不会删除它。")
			},
			Manual: func(d damagedRecord) []string {
				return []string{
					when(d.OS == "windows", "只删除："+d.Files, "只删除这些文件：rm -f "+d.Quoted),
					"之后 go 会重新查询数据库并验证签名，校验始终开启。",
				}
			},
			Log: Log{
				Title: func(Seen) string { return "校验和数据库的本地记录已损坏，或属于另一个数据库" },
				Steps: func(Seen) []string {
					return []string{
						"只删除该记录，下次下载时会重新生成：即以下命令所示第一个目录中的 pkg/sumdb：",
						"$ go env GOPATH",
						"如果再次出现，问题在于 GOSUMDB，或 GOPROXY 对数据库的转发：",
						"$ gofix-net doctor",
					}
				},
			},
		},
	},
	Match: matchSumdbState,
}

// damagedRecord is what go keeps of the checksum database; Cached says that it is about one module.
type damagedRecord struct {
	place
	What   string
	Files  string
	Quoted string
	Module string
	Cached bool
}

// matchSumdbState matches the damaged tree head of the database in use, or a
// damaged record that the go command reads for a module asked about, now or once
// nothing else fails it: what go.sum has already is not looked up.
func matchSumdbState(f *facts.Facts) []Finding {
	read := map[evidence.ID]bool{}
	for _, s := range facts.Stops(f) {
		if facts.OnDisk(s.Hop) {
			read[s.Hop.Result] = true
		}
	}
	var out []Finding
	for _, r := range f.Of(probe.SumdbState) {
		e := r.Evidence.Disk
		head := r.About.Module == probe.Query{}
		if r.Status != probe.Fail || e == nil || len(e.Damaged) == 0 || !head && !read[r.ID] && !f.LaterNeeded(r) {
			continue
		}
		var files, quoted []string
		for _, d := range e.Damaged {
			files = append(files, d.Path)
			quoted = append(quoted, shellQuote(d.Path))
		}
		d := damagedRecord{
			place: placeOf(f, r), What: e.Damaged[0].What, Files: strings.Join(files, ", "), Quoted: strings.Join(quoted, " "),
			Module: r.About.Module.String(), Cached: !head,
		}
		out = merge(out, Finding{Target: e.Damaged[0].Path, Evidence: []evidence.ID{r.ID}, Data: d})
	}
	return out
}
