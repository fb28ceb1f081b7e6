package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var diskFull = &Cause{
	ID:       DiskFull,
	Severity: Error,
	Layer:    Machine,
	Templates: map[string]Template{
		"en": {
			Title:  "the disk is full: {{.path}}",
			Detail: "{{if .config}}There is no room left where the go command keeps its settings. A go env -w now would leave an empty file.{{else}}There is no room left (or no free inode) where modules are stored.{{end}}",
			Manual: []string{
				"{{if eq .os `windows`}}Make room on that drive.{{else}}See what is full: df -h \"{{.path}}\" and df -i \"{{.path}}\"; then make room there.{{end}}",
				"{{if not .config}}Old builds can go without any loss but time: go clean -cache. All modules would have to be downloaded again after: go clean -modcache{{end}}",
			},
			Page: "A download that finds no room ends with \"no space left on device\". No setting of go or git mends that; GOMODCACHE and GOCACHE can lead to another disk.",
		},
		"zh": {
			Title:  "磁盘已满：{{.path}}",
			Detail: "{{if .config}}go 命令存放设置的位置没有剩余空间，此时执行 go env -w 会留下一个空文件。{{else}}存放模块的位置没有剩余空间（或没有空闲 inode）。{{end}}",
			Manual: []string{
				"{{if eq .os `windows`}}在该驱动器上腾出空间。{{else}}查看占用：df -h \"{{.path}}\" 和 df -i \"{{.path}}\"，然后在那里腾出空间。{{end}}",
				"{{if not .config}}旧的构建缓存可以放心清理，只是要重新编译：go clean -cache。而 go clean -modcache 之后所有模块都要重新下载。{{end}}",
			},
			Page: "下载时没有空间会以“no space left on device”结束。go 和 git 的设置解决不了；可以用 GOMODCACHE 和 GOCACHE 指向另一块磁盘。",
		},
	},
	Match: matchDiskFull,
}

// matchDiskFull wants a cache without room that has to be written, or, where
// downloads fail and a setting may have to be written, a settings file.
func matchDiskFull(f *facts.Facts) []Finding {
	found := onModcache(func(f *facts.Facts, r *probe.Result) *Finding {
		if r.Evidence.Disk.State != probe.DiskFull {
			return nil
		}
		args := diskArgs(f, r)
		args["config"] = ""
		return &Finding{Target: r.Evidence.Disk.Path, Args: args}
	})(f)
	for _, r := range f.Of(probe.GoenvFile) {
		if e := r.Evidence.Disk; f.Outcome() == route.Fails && e != nil && e.State == probe.DiskFull {
			args := diskArgs(f, r)
			args["config"] = "yes"
			found = append(found, Finding{Severity: Warning, Target: e.Path, Evidence: []string{r.ID}, Args: args})
		}
	}
	return found
}
