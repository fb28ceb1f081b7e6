package cause

import (
	"path/filepath"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/gowords"

	"github.com/gofix-net/gofix-net/pkg/facts"
)

// unsummed is what the go command lacks, and where.
type unsummed struct {
	Step      string // the command that says so
	Said      string // go's own words
	File      string // go.sum, or go.mod where its lines are what is missing
	Workspace bool
}

func (d unsummed) command() string {
	if d.Workspace {
		return "go work sync && go mod download"
	}
	return "go mod tidy"
}

// GoSumIncomplete is its id.
const GoSumIncomplete ID = "go-sum-incomplete"

var goSumIncomplete = &Cause{
	ID:       GoSumIncomplete,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Module,
	Words: Languages{
		Text[unsummed]{
			Title: func(d unsummed) string { return d.File + " lacks lines that this project needs" },
			Detail: func(d unsummed) string {
				return "go says: " + d.Said + ". " + d.Step + " may not add them: go writes go.mod and go.sum only when told to (-mod=readonly is the default)."
			},
			Manual: func(d unsummed) []string {
				return []string{"Add them; that downloads the modules and has the checksum database verify them: " + d.command()}
			},
			Log: Log{
				Title: func(s Seen) string { return "go.sum lacks lines" + with(" for ", s.Target, "") },
				Steps: func(Seen) []string {
					return []string{"Add them in the project; that downloads the modules and verifies them:", "$ go mod tidy", "Commit go.sum together with go.mod."}
				},
			},
		},
		Text[unsummed]{
			Title: func(d unsummed) string { return d.File + " 缺少本项目需要的内容" },
			Detail: func(d unsummed) string {
				return "go 的报错：" + d.Said + "。" + d.Step + " 不会补上它们：go 默认不改写 go.mod 和 go.sum（-mod=readonly）。"
			},
			Manual: func(d unsummed) []string {
				return []string{"补全它们（会下载模块，并由校验和数据库验证）：" + d.command()}
			},
			Log: Log{
				Title: func(s Seen) string { return "go.sum 缺少记录" + with("：", s.Target, "") },
				Steps: func(Seen) []string {
					return []string{"在项目中补全它们，这会下载并验证相应模块：", "$ go mod tidy", "把 go.sum 与 go.mod 一起提交。"}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		r, said := f.RehearsalSays(string(GoSumIncomplete))
		if r == nil {
			return nil
		}
		d := unsummed{Step: asked(r), Said: gowords.Clause(said.Line), File: "go.sum", Workspace: f.Settings.Module.GoWork != ""}
		if said.Target == "go.mod" {
			d.File = said.Target
		}
		return []Finding{{Severity: Error, Target: filepath.Join(f.Settings.Module.Dir, d.File), Evidence: []evidence.ID{r.ID}, Data: d}}
	},
}
