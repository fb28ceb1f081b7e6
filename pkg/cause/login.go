package cause

import (
	"cmp"
	"net/url"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Login is what this machine has for one program, go or git, to log in to a host with,
// and how that host wants it. No credential is in it.
type Login struct {
	Host string
	Kind known.ForgeKind
	// Path is what follows the host in the URL that was asked, without the slash in front.
	Path string
	// Address are the words by which ssh is told where git logs in; NoUser says that the
	// URL names no user.
	Address string
	NoUser  bool
	// Hidden says that the repository that was asked for is the group of a subgroup:
	// GitLab's import page named it, since the go command has no login.
	Hidden bool
	// Git says that git is to log in; otherwise it is the go command itself, at a
	// module proxy or an import page.
	Git bool
	// Machine is the name that the program looks for in netrc: go adds a port that is
	// not the usual one.
	Machine string
	// Netrc is the file that the program reads, Other the one that only the other one
	// reads, Misnamed one that none reads.
	Netrc, Other, Misnamed settings.Netrc
	// Entry is what Netrc has for the host, and Named says that there is such an entry.
	Entry settings.NetrcMachine
	Named bool
	Near  string // a machine in Netrc that was probably meant to be the host
	// Helper is the setting of git's credential helper for the host, "" where it has none;
	// Asked are those that git asked, and SSH is what ssh says of its keys.
	Helper string
	Asked  []probe.GitHelper
	SSH    *probe.SSHEvidence
	Keys   bool // there are ssh keys, or an agent
	// Untried are the keys in ~/.ssh that ssh does not try by itself.
	Untried []string
	Token   settings.Token
	Auth    goauth
	Old     bool // this Go is older than 1.24 and knows no GOAUTH
	CI      bool
	OS      string
}

// step is one sentence for a person in both languages.
type step struct{ En, Zh string }

// loginOfGit is what git has for the URL of a repository; said is what its attempt to
// read the repository told, nil where there was none.
func loginOfGit(f *facts.Facts, at settings.Value, said *probe.GitEvidence) Login {
	host := facts.OriginHost(at)
	l := loginOf(f, host, strings.ToLower(host), f.Settings.Credentials.Git, f.Settings.Credentials.Go)
	l.Git, l.Path = true, urlPath(at)
	l.Address, l.NoUser = sshAddress(at)
	if said != nil {
		l.Asked, l.SSH = said.Helpers, said.SSH
	}
	return l
}

// gitLoginAt is what git has for the repository at which a walk stops.
func gitLoginAt(f *facts.Facts, s facts.Stop) Login {
	var said *probe.GitEvidence
	if r := f.Result(s.Hop.Result); r != nil {
		said = r.Evidence.Git
	}
	return loginOfGit(f, s.Hop.URL, said)
}

// loginOfGo is what the go command has for a URL of its own.
func loginOfGo(f *facts.Facts, at settings.Value) Login {
	machine := strings.ToLower(facts.HostName(at))
	if u, err := url.Parse(at.Reveal()); err == nil && u.Host != "" {
		machine = strings.ToLower(u.Host)
	}
	l := loginOf(f, facts.HostName(at), machine, f.Settings.Credentials.Go, f.Settings.Credentials.Git)
	l.Path = urlPath(at)
	return l
}

// urlPath is the path of a URL without the slash in front, "" where it has none, or one
// that does not mean itself in a command: it may come from an import page.
func urlPath(at settings.Value) string {
	u, err := url.Parse(at.Reveal())
	if err != nil || strings.ContainsFunc(u.Path, func(r rune) bool { return r != '/' && r != '~' && notOfName(r) }) {
		return ""
	}
	return strings.TrimPrefix(u.Path, "/")
}

func loginOf(f *facts.Facts, host, machine string, own, other settings.Netrc) Login {
	s := f.Settings
	c := s.Credentials
	l := Login{
		Host: host, Kind: known.KindOf(host), Machine: machine, Netrc: own, Other: other, Misnamed: c.Misnamed,
		Helper: helperFor(s, host), Keys: c.Agent || len(c.Keys) > 0, Untried: untried(c.Keys), Auth: goauthOf(f),
		Old: route.OlderGo(s.Go.Version, "1.24"), CI: s.Variable("CI") != "", OS: s.OS,
	}
	l.Entry, l.Named = own.Entry(machine)
	if !l.Named {
		l.Near = nearest(own, machine)
	}
	for _, t := range c.Tokens {
		kind := tokenKind(t.Name)
		if t.Server == strings.ToLower(host) && l.Kind == "" {
			l.Kind = kind // the CI system says that it is its own server
		}
		if t.Server == strings.ToLower(host) || t.Server == "" && kind == l.Kind {
			l.Token = t
			break
		}
	}
	return l
}

// helperFor is the setting by which git has a credential helper for a host.
func helperFor(s *settings.Snapshot, host string) string {
	for _, x := range s.Layers {
		if x.Value == "" || !x.Key.IsCredentialHelper() {
			continue
		}
		if x.Key.Name == "credential.helper" || strings.Contains(x.Key.Name, host) {
			return x.Key.Name
		}
	}
	return ""
}

// nearest is a machine of a netrc file that was probably meant to be another one: it
// has a scheme, a port or a path too much, it is a domain above, or it differs by a
// slip of the finger.
func nearest(n settings.Netrc, machine string) string {
	bare, _, _ := strings.Cut(machine, ":")
	for _, m := range n.Machines {
		if m.Name != "" && (strings.Contains(m.Name, bare) || strings.HasSuffix(bare, "."+m.Name) && strings.Contains(m.Name, ".") || slips(m.Name, bare) <= 2) {
			return m.Name
		}
	}
	return ""
}

// slips is by how many characters two names differ (Levenshtein), 3 where the lengths
// say that it is more.
func slips(a, b string) int {
	if len(a)-len(b) > 2 || len(b)-len(a) > 2 || len(a) > 253 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j]+1, row[j+1]+1, before+map[bool]int{true: 0, false: 1}[a[i] == b[j]])
			before, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}

// program is who logs in.
func (l Login) program() string { return when(l.Git, "git", "go") }

// file is where a line for the host belongs.
func (l Login) file() string {
	if !l.Git && l.Netrc.ByVariable {
		return l.Netrc.File
	}
	return when(l.OS == "windows", `%USERPROFILE%\_netrc`, "~/.netrc")
}

// readers says who reads that file.
func (l Login) readers() step {
	switch {
	case !l.Git && l.Netrc.ByVariable:
		return step{"which go reads because of NETRC", "NETRC 使 go 读取该文件"}
	case l.Git && l.Other.ByVariable:
		return step{"which git reads", "git 会读取该文件"}
	}
	return step{"which both git and go read", "git 和 go 都会使用"}
}

// En are the steps: what is there and does not work, and how the host wants it; nil
// where there is no host.
func (l Login) En() []string { return english(l.steps()) }

// Zh are the same steps in Chinese.
func (l Login) Zh() []string { return chinese(l.steps()) }

func english(steps []step) []string {
	out := make([]string, 0, len(steps))
	for _, s := range steps {
		out = append(out, s.En)
	}
	return out
}

func chinese(steps []step) []string {
	out := make([]string, 0, len(steps))
	for _, s := range steps {
		out = append(out, s.Zh)
	}
	return out
}

func (l Login) steps() []step {
	if l.Host == "" {
		return nil
	}
	out := slices.Clone(l.found())
	switch {
	case l.Token.Name != "" && !l.Named:
		out = append(out, l.byToken()...)
	case !l.Named && l.Near == "" && l.Misnamed.File == "":
		out = append(out, l.add())
	}
	out = append(out, l.ofKind()...)
	if l.Netrc.Open {
		out = append(out, step{"Other users may read " + l.Netrc.File + ": chmod 600 " + l.Netrc.File, "其他用户可以读取 " + l.Netrc.File + "：chmod 600 " + l.Netrc.File})
	}
	if rule := l.overSSH(); l.Keys && l.Git && rule != "" {
		out = append(out, step{"There are ssh keys here; to use them in place of a login: " + rule, "本机有 ssh 密钥；改用 ssh：" + rule})
	}
	return out
}

// found is what this machine has for the host and why it does not serve.
func (l Login) found() []step {
	var out []step
	if !l.Git {
		out = append(out, l.Auth.steps(l)...)
	}
	if l.usesNetrc() {
		out = append(out, l.inNetrc()...)
	}
	if l.Git {
		out = append(out, l.ofHelpers()...)
	}
	return out
}

// add is where a login belongs that is nowhere yet.
func (l Login) add() step {
	line := l.line()
	return step{
		when(l.Git, "If the repository is private, ", "If you may log in there, ") + line.En,
		when(l.Git, "如果是私有仓库，", "如果你在该服务器上有账号，") + line.Zh,
	}
}

// line is the line of netrc, told in words: written out it looks like a credential, and
// would be masked as one.
func (l Login) line() step {
	user, token := l.user(), l.token()
	return step{
		"add a line to " + l.file() + ", " + l.readers().En + ": machine " + l.Machine + ", " +
			cmp.Or(user, "your user name") + " as the login, " + cmp.Or(token, "a token") + " as the password",
		"在 " + l.file() + " 中加一行，" + l.readers().Zh + "：machine " + l.Machine + "，用户名（login）写" +
			cmp.Or(with(" ", user, " "), "你的用户名") + "，密码（password）写" + cmp.Or(with(" ", token, ""), "访问令牌"),
	}
}
