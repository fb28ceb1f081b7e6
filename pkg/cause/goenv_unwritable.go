package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// GoenvUnwritable is its id.
const GoenvUnwritable ID = "goenv-unwritable"

var goenvUnwritable = &Cause{
	ID:       GoenvUnwritable,
	Traits:   Traits{EachTarget, Lasts, ByNothing},
	Severity: Warning,
	Layer:    Aside,
	Words: Languages{
		Text[unwritableGoenv]{
			Title: func(d unwritableGoenv) string {
				if d.Off {
					return "GOENV=off: go ignores what go env -w writes"
				}
				return "go env -w cannot write its file" + with(" ", d.Path, "")
			},
			Detail: func(d unwritableGoenv) string {
				if d.Off {
					return "With GOENV=off go reads no settings file, and go env -w does not warn about it."
				}
				return d.Detail + ". Here only environment variables can change go's settings."
			},
			Manual: func(d unwritableGoenv) []string {
				return []string{
					when(d.Off, "Remove GOENV=off where it is set, and open a new shell.", when(d.Path != "" && d.Home == "", "Make the file writable for this user, or point go to another one: "+d.another(), "Set "+when(d.OS == "windows", "APPDATA", "HOME")+" for this user or service to a directory that it can write, or name a file: "+d.another())),
					"For the current shell or job, use a variable, for example: " + d.variable() + known.ListInChina + " (gofix-net mirrors shows which proxies work here).",
				}
			},
			Log: Log{
				Title: func(Seen) string { return "go env -w cannot write its file" },
				Steps: func(Seen) []string {
					return []string{
						"Check which file it is, whether its directory exists, and who owns it (with GOENV=off, or without HOME in a container, there is none):",
						"$ go env GOENV",
						"Or set the variable in the environment instead, for example export GOPROXY=…",
					}
				},
			},
		},
		Text[unwritableGoenv]{
			Title: func(d unwritableGoenv) string {
				if d.Off {
					return "GOENV=off：go env -w 写入的内容不会被读取"
				}
				return "go env -w 无法写入其文件" + with(" ", d.Path, "")
			},
			Detail: func(d unwritableGoenv) string {
				if d.Off {
					return "GOENV=off 时 go 命令不读取任何设置文件，且 go env -w 不会提示。"
				}
				return said(d.Detail) + "。这里只能用环境变量修改设置。"
			},
			Manual: func(d unwritableGoenv) []string {
				return []string{
					when(d.Off, "在设置 GOENV=off 的地方将其去掉，然后打开新的终端。", when(d.Path != "" && d.Home == "", "使该用户可以写入该文件，或改用其他文件："+d.another(), "为该用户或服务把 "+when(d.OS == "windows", "APPDATA", "HOME")+" 设为可写的目录，或指定文件："+d.another())),
					"在当前终端或任务中可改用环境变量，例如：" + d.variable() + known.ListInChina + "（gofix-net mirrors 会列出本机可用的代理）。",
				}
			},
			Log: Log{
				Title: func(Seen) string { return "go env -w 无法写入其文件" },
				Steps: func(Seen) []string {
					return []string{
						"查看是哪个文件、其目录是否存在、属于谁（GOENV=off，或容器中没有 HOME，表示没有该文件）：",
						"$ go env GOENV",
						"或者改用环境变量，例如 export GOPROXY=…",
					}
				},
			},
		},
	},
	Match: matchGoenvUnwritable,
}

// unwritableGoenv is the file that go env -w writes; Off says that it is not read.
type unwritableGoenv struct {
	place
	Off bool
}

// another is a line that names another file.
func (d unwritableGoenv) another() string { return setVariable(d.OS, "GOENV", "go-env", d.NoHome) }

// variable begins a line that sets GOPROXY in the shell.
func (d unwritableGoenv) variable() string {
	return when(d.OS == "windows", "set GOPROXY=", "export GOPROXY=")
}

// matchGoenvUnwritable matches only if a setting may have to be written: downloads
// fail, and the reason is not a missing network.
func matchGoenvUnwritable(f *facts.Facts) []Finding {
	if f.Outcome() != walk.Fails || !facts.SettingsMayHelp(f) {
		return nil
	}
	for _, r := range f.Of(probe.GoenvFile) {
		e := r.Evidence.Disk
		if e == nil || e.State == "" && !f.Settings.Goenv.Off || e.State == probe.DiskFull {
			continue
		}
		x := Finding{Target: "GOENV", Evidence: []evidence.ID{r.ID}, Data: unwritableGoenv{place: placeOf(f, r), Off: f.Settings.Goenv.Off}}
		if f.Settings.Goenv.Off {
			x.Evidence = append(x.Evidence, evidence.Setting("GOENV"))
		}
		return []Finding{x}
	}
	return nil
}
