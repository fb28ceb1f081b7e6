package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/evidence"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// GoStopped is its id.
const GoStopped ID = "go-stopped"

var goStopped = &Cause{
	ID:       GoStopped,
	Traits:   Traits{EachTarget, Lasts, ByDownload},
	Severity: Error,
	Layer:    Machine,
	Words: Languages{
		Text[stopped]{
			Title: func(d stopped) string {
				if d.Waits {
					return "go waits for a GOAUTH command before it contacts the network"
				}
				return "go stops before it contacts the network"
			},
			Detail: func(d stopped) string {
				if d.Name == "" {
					return "It says: " + d.Said + "."
				}
				return when(d.Waits, "", "It says: ") + d.Said + ". Check the setting " + d.Name + with("=", d.Value, "") + " (" + placeEn(d.Where) + ")."
			},
			Manual: func(d stopped) []string {
				if d.Auth.Value != "" {
					return append(english(d.Auth.steps(Login{OS: d.OS})), "To go back to netrc: "+d.Auth.undo().En)
				}
				if d.lost() {
					return []string{"go finds its own directory by /proc, which is not mounted here: mount -t proc none /proc. Or name it: export GOROOT=/usr/local/go (where this Go is)."}
				}
				return []string{"Fix what this reports: go mod download"}
			},
			Log: Log{
				Title: func(Seen) string { return "go stops before it contacts the network" },
				Steps: func(Seen) []string {
					return []string{"Fix what the message names (a file of the module, a setting of go), then run again:", "$ go mod download"}
				},
			},
		},
		Text[stopped]{
			Title: func(d stopped) string {
				if d.Waits {
					return "go 命令在访问网络之前一直等待 GOAUTH 指定的命令"
				}
				return "go 命令在访问网络之前就停止了"
			},
			Detail: func(d stopped) string {
				if d.Name == "" {
					return "它的报错：" + d.Said + "。"
				}
				if d.Waits {
					return "go 在第一个请求之前运行 " + d.Auth.Source + "，它没有结束。相关设置是 " + d.Name + with("=", d.Value, "") + "（" + placeZh(d.Where) + "）。"
				}
				return "它的报错：" + d.Said + "。相关设置是 " + d.Name + with("=", d.Value, "") + "（" + placeZh(d.Where) + "）。"
			},
			Manual: func(d stopped) []string {
				if d.Auth.Value != "" {
					return append(chinese(d.Auth.steps(Login{OS: d.OS})), "改回使用 netrc："+d.Auth.undo().Zh)
				}
				if d.lost() {
					return []string{"go 通过 /proc 查找自己的目录，而这里没有挂载：mount -t proc none /proc。也可以直接指定：export GOROOT=/usr/local/go（这个 Go 所在的目录）。"}
				}
				return []string{"运行以下命令，并修正它报告的问题：go mod download"}
			},
			Log: Log{
				Title: func(Seen) string { return "go 命令在访问网络之前就停止了" },
				Steps: func(Seen) []string {
					return []string{"修正报错指出的问题（模块的文件，或 go 的设置），然后重新运行：", "$ go mod download"}
				},
			},
		},
	},
	Otherwise: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtLocal() {
			return nil
		}
		d := stopped{Said: s.Hop.Detail}
		x := &Finding{Target: "go", Evidence: s.Evidence()}
		if name := f.Stopped().Variable; name != "" {
			in := f.Settings.Effective(settings.Go(name))
			d.Name, d.Value, d.Where = name, in.Value.String(), facts.Where(in)
			if name == "GOAUTH" {
				d.Auth, d.OS = goauthOf(f), f.Settings.OS
				d.Waits = d.Auth.Problem == authHangs
			}
			x.Target, x.Evidence = name, append(x.Evidence, evidence.Setting(name))
		}
		x.Data = d
		return x
	}),
}

// stopped is what the go command says where it stops by itself, and the variable
// that its words blame, where they blame one.
type stopped struct {
	Said, Name, Value, Where string
	// Auth is what is wrong with GOAUTH, where that stops go, and Waits that go waits for
	// one of its commands.
	Auth  goauth
	Waits bool
	OS    string
}

// lost reports whether a go of a release does not find the directory it is in: it asks
// the system for its own file, which Linux tells by /proc (cmd/go, findGOROOT).
func (d stopped) lost() bool {
	return strings.Contains(d.Said, "binary is trimmed and GOROOT is not set")
}
