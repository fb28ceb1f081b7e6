package cause

import (
	"strconv"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// goauth is what GOAUTH makes of logins of the go command (cmd/go/internal/auth).
type goauth struct {
	Value string // as people may see it; "" where it is not set
	Netrc bool   // netrc is one of its sources
	// Problem is why it gives no login, "" where nothing is known to be wrong.
	Problem authProblem
	Code    int    // the exit code of that one
	Source  string // the one that the problem is about
	// Removal is where a variable of the operating system sets it, nil where go env -u does.
	Removal *removal
}

// authProblem says what is wrong with a source of GOAUTH.
type authProblem string

const (
	authIgnored  authProblem = "ignored"  // this Go knows no GOAUTH
	authOff      authProblem = "off"      // no login is sent
	authNoDir    authProblem = "no-dir"   // git without an absolute directory
	authOnlyGit  authProblem = "git"      // git's helper alone, so that netrc does not count
	authCommand  authProblem = "command"  // a command alone, so that netrc does not count
	authMisused  authProblem = "misused"  // off beside others, or an empty command
	authDirGone  authProblem = "dir-gone" // the directory of git does not exist
	authNotFound authProblem = "not-found"
	authHangs    authProblem = "hangs"      // a command does not end, and go waits for it
	authFails    authProblem = "fails"      // a command ends with a code other than 0
	authGarbage  authProblem = "unreadable" // go cannot read what a command prints
)

func goauthOf(f *facts.Facts) goauth {
	s := f.Settings
	set := s.Effective(settings.Go("GOAUTH"))
	value := strings.TrimSpace(s.Get("GOAUTH").Reveal())
	if value == "" || value == "netrc" {
		return goauth{Netrc: true}
	}
	a := goauth{Value: s.Get("GOAUTH").String()}
	if set.Origin == settings.OSEnv {
		r := removalOf(f, set)
		a.Removal = &r
	}
	if route.OlderGo(s.Go.Version, "1.24") {
		a.Netrc, a.Problem = true, authIgnored
		return a
	}
	sources := settings.AuthSources(value)
	for _, source := range sources {
		gone := s.Credentials.Auth[source.Text]
		var problem authProblem
		switch {
		case source.Kind == settings.AuthEmpty, source.Kind == settings.AuthOff && len(sources) > 1:
			problem = authMisused
		case source.Kind == settings.AuthOff:
			problem = authOff
		case source.Kind == settings.AuthNetrc:
			a.Netrc = true
		case source.Kind == settings.AuthGit && source.Dir() == "":
			problem = authNoDir
		case gone != "":
			problem = map[settings.AuthGone]authProblem{settings.AuthNoDirectory: authDirGone, settings.AuthNoProgram: authNotFound}[gone]
		}
		if problem != "" && a.Problem == "" {
			a.Problem, a.Source = problem, settings.Value(source.Text).String()
		}
	}
	if r := firstAuth(f); a.Problem == "" && r != nil {
		a.Source, a.Code = r.Source, r.Code
		a.Problem = map[probe.HelperState]authProblem{probe.HelperHangs: authHangs, probe.HelperFails: authFails, probe.HelperUnreadable: authGarbage, probe.HelperMissing: authNotFound}[r.State]
	}
	if a.Problem == "" && !a.Netrc {
		a.Problem = authCommand
		if strings.HasPrefix(value, "git ") {
			a.Problem = authOnlyGit
		}
	}
	return a
}

// firstAuth is the first command of GOAUTH that gave no login, nil where there is none or
// none was run.
func firstAuth(f *facts.Facts) *probe.AuthCommand {
	for _, r := range f.Of(probe.GoCommand) {
		if r.Evidence.Auth == nil {
			continue
		}
		for i, c := range r.Evidence.Auth.Commands {
			if c.State != probe.HelperGave && c.State != probe.HelperSilent {
				return &r.Evidence.Auth.Commands[i]
			}
		}
	}
	return nil
}

// undo says how the setting is taken back.
func (a goauth) undo() step {
	if a.Removal != nil {
		return step{a.Removal.En(), a.Removal.Zh()}
	}
	return step{"run: go env -u GOAUTH", "运行：go env -u GOAUTH"}
}

// steps says what GOAUTH does to logins of the go command.
func (a goauth) steps(l Login) []step {
	dir := when(l.OS == "windows", `cmd /c go env -w "GOAUTH=git %USERPROFILE%"`, `go env -w "GOAUTH=git $HOME"`)
	_, inNetrc := l.Netrc.Entry(l.Machine)
	switch a.Problem {
	case authIgnored:
		return []step{{"GOAUTH=" + a.Value + " has no effect: it exists since Go 1.24, and this Go reads logins only from netrc.", "GOAUTH=" + a.Value + " 无效：Go 1.24 起才有 GOAUTH，这个版本的 Go 只从 netrc 读取登录。"}}
	case authOff:
		return []step{{"GOAUTH=off keeps go from sending any login to module proxies and import pages: " + a.undo().En, "GOAUTH=off 使 go 不向模块代理和导入页发送任何登录：" + a.undo().Zh}}
	case authNoDir:
		return []step{{"GOAUTH has " + a.Source + ", and git wants an absolute path of a directory behind it; go stops there: " + dir, "GOAUTH 中的 " + a.Source + " 后面需要一个目录的绝对路径，go 会因此停止：" + dir}}
	case authDirGone:
		return []step{{"GOAUTH has " + a.Source + ", which is no directory here; go stops there: " + dir, "GOAUTH 中的 " + a.Source + " 不是本机上的目录，go 会因此停止：" + dir}}
	case authNotFound:
		return []step{{"GOAUTH names the command " + a.Source + ", which is not in PATH, so that go gets no login from it: install it, or " + a.undo().En, "GOAUTH 指定的命令 " + a.Source + " 不在 PATH 中，go 无法由它得到登录：安装它，或" + a.undo().Zh}}
	case authHangs:
		return []step{{"The GOAUTH command " + a.Source + " does not end, and go waits for it without limit. No server is to blame: run it by itself to see why.", "GOAUTH 指定的命令 " + a.Source + " 一直不结束，go 会无限等待，与服务器无关：单独运行它查看原因。"}}
	case authFails:
		return []step{{"The GOAUTH command " + a.Source + " fails with exit code " + strconv.Itoa(a.Code) + ", so that go gets no login from it: run it by itself to see why.", "GOAUTH 指定的命令 " + a.Source + " 失败，退出码 " + strconv.Itoa(a.Code) + "，go 无法由它得到登录：单独运行它查看原因。"}}
	case authGarbage:
		return []step{{"go cannot read what the GOAUTH command " + a.Source + " prints (URLs, an empty line, headers, an empty line: go help goauth).", "go 无法读取 GOAUTH 指定的命令 " + a.Source + " 的输出（应为：URL、空行、请求头、空行，见 go help goauth）。"}}
	case authMisused:
		return []step{{"GOAUTH=" + a.Value + " is not valid (an empty source, or off beside others), and go stops there: " + a.undo().En, "GOAUTH=" + a.Value + " 无效（有空的来源，或 off 与其他来源并用），go 会因此停止：" + a.undo().Zh}}
	case authOnlyGit, authCommand:
		if inNetrc {
			set := `go env -w "GOAUTH=netrc;` + a.Value + `"`
			return []step{{"GOAUTH=" + a.Value + " does not name netrc, so that go does not read " + l.Netrc.File + ", which has " + l.Machine + ": " + set, "GOAUTH=" + a.Value + " 中没有 netrc，因此 go 不读取 " + l.Netrc.File + "，其中有 " + l.Machine + "：" + set}}
		}
		return []step{{"go takes its login from GOAUTH=" + a.Value + ", which has given none that " + l.Host + " accepts.", "go 的登录来自 GOAUTH=" + a.Value + "，它没有给出 " + l.Host + " 接受的登录。"}}
	}
	return nil
}

// otherSource is how go is given another source of logins than netrc.
func (l Login) otherSource() step {
	switch {
	case l.Old:
		return step{"This Go reads logins only from netrc; GOAUTH exists since Go 1.24.", "这个版本的 Go 只从 netrc 读取登录；Go 1.24 起才有 GOAUTH。"}
	case l.Auth.Value != "":
		return step{}
	}
	command := when(l.OS == "windows", "cmd /c ") + `go env -w "GOAUTH=netrc;git ` + when(l.OS == "windows", "%USERPROFILE%", "$HOME") + `"`
	return step{"go reads the login from netrc; to use git's credential helper as well: " + command, "go 从 netrc 读取登录；要同时使用 git 的凭据助手：" + command}
}
