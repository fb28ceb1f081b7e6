package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var checksumMismatch = &Cause{
	ID:       ChecksumMismatch,
	Severity: Error,
	Layer:    Server,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if index . `line`}}go.sum has a line that is none: {{.line}}{{else}}go.sum has another checksum for {{.module}} than {{.entry}}{{end}}",
			Detail: "{{if index . `line`}}{{.words}}. The go command stops at such a line, and compares nothing.{{else}}go.sum has {{.want}}, {{.entry}} has {{.came}}. {{if .others}}{{.others}} has the same as that, so that the line in go.sum is the odd one.{{else}}Nothing that was seen tells which of them is right.{{end}}{{end}}",
			Manual: []string{
				"{{if index . `line`}}Look at {{.line}}: where it is the mark of a merge (<<<<<<<, =======, >>>>>>>), keep the lines of both sides and remove the mark. go mod tidy drops lines that are none, and adds what is missing.{{else}}Find out who wrote that line, and when: git log -p -S \"{{.want}}\" -- go.sum{{end}}",
				"{{if index . `line`}}What go.sum has for the other modules stays as it is.{{else if .others}}If the line is a mistake (a merge, a replaced version, a tag that was moved), remove exactly the lines of {{.module}} from go.sum and run: go mod tidy{{else}}Compare with somebody who has the module from elsewhere: GOPROXY=direct GOFLAGS=-mod=mod go mod download -json {{.module}} in an empty directory prints the checksum of the origin.{{end}}",
				"Do not delete go.sum as a whole, and do not set GOSUMDB=off: either would accept whatever comes.",
			},
			Page: "go.sum is what protects a project from a version that changes after it was published. A difference is worth an answer before it is removed.",
		},
		"zh": {
			Title:  "{{if index . `line`}}go.sum 中有一行格式不对：{{.line}}{{else}}go.sum 中 {{.module}} 的校验和与 {{.entry}} 的不一致{{end}}",
			Detail: "{{if index . `line`}}{{.words}}。go 命令遇到这样的行就会停止，不再比对任何内容。{{else}}go.sum 为 {{.want}}，{{.entry}} 为 {{.came}}。{{if .others}}{{.others}} 与后者相同，因此有出入的是 go.sum 中的这一行。{{else}}现有证据无法判断哪一个正确。{{end}}{{end}}",
			Manual: []string{
				"{{if index . `line`}}查看 {{.line}}：如果是合并冲突的标记（<<<<<<<、=======、>>>>>>>），保留两边的行并删去标记。go mod tidy 会去掉格式不对的行，并补上缺少的内容。{{else}}查明这一行是谁在什么时候写入的：git log -p -S \"{{.want}}\" -- go.sum{{end}}",
				"{{if index . `line`}}go.sum 中其他模块的内容保持不变。{{else if .others}}如果确属误写（合并、替换版本、标签被移动），只从 go.sum 删除 {{.module}} 的这几行，然后运行：go mod tidy{{else}}与从别处取得该模块的人比对：在空目录中执行 GOPROXY=direct GOFLAGS=-mod=mod go mod download -json {{.module}} 会打印源站内容的校验和。{{end}}",
				"不要删除整个 go.sum，也不要设置 GOSUMDB=off：那样无论收到什么都会被接受。",
			},
			Page: "go.sum 保护项目不受发布后被改动的版本影响。出现差异时，应先弄清原因再修改。",
		},
	},
	Match: matchChecksumMismatch,
}

// matchChecksumMismatch wants a difference between go.sum and a download, or
// the module cache, in which nothing else has what go.sum says.
func matchChecksumMismatch(f *facts.Facts) []Finding {
	downloads := onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		m := facts.MismatchAt(f, s)
		if m == nil || len(m.Confirming) > 0 {
			return nil
		}
		return mismatchFinding(m, s)
	})(f)
	cached := onModcache(func(f *facts.Facts, r *probe.Result) *Finding {
		if r.Evidence.Disk.State != probe.DiskDamaged || f.CacheIsWrong(r) {
			return nil
		}
		i := slices.IndexFunc(r.Evidence.Disk.Damaged, func(d probe.DamagedFile) bool { return d.Want != "" })
		d := r.Evidence.Disk.Damaged[i]
		others := f.Confirming(r.Target, d.Have)
		return &Finding{Target: d.Path, Symptom: symptom.ChecksumMismatch, Evidence: others, Or: []ID{ModcacheCorrupt}, Args: Args{
			"module": r.Target, "entry": d.Path, "want": d.Want, "came": d.Have, "others": strings.Join(others, ", "),
		}}
	})(f)
	return append(append(downloads, cached...), malformedSum(f)...)
}

// malformedSum wants the go command to stop at a line of go.sum.
func malformedSum(f *facts.Facts) []Finding {
	r := f.LocalFailure()
	if r == nil {
		return nil
	}
	rest, ok := strings.CutPrefix(r.Detail, "malformed go.sum: ")
	line, _, _ := strings.Cut(rest, ": wrong")
	if !ok {
		return nil
	}
	return []Finding{{Target: line, Symptom: symptom.ChecksumMismatch, Evidence: []string{r.ID}, Args: Args{
		"line": line, "words": r.Detail, "module": "", "entry": "", "want": "", "came": "", "others": "",
	}}}
}
