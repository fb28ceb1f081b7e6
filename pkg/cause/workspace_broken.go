package cause

import (
	"strings"
	"unicode"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/gowords"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// lostWorkspace is a workspace that leads to what is not there.
type lostWorkspace struct {
	Said   string // go's own words
	File   string // the go.work
	Module string // the module that is not there, "" where go.work itself is not
	Set    string // where GOWORK is set, "" where go.work was found by its place
}

// WorkspaceBroken is its id.
const WorkspaceBroken ID = "workspace-broken"

var workspaceBroken = &Cause{
	ID:       WorkspaceBroken,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Module,
	Words: Languages{
		Text[lostWorkspace]{
			Title: func(d lostWorkspace) string {
				return when(d.Module != "", d.File+" uses "+d.Module+", which is not a module", "the workspace "+d.File+" cannot be used")
			},
			Detail: func(d lostWorkspace) string {
				return "go says: " + d.Said + "." + with(" GOWORK is set in ", placeEn(d.Set), ".") + " Every go command in this workspace stops there."
			},
			Manual: func(d lostWorkspace) []string {
				return []string{
					when(d.Module != "", "Remove the directory from the workspace, or fetch it again: go work edit -dropuse="+d.Module),
					when(d.Set != "", "Or unset GOWORK ("+placeEn(d.Set)+"); go then finds go.work by itself.", "Or work without the workspace: GOWORK=off go build ./..."),
				}
			},
			Log: Log{
				Title: func(s Seen) string { return "the workspace cannot be used" + with(": ", s.Target, "") },
				Steps: func(s Seen) []string {
					return []string{
						when(lostDirectory(s.Target), "Bring the directory back, or take it out of the workspace:", "Bring go.work up to date with the modules that it lists:"),
						when(lostDirectory(s.Target), "$ go work edit -dropuse="+inCommand(s.Target), "$ go work use"),
						"Or work without it:",
						"$ GOWORK=off go build ./...",
					}
				},
			},
		},
		Text[lostWorkspace]{
			Title: func(d lostWorkspace) string {
				return when(d.Module != "", d.File+" 使用了 "+d.Module+"，但那里没有模块", "工作区 "+d.File+" 无法使用")
			},
			Detail: func(d lostWorkspace) string {
				return "go 的报错：" + d.Said + "。" + with("GOWORK ", inZh(d.Set), "设置。") + "该工作区中的所有 go 命令都会因此停止。"
			},
			Manual: func(d lostWorkspace) []string {
				return []string{
					when(d.Module != "", "把该目录移出工作区，或重新获取它：go work edit -dropuse="+d.Module),
					when(d.Set != "", "或取消 GOWORK（"+placeZh(d.Set)+"），go 会自行查找 go.work。", "或不使用工作区：GOWORK=off go build ./..."),
				}
			},
			Log: Log{
				Title: func(s Seen) string { return "工作区无法使用" + with("：", s.Target, "") },
				Steps: func(s Seen) []string {
					return []string{
						when(lostDirectory(s.Target), "恢复该目录，或把它移出工作区：", "让 go.work 与其中列出的模块一致："),
						when(lostDirectory(s.Target), "$ go work edit -dropuse="+inCommand(s.Target), "$ go work use"),
						"或者不使用工作区：",
						"$ GOWORK=off go build ./...",
					}
				},
			},
		},
	},
	Match: func(f *facts.Facts) []Finding {
		r, said := f.RehearsalSays(string(WorkspaceBroken))
		if r == nil {
			return nil
		}
		file := f.Settings.Module.GoWork
		d := lostWorkspace{Said: gowords.Clause(said.Line), File: file}
		ids := []evidence.ID{r.ID}
		if lostDirectory(said.Target) {
			d.Module = said.Target
		}
		if in := f.Settings.Effective(settings.Go("GOWORK")); in.Origin == settings.OSEnv {
			d.Set = facts.Where(in)
			ids = append(ids, evidence.Setting("GOWORK"))
		}
		return []Finding{{Severity: Error, Target: file, Evidence: ids, Data: d}}
	},
}

// lostDirectory reports whether what go names is a directory that the workspace uses,
// and not the workspace or its setting.
func lostDirectory(target string) bool {
	return target != "" && target != "GOWORK" && !strings.HasSuffix(target, "go.work")
}

// inCommand is a directory as a command takes it, a placeholder where the log's has
// more in it than letters, digits and the marks of paths below a directory: a log may hold
// anything, and a backslash is another word to a shell.
func inCommand(dir string) string {
	odd := strings.IndexFunc(dir, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`./:_-+`, r)
	})
	if odd >= 0 || strings.HasPrefix(dir, "-") || strings.Contains(dir, "..") {
		return "DIRECTORY"
	}
	return dir
}
