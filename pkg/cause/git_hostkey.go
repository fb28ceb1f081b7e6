package cause

import (
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

var gitHostkey = &Cause{
	ID:       GitHostkey,
	Severity: Error,
	Layer:    Server,
	Templates: map[string]Template{
		"en": {
			Title:  "ssh does not accept the host key of {{.host}}",
			Detail: "git goes to {{.host}} by ssh, and ssh refuses its host key. The go command runs ssh without questions, so an unknown key is an error.",
			Manual: []string{"Compare the key's fingerprint with the one that the operator of {{.host}} publishes, then add it: ssh-keyscan {{.host}} >> ~/.ssh/known_hosts (only after the comparison)."},
			Page:   "A changed key can be a new machine or somebody in the middle. Nobody but the operator of the host can tell.",
		},
		"zh": {
			Title:  "ssh 不接受 {{.host}} 的主机密钥",
			Detail: "git 通过 ssh 访问 {{.host}}，而 ssh 拒绝其主机密钥。go 命令以非交互方式运行 ssh，未知的密钥即为错误。",
			Manual: []string{"先将密钥指纹与 {{.host}} 官方公布的比对一致，再添加：ssh-keyscan {{.host}} >> ~/.ssh/known_hosts"},
			Page:   "密钥变化可能是换了机器，也可能是有人在中间。只有主机的运营者能确认。",
		},
	},
	Match: onStop(func(_ *facts.Facts, s facts.Stop) *Finding {
		if !s.AtOrigin() || s.Hop.Symptom != symptom.VCSHostKey {
			return nil
		}
		return originFinding(s)
	}),
}
