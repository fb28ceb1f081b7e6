package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitHostkey = &Cause{
	ID:       GitHostkey,
	Severity: Error,
	Layer:    Server,
	Words: in(
		Text[UnknownKey]{
			Title: func(d UnknownKey) string { return "ssh does not accept the host key of " + d.Host },
			Detail: func(d UnknownKey) string {
				return "git goes to " + d.Host + " by ssh, and ssh refuses its host key. The go command runs ssh without questions, so an unknown key is an error."
			},
			Manual: func(d UnknownKey) []string {
				return []string{
					"Compare the key's fingerprint with the one that the operator of " + d.Host + " publishes, then add it: ssh-keyscan " + d.Host + " >> ~/.ssh/known_hosts (only after the comparison).",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "ssh does not know, or refuses, the host key" + with(" of ", l.Target, "") },
				Steps: func(l Seen) []string {
					return []string{
						"Compare the key's fingerprint with the one that the host publishes, and only then accept it:",
						"$ ssh -T git@" + l.Host,
						"In a Dockerfile or a CI job, add the published key to ~/.ssh/known_hosts before the first fetch.",
						"If it has changed without an announcement, somebody may stand between you and the host: ask its operator.",
					}
				},
			},
			Page: "A changed key can be a new machine or somebody in the middle. Nobody but the operator of the host can tell.",
		},
		Text[UnknownKey]{
			Title: func(d UnknownKey) string { return "ssh 不接受 " + d.Host + " 的主机密钥" },
			Detail: func(d UnknownKey) string {
				return "git 通过 ssh 访问 " + d.Host + "，而 ssh 拒绝其主机密钥。go 命令以非交互方式运行 ssh，未知的密钥即为错误。"
			},
			Manual: func(d UnknownKey) []string {
				return []string{
					"先将密钥指纹与 " + d.Host + " 官方公布的比对一致，再添加：ssh-keyscan " + d.Host + " >> ~/.ssh/known_hosts",
				}
			},
			Log: Log{
				Title: func(l Seen) string { return "ssh 不认识或拒绝" + with(" ", l.Target, " 的") + "主机密钥" },
				Steps: func(l Seen) []string {
					return []string{
						"将密钥指纹与该主机公布的指纹核对，一致后再接受：",
						"$ ssh -T git@" + l.Host,
						"在 Dockerfile 或 CI 任务中，在第一次拉取之前把公布的密钥写入 ~/.ssh/known_hosts。",
						"如果密钥在没有公告的情况下变了，可能有人冒充该主机：询问其管理者。",
					}
				},
			},
			Page: "密钥变化可能是换了机器，也可能是有人在中间。只有主机的运营者能确认。",
		},
	),
	Match: onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Symptom != symptom.VCSHostKey {
			return nil
		}
		d := UnknownKey{originOf(s)}
		return &Finding{Target: d.Host, Data: d}
	}),
}

// UnknownKey is a server of ssh whose host key is not accepted.
type UnknownKey struct{ Origin }
