package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// GitHostkey is its id.
const GitHostkey ID = "git-hostkey"

var gitHostkey = &Cause{
	ID:       GitHostkey,
	Traits:   Traits{EachTarget, Lasts, ByOrigin},
	Severity: Error,
	Layer:    Server,
	Words: Languages{
		Text[UnknownKey]{
			Title: func(d UnknownKey) string {
				return when(d.Changed, d.Host+" shows another host key than the one that ssh knows", "ssh does not accept the host key of "+d.Host)
			},
			Detail: func(d UnknownKey) string {
				if d.Changed {
					return "known_hosts has another key for " + d.Host + ". Either the server has a new one, or an attacker answers in its place: ssh ends the connection."
				}
				return "git connects to " + d.Host + " over ssh, and ssh rejects its host key. go runs ssh without prompts, so an unknown key is an error."
			},
			Manual: func(d UnknownKey) []string {
				return []string{
					"Show the fingerprint that this machine sees: " + d.scan() + " | ssh-keygen -lf -",
					"Compare it with the one that " + d.Host + " publishes, or ask its operator." + when(d.Changed, " If it is not the same, stop: somebody may be reading along."),
					when(d.Changed, "Only if it is the same, remove the old key: "+d.forget()),
					"Only if it is the same, add it: " + d.scan() + " >> " + d.known(),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "ssh does not know or rejects the host key" + with(" of ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"Compare the key's fingerprint with the one that the host publishes before you accept it:",
						"$ ssh -T git@" + l.Host,
						"In a Dockerfile or a CI job, add the published key to ~/.ssh/known_hosts before the first fetch.",
						"If the key changed without an announcement, it may be an attack: ask the host's operator.",
					}
				},
			},
		},
		Text[UnknownKey]{
			Title: func(d UnknownKey) string {
				return when(d.Changed, d.Host+" 的主机密钥与 ssh 记录的不同", "ssh 不接受 "+d.Host+" 的主机密钥")
			},
			Detail: func(d UnknownKey) string {
				if d.Changed {
					return "known_hosts 中 " + d.Host + " 的密钥与服务器的不同。可能是服务器换了密钥，也可能是中间人攻击：ssh 因此断开连接。"
				}
				return "git 通过 ssh 访问 " + d.Host + "，而 ssh 拒绝其主机密钥。go 命令以非交互方式运行 ssh，未知的密钥即为错误。"
			},
			Manual: func(d UnknownKey) []string {
				return []string{
					"查看本机看到的指纹：" + d.scan() + " | ssh-keygen -lf -",
					"与 " + d.Host + " 官方公布的指纹比对，或询问其管理员。" + when(d.Changed, "如果不一致，请停止：通信可能已被窃听。"),
					when(d.Changed, "仅当一致时，删除旧密钥："+d.forget()),
					"仅当一致时，添加：" + d.scan() + " >> " + d.known(),
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "ssh 不认识或拒绝" + with(" ", l.Target, " 的") + "主机密钥" },
				Steps: func(l Seen) []string {
					return []string{
						"将密钥指纹与该主机公布的指纹核对，一致后再接受：",
						"$ ssh -T git@" + l.Host,
						"在 Dockerfile 或 CI 任务中，在第一次拉取之前把公布的密钥写入 ~/.ssh/known_hosts。",
						"如果密钥未经公告就变了，可能是中间人攻击：向该主机的管理员确认。",
					}
				},
			},
		},
	},
	Match: onStop(func(f *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Symptom != symptom.VCSHostKey {
			return nil
		}
		d := UnknownKey{Origin: originOf(s), OS: f.Settings.OS}
		if r := f.Result(s.Hop.Result); r != nil && r.Evidence.Git != nil {
			d.Changed = r.Evidence.Git.HostKeyChanged
		}
		return &Finding{Target: d.Host, Data: d}
	}),
}

// UnknownKey is a server of ssh whose host key is not accepted.
type UnknownKey struct {
	Origin
	OS      string
	Changed bool // another key is known for it
}

// scan is the command that asks the server for its keys.
func (d UnknownKey) scan() string { return "ssh-keyscan " + portFlag(d.URL) + d.Host }

// forget is the command that removes what known_hosts has for the server.
func (d UnknownKey) forget() string {
	return "ssh-keygen -R " + when(portOf(d.URL) == "", d.Host, `"[`+d.Host+`]:`+portOf(d.URL)+`"`)
}

// known is the file of host keys, as the system's shell takes it.
func (d UnknownKey) known() string {
	return when(d.OS == "windows", `"%USERPROFILE%\.ssh\known_hosts" (cmd)`, "~/.ssh/known_hosts")
}
