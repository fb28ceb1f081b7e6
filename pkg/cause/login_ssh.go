package cause

import "strings"

// ofSSH says why ssh got no login from a server: what it says itself of its keys and its
// agent, else what is in ~/.ssh.
func (l Login) ofSSH() []step {
	check := "ssh -T git@" + l.Host
	out := []step{l.refusedKeys()}
	if e := l.SSH; e != nil {
		if e.AgentError != "" {
			out = append(out, step{
				"SSH_AUTH_SOCK names an ssh agent, but no agent answers there (" + e.AgentError + "): start one with eval \"$(ssh-agent)\" and load the key with ssh-add.",
				"SSH_AUTH_SOCK 指向一个 ssh agent，但没有 agent 响应（" + e.AgentError + "）：用 eval \"$(ssh-agent)\" 启动，并用 ssh-add 加载密钥。",
			})
		}
		for _, name := range e.Open {
			out = append(out, step{"ssh does not use " + name + ", since other users may read it: chmod 600 " + name, "ssh 不使用 " + name + "，因为其他用户可以读取它：chmod 600 " + name})
		}
	}
	return append(out, step{"Check with: " + check, "检查：" + check})
}

func (l Login) refusedKeys() step {
	e := l.SSH
	switch {
	case e != nil && len(e.Locked) > 0:
		key := e.Locked[0]
		return step{
			"git uses ssh. " + l.Host + " knows the key " + key + ", but ssh cannot use it without its passphrase: load it with ssh-add " + key,
			"git 经 ssh 访问。" + l.Host + " 认可密钥 " + key + "，但 ssh 没有它的口令（passphrase）而无法使用：用 ssh-add " + key + " 加载",
		}
	case e != nil && len(e.Offered) > 0:
		keys := strings.Join(e.Offered, ", ")
		return step{
			"git uses ssh, and " + l.Host + " accepts none of your keys (offered: " + keys + "): register the public key there, or name the right one in ~/.ssh/config.",
			"git 经 ssh 访问，而 " + l.Host + " 不接受你的任何密钥（已提供：" + keys + "）：在该服务器上登记公钥，或在 ~/.ssh/config 中指定正确的密钥。",
		}
	case e != nil && len(e.Open) == 0:
		return step{
			"git uses ssh, and ssh has no key to offer to " + l.Host + when(e.AgentEmpty, " (the agent is empty)", when(!e.Announced, " (and there is no agent)")) + ": make one with ssh-keygen and register it there, or load it with ssh-add.",
			"git 经 ssh 访问，但 ssh 没有可提供给 " + l.Host + " 的密钥" + when(e.AgentEmpty, "（agent 中没有密钥）", when(!e.Announced, "（也没有 agent）")) + "：用 ssh-keygen 生成并在该服务器上登记，或用 ssh-add 加载。",
		}
	}
	return step{
		"git uses ssh, and " + l.Host + " accepts none of your keys: " + when(l.Keys, "load the key (ssh-add), or register it there.", "there is none in ~/.ssh and no agent: make one with ssh-keygen and register it there."),
		"git 经 ssh 访问，而 " + l.Host + " 不接受你的任何密钥：" + when(l.Keys, "加载密钥（ssh-add），或在该服务器上登记。", "~/.ssh 中没有密钥，也没有 agent：用 ssh-keygen 生成并在该服务器上登记。"),
	}
}
