package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/startup"
)

// removal is how a variable of the operating system is taken out of where it is set.
type removal struct {
	Name    string
	Windows bool
	Mac     bool
	Forget  string      // what makes an open shell forget it; "" where that is not known
	Start   *definition // where a start-up file sets it; nil where none tells
}

// definition is the place in a start-up file that sets a variable.
type definition struct {
	File, Text string
	Line       string // "" where the place is no line of a file
	Kind       startup.Kind
	Unset      string // the command that removes it, where there is one
	Function   string // the shell function that sets it
	In         string // the shell in which Unset is run
	Else       string // further places
	Sure       bool   // the file surely sets the value that is in force
	Login      bool   // the file is read only at login
	Root       bool   // only an administrator may write it
	Windows    bool
}

// removalOf finds where start-up files set a variable of the operating system. Of
// a setting of another layer it knows only how to forget it.
func removalOf(f *facts.Facts, s settings.Setting) removal {
	name := s.Key.Name
	r := removal{Name: name, Mac: f.Settings.OS == "darwin", Forget: "unset " + name}
	if f.Settings.OS == "windows" {
		r.Windows, r.Forget = true, "Remove-Item Env:"+name
	}
	if s.Origin != settings.OSEnv {
		return r
	}
	by, sure := f.Settings.SetBy(name, s.Value)
	if len(by) == 0 {
		return r
	}
	d := by[0]
	r.Forget = d.Reload
	r.Start = &definition{
		File: d.File, Text: d.Text.String(), Kind: d.Kind, Unset: d.Unset, Function: d.Function, In: shellName(d.Shell),
		Else: places(by[1:]), Sure: sure, Login: d.Login, Root: needsRoot(d.File), Windows: r.Windows,
	}
	if d.Line > 0 {
		r.Start.Line = strconv.Itoa(d.Line)
	}
	return r
}

// shellName are the shells whose commands remove a definition.
func shellName(s startup.Shell) string {
	switch s {
	case startup.Fish:
		return "fish"
	case startup.Registry:
		return "PowerShell"
	case startup.Launchd:
		return "Terminal"
	}
	return ""
}

func needsRoot(file string) bool {
	// Beside PowerShell itself, of whatever version, in places that every Windows protects.
	for _, dir := range []string{`\Program Files`, `\System32\`} {
		if strings.Contains(file, dir) {
			return true
		}
	}
	return strings.HasPrefix(file, "/etc/") || strings.HasPrefix(file, "/usr/") || strings.HasPrefix(file, "/Library/") || strings.HasPrefix(file, "HKLM")
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

// En is the clause of an English step that says how to remove the variable: the
// exact edit where it is known.
func (r removal) En() string {
	s := r.Start
	if s == nil {
		look := "look in ~/.profile, ~/.bashrc, ~/.zshrc, /etc/environment"
		switch {
		case r.Windows:
			look = "the environment variables in the system settings, the PowerShell profile"
		case r.Mac:
			look = "look in ~/.zshrc, ~/.zprofile, ~/.bash_profile, ~/Library/LaunchAgents"
		}
		return "remove " + r.Name + " where it is set (" + look + ", or the CI job's variables)"
	}
	return s.en(r.Name) + with(" (and also there: ", s.Else, ")")
}

func (s *definition) en(name string) string {
	root := when(s.Root, " as "+s.administrator())
	switch {
	case s.Unset != "":
		return "run in " + s.In + when(s.Root, " as administrator") + ": " + s.Unset
	case s.Function != "":
		return "the shell function " + s.Function + " (line " + s.Line + " of " + s.File + ") seems to set " + name + ": do not call it, or remove from it: " + s.Text
	}
	guess := when(!s.Sure, name+" seems to be set there: ")
	switch s.Kind {
	case startup.Line:
		return guess + "delete line " + s.Line + " of " + s.File + root + ": " + s.Text
	case startup.Only:
		return guess + "replace line " + s.Line + " of " + s.File + root + " with a single colon, because its block must not be empty: " + s.Text
	}
	if s.Line == "" {
		return guess + "in " + s.File + " (plutil -convert xml1 makes it text), remove only this" + when(s.Root, ", as "+s.administrator()) + ": " + s.Text
	}
	return guess + "in line " + s.Line + " of " + s.File + ", remove only this" + when(s.Root, ", as "+s.administrator()) + ": " + s.Text
}

// administrator is the user who may write what other users may not.
func (s *definition) administrator() string {
	if s.Windows {
		return "administrator"
	}
	return "root"
}

// administratorZh is administrator in Chinese, as it stands between "以" and "身份".
func (s *definition) administratorZh() string {
	if s.Windows {
		return "管理员"
	}
	return " root "
}

// Zh is En in Chinese.
func (r removal) Zh() string {
	s := r.Start
	if s == nil {
		look := " ~/.profile、~/.bashrc、~/.zshrc、/etc/environment "
		switch {
		case r.Windows:
			look = "系统设置中的环境变量、PowerShell 配置文件"
		case r.Mac:
			look = " ~/.zshrc、~/.zprofile、~/.bash_profile、~/Library/LaunchAgents "
		}
		return "在设置 " + r.Name + " 的地方将其删除（查看" + look + "或 CI 任务的变量）"
	}
	return s.zh(r.Name) + with("（以下位置同样处理：", s.Else, "）")
}

func (s *definition) zh(name string) string {
	switch {
	case s.Unset != "":
		return when(s.Root, "以管理员身份") + "在 " + s.In + " 中运行：" + s.Unset
	case s.Function != "":
		return name + " 可能由 shell 函数 " + s.Function + "（" + s.File + " 第 " + s.Line + " 行）设置：不要调用该函数，或从中删去：" + s.Text
	}
	guess := when(!s.Sure, name+" 可能在此处设置：") + when(s.Root, "以"+s.administratorZh()+"身份")
	switch s.Kind {
	case startup.Line:
		return guess + "删除 " + s.File + " 的第 " + s.Line + " 行：" + s.Text
	case startup.Only:
		return guess + "把 " + s.File + " 的第 " + s.Line + " 行换成一个冒号（所在的代码块不能为空）：" + s.Text
	}
	return guess + "在 " + s.File + " 的第 " + s.Line + " 行中只删去这一部分：" + s.Text
}

// AfterwardsEn is what to do after a removal, and ForgetEn how an open shell
// forgets the variable.
func (r removal) AfterwardsEn() string {
	return when(r.login(), "log out and in again", "open a new shell")
}

// AfterwardsZh is AfterwardsEn in Chinese.
func (r removal) AfterwardsZh() string {
	return when(r.login(), "注销并重新登录", "打开新的终端")
}

// ForgetEn is the step for the open shell only, or "".
func (r removal) ForgetEn() string {
	return with("For this shell only"+when(r.Windows, ", in PowerShell")+": ", r.Forget, "")
}

// ForgetZh is ForgetEn in Chinese.
func (r removal) ForgetZh() string {
	return with("只对当前"+when(r.Windows, " PowerShell ", "终端")+"生效：", r.Forget, "")
}

func (r removal) login() bool { return r.Start != nil && r.Start.Login }

// SetAtEn says where the variable is set, as a sentence of its own, or "".
func (r removal) SetAtEn() string {
	if r.Start == nil {
		return ""
	}
	return " " + r.Name + " is set in " + r.Start.File + with(", line ", r.Start.Line, "") + ": " + r.Start.Text + with(" (and there: ", r.Start.Else, ")")
}

// SetAtZh is SetAtEn in Chinese.
func (r removal) SetAtZh() string {
	if r.Start == nil {
		return ""
	}
	return r.Name + " 在 " + r.Start.File + with(" 第 ", r.Start.Line, " 行") + "设置：" + r.Start.Text + with("（另见：", r.Start.Else, "）")
}
