package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

var modcacheUnwritable = &Cause{
	ID:       ModcacheUnwritable,
	Severity: Error,
	Layer:    Machine,
	Fixes:    []settings.Key{settings.Go("GOMODCACHE")},
	Templates: map[string]Template{
		"en": {
			Title:  "{{if eq .state `unset`}}there is no place for {{if .sumdb}}the record of the checksum database{{else}}the module cache{{end}}{{else if eq .state `relative`}}GOMODCACHE is not an absolute path: {{.path}}{{else}}{{if .sumdb}}the record of the checksum database{{else}}the module cache{{end}} cannot be written: {{.path}}{{end}}",
			Detail: "{{.detail}}. The go command {{if .sumdb}}keeps the newest tree head that it has seen there, and verifies nothing without{{else}}stores every module in the module cache before it uses it, whatever the network does{{end}}.",
			Manual: []string{
				"{{if eq .state `unset`}}Set HOME for this user or service, or give the cache a place: export GOMODCACHE=/var/cache/go-mod (any absolute path that this user may write).{{end}}",
				"{{if eq .state `relative`}}Give GOMODCACHE an absolute path, or take it away: go env -u GOMODCACHE, and unset GOMODCACHE where a variable sets it.{{end}}",
				"{{if eq .state `unwritable`}}Files that belong to root (after sudo go …) are given back with: sudo chown -R \"$(id -un)\" \"{{.path}}\"{{end}}",
				"{{if eq .state `unwritable`}}On a read-only file system, or without the right to do that, use another place: {{if .sumdb}}export GOPATH=\"$HOME/go-other\"{{else}}export GOMODCACHE=\"$HOME/go-mod\"{{end}}{{end}}",
			},
			Page: "The module cache is GOMODCACHE, by default pkg/mod below the first entry of GOPATH. One run of the go command as root leaves directories and lock files in it that other users cannot write.",
		},
		"zh": {
			Title:  "{{if eq .state `unset`}}{{if .sumdb}}校验和数据库的本地记录{{else}}模块缓存{{end}}没有存放位置{{else if eq .state `relative`}}GOMODCACHE 不是绝对路径：{{.path}}{{else}}{{if .sumdb}}校验和数据库的本地记录{{else}}模块缓存{{end}}无法写入：{{.path}}{{end}}",
			Detail: "{{.detail}}。{{if .sumdb}}go 命令在那里保存见过的最新树头，没有它就无法校验。{{else}}无论网络如何，go 命令在使用模块之前都要先把它存入模块缓存。{{end}}",
			Manual: []string{
				"{{if eq .state `unset`}}为该用户或服务设置 HOME，或为缓存指定位置：export GOMODCACHE=/var/cache/go-mod（该用户可写的任意绝对路径）。{{end}}",
				"{{if eq .state `relative`}}把 GOMODCACHE 设为绝对路径，或去掉它：go env -u GOMODCACHE；若由环境变量设置，则 unset GOMODCACHE。{{end}}",
				"{{if eq .state `unwritable`}}若文件属于 root（执行过 sudo go …），用以下命令归还：sudo chown -R \"$(id -un)\" \"{{.path}}\"{{end}}",
				"{{if eq .state `unwritable`}}若文件系统只读或没有权限，换一个位置：{{if .sumdb}}export GOPATH=\"$HOME/go-other\"{{else}}export GOMODCACHE=\"$HOME/go-mod\"{{end}}{{end}}",
			},
			Page: "模块缓存即 GOMODCACHE，默认是 GOPATH 第一项下的 pkg/mod。以 root 身份运行一次 go 命令，就会在其中留下其他用户无法写入的目录和锁文件。",
		},
	},
	Match: matchModcacheUnwritable,
}

// matchModcacheUnwritable wants a place that cannot be written, or is none, and
// that a module asked about needs.
func matchModcacheUnwritable(f *facts.Facts) []Finding {
	found := onModcache(func(f *facts.Facts, r *probe.Result) *Finding { return unwritable(f, r, "GOMODCACHE", "") })(f)
	for _, r := range f.Of(probe.SumdbState) {
		if r.Status != probe.Fail || !f.LaterNeeded(r) {
			continue
		}
		if x := unwritable(f, r, "GOPATH", "yes"); x != nil {
			x.Evidence = []string{r.ID}
			found = append(found, *x)
		}
	}
	return append(found, onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Hop == nil || s.Hop.Op != facts.OpDisk {
			return nil
		}
		if r := f.Result(s.Hop.Result); r.Kind == probe.SumdbState {
			return unwritable(f, r, "GOPATH", "yes")
		}
		return nil
	})(f)...)
}

func unwritable(f *facts.Facts, r *probe.Result, unset, sumdb string) *Finding {
	args := diskArgs(f, r)
	args["sumdb"] = sumdb
	switch r.Evidence.Disk.State {
	case probe.DiskUnset:
		return &Finding{Target: unset, Args: args}
	case probe.DiskRelative, probe.DiskUnwritable:
		return &Finding{Target: r.Evidence.Disk.Path, Args: args}
	}
	return nil
}
