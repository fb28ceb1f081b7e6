package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// DiskFull is its id.
const DiskFull ID = "disk-full"

var diskFull = &Cause{
	ID:       DiskFull,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[fullDisk]{
			Title: func(d fullDisk) string { return "the disk is full: " + d.Path },
			Detail: func(d fullDisk) string {
				if d.Config {
					return "No space is left where go keeps its settings: go env -w would now leave an empty file."
				}
				return "No space (or no free inode) is left where modules are stored."
			},
			Manual: func(d fullDisk) []string {
				return []string{
					when(d.OS == "windows", "Free some space on that drive.", "See what is full: df -h \""+d.Path+"\" and df -i \""+d.Path+"\"; then free some space there."),
					when(!(d.Config), "Clearing the build cache only costs build time: go clean -cache. After go clean -modcache, every module is downloaded again."),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "the disk is full" + with(": ", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"See what takes the space (df -h) and free some. The build cache can be cleared at any time:",
						"$ go clean -cache",
						"In Docker, docker system df shows what builds left behind, and docker builder prune removes it.",
					}
				},
			},
		},
		Text[fullDisk]{
			Title: func(d fullDisk) string { return "磁盘已满：" + d.Path },
			Detail: func(d fullDisk) string {
				if d.Config {
					return "go 存放设置的磁盘没有剩余空间，此时执行 go env -w 会留下一个空文件。"
				}
				return "存放模块的磁盘没有剩余空间（或没有空闲 inode）。"
			},
			Manual: func(d fullDisk) []string {
				return []string{
					when(d.OS == "windows", "在该驱动器上腾出空间。", "查看占用：df -h \""+d.Path+"\" 和 df -i \""+d.Path+"\"，然后在那里腾出空间。"),
					when(!(d.Config), "旧的构建缓存可以放心清理，只是要重新编译：go clean -cache。而 go clean -modcache 之后所有模块都要重新下载。"),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "磁盘已满" + with("：", l.Target, "") },
				Steps: func(Seen) []string {
					return []string{
						"查看空间占用（df -h）并腾出空间。构建缓存可以随时删除：",
						"$ go clean -cache",
						"在 Docker 中，用 docker system df 查看、docker builder prune 释放构建留下的空间。",
					}
				},
			},
		},
	},
	Match: matchDiskFull,
}

// fullDisk is the place without free space; Config says that settings are kept there.
type fullDisk struct {
	place
	Config bool
}

// matchDiskFull matches a full disk under a cache that go has to write, or, if
// downloads fail and a setting may have to be written, under the settings file.
func matchDiskFull(f *facts.Facts) []Finding {
	found := onModcache(func(f *facts.Facts, r *probe.Result) *Finding {
		if r.Evidence.Disk.State != probe.DiskFull {
			return nil
		}
		return &Finding{Target: r.Evidence.Disk.Path, Data: fullDisk{place: placeOf(f, r)}}
	})(f)
	for _, r := range f.Of(probe.GoenvFile) {
		if e := r.Evidence.Disk; f.Outcome() == walk.Fails && e != nil && e.State == probe.DiskFull {
			found = append(found, Finding{Severity: Warning, Target: e.Path, Evidence: []evidence.ID{r.ID}, Data: fullDisk{place: placeOf(f, r), Config: true}})
		}
	}
	return found
}
