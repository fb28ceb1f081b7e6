package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/startup"
)

// traceStartup adds to a finding where start-up files set a variable of the
// operating system, for the words of removal. A setting of another layer, or
// one of which no file tells anything, has none of it but how to forget it.
func traceStartup(f *facts.Facts, x *Finding, s settings.Setting) {
	name := s.Key.Name
	x.Args["forget"], x.Args["windows"], x.Args["startFile"] = "unset "+name, "", ""
	if f.Settings.OS == "windows" {
		x.Args["forget"], x.Args["windows"] = "Remove-Item Env:"+name, "yes"
	}
	if s.Origin != settings.OSEnv {
		return
	}
	by, sure := f.Settings.SetBy(name, s.Value)
	if len(by) == 0 {
		return
	}
	d := by[0]
	x.Args["forget"], x.Args["startFile"], x.Args["startText"] = d.Reload, d.File, d.Text.String()
	x.Args["startLine"] = ""
	if d.Line > 0 {
		x.Args["startLine"] = strconv.Itoa(d.Line)
	}
	x.Args["startKind"], x.Args["startUnset"], x.Args["startFunction"] = string(d.Kind), d.Unset, d.Function
	x.Args["startIn"] = shellNames[d.Shell]
	x.Args["startSure"], x.Args["startLogin"], x.Args["startRoot"] = flag(sure), flag(d.Login), flag(needsRoot(d.File))
	x.Args["startElse"] = places(by[1:])
}

// shellNames are the shells whose commands remove a definition.
var shellNames = map[startup.Shell]string{startup.Fish: "fish", startup.Registry: "PowerShell"}

// flag is how an argument says yes.
func flag(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

func needsRoot(file string) bool {
	return strings.HasPrefix(file, "/etc/") || strings.HasPrefix(file, "/usr/") || strings.HasPrefix(file, "HKLM")
}

// places lists further definitions in a form that both languages can carry.
func places(all []settings.Definition) string {
	const most = 5
	var out []string
	for _, d := range all[:min(len(all), most)] {
		place := d.File
		if d.Line > 0 {
			place += ":" + strconv.Itoa(d.Line)
		}
		if d.Unset != "" {
			place = d.Unset
		}
		out = append(out, place)
	}
	return strings.Join(out, ", ")
}

// removalEn is the clause of an English Manual step that says how to remove the
// variable whose name the argument NAME gives: the exact edit where it is known.
// Arguments are read by index, because a finding that comes from a log alone has
// none of them.
func removalEn(name string) string {
	return strings.ReplaceAll(`{{if not (index . "startFile")}}remove NAME where it is set ({{if index . "windows"}}the environment variables in the system settings, the PowerShell profile{{else}}look in ~/.profile, ~/.bashrc, ~/.zshrc, /etc/environment{{end}}, or the CI job's variables)`+
		`{{else if .startUnset}}run in {{.startIn}}{{if .startRoot}} as administrator{{end}}: {{.startUnset}}`+
		`{{else if .startFunction}}the shell function {{.startFunction}} (line {{.startLine}} of {{.startFile}}) seems to set NAME: do not call it, or take out of it: {{.startText}}`+
		`{{else}}{{if not .startSure}}NAME seems to be set there: {{end}}`+
		`{{if eq .startKind "line"}}delete line {{.startLine}} of {{.startFile}}{{if .startRoot}} as root{{end}}: {{.startText}}`+
		`{{else if eq .startKind "only"}}replace line {{.startLine}} of {{.startFile}}{{if .startRoot}} as root{{end}} by a single colon, because its block must not become empty: {{.startText}}`+
		`{{else}}in line {{.startLine}} of {{.startFile}}, take out only this{{if .startRoot}}, as root{{end}}: {{.startText}}{{end}}{{end}}`+
		`{{if and (index . "startFile") .startElse}} (and the same there: {{.startElse}}){{end}}`, "NAME", name)
}

// removalZh is removalEn in Chinese.
func removalZh(name string) string {
	return strings.ReplaceAll(`{{if not (index . "startFile")}}在设置 NAME 的地方将其删除（查看{{if index . "windows"}}系统设置中的环境变量、PowerShell 配置文件{{else}} ~/.profile、~/.bashrc、~/.zshrc、/etc/environment {{end}}或 CI 任务的变量）`+
		`{{else if .startUnset}}{{if .startRoot}}以管理员身份{{end}}在 {{.startIn}} 中运行：{{.startUnset}}`+
		`{{else if .startFunction}}NAME 可能由 shell 函数 {{.startFunction}}（{{.startFile}} 第 {{.startLine}} 行）设置：不要调用该函数，或从中删去：{{.startText}}`+
		`{{else}}{{if not .startSure}}NAME 可能在此处设置：{{end}}{{if .startRoot}}以 root 身份{{end}}`+
		`{{if eq .startKind "line"}}删除 {{.startFile}} 的第 {{.startLine}} 行：{{.startText}}`+
		`{{else if eq .startKind "only"}}把 {{.startFile}} 的第 {{.startLine}} 行换成一个冒号（所在的代码块不能为空）：{{.startText}}`+
		`{{else}}在 {{.startFile}} 的第 {{.startLine}} 行中只删去这一部分：{{.startText}}{{end}}{{end}}`+
		`{{if and (index . "startFile") .startElse}}（以下位置同样处理：{{.startElse}}）{{end}}`, "NAME", name)
}

// What to do after a removal, and how an open shell forgets the variable.
const (
	afterwardsEn = `{{if and (index . "startFile") .startLogin}}log out and in again{{else}}open a new shell{{end}}`
	afterwardsZh = `{{if and (index . "startFile") .startLogin}}注销并重新登录{{else}}打开新的终端{{end}}`
	forgetEn     = `{{if index . "forget"}}For this shell alone: {{index . "forget"}}{{end}}`
	forgetZh     = `{{if index . "forget"}}只对当前终端生效：{{index . "forget"}}{{end}}`
)
