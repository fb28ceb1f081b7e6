package cause

import (
	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
)

// GitMissing is its id.
const GitMissing ID = "git-missing"

var gitMissing = &Cause{
	ID:       GitMissing,
	Traits:   Traits{Once, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Server,
	Words: Languages{
		Text[missingGit]{
			Title: func(d missingGit) string { return d.Module + " needs git, which is not installed" },
			Detail: func(missingGit) string {
				return "With the current settings, go fetches this module from its repository with git."
			},
			Manual: func(d missingGit) []string {
				return []string{
					"Install git (" + d.System.installGit().En + "), or use a GOPROXY that has the module.",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return when(l.Target != "", l.Target, "git") + " is needed, but not installed" },
				Steps: func(l Seen) []string {
					return []string{
						"Install it in the image or on the machine (Debian, Ubuntu: apt-get install -y git; Alpine: apk add git; Windows: winget install Git.Git; macOS: xcode-select --install).",
						"Or use a module proxy that has the module; then it is not needed. " + l.Where + ":",
						"$ gofix-net apply",
					}
				},
			},
		},
		Text[missingGit]{
			Title: func(d missingGit) string { return "获取 " + d.Module + " 需要 git，但没有安装" },
			Detail: func(missingGit) string {
				return "按当前设置，go 要用 git 从仓库获取该模块。"
			},
			Manual: func(d missingGit) []string {
				return []string{
					"安装 git（" + d.System.installGit().Zh + "），或使用存有该模块的 GOPROXY。",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "需要 " + when(l.Target != "", l.Target, "git") + "，但没有安装" },
				Steps: func(l Seen) []string {
					return []string{
						"在镜像或机器上安装（Debian、Ubuntu：apt-get install -y git；Alpine：apk add git；Windows：winget install Git.Git；macOS：xcode-select --install）。",
						"也可以不用它：使用含有该模块的模块代理。" + l.Where + "：",
						"$ gofix-net apply",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || f.Settings.Git.Path != "" || s.Hop.Result != "" && s.Hop.Symptom.Layer() != "other" {
			return nil
		}
		d := missingGit{originOf(s), systemOf(f)}
		return &Finding{Target: d.Host, Data: d, Evidence: append(s.Evidence(), evidence.Setting("git"))}
	}),
}

// missingGit is a repository that needs git where there is none.
type missingGit struct {
	Origin
	System system
}
