package cause

import (
	"fmt"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// Undecided is its id.
const Undecided ID = "undecided"

var undecided = &Cause{
	ID:       Undecided,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Warning,
	Layer:    Module,
	Words: Languages{
		Text[openQuestion]{
			Title: func(d openQuestion) string { return "it is unclear whether " + d.Module + " can be downloaded" },
			Detail: func(d openQuestion) string {
				if d.Insecure {
					return "GOINSECURE covers " + d.Module + ": if https and ssh fail, go also tries http:// and git://, which gofix-net does not test: " + d.At + "."
				}
				return d.untested() + ". No check has failed so far."
			},
			Manual: func(d openQuestion) []string {
				if d.Insecure {
					return []string{"Ask go itself: go mod download " + d.Module}
				}
				return []string{d.again() + "go mod download " + d.Module}
			},
			Log: Log{
				Title: func(Seen) string { return "the text does not say whether the download works" },
				Steps: func(l Seen) []string { return []string{l.Where + ", ask go itself:", "$ go mod download"} },
			},
		},
		Text[openQuestion]{
			Title: func(d openQuestion) string { return "无法判断 " + d.Module + " 能否下载" },
			Detail: func(d openQuestion) string {
				if d.Insecure {
					return "GOINSECURE 覆盖 " + d.Module + "：https 和 ssh 失败后，go 还会尝试 http:// 和 git://，而 gofix-net 不检查这两种：" + d.At + "。"
				}
				return d.untestedZh() + "。目前还没有失败的检查。"
			},
			Manual: func(d openQuestion) []string {
				if d.Insecure {
					return []string{"直接用 go 命令验证：go mod download " + d.Module}
				}
				return []string{d.againZh() + "go mod download " + d.Module}
			},
			Log: Log{
				Title: func(Seen) string { return "从文本看不出能否下载" },
				Steps: func(l Seen) []string {
					return []string{l.Where + "，直接用 go 命令验证：", "$ go mod download"}
				},
			},
		},
	},
	Otherwise: func(f *facts.Facts) []Finding {
		if f.Outcome() != walk.CannotSay {
			return nil
		}
		for _, p := range f.Walks() {
			if p.Outcome != walk.CannotSay {
				continue
			}
			d := openQuestion{Module: p.Query.String(), Cut: f.Cut(), Insecure: f.Config().IsInsecure(p.Query.Path)}
			if n := len(f.Config().EntriesFor(p.Query.Path)); n > route.MaxExamined {
				d.Entries = n
			}
			for _, h := range p.Hops {
				if h.State == walk.Unknown {
					d.At = h.URL.String()
					break
				}
			}
			return []Finding{{Target: d.Module, Evidence: []evidence.ID{evidence.Module(d.Module)}, Data: d}}
		}
		return nil
	},
}

// openQuestion is a module whose walk depends on a request that was not made.
type openQuestion struct {
	Module   string // PATH@VERSION
	At       string // the request
	Cut      facts.Cut
	Insecure bool // GOINSECURE allows what is never tested
	Entries  int  // of GOPROXY, where they are more than are looked at
}

// untested says which request was not tested, and why.
func (d openQuestion) untested() string {
	switch d.Cut {
	case facts.Interrupted:
		return "The test was interrupted before go's request was answered: " + d.At
	case facts.OutOfTime:
		return "The time of the test was over before go's request was answered: " + d.At
	case facts.NoFiles:
		return "This process may have too few files open (ulimit -n) to test a request that go makes: " + d.At
	case facts.NoProcesses:
		return "This user may start no more processes (ulimit -u), which the test of a request of go needs: " + d.At
	case facts.NoMemory:
		return "This process gets no more memory, so that it could not test a request that go makes: " + d.At
	case facts.LeftOut:
		return "--only or --skip left out the test of a request that go makes: " + d.At
	}
	if d.Entries > 0 {
		return fmt.Sprintf("GOPROXY has %d entries, and gofix-net looks at the first %d: it did not test the request %s", d.Entries, route.MaxExamined, d.At)
	}
	return "gofix-net did not test a request that go makes: " + d.At
}

// again leads to the command that answers the question.
func (d openQuestion) again() string {
	switch d.Cut {
	case facts.Interrupted:
		return "Let it run to its end, or ask go itself: "
	case facts.OutOfTime:
		return "Run it again with a longer --timeout, or ask go itself: "
	case facts.NoFiles:
		return "Allow more open files, for example by ulimit -n 1024, and run it again, or ask go itself: "
	case facts.NoProcesses:
		return "End other programs, or raise ulimit -u, and run it again, or ask go itself: "
	case facts.NoMemory:
		return "End other programs, or raise the limit of memory (ulimit -v, or that of the container), and run it again, or ask go itself: "
	case facts.LeftOut:
		return "Run it again without --only and --skip, or ask go itself: "
	}
	return "Ask go itself: "
}

func (d openQuestion) untestedZh() string {
	switch d.Cut {
	case facts.Interrupted:
		return "检查被中断，go 的这个请求还没有结果：" + d.At
	case facts.OutOfTime:
		return "检查时间已用完，go 的这个请求还没有结果：" + d.At
	case facts.NoFiles:
		return "本进程可打开的文件数太少（ulimit -n），无法检查 go 的这个请求：" + d.At
	case facts.NoProcesses:
		return "该用户无法再启动进程（ulimit -u），而检查 go 的这个请求需要启动进程：" + d.At
	case facts.NoMemory:
		return "本进程分配不到更多内存，无法检查 go 的这个请求：" + d.At
	case facts.LeftOut:
		return "由于使用了 --only 或 --skip，没有检查 go 的这个请求：" + d.At
	}
	if d.Entries > 0 {
		return fmt.Sprintf("GOPROXY 有 %d 项，gofix-net 只检查前 %d 项，没有检查这个请求：%s", d.Entries, route.MaxExamined, d.At)
	}
	return "没有检查 go 的这个请求：" + d.At
}

func (d openQuestion) againZh() string {
	switch d.Cut {
	case facts.Interrupted:
		return "等它检查完，或直接用 go 命令验证："
	case facts.OutOfTime:
		return "用更长的 --timeout 再检查一次，或直接用 go 命令验证："
	case facts.NoFiles:
		return "调高可打开的文件数（例如 ulimit -n 1024）后再检查一次，或直接用 go 命令验证："
	case facts.NoProcesses:
		return "结束其他程序或调高 ulimit -u 后再检查一次，或直接用 go 命令验证："
	case facts.NoMemory:
		return "结束其他程序或调高内存上限（ulimit -v，或容器的上限）后再检查一次，或直接用 go 命令验证："
	case facts.LeftOut:
		return "去掉 --only 和 --skip 再检查一次，或直接用 go 命令验证："
	}
	return "直接用 go 命令验证："
}
