package cause

import "github.com/gofix-net/gofix-net/pkg/known"

// tokenKinds are the kinds of forges that the token of a variable is for.
var tokenKinds = map[string]known.ForgeKind{
	"GITHUB_TOKEN": known.KindGitHub, "GH_TOKEN": known.KindGitHub, "CI_JOB_TOKEN": known.KindGitLab, "GITLAB_TOKEN": known.KindGitLab,
	"GITEA_TOKEN": known.KindGitea, "FORGEJO_TOKEN": known.KindGitea, "BITBUCKET_TOKEN": known.KindBitbucket,
	"SYSTEM_ACCESSTOKEN": known.KindAzure, "AZURE_DEVOPS_EXT_PAT": known.KindAzure,
}

// user is the login name that stands in netrc beside a token; "" is one's own.
func (l Login) user() string {
	switch {
	case l.Token.Name == "CI_JOB_TOKEN":
		return "gitlab-ci-token"
	case l.Token.Name == "GITHUB_TOKEN":
		return "x-access-token"
	case l.Kind == known.KindBitbucket && l.Host == known.Bitbucket:
		return "x-token-auth"
	}
	return ""
}

// token is the variable that has a token for this host, "" where none has.
func (l Login) token() string { return with("$", l.Token.Name, "") }

// inCI is how a job gives git and go the token that it has: go reads it from netrc, git
// also by a rule that lasts as long as the job's machine.
func (l Login) inCI() []step {
	user := l.user()
	if l.Token.Name == "" || user == "" || !l.Git {
		return nil
	}
	rule := "git config --global url.\"https://" + user + ":${" + l.Token.Name + "}@" + l.Host + "/\".insteadOf https://" + l.Host + "/"
	return []step{{
		"In the job, for git alone, the same by a rule: " + rule,
		"在 CI 任务中，仅对 git 也可用规则：" + rule,
	}}
}

// ofKind is how the software of the host wants it.
func (l Login) ofKind() []step {
	if s, ok := kindSteps[l.Kind]; ok {
		return []step{s}
	}
	return nil
}

var kindSteps = map[known.ForgeKind]step{
	known.KindGitHub: {
		"GitHub: a fine-grained token with read access to Contents. In GitHub Actions the job's GITHUB_TOKEN reaches only the job's own repository.",
		"GitHub：使用对 Contents 有读权限的细粒度令牌。GitHub Actions 的 GITHUB_TOKEN 只能访问任务所在的仓库。",
	},
	known.KindGitLab: {
		"GitLab: a personal access token with read_api and read_repository; in a subgroup go needs it to find the repository. In CI, the project has to allow job tokens of yours.",
		"GitLab：使用有 read_api 和 read_repository 权限的个人访问令牌；子群组中 go 需要它才能找到仓库。在 CI 中，目标项目须允许你的任务令牌访问。",
	},
	known.KindGitea: {
		"Gitea and Forgejo: an access token that may read repositories.",
		"Gitea 和 Forgejo：使用可读仓库的访问令牌。",
	},
	known.KindBitbucket: {
		"Bitbucket Cloud: an access token of the repository with login x-token-auth, or an API token with x-bitbucket-api-token-auth. Bitbucket Data Center: your user name with an HTTP access token.",
		"Bitbucket Cloud：仓库访问令牌的用户名是 x-token-auth，API 令牌的用户名是 x-bitbucket-api-token-auth。Bitbucket Data Center：用户名加 HTTP 访问令牌。",
	},
	known.KindAzure: {
		"Azure DevOps: a token with Code (Read), any login name. The module path needs .git behind the repository (…/_git/REPO.git). In a pipeline, map System.AccessToken to a variable.",
		"Azure DevOps：使用有 Code (Read) 权限的令牌，用户名任意。模块路径在仓库名后要加 .git（…/_git/REPO.git）。在流水线中，要把 System.AccessToken 映射为变量。",
	},
	known.KindGerrit: {
		"Gerrit: the HTTP password of your settings page; private repositories are below /a/.",
		"Gerrit：使用设置页中的 HTTP 密码；私有仓库位于 /a/ 之下。",
	},
}
