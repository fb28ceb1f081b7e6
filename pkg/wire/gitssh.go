package wire

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/probe"
)

// sshTime bounds the second question to a server that has refused all keys.
const sshTime = 5 * time.Second

// ExplainSSH asks a server that refused every key once more, with what ssh says of its
// keys and its agent (-v): no key file is opened by this program.
func ExplainSSH(ctx context.Context, env *probe.Env, c host.Command) *probe.SSHEvidence {
	i := slices.IndexFunc(c.Env, func(v string) bool { return strings.HasPrefix(v, "GIT_SSH_COMMAND=") })
	if i < 0 {
		command := env.Settings.Variable("GIT_SSH_COMMAND").Reveal()
		if !strings.HasPrefix(command, "ssh ") && command != "ssh" {
			return nil // another program, which has other flags
		}
		c.Env = append(slices.Clone(c.Env), "GIT_SSH_COMMAND="+command+" -v -o BatchMode=yes -o ConnectTimeout=4")
	} else {
		c.Env = slices.Clone(c.Env)
		c.Env[i] += " -v"
	}
	ctx, cancel := context.WithTimeout(ctx, sshTime)
	defer cancel()
	out, err := env.Run(ctx, c)
	if err != nil {
		return nil
	}
	e := readSSH(string(out.Stderr))
	e.Announced = env.Settings.Variable("SSH_AUTH_SOCK") != ""
	return e
}

var (
	offered   = lazyre.New(`debug1: Offering public key: (\S+)`)
	accepted  = lazyre.New(`debug1: Server accepts key: (\S+)`)
	loadKey   = lazyre.New(`Load key "([^"\n]+)": ([^\n]+)`)
	noKey     = lazyre.New(`no such identity: ([^\n]+): No such file`)
	agentDead = lazyre.New(`ssh_get_authentication_socket: ([^\n]+)`)
)

// HostKeyChanged reports whether ssh says that a server's key is not the one that
// known_hosts has.
func HostKeyChanged(line string) bool {
	return strings.Contains(strings.ToLower(line), "identification has changed")
}

// maxSSHKeys bounds the keys that are named.
const maxSSHKeys = 8

// readSSH reads what OpenSSH says with -v (7.0 to 9.9).
func readSSH(said string) *probe.SSHEvidence {
	e := &probe.SSHEvidence{}
	if m := agentDead.FindStringSubmatch(said); m != nil {
		e.AgentError = foreign.Redact(strings.TrimSpace(m[1]))
	}
	e.AgentEmpty = strings.Contains(said, "agent contains no identities") || strings.Contains(said, "agent has no identities")
	add := func(to *[]string, name string) {
		if name = foreign.Redact(name); !slices.Contains(*to, name) && len(*to) < maxSSHKeys {
			*to = append(*to, name)
		}
	}
	for _, m := range offered.FindAllStringSubmatch(said, -1) {
		add(&e.Offered, m[1])
	}
	for _, m := range loadKey.FindAllStringSubmatch(said, -1) {
		if strings.Contains(m[2], "bad permissions") {
			add(&e.Open, m[1])
		}
	}
	for _, m := range accepted.FindAllStringSubmatch(said, -1) {
		if !slices.Contains(e.Open, foreign.Redact(m[1])) {
			add(&e.Locked, m[1]) // it would have logged in, had the key been usable
		}
	}
	for _, m := range noKey.FindAllStringSubmatch(said, -1) {
		add(&e.Gone, m[1])
	}
	e.TooMany = strings.Contains(said, "Too many authentication failures")
	return e
}
