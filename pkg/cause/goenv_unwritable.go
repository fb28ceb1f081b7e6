package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
)

var goenvUnwritable = &Cause{
	ID:       GoenvUnwritable,
	Severity: Warning,
	Layer:    Aside,
	Templates: map[string]Template{
		"en": {
			Title:  "{{if .off}}GOENV=off: what go env -w writes is not read{{else}}go env -w cannot write its file{{if .path}} {{.path}}{{end}}{{end}}",
			Detail: "{{if .off}}With GOENV=off the go command reads no settings file, and go env -w says nothing about it.{{else}}{{.detail}}. A setting can take effect here by a variable of the environment alone.{{end}}",
			Manual: []string{
				"{{if .off}}Take GOENV=off away where it is set, and open a new shell.{{else if .path}}Make the file writable for this user, or lead the go command to another one: export GOENV=/path/to/a/writable/file{{else}}Set HOME for this user or service, or name a file: export GOENV=/path/to/a/writable/file{{end}}",
				"For the present shell or job, variables do the same, for example: export GOPROXY=https://goproxy.cn,direct (with an entry that is measured to work in the table below).",
			},
			Page: "go env -w needs a home and a file that this user may write. Containers and services often have neither.",
		},
		"zh": {
			Title:  "{{if .off}}GOENV=off：go env -w 写入的内容不会被读取{{else}}go env -w 无法写入其文件{{if .path}} {{.path}}{{end}}{{end}}",
			Detail: "{{if .off}}GOENV=off 时 go 命令不读取任何设置文件，而 go env -w 对此没有提示。{{else}}{{.detail}}。此处只能用环境变量使设置生效。{{end}}",
			Manual: []string{
				"{{if .off}}在设置 GOENV=off 的地方将其去掉，然后打开新的终端。{{else if .path}}使该用户可以写入该文件，或改用其他文件：export GOENV=/可写的文件{{else}}为该用户或服务设置 HOME，或指定文件：export GOENV=/可写的文件{{end}}",
				"对当前终端或任务，用环境变量同样有效，例如：export GOPROXY=https://goproxy.cn,direct（选用下表中测得可用的条目）。",
			},
			Page: "go env -w 需要主目录和该用户可写的文件，容器和服务往往两者都没有。",
		},
	},
	Match: matchGoenvUnwritable,
}

// matchGoenvUnwritable speaks up only where a setting may have to be written:
// downloads fail, and not for want of a network.
func matchGoenvUnwritable(f *facts.Facts) []Finding {
	if f.Outcome() != route.Fails || !facts.SettingsMayHelp(f) {
		return nil
	}
	for _, r := range f.Of(probe.GoenvFile) {
		e := r.Evidence.Disk
		if e == nil || e.State == "" && !f.Settings.Goenv.Off || e.State == probe.DiskFull {
			continue
		}
		x := Finding{Target: "GOENV", Evidence: []string{r.ID}, Args: diskArgs(f, r)}
		x.Args["off"] = ""
		if f.Settings.Goenv.Off {
			x.Args["off"] = "yes"
			x.Evidence = append(x.Evidence, "setting/GOENV")
		}
		return []Finding{x}
	}
	return nil
}
