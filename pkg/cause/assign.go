package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// assignment is how a person gives a variable of the operating system a value.
type assignment struct {
	Name, Value string
	OS          string
	File, Line  string // where a start-up file sets it now; "" where none does
}

// assignmentOf finds where a variable is to be given a value: where it is set now.
func assignmentOf(f *facts.Facts, name, value string) assignment {
	in := f.Settings.Effective(settings.Variable(name))
	in.Key = settings.Variable(name)
	return reassignment(f, in, value)
}

// reassignment is assignmentOf for a variable that is read as another tool's setting.
func reassignment(f *facts.Facts, in settings.Setting, value string) assignment {
	a := assignment{Name: in.Key.Name, Value: value, OS: f.Settings.OS}
	if !in.Set() {
		return a
	}
	if by, _ := f.Settings.SetBy(a.Name, in.Value); len(by) > 0 && by[0].Line > 0 {
		a.File, a.Line = by[0].File, strconv.Itoa(by[0].Line)
	}
	return a
}

// line is the assignment in the words of the system's usual shell.
func (a assignment) line() string {
	if a.OS == "windows" {
		return "setx " + a.Name + " \"" + a.Value + "\""
	}
	value := a.Value
	if strings.ContainsAny(value, "*?;&|<>() ") {
		value = "'" + value + "'"
	}
	return "export " + a.Name + "=" + value
}

// file is the start-up file that a new line belongs into.
func (a assignment) file() string {
	if a.OS == "darwin" {
		return "~/.zprofile"
	}
	return "~/.profile"
}

// En is the clause of an English step that says how to give the value for good.
func (a assignment) En() string {
	switch {
	case a.OS == "windows":
		return "run: " + a.line() + ", then open a new terminal"
	case a.File != "":
		return "write in line " + a.Line + " of " + a.File + ": " + a.line()
	}
	return "add this line to " + a.file() + " (or where " + a.Name + " is set): " + a.line()
}

// Zh is En in Chinese.
func (a assignment) Zh() string {
	switch {
	case a.OS == "windows":
		return "运行 " + a.line() + "，然后打开新的终端"
	case a.File != "":
		return "把 " + a.File + " 的第 " + a.Line + " 行改为：" + a.line()
	}
	return "在 " + a.file() + "（或设置 " + a.Name + " 的地方）写入：" + a.line()
}

// NowEn is the step for the open shell only.
func (a assignment) NowEn() string {
	if a.OS == "windows" {
		return "For this shell only, in PowerShell: $env:" + a.Name + " = \"" + a.Value + "\""
	}
	return "For this shell only: " + a.line()
}

// NowZh is NowEn in Chinese.
func (a assignment) NowZh() string {
	if a.OS == "windows" {
		return "只对当前 PowerShell 生效：$env:" + a.Name + " = \"" + a.Value + "\""
	}
	return "只对当前终端生效：" + a.line()
}
