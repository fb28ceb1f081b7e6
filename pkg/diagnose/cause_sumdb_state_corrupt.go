package diagnose

import "github.com/gofix-net/gofix-net/pkg/probe"

var sumdbStateCorrupt = &Cause{
	ID:       SumdbStateCorrupt,
	Severity: Error,
	Text: map[string]Text{
		"en": {
			Title:  "the local record of the checksum database is damaged",
			Detail: "{{.path}}: {{.what}}. The go command starts from this record whenever it verifies a module, and never fetches it again by itself; go clean -modcache does not remove it.",
			Manual: []string{
				"{{if eq .os `windows`}}Delete exactly this file: {{.path}}{{else}}Remove exactly this file: rm \"{{.path}}\"{{end}}",
				"The go command then makes a new one from the database's signed answer. Verification stays on all the while.",
			},
			Page: "GOPATH/pkg/sumdb/NAME/latest is the newest signed tree head that this machine has seen. It is damaged by a crash or a full disk, or is from another database under the same name.",
		},
		"zh": {
			Title:  "校验和数据库的本地记录已损坏",
			Detail: "{{.path}}：{{.what}}。go 命令校验模块时都以该记录为起点，自己不会重新获取；go clean -modcache 也不会删除它。",
			Manual: []string{
				"{{if eq .os `windows`}}只删除这个文件：{{.path}}{{else}}只删除这个文件：rm \"{{.path}}\"{{end}}",
				"之后 go 命令会根据数据库签名的应答重新建立记录，校验始终有效。",
			},
			Page: "GOPATH/pkg/sumdb/NAME/latest 是本机见过的最新签名树头。崩溃或磁盘写满会损坏它，也可能来自同名的另一个数据库。",
		},
	},
	Match: func(f *Facts) []Finding {
		var out []Finding
		for _, r := range f.Of(probe.SumdbState) {
			e := r.Evidence.Disk
			if r.Status != probe.Fail || e == nil || len(e.Damaged) == 0 || r.Target != f.Config().SumDB.Name {
				continue
			}
			args := diskArgs(f, r)
			args["what"] = e.Damaged[0].What
			out = append(out, Finding{Target: e.Path, Evidence: []string{r.ID}, Args: args})
		}
		return out
	},
}
