package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

var modcacheCorrupt = &Cause{
	ID:       ModcacheCorrupt,
	Severity: Error,
	Layer:    Machine,
	Templates: map[string]Template{
		"en": {
			Title:  "the module cache holds damaged files of {{.module}}",
			Detail: "{{.files}}: {{.what}}. The go command takes files from the cache as they are and never downloads a damaged one again.",
			Manual: []string{
				"{{if eq .os `windows`}}Delete exactly these files and try again: {{.files}}{{else}}Remove exactly these files and try again: rm -f {{.quoted}}{{end}}",
				"Only where more than these are damaged: go clean -modcache removes every module, and all have to be downloaded again.",
			},
			Page: "A download that was cut off by a crash, a full disk or a copied cache leaves files that are not what they should be. Only the files named have to go; the go command fetches them anew and verifies them.",
		},
		"zh": {
			Title:  "模块缓存中 {{.module}} 的文件已损坏",
			Detail: "{{.files}}：{{.what}}。go 命令直接使用缓存中的文件，损坏的文件也不会重新下载。",
			Manual: []string{
				"{{if eq .os `windows`}}只删除这些文件后重试：{{.files}}{{else}}只删除这些文件后重试：rm -f {{.quoted}}{{end}}",
				"仅当损坏的不止这些时：go clean -modcache 会删除所有模块，之后全部要重新下载。",
			},
			Page: "崩溃、磁盘写满或复制缓存中断的下载，会留下内容不对的文件。只需删除所列文件；go 命令会重新下载并校验。",
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
		return &Finding{Target: e.Damaged[0].Path, Args: Args{
			"module": r.Target, "what": e.Damaged[0].What, "os": f.Settings.OS,
			"files": strings.Join(files, ", "), "quoted": strings.Join(quoted, " "),
		}}
	}),
}

// removable are the files to remove for a damaged one: the note of a zip's
// checksum goes with it.
func removable(name string) []string {
	if strings.HasSuffix(name, ".zip") {
		return []string{name, strings.TrimSuffix(name, ".zip") + ".ziphash"}
	}
	return []string{name}
}
