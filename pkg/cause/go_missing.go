package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
)

// GoMissing is its id.
const GoMissing ID = "go-missing"

var goMissing = &Cause{
	ID:       GoMissing,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[none]{
			Title: func(none) string { return "there is no go command on this machine" },
			Detail: func(none) string {
				return "PATH has no program named go. Without it nothing can be downloaded and no fix can be tested."
			},
			Manual: func(none) []string {
				return []string{"Install Go (" + known.GoDownloads + ", in China " + known.GoDownloadsChina + "), or add the bin directory of your installation, often /usr/local/go/bin, to PATH."}
			},
			Log: Log{
				Title: func(Seen) string { return "the go command was not found" },
				Steps: func(Seen) []string {
					return []string{
						"Install Go (" + known.GoDownloads + ", in China " + known.GoDownloadsChina + "), or add the bin directory of the installation to PATH. Check with:",
						"$ go version",
					}
				},
			},
		},
		Text[none]{
			Title: func(none) string { return "本机没有 go 命令" },
			Detail: func(none) string {
				return "PATH 中找不到名为 go 的程序。没有它就无法下载，也无法验证任何修复。"
			},
			Manual: func(none) []string {
				return []string{"安装 Go（" + known.GoDownloads + "，国内 " + known.GoDownloadsChina + "），或把安装目录的 bin（通常是 /usr/local/go/bin）加入 PATH。"}
			},
			Log: Log{
				Title: func(Seen) string { return "找不到 go 命令" },
				Steps: func(Seen) []string {
					return []string{
						"安装 Go（" + known.GoDownloads + "，国内 " + known.GoDownloadsChina + "），或把安装目录的 bin 加入 PATH。确认：",
						"$ go version",
					}
				},
			},
		},
	},
	Match: onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		if s.Path.Setting != facts.NoGo {
			return nil
		}
		return &Finding{Target: "go", Data: none{}}
	}),
}
