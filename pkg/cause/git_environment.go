package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
)

// GitEnvironment is its id.
const GitEnvironment ID = "git-environment"

var gitEnvironment = &Cause{
	ID:       GitEnvironment,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[strayVariable]{
			Title: func(d strayVariable) string { return d.Name + " breaks git for the go command" },
			Detail: func(d strayVariable) string {
				return d.Name + "=" + d.Value + " is set, as git does for its hooks. git then uses it instead of go's repository in the module cache, and go needs git to fetch " + d.Module + "."
			},
			Manual: func(d strayVariable) []string {
				return []string{"Remove " + d.Name + " from the environment of go; in a git hook: unset $(git rev-parse --local-env-vars)"}
			},
			Log: Log{
				Title: func(Seen) string { return "a variable such as GIT_DIR breaks git for the go command" },
				Steps: func(Seen) []string {
					return []string{
						"Remove the variables that git sets for its hooks from the environment of go:",
						"$ unset $(git rev-parse --local-env-vars)",
					}
				},
			},
		},
		Text[strayVariable]{
			Title: func(d strayVariable) string { return d.Name + " 使 go 命令无法使用 git" },
			Detail: func(d strayVariable) string {
				return "设置了 " + d.Name + "=" + d.Value + "（git 运行钩子时会设置它）。git 因此不使用 go 在模块缓存中创建的仓库，而 " + d.Module + " 需要由 git 获取。"
			},
			Manual: func(d strayVariable) []string {
				return []string{"运行 go 之前从环境中去掉 " + d.Name + "；在 git 钩子中：unset $(git rev-parse --local-env-vars)"}
			},
			Log: Log{
				Title: func(Seen) string { return "GIT_DIR 之类的环境变量使 go 命令无法使用 git" },
				Steps: func(Seen) []string {
					return []string{
						"运行 go 之前，从环境中去掉 git 为钩子设置的变量：",
						"$ unset $(git rev-parse --local-env-vars)",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if s.Hop == nil {
			return nil
		}
		r := f.Result(s.Hop.Result)
		if r == nil || r.Evidence.Git == nil || r.Evidence.Git.Stray == "" {
			return nil
		}
		name := r.Evidence.Git.Stray
		return &Finding{
			Target: name, Evidence: append(s.Evidence(), evidence.Setting(name)),
			Data: strayVariable{Name: name, Value: f.Settings.Variable(name).String(), Module: s.Path.Query.String()},
		}
	}),
}

// strayVariable is a variable of git's own that leads it elsewhere than the go
// command means.
type strayVariable struct{ Name, Value, Module string }
