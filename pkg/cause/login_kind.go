package cause

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/known"
)

// tokenKind is the kind of forge that the token of a variable is for.
func tokenKind(name string) known.ForgeKind {
	switch name {
	case "GITHUB_TOKEN", "GH_TOKEN":
		return known.KindGitHub
	case "CI_JOB_TOKEN", "GITLAB_TOKEN":
		return known.KindGitLab
	case "GITEA_TOKEN", "FORGEJO_TOKEN":
		return known.KindGitea
	case "BITBUCKET_TOKEN":
		return known.KindBitbucket
	case "SYSTEM_ACCESSTOKEN", "AZURE_DEVOPS_EXT_PAT":
		return known.KindAzure
	}
	return ""
}

// tokenUser is the login name that belongs to the token of a variable. Where a forge
// takes any name beside a token, it is the one that its own documents use.
func tokenUser(name string) string {
	switch name {
	case "CI_JOB_TOKEN":
		return "gitlab-ci-token"
	case "GITLAB_TOKEN":
		return "oauth2"
	case "GITHUB_TOKEN", "GH_TOKEN", "GITEA_TOKEN", "FORGEJO_TOKEN":
		return "x-access-token"
	case "BITBUCKET_TOKEN":
		return "x-token-auth"
	case "SYSTEM_ACCESSTOKEN", "AZURE_DEVOPS_EXT_PAT":
		return "build"
	}
	return ""
}

// user is the login name that stands in netrc beside a token; "" is one's own.
func (l Login) user() string {
	if l.Token.Name == "" && l.Kind == known.KindBitbucket && l.Host == known.Bitbucket {
		return "x-token-auth"
	}
	return tokenUser(l.Token.Name)
}

// token is the variable that has a token for this host, "" where none has.
func (l Login) token() string { return with("$", l.Token.Name, "") }

// byToken is how git and go get the token that a variable has, as in a job of a CI
// system. git's helper reads the variable each time, so that no file and no log has the
// token; go asks git's helper since Go 1.24. Only netrc serves where the go command has
// to log in before the server asks for it, and in an older Go.
func (l Login) byToken() []step {
	helper := "git config --global credential.https://" + l.Host + ".helper '!f() { echo username=" + l.user() + "; echo password=" + l.token() + "; }; f'"
	line := l.line()
	file := step{
		"go itself has to log in here, too: " + line.En + ". At the end of the job remove the file.",
		"这里 go 自身也要登录：" + line.Zh + "。任务结束时删除该文件。",
	}
	if l.subgroup() {
		return []step{file}
	}
	out := []step{{
		"git can read the token from " + l.token() + " itself, so that no file has it: " + helper,
		"git 可以直接从 " + l.token() + " 读取令牌，令牌不会写入任何文件：" + helper,
	}}
	switch {
	case l.Git:
		return out
	case l.Old:
		return append(out, file)
	}
	return append(out, l.otherSource())
}

// subgroup says whether the path can be one of a subgroup of GitLab, which tells a
// client without a login that the first two parts of the path are the repository.
func (l Login) subgroup() bool {
	return l.Kind == known.KindGitLab && (l.Hidden || !l.Git && strings.Count(l.Path, "/") > 1)
}

// overSSH is the command with which git uses ssh for the repositories of the host, ""
// where the software of the host has none.
func (l Login) overSSH() string {
	to, from := "ssh://git@"+l.Host+"/", "https://"+l.Host+"/"
	switch {
	case l.Kind == known.KindGerrit && strings.HasSuffix(l.Host, ".googlesource.com"):
		return ""
	case l.Kind == known.KindGerrit:
		to, from = "ssh://USER@"+l.Host+":29418/", from+when(strings.HasPrefix(l.Path, "a/"), "a/", "")
	case l.Kind == known.KindBitbucket && strings.HasPrefix(l.Path, "scm/"):
		to, from = "ssh://git@"+l.Host+":7999/", from+"scm/" // Bitbucket Data Center
	case l.Kind == known.KindAzure:
		project, _, ok := strings.Cut(l.Path, "/_git/")
		if !ok {
			return ""
		}
		to, from = "git@ssh."+l.Host+":v3/"+project+"/", from+project+"/_git/"
		if org, old := strings.CutSuffix(l.Host, ".visualstudio.com"); old {
			to = org + "@vs-ssh.visualstudio.com:v3/" + org + "/" + strings.TrimPrefix(project, "DefaultCollection/") + "/"
		}
	}
	return "git config --global url." + to + ".insteadOf " + from
}

// ofKind is how the software of the host wants it.
func (l Login) ofKind() []step {
	s, ok := stepOf(l.Kind)
	if !ok {
		return nil
	}
	if l.elsewhereOfGerrit() {
		// The rule is for this part of the paths alone, so that URLs with /a/ stay.
		first, _, deeper := strings.Cut(l.Path, "/")
		first += when(deeper, "/", "")
		rule := "git config --global url.https://" + l.Host + "/a/" + first + ".insteadOf https://" + l.Host + "/" + first
		s.En, s.Zh = s.En+" Have git ask there: "+rule, s.Zh+"让 git 访问那里："+rule
	}
	return []step{s}
}

// elsewhereOfGerrit reports whether git asks Gerrit where it takes no login: only paths
// below /a/ do.
func (l Login) elsewhereOfGerrit() bool {
	return l.Kind == known.KindGerrit && l.Git && l.Path != "" && !strings.HasPrefix(l.Path, "a/")
}

// kindSteps say how each kind of forge wants a login.
var kindSteps = []struct {
	kind known.ForgeKind
	step step
}{
	{known.KindGitHub, step{
		"GitHub: a fine-grained token with read access to Contents. In GitHub Actions the job's GITHUB_TOKEN reaches only the job's own repository.",
		"GitHub：使用对 Contents 有读权限的细粒度令牌。GitHub Actions 的 GITHUB_TOKEN 只能访问任务所在的仓库。",
	}},
	{known.KindGitLab, step{
		"GitLab: a personal access token with read_api and read_repository; in a subgroup go needs it to find the repository. In CI, the project has to allow job tokens of yours.",
		"GitLab：使用有 read_api 和 read_repository 权限的个人访问令牌；子群组中 go 需要它才能找到仓库。在 CI 中，目标项目须允许你的任务令牌访问。",
	}},
	{known.KindGitea, step{
		"Gitea and Forgejo: an access token that may read repositories.",
		"Gitea 和 Forgejo：使用可读仓库的访问令牌。",
	}},
	{known.KindBitbucket, step{
		"Bitbucket Cloud: an access token of the repository with login x-token-auth, or an API token with x-bitbucket-api-token-auth. Bitbucket Data Center: your user name with an HTTP access token.",
		"Bitbucket Cloud：仓库访问令牌的用户名是 x-token-auth，API 令牌的用户名是 x-bitbucket-api-token-auth。Bitbucket Data Center：用户名加 HTTP 访问令牌。",
	}},
	{known.KindAzure, step{
		"Azure DevOps: a token with Code (Read), any login name. The module path needs .git behind the repository (…/_git/REPO.git). In a pipeline, map System.AccessToken to a variable.",
		"Azure DevOps：使用有 Code (Read) 权限的令牌，用户名任意。模块路径在仓库名后要加 .git（…/_git/REPO.git）。在流水线中，要把 System.AccessToken 映射为变量。",
	}},
	{known.KindGerrit, step{
		"Gerrit: the HTTP password of your settings page, which it takes only below /a/.",
		"Gerrit：使用设置页中的 HTTP 密码，只有 /a/ 之下的地址接受它。",
	}},
}

func stepOf(k known.ForgeKind) (step, bool) {
	for _, s := range kindSteps {
		if s.kind == k {
			return s.step, true
		}
	}
	return step{}, false
}
