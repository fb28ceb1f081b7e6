package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

var sumdbStateCorrupt = &Cause{
	ID:       SumdbStateCorrupt,
	Severity: Error,
	Layer:    Machine,
	Templates: map[string]Template{
		"en": {
			Title:  "the local record of the checksum database is damaged",
			Detail: "{{.files}}: {{.what}}. {{if .cached}}The go command verifies {{.module}} by what it has noted there, and never fetches that again by itself.{{else}}The go command starts from this record whenever it verifies a module, and never fetches it again by itself; go clean -modcache does not remove it.{{end}}",
			Manual: []string{
				"{{if eq .os `windows`}}Delete exactly this: {{.files}}{{else}}Remove exactly this: rm -f {{.quoted}}{{end}}",
				"The go command then asks the database anew, and checks the signed answer. Verification stays on all the while.",
			},
			Page: "GOPATH/pkg/sumdb/NAME/latest is the newest signed tree head that this machine has seen. It is damaged by a crash or a full disk, or is from another database under the same name. GOMODCACHE/cache/download/sumdb keeps the records of single modules and the parts of the log that prove them.",
		},
		"zh": {
			Title:  "校验和数据库的本地记录已损坏",
			Detail: "{{.files}}：{{.what}}。{{if .cached}}go 命令用这里的记录校验 {{.module}}，自己不会重新获取。{{else}}go 命令校验模块时都以该记录为起点，自己不会重新获取；go clean -modcache 也不会删除它。{{end}}",
			Manual: []string{
				"{{if eq .os `windows`}}只删除：{{.files}}{{else}}只删除这些文件：rm -f {{.quoted}}{{end}}",
				"之后 go 命令会重新询问数据库，并检查签名的应答，校验始终有效。",
			},
			Page: "GOPATH/pkg/sumdb/NAME/latest 是本机见过的最新签名树头。崩溃或磁盘写满会损坏它，也可能来自同名的另一个数据库。GOMODCACHE/cache/download/sumdb 保存各模块的记录，以及证明这些记录的日志片段。",
		},
	},
	Match: matchSumdbState,
}

// matchSumdbState wants the damaged tree head of the database in use, or a
// damaged record that the go command reads for a module asked about, now or once
// nothing else fails it: what go.sum has already is not looked up.
func matchSumdbState(f *facts.Facts) []Finding {
	read := map[string]bool{}
	for _, s := range facts.Stops(f) {
		if s.Hop != nil && s.Hop.Op == facts.OpDisk {
			read[s.Hop.Result] = true
		}
	}
	var out []Finding
	for _, r := range f.Of(probe.SumdbState) {
		e := r.Evidence.Disk
		head := r.Target == f.Config().SumDB.Name
		if r.Status != probe.Fail || e == nil || len(e.Damaged) == 0 || !head && !read[r.ID] && !f.LaterNeeded(r) {
			continue
		}
		var files, quoted []string
		for _, d := range e.Damaged {
			files = append(files, d.Path)
			quoted = append(quoted, shellQuote(d.Path))
		}
		args := diskArgs(f, r)
		args["what"], args["files"], args["quoted"] = e.Damaged[0].What, strings.Join(files, ", "), strings.Join(quoted, " ")
		args["module"] = strings.TrimPrefix(r.Target, f.Config().SumDB.Name+"/")
		args["cached"] = map[bool]string{true: "", false: "yes"}[head]
		out = merge(out, Finding{Target: e.Damaged[0].Path, Evidence: []string{r.ID}, Args: args})
	}
	return out
}
