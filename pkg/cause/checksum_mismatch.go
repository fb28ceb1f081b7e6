package cause

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/known"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// ChecksumMismatch is its id.
const ChecksumMismatch ID = "checksum-mismatch"

var checksumMismatch = &Cause{
	ID:       ChecksumMismatch,
	Traits:   Traits{Once, Lasts, ByNothing},
	Severity: Error,
	Layer:    Server,
	Words: Languages{
		Text[otherSum]{
			Title: func(d otherSum) string {
				if d.Line != "" {
					return "go.sum has a malformed line: " + d.Line
				}
				return "go.sum and " + d.Entry + " disagree on the checksum of " + d.Module
			},
			Detail: func(d otherSum) string {
				if d.Line != "" {
					return d.Words + ". go stops at such a line and verifies nothing."
				}
				return "go.sum has " + d.Want + ", " + d.Entry + " has " + d.Came + ". " + when(len(d.Others) > 0, "The second one also comes from "+d.Others.en()+", so go.sum is the odd one out.", "Which one is right is unknown.")
			},
			Manual: func(d otherSum) []string {
				return []string{
					when(d.Line != "", "Open "+d.Line+": if it is a merge marker (<<<<<<<, =======, >>>>>>>), keep the lines of both sides and remove the marker. go mod tidy drops malformed lines and adds missing ones.", "Find out who wrote that line, and when: git log -p -S \""+d.Want+"\" -- go.sum"),
					when(d.Line != "", "Leave the lines of other modules alone.", when(len(d.Others) > 0, "If the line is a mistake (a merge, a replaced version, a moved tag), remove only the lines of "+d.Module+" from go.sum"+when(d.Beyond, ". Then run gofix-net apply, because go does not reach its module proxy, and after that: ", " and run: ")+"go mod tidy", when(d.Beyond, "Once go can download again, compare", "Compare")+" with the origin or a colleague's copy: GOPROXY=direct GOFLAGS=-mod=mod go mod download -json "+d.Module+" in an empty directory prints the origin's checksum.")),
					"Do not delete all of go.sum and do not set GOSUMDB=off: go would then accept any content.",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target, "a module") + " does not match go.sum or the checksum database"
				},
				Steps: func(l Seen) []string {
					return []string{
						"Do not delete go.sum: first find out which side is wrong. Download the module from " + known.ProxyGolangOrg + " into an empty cache and compare the two checksums:",
						"$ GOMODCACHE=$(mktemp -d) GOPROXY=" + known.GoOwnProxy + " GOFLAGS=-modcacherw go mod download " + l.Path + "@" + l.Version,
						"If that works, your proxy or module cache has different content: remove that one version from the cache, or use another proxy.",
						"If it fails the same way, the tag was moved after publication, or go.sum is wrong: ask the module's authors, and use a newer version.",
					}
				},
			},
		},
		Text[otherSum]{
			Title: func(d otherSum) string {
				if d.Line != "" {
					return "go.sum 中有一行格式不对：" + d.Line
				}
				return "go.sum 中 " + d.Module + " 的校验和与 " + d.Entry + " 的不一致"
			},
			Detail: func(d otherSum) string {
				if d.Line != "" {
					return d.Words + "。go 遇到这样的行就会停止，不做任何校验。"
				}
				return "go.sum 为 " + d.Want + "，" + d.Entry + " 为 " + d.Came + "。" + when(len(d.Others) > 0, d.Others.zhThen("与后者一致，只有 go.sum 不同。"), "尚不清楚哪一个正确。")
			},
			Manual: func(d otherSum) []string {
				return []string{
					when(d.Line != "", "查看 "+d.Line+"：如果是合并冲突的标记（<<<<<<<、=======、>>>>>>>），保留两边的行并删去标记。go mod tidy 会去掉格式不对的行，并补上缺少的内容。", "查明这一行是谁在什么时候写入的：git log -p -S \""+d.Want+"\" -- go.sum"),
					when(d.Line != "", "go.sum 中其他模块的内容保持不变。", when(len(d.Others) > 0, "如果确属误写（合并、替换版本、标签被移动），只从 go.sum 删除 "+d.Module+" 的这几行，然后运行"+when(d.Beyond, " gofix-net apply（go 现在无法访问模块代理），最后运行")+"：go mod tidy", when(d.Beyond, "在 go 能够下载之后，")+"与源站或同事的副本比对：在空目录中执行 GOPROXY=direct GOFLAGS=-mod=mod go mod download -json "+d.Module+" 会打印源站内容的校验和。")),
					"不要删除整个 go.sum，也不要设置 GOSUMDB=off：否则 go 会接受任何内容。",
				}
			},
			Log: Log{
				Title: func(l Seen) string {
					return when(l.Target != "", l.Target+" ", "某个模块") + "与 go.sum 或校验和数据库的记录不符"
				},
				Steps: func(l Seen) []string {
					return []string{
						"不要删除 go.sum：先查清哪一方有误。从官方代理重新下载到空的缓存中，并比较输出的两个校验和：",
						"$ GOMODCACHE=$(mktemp -d) GOPROXY=" + known.GoOwnProxy + " GOFLAGS=-modcacherw go mod download " + l.Path + "@" + l.Version,
						"如果成功，说明你的代理或模块缓存中的内容不同：从缓存中删除该版本，或换一个代理。",
						"如果同样失败，说明标签在发布后被移动过，或 go.sum 有误：询问模块作者，并改用更新的版本。",
					}
				},
			},
		},
	},
	Match: matchChecksumMismatch,
}

// otherSum is a checksum that is not the one in go.sum, or a line of go.sum that is malformed.
type otherSum struct {
	differing
	Line  string
	Words string
	// Beyond says that go stops before it compares: it reaches no module proxy yet.
	Beyond bool
}

// matchChecksumMismatch matches a difference between go.sum and a download, or
// the module cache, in which nothing else has what go.sum says.
func matchChecksumMismatch(f *facts.Facts) []Finding {
	downloads := onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		m := facts.MismatchAt(f, s)
		if m == nil || len(m.Confirming) > 0 {
			return nil
		}
		return &Finding{
			Target: m.Entry, Symptom: symptom.ChecksumMismatch, Data: otherSum{differing: differingOf(f, m, s)},
			Evidence: slices.Concat(s.Evidence(), m.Confirming, m.Contradicting),
		}
	})(f)
	cached := onModcache(func(f *facts.Facts, r *probe.Result) *Finding {
		if r.Evidence.Disk.State != probe.DiskDamaged || f.CacheIsWrong(r) {
			return nil
		}
		i := slices.IndexFunc(r.Evidence.Disk.Damaged, func(d probe.DamagedFile) bool { return d.Want != "" })
		d := r.Evidence.Disk.Damaged[i]
		others := f.Confirming(r.About.Module.String(), d.Have)
		return &Finding{Target: d.Path, Symptom: symptom.ChecksumMismatch, Evidence: others, Or: []ID{ModcacheCorrupt}, Data: otherSum{
			differing: differing{AtEntry: AtEntry{Module: r.About.Module.String(), Entry: d.Path}, Want: d.Want, Came: d.Have, Others: sources(f, others)},
		}}
	})(f)
	if len(downloads) == 0 {
		downloads = mismatchElsewhere(f)
	}
	return append(append(downloads, cached...), malformedSum(f)...)
}

// mismatchElsewhere matches a line of go.sum that no module proxy agrees with, where go
// does not get as far as to compare: whatever list is chosen, it stops there next.
func mismatchElsewhere(f *facts.Facts) []Finding {
	m, ids := facts.MismatchElsewhere(f)
	if m == nil {
		return nil
	}
	return []Finding{{Target: m.Entry, Symptom: symptom.ChecksumMismatch, Severity: Warning, Evidence: ids, Data: otherSum{Beyond: true, differing: differing{
		AtEntry: AtEntry{Module: m.Module, Entry: m.Entry}, Want: m.Want, Came: m.Came, InGoSum: true, Others: sources(f, m.Contradicting),
	}}}}
}

// malformedSum matches a go command that stops at a line of go.sum.
func malformedSum(f *facts.Facts) []Finding {
	r, line := f.LocalFailure(), f.Stopped().SumLine
	if line == "" {
		return nil
	}
	return []Finding{{Target: line, Symptom: symptom.ChecksumMismatch, Evidence: []evidence.ID{r.ID}, Data: otherSum{Line: line, Words: r.Detail}}}
}
