package cause

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Login is what this machine has to log in to a host with, and how that host wants
// it. No credential is in it.
type Login struct {
	Host string
	Kind known.ForgeKind
	// Netrc is the netrc file; Named says that it names the host, Near a machine in it
	// that was probably meant to, Open that others may read it.
	Netrc, Near string
	Named, Open bool
	Helper      bool // git has a credential helper for the host
	Keys        bool // there are ssh keys, or an agent
	Token       string
	// Off says that GOAUTH=off keeps go from sending any login; Old that this Go is
	// older than 1.24 and knows no GOAUTH.
	Off, Old bool
	Windows  bool
}

// loginOf reads what there is for a host.
func loginOf(s *settings.Snapshot, host string) Login {
	c := s.Credentials
	l := Login{
		Host: host, Kind: known.KindOf(host), Netrc: c.Netrc, Open: c.NetrcOpen, Keys: c.Agent || len(c.Keys) > 0,
		Off: strings.TrimSpace(s.Get("GOAUTH").Reveal()) == "off", Old: route.OlderGo(s.Go.Version, "1.24"), Windows: s.OS == "windows",
	}
	for _, name := range s.NetrcHosts {
		switch {
		case name == strings.ToLower(host):
			l.Named = true
		case strings.Contains(name, strings.ToLower(host)):
			l.Near = name // with a scheme, a port or a path: git looks for the bare name
		}
	}
	l.Helper = slices.ContainsFunc(s.Layers, func(x settings.Setting) bool {
		return x.Key.Tool == settings.GitConfig && strings.HasPrefix(x.Key.Name, "credential.") && strings.HasSuffix(x.Key.Name, ".helper") &&
			x.Value != "" && (x.Key.Name == "credential.helper" || strings.Contains(x.Key.Name, host))
	})
	if len(c.Tokens) > 0 {
		l.Token = c.Tokens[0]
		for _, t := range c.Tokens {
			if tokenKinds[t] == l.Kind {
				l.Token = t
			}
		}
	}
	return l
}

// tokenKinds are the kinds of forges that the token of a variable is for.
var tokenKinds = map[string]known.ForgeKind{
	"GITHUB_TOKEN": known.KindGitHub, "GH_TOKEN": known.KindGitHub, "CI_JOB_TOKEN": known.KindGitLab, "GITLAB_TOKEN": known.KindGitLab,
	"GITEA_TOKEN": known.KindGitea, "FORGEJO_TOKEN": known.KindGitea, "BITBUCKET_TOKEN": known.KindBitbucket,
	"SYSTEM_ACCESSTOKEN": known.KindAzure, "AZURE_DEVOPS_EXT_PAT": known.KindAzure,
}

func (l Login) file() string { return when(l.Windows, "%USERPROFILE%\\_netrc", "~/.netrc") }

// user is the login name that stands in netrc beside a token; "" is one's own.
func (l Login) user() string {
	switch {
	case l.Token == "CI_JOB_TOKEN" && l.Kind == known.KindGitLab:
		return "gitlab-ci-token"
	case l.Kind == known.KindBitbucket && l.Host == known.Bitbucket:
		return "x-token-auth"
	}
	return ""
}

// token is the variable that has a token for this kind of host, "" where none has.
func (l Login) token() string {
	if l.Token != "" && tokenKinds[l.Token] == l.Kind {
		return "$" + l.Token
	}
	return ""
}

// lineEn describes the line of netrc in words: written out, it looks like a
// credential, and would be masked as one.
func (l Login) lineEn() string {
	return "machine " + l.Host + ", " + cmp.Or(l.user(), "your user name") + " as the login, " + cmp.Or(l.token(), "a token") + " as the password"
}

func (l Login) lineZh() string {
	return "machine " + l.Host + "，用户名（login）写" + cmp.Or(with(" ", l.user(), " "), "你的用户名") + "，密码（password）写" + cmp.Or(with(" ", l.token(), ""), "访问令牌")
}

// En are the steps: what is there and does not work, and how the host wants it.
func (l Login) En() []string {
	var out []string
	switch {
	case l.Named:
		out = append(out, l.Netrc+" has a login for "+l.Host+", but the host rejects it: renew the token there, or check its permissions.")
	case l.Near != "":
		out = append(out, l.Netrc+" has "+l.Near+"; git looks only for "+l.Host+", without scheme, port and path.")
	case l.Helper:
		out = append(out, "git's credential helper has nothing that works for "+l.Host+": log in once with git ls-remote, or update what it stores.")
	}
	out = append(out, when(l.Named || l.Near != "", "", "If the repository is private, add a line to "+l.file()+", which both git and go read: "+l.lineEn()))
	switch l.Kind {
	case known.KindGitHub:
		out = append(out, "GitHub: a fine-grained token with read access to Contents. In GitHub Actions the job's GITHUB_TOKEN reaches only the job's own repository.")
	case known.KindGitLab:
		out = append(out, "GitLab: a personal access token with read_api and read_repository; in a subgroup go needs it to find the repository. In CI, the project has to allow job tokens of yours.")
	case known.KindGitea:
		out = append(out, "Gitea and Forgejo: an access token that may read repositories.")
	case known.KindBitbucket:
		out = append(out, "Bitbucket Cloud: an access token of the repository with login x-token-auth, or an API token with x-bitbucket-api-token-auth. Bitbucket Data Center: your user name with an HTTP access token.")
	case known.KindAzure:
		out = append(out, "Azure DevOps: a token with Code (Read), any login name. The module path needs .git behind the repository (…/_git/REPO.git). In a pipeline, map System.AccessToken to a variable.")
	case known.KindGerrit:
		out = append(out, "Gerrit: the HTTP password of your settings page; private repositories are below /a/.")
	}
	return append(out,
		when(l.Open, "Other users may read "+l.Netrc+": chmod 600 "+l.Netrc),
		when(l.Off, "GOAUTH=off keeps go from sending any login to import pages and module proxies: go env -u GOAUTH"),
		when(l.Keys, "There are ssh keys here; to use them in place of a login: git config --global url.ssh://git@"+l.Host+"/.insteadOf https://"+l.Host+"/"),
	)
}

// Zh are the same steps in Chinese.
func (l Login) Zh() []string {
	var out []string
	switch {
	case l.Named:
		out = append(out, l.Netrc+" 中有 "+l.Host+"，但该主机不接受这个登录：请在该主机上更新令牌，或检查其权限。")
	case l.Near != "":
		out = append(out, l.Netrc+" 中写的是 "+l.Near+"；git 只查找 "+l.Host+"，不带协议、端口和路径。")
	case l.Helper:
		out = append(out, "git 配有凭据助手，但其中没有对 "+l.Host+" 有效的凭据：先用 git ls-remote 登录一次，或更新其中的凭据。")
	}
	out = append(out, when(l.Named || l.Near != "", "", "如果是私有仓库，在 "+l.file()+" 中加一行，git 和 go 都会使用："+l.lineZh()))
	switch l.Kind {
	case known.KindGitHub:
		out = append(out, "GitHub：使用对 Contents 有读权限的细粒度令牌。GitHub Actions 的 GITHUB_TOKEN 只能访问任务所在的仓库。")
	case known.KindGitLab:
		out = append(out, "GitLab：使用有 read_api 和 read_repository 权限的个人访问令牌；子群组中 go 需要它才能找到仓库。在 CI 中，目标项目须允许你的任务令牌访问。")
	case known.KindGitea:
		out = append(out, "Gitea 和 Forgejo：使用可读仓库的访问令牌。")
	case known.KindBitbucket:
		out = append(out, "Bitbucket Cloud：仓库访问令牌的用户名是 x-token-auth，API 令牌的用户名是 x-bitbucket-api-token-auth。Bitbucket Data Center：用户名加 HTTP 访问令牌。")
	case known.KindAzure:
		out = append(out, "Azure DevOps：使用有 Code (Read) 权限的令牌，用户名任意。模块路径在仓库名后要加 .git（…/_git/REPO.git）。在流水线中，要把 System.AccessToken 映射为变量。")
	case known.KindGerrit:
		out = append(out, "Gerrit：使用设置页中的 HTTP 密码；私有仓库位于 /a/ 之下。")
	}
	return append(out,
		when(l.Open, "其他用户可以读取 "+l.Netrc+"：chmod 600 "+l.Netrc),
		when(l.Off, "GOAUTH=off 使 go 不向导入页和模块代理发送任何登录：go env -u GOAUTH"),
		when(l.Keys, "本机有 ssh 密钥；改用 ssh：git config --global url.ssh://git@"+l.Host+"/.insteadOf https://"+l.Host+"/"),
	)
}

// helperOfGo is how go itself is given another source of logins than netrc.
func (l Login) helperOfGoEn() string {
	return when(l.Old, "This Go reads logins only from netrc; GOAUTH exists since Go 1.24.", "go reads the login from netrc; to use git's credential helper: go env -w GOAUTH=\"git $HOME\"")
}

func (l Login) helperOfGoZh() string {
	return when(l.Old, "这个版本的 Go 只从 netrc 读取登录；Go 1.24 起才有 GOAUTH。", "go 从 netrc 读取登录；要使用 git 的凭据助手：go env -w GOAUTH=\"git $HOME\"")
}
