package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// ModcacheCorrupt is its id.
const ModcacheCorrupt ID = "modcache-corrupt"

var modcacheCorrupt = &Cause{
	ID:       ModcacheCorrupt,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[damagedFiles]{
			Title: func(d damagedFiles) string { return "the module cache has damaged files of " + d.Module },
			Detail: func(d damagedFiles) string {
				return d.Files + ": " + d.What + ". go uses cached files as they are and does not download damaged ones again."
			},
			Manual: func(d damagedFiles) []string {
				return []string{
					when(d.OS == "windows", "Delete only these files and try again: "+d.Files, "Remove only these files and try again: rm -f "+d.Quoted),
					"If more files are damaged: go clean -modcache removes every module, and go downloads them all again.",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the module cache has damaged files" + with(": ", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"See which modules are affected (in the directory of the go.mod), remove only those under GOMODCACHE, and repeat the command:",
						"$ go mod verify",
						"$ go env GOMODCACHE",
						"If that is not enough, empty the cache; everything is downloaded again, and verified:",
						"$ go clean -modcache",
						"In CI, drop the saved cache.",
					}
				},
			},
		},
		Text[damagedFiles]{
			Title: func(d damagedFiles) string { return "模块缓存中 " + d.Module + " 的文件已损坏" },
			Detail: func(d damagedFiles) string {
				return zhList(d.Files) + "：" + said(d.What) + "。go 命令直接使用缓存中的文件，损坏的文件也不会重新下载。"
			},
			Manual: func(d damagedFiles) []string {
				return []string{
					when(d.OS == "windows", "只删除这些文件后重试："+d.Files, "只删除这些文件后重试：rm -f "+d.Quoted),
					"如果损坏的不止这些：go clean -modcache 会删除所有模块，之后全部要重新下载。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "模块缓存中有损坏的文件" + with("：", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"查看哪些模块受影响（在 go.mod 所在目录），只删除 GOMODCACHE 下的这些，然后重新执行命令：",
						"$ go mod verify",
						"$ go env GOMODCACHE",
						"如果还不够，清空缓存；所有内容会重新下载并校验：",
						"$ go clean -modcache",
						"在 CI 中，丢弃保存的缓存。",
					}
				},
			},
		},
	},
	Match: onModcache(func(f *facts.Facts, r *probe.Result) *Finding {
		e := r.Evidence.Disk
		if e.State != probe.DiskDamaged || !f.CacheIsWrong(r) {
			return nil
		}
		var files, quoted []string
		for _, d := range e.Damaged {
			for _, name := range removable(d.Path) {
				files = append(files, name)
				quoted = append(quoted, shellQuote(name))
			}
		}
		return &Finding{Target: e.Damaged[0].Path, Data: damagedFiles{Module: r.About.Module.String(), What: e.Damaged[0].What, OS: f.Settings.OS, Files: strings.Join(files, ", "), Quoted: strings.Join(quoted, " ")}}
	}),
}

// damagedFiles are the files to remove from the module cache.
type damagedFiles struct {
	Module string
	What   string
	OS     string
	Files  string
	Quoted string
}

// removable are the files to remove for a damaged one: with a zip, also the file
// that records its checksum.
func removable(name string) []string {
	if strings.HasSuffix(name, ".zip") {
		return []string{name, strings.TrimSuffix(name, ".zip") + ".ziphash"}
	}
	return []string{name}
}
