package cause

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// sshAddress is where git logs in by ssh, as words of ssh's own command line; noUser says
// that the URL, or HOST:PATH, names no user, so that ssh takes the one of this machine.
func sshAddress(at settings.Value) (words string, noUser bool) {
	user := route.UserOf(at)
	noUser = user == ""
	if noUser || strings.ContainsFunc(user, notOfName) {
		user = "git"
	}
	return portFlag(at) + user + "@" + facts.OriginHost(at), noUser
}

// portOf is the port of a URL of git, "" for ssh's usual one.
func portOf(at settings.Value) string {
	hp, err := route.HostPort(at)
	port := hp[strings.LastIndexByte(hp, ':')+1:]
	return when(err == nil && port != "22", port)
}

// portFlag is how ssh and ssh-keyscan are told the port of a URL.
func portFlag(at settings.Value) string { return with("-p ", portOf(at), " ") }

// notOfName reports whether a letter can mean something else than itself in a command.
func notOfName(r rune) bool {
	return !strings.ContainsRune("._-", r) && !('a' <= r && r <= 'z') && !('A' <= r && r <= 'Z') && !('0' <= r && r <= '9')
}

// sshConfig is the file of ssh's settings, as people write it on a system.
func sshConfig(system string) string {
	return when(system == "windows", `%USERPROFILE%\.ssh\config`, "~/.ssh/config")
}

// by443 is how ssh gets to a forge where its usual port is blocked, an empty step where
// the forge is not known to take ssh elsewhere.
func by443(host, system string) step {
	other := known.SSHOver443(host)
	if other == "" {
		return step{}
	}
	return step{
		host + " takes ssh on port 443 as well: in " + sshConfig(system) + ", for Host " + host + ", write HostName " + other + " and Port 443.",
		host + " 在 443 端口也提供 ssh：在 " + sshConfig(system) + " 中为 Host " + host + " 写上 HostName " + other + " 和 Port 443。",
	}
}

// ofSSH says why ssh got no login from a server: what it says itself of its keys and its
// agent, else what is in ~/.ssh.
func (l Login) ofSSH() []step {
	config := sshConfig(l.OS)
	out := []step{l.refusedKeys()}
	if l.NoUser {
		out = append(out, step{
			"The URL names no user, so ssh logs in with the name that you have on this machine. Most servers want git: put git@ before the host, or write User git for Host " + l.Host + " in " + config + ".",
			"URL 中没有用户名，ssh 会用你在本机的用户名登录。多数服务器要求 git：在主机名前加 git@，或在 " + config + " 中为 Host " + l.Host + " 写上 User git。",
		})
	}
	if e := l.SSH; e != nil {
		if e.AgentError != "" {
			out = append(out, step{
				"SSH_AUTH_SOCK names an ssh agent, but no agent answers there (" + e.AgentError + "): start one with eval \"$(ssh-agent)\" and load the key with ssh-add.",
				"SSH_AUTH_SOCK 指向一个 ssh agent，但没有 agent 响应（" + said(e.AgentError) + "）：用 eval \"$(ssh-agent)\" 启动，并用 ssh-add 加载密钥。",
			})
		}
		for _, name := range e.Open {
			out = append(out, step{"ssh does not use " + name + ", since other users may read it: chmod 600 " + name, "ssh 不使用 " + name + "，因为其他用户可以读取它：chmod 600 " + name})
		}
	}
	return append(out, step{"Check with: ssh -T " + l.Address, "检查：ssh -T " + l.Address})
}

func (l Login) refusedKeys() step {
	e, config := l.SSH, sshConfig(l.OS)
	folder := config[:len(config)-len("/config")]
	if e == nil {
		return step{
			"git uses ssh, and " + l.Host + " accepts none of your keys: " + when(l.Keys, "load the key (ssh-add), or register it there.", "there is none in "+folder+" and no agent: make one with ssh-keygen and register it there."),
			"git 经 ssh 访问，而 " + l.Host + " 不接受你的任何密钥：" + when(l.Keys, "加载密钥（ssh-add），或在该服务器上登记。", folder+" 中没有密钥，也没有 agent：用 ssh-keygen 生成并在该服务器上登记。"),
		}
	}
	keys := strings.Join(e.Offered, ", ")
	switch {
	case len(e.Locked) > 0:
		key := e.Locked[0]
		return step{
			"git uses ssh. " + l.Host + " knows the key " + key + ", but ssh cannot use it without its passphrase: load it with ssh-add " + key,
			"git 经 ssh 访问。" + l.Host + " 认可密钥 " + key + "，但 ssh 没有它的口令（passphrase）而无法使用：用 ssh-add " + key + " 加载",
		}
	case len(e.Open) > 0:
		return step{} // the file is named below
	case e.TooMany:
		return step{
			"git uses ssh, and " + l.Host + " ends the login after so many keys (offered: " + keys + "): name the right one in " + config + " with IdentityFile, and add IdentitiesOnly yes.",
			"git 经 ssh 访问，而 " + l.Host + " 因提供的密钥过多而中止登录（已提供：" + keys + "）：在 " + config + " 中用 IdentityFile 指定正确的密钥，并加上 IdentitiesOnly yes。",
		}
	case len(e.Gone) > 0:
		gone := strings.Join(e.Gone, ", ")
		return step{
			"git uses ssh, whose configuration names the key " + gone + " for " + l.Host + ", and there is no such file: correct IdentityFile in " + config + ".",
			"git 经 ssh 访问，ssh 配置为 " + l.Host + " 指定了密钥 " + gone + "，但该文件不存在：请改正 " + config + " 中的 IdentityFile。",
		}
	case len(e.Offered) > 0:
		return step{
			"git uses ssh, and " + l.Host + " accepts none of your keys (offered: " + keys + "): register the public key there, or name the right one in " + config + ".",
			"git 经 ssh 访问，而 " + l.Host + " 不接受你的任何密钥（已提供：" + zhList(keys) + "）：在该服务器上登记公钥，或在 " + config + " 中指定正确的密钥。",
		}
	case len(l.Untried) > 0:
		names := strings.Join(l.Untried, ", ")
		return step{
			"git uses ssh, and ssh offers no key to " + l.Host + ": it looks only for the usual names, and " + folder + " has " + names + ". Name it in " + config + ": IdentityFile ~/.ssh/" + l.Untried[0] + " for Host " + l.Host,
			"git 经 ssh 访问，但 ssh 没有向 " + l.Host + " 提供密钥：它只找常用的文件名，而 " + folder + " 中是 " + names + "。在 " + config + " 中为 Host " + l.Host + " 写上：IdentityFile ~/.ssh/" + l.Untried[0],
		}
	}
	return step{
		"git uses ssh, and ssh has no key to offer to " + l.Host + when(e.AgentEmpty, " (the agent is empty)", when(!e.Announced, " (and there is no agent)")) + ": make one with ssh-keygen and register it there, or load it with ssh-add.",
		"git 经 ssh 访问，但 ssh 没有可提供给 " + l.Host + " 的密钥" + when(e.AgentEmpty, "（agent 中没有密钥）", when(!e.Announced, "（也没有 agent）")) + "：用 ssh-keygen 生成并在该服务器上登记，或用 ssh-add 加载。",
	}
}

// usualKeys are the files of ~/.ssh that ssh tries without being told (ssh_config(5),
// IdentityFile, OpenSSH 9).
var usualKeys = []string{"id_rsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519", "id_ed25519_sk", "id_xmss", "id_dsa"}

// untried are the keys of ~/.ssh that ssh does not try by itself.
func untried(keys []string) []string {
	return slices.DeleteFunc(slices.Clone(keys), func(k string) bool {
		return slices.Contains(usualKeys, k) || strings.ContainsFunc(k, notOfName)
	})
}
