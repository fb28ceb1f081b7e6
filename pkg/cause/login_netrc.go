package cause

import "github.com/gofix-net/gofix-net/pkg/settings"

// usesNetrc says whether the program takes logins from netrc at all.
func (l Login) usesNetrc() bool { return l.Git || l.Auth.Netrc }

// inNetrc is what the netrc files have for the host and why it does not serve. Which
// program reads which file is part of it: $NETRC means something to go alone, since git
// leaves netrc to libcurl (CURLOPT_NETRC), which looks in the home directory.
func (l Login) inNetrc() []step {
	n, other := l.Netrc, l.Other
	var out []step
	switch {
	case l.Named && l.elsewhereOfGerrit():
		// Not refused: Gerrit has not asked for it there.
	case l.Named:
		out = append(out, l.entry())
	case n.Missing:
		out = append(out, step{
			"NETRC names " + n.File + ", which does not exist, and go reads no other netrc file: make it, or run: " + l.unsetNetrc(),
			"NETRC 指向 " + n.File + "，该文件不存在，而 go 不再读取其他 netrc 文件：创建该文件，或运行：" + l.unsetNetrc(),
		})
	case l.Near != "":
		out = append(out, step{
			n.File + " has " + l.Near + "; " + l.program() + " looks only for " + l.Machine + ": write that name there.",
			n.File + " 中写的是 " + l.Near + "；" + l.program() + " 只查找 " + l.Machine + "：请改为这个名称。",
		})
	case hasDefault(n) && !l.Git:
		out = append(out, step{
			n.File + " has a default entry, which go ignores: it wants a line for machine " + l.Machine + ".",
			n.File + " 中有 default 条目，但 go 忽略它：需要为 machine " + l.Machine + " 写一行。",
		})
	}
	if _, there := other.Entry(l.otherName()); there && !l.Named && other.File != n.File {
		out = append(out, l.elsewhere())
	}
	if _, there := l.Misnamed.Entry(l.Machine); there && !l.Named {
		out = append(out, step{
			l.Misnamed.File + " has a login for " + l.Machine + ", but a file of that name is read only on Windows: mv " + l.Misnamed.File + " ~/.netrc",
			l.Misnamed.File + " 中有 " + l.Machine + " 的登录，但只有 Windows 上才读取这个文件名：mv " + l.Misnamed.File + " ~/.netrc",
		})
	}
	return out
}

// otherName is the name that the other program would look for.
func (l Login) otherName() string {
	if l.Git {
		return l.Machine // the port is not known here
	}
	return l.Host
}

// elsewhere is a login in the file that only the other program reads.
func (l Login) elsewhere() step {
	other, own := l.Other, l.Netrc
	switch {
	case l.Git && other.ByVariable:
		return step{
			other.File + " has a login for " + l.Host + ", but git does not read it: NETRC means something only to go. Add the line to " + l.file() + " as well.",
			other.File + " 中有 " + l.Host + " 的登录，但 git 不读取它：NETRC 只对 go 有效。请把这一行也写入 " + l.file() + "。",
		}
	case own.ByVariable:
		return step{
			other.File + " has a login for " + l.Host + ", but go reads only " + own.File + ", because NETRC names it: add the line there, or run: " + l.unsetNetrc(),
			other.File + " 中有 " + l.Host + " 的登录，但 NETRC 使 go 只读取 " + own.File + "：把这一行写入该文件，或运行：" + l.unsetNetrc(),
		}
	}
	return step{
		other.File + " has a login for " + l.Host + ", but " + l.program() + " reads " + own.File + ": write it there as well.",
		other.File + " 中有 " + l.Host + " 的登录，但 " + l.program() + " 读取的是 " + own.File + "：请也写入该文件。",
	}
}

// entry is why an entry for the host does not serve.
func (l Login) entry() step {
	file, e := l.Netrc.File, l.Entry
	switch {
	case !e.Login || !e.Password:
		return step{
			"The entry for " + l.Machine + " in " + file + " has no " + when(e.Login, "password", when(e.Password, "login", "login and no password")) + ".",
			file + " 中 " + l.Machine + " 的条目没有" + when(e.Login, "密码（password）", when(e.Password, "用户名（login）", "用户名（login）和密码（password）")) + "。",
		}
	case e.Variable != "":
		return step{
			file + " has the name of the variable " + e.Variable + " in place of its value for " + l.Machine + ": go and git do not replace variables in netrc. Write the value when the job makes the file.",
			file + " 为 " + l.Machine + " 写的是变量名 " + e.Variable + "，而不是它的值：go 和 git 都不会替换 netrc 中的变量。请在任务中生成该文件时写入变量的值。",
		}
	case e.Quoted && !l.Git:
		return step{
			file + " has the password for " + l.Machine + " in quotation marks, which go sends as a part of it: remove them.",
			file + " 中 " + l.Machine + " 的密码带引号，go 会把引号也当作密码发送：请去掉引号。",
		}
	}
	return step{
		file + " has a login for " + l.Machine + ", but the host rejects it: renew the token there, or check its permissions.",
		file + " 中有 " + l.Machine + " 的登录，但该主机不接受：请在该主机上更新令牌，或检查其权限。",
	}
}

func hasDefault(n settings.Netrc) bool {
	for _, m := range n.Machines {
		if m.Name == "" {
			return true
		}
	}
	return false
}

func (l Login) unsetNetrc() string {
	return when(l.OS == "windows", "Remove-Item Env:NETRC (PowerShell)", "unset NETRC")
}
