package cause

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestLogin(t *testing.T) {
	root := filepath.VolumeName(os.TempDir()) + string(filepath.Separator) // an absolute path of this system
	t.Parallel()
	with := func(change func(*settings.Snapshot)) *settings.Snapshot {
		s := &settings.Snapshot{OS: "linux", Go: settings.GoTool{Version: "go1.26.8"}}
		change(s)
		return s
	}
	file := func(name string, machines ...settings.NetrcMachine) settings.Netrc {
		return settings.Netrc{File: name, Machines: machines}
	}
	whole := func(name string) settings.NetrcMachine {
		return settings.NetrcMachine{Name: name, Login: true, Password: true}
	}
	both := func(n settings.Netrc) *settings.Snapshot {
		return with(func(s *settings.Snapshot) { s.Credentials.Go, s.Credentials.Git = n, n })
	}
	variable := func(of, home settings.Netrc) *settings.Snapshot {
		return with(func(s *settings.Snapshot) {
			of.ByVariable = true
			s.Credentials.Go, s.Credentials.Git = of, home
		})
	}
	goauth := func(version, value string, gone map[string]settings.AuthGone) *settings.Snapshot {
		return with(func(s *settings.Snapshot) {
			s.Go.Version, s.Credentials.Auth = version, gone
			s.Layers = []settings.Setting{{Key: settings.Go("GOAUTH"), Value: settings.Value(value), Origin: settings.GoenvFile}}
			s.Credentials.Go = file("/h/.netrc", whole("git.corp.example"))
		})
	}
	tokens := func(list ...settings.Token) *settings.Snapshot {
		return with(func(s *settings.Snapshot) { s.Credentials.Tokens = list })
	}
	helper := func(key string) *settings.Snapshot {
		return with(func(s *settings.Snapshot) {
			s.Layers = []settings.Setting{{Key: settings.Git(key), Value: "store", Origin: settings.GitGlobal}}
		})
	}
	keys := with(func(s *settings.Snapshot) { s.Credentials.Keys = []string{"id_ed25519"} })
	const corp = "https://git.corp.example/"
	for _, c := range []struct {
		story, url string
		git        bool
		s          *settings.Snapshot
		says, not  string
	}{
		{"nothing there", corp, true, with(func(*settings.Snapshot) {}), "~/.netrc, which both git and go read: machine git.corp.example, your user name as the login, a token as the password", "credential helper"},
		{"windows", corp, true, with(func(s *settings.Snapshot) { s.OS = "windows" }), `%USERPROFILE%\_netrc`, "~/.netrc"},
		{"named, and refused", corp, true, both(file("/h/.netrc", whole("git.corp.example"))), "/h/.netrc has a login for git.corp.example, but the host rejects it", "add a line"},
		{"named with a port", corp, true, both(file("/h/.netrc", whole("git.corp.example:8443"))), "has git.corp.example:8443; git looks only for git.corp.example", "add a line"},
		{"go wants the port", "https://git.corp.example:8443/x", false, both(file("/h/.netrc", whole("git.corp.example"))), "has git.corp.example; go looks only for git.corp.example:8443", ""},
		{"a slip", corp, true, both(file("/h/.netrc", whole("gti.corp.example"))), "has gti.corp.example; git looks only for git.corp.example", "add a line"},
		{"the domain above", corp, true, both(file("/h/.netrc", whole("corp.example"))), "has corp.example; git looks only", ""},
		{"other hosts", corp, true, both(file("/h/.netrc", whole("github.com"))), "add a line", "github.com"},
		{"no password", corp, true, both(file("/h/.netrc", settings.NetrcMachine{Name: "git.corp.example", Login: true})), "in /h/.netrc has no password.", "rejects"},
		{"a variable's name", corp, true, both(file("/h/.netrc", settings.NetrcMachine{Name: "git.corp.example", Login: true, Password: true, Variable: "CI_JOB_TOKEN"})), "the variable CI_JOB_TOKEN in place of its value", "rejects"},
		{"quoted", corp, false, both(file("/h/.netrc", settings.NetrcMachine{Name: "git.corp.example", Login: true, Password: true, Quoted: true})), "quotation marks", "rejects"},
		{"quoted, for git", corp, true, both(file("/h/.netrc", settings.NetrcMachine{Name: "git.corp.example", Login: true, Password: true, Quoted: true})), "rejects", "quotation marks"},
		{"only go reads it", corp, true, variable(file("/ci/netrc", whole("git.corp.example")), settings.Netrc{}), "/ci/netrc has a login for git.corp.example, but git does not read it", "rejects"},
		{"both have it, one is read", corp, true, variable(file("/ci/netrc", whole("git.corp.example")), file("/h/.netrc", whole("git.corp.example"))), "/h/.netrc has a login", "/ci/netrc"},
		{"only git reads it", corp, false, variable(file("/ci/netrc", whole("x.example")), file("/h/.netrc", whole("git.corp.example"))), "but go reads only /ci/netrc, because NETRC names it: add the line there, or run: unset NETRC", "~/.netrc"},
		{"the variable leads to nothing", corp, false, variable(settings.Netrc{File: "/ci/gone", Missing: true}, settings.Netrc{}), "NETRC names /ci/gone, which does not exist", ""},
		{"a default entry", corp, false, both(file("/h/.netrc", settings.NetrcMachine{Login: true, Password: true})), "a default entry, which go ignores", ""},
		{"the name of Windows", corp, true, with(func(s *settings.Snapshot) { s.Credentials.Misnamed = file("/h/_netrc", whole("git.corp.example")) }), "mv /h/_netrc ~/.netrc", "add a line"},
		{"open to others", corp, true, both(settings.Netrc{File: "/h/.netrc", Open: true}), "chmod 600 /h/.netrc", ""},
		{"a helper that has nothing", corp, true, helper("credential.https://git.corp.example.helper"), "nothing that works for git.corp.example", ""},
		{"a helper of another host", corp, true, helper("credential.https://other.example.helper"), "", "nothing that works"},
		{"a GitLab job", "https://gitlab.corp.example/group/app.git", true, tokens(settings.Token{Name: "CI_JOB_TOKEN"}), "git config --global credential.https://gitlab.corp.example.helper '!f() { echo username=gitlab-ci-token; echo password=$CI_JOB_TOKEN; }; f'", "netrc"},
		{"a GitLab job of an own server", corp, true, tokens(settings.Token{Name: "CI_JOB_TOKEN", Server: "git.corp.example"}), `credential.https://git.corp.example.helper`, ""},
		{"a GitLab job of another server", corp, true, tokens(settings.Token{Name: "CI_JOB_TOKEN", Server: "gitlab.other.example"}), "a token as the password", "CI_JOB_TOKEN"},
		{"a GitLab job, a subgroup", "https://gitlab.corp.example/a/b/c?go-get=1", false, tokens(settings.Token{Name: "CI_JOB_TOKEN"}), "gitlab-ci-token as the login, $CI_JOB_TOKEN as the password. At the end of the job remove the file.", "GOAUTH"},
		{"a job at a module proxy", "https://gitlab.corp.example/", false, tokens(settings.Token{Name: "CI_JOB_TOKEN"}), `go env -w "GOAUTH=netrc;git $HOME"`, "password."},
		{"a job at a module proxy, an old Go", "https://gitlab.corp.example/", false, with(func(s *settings.Snapshot) {
			s.Go.Version, s.Credentials.Tokens = "go1.23.12", []settings.Token{{Name: "CI_JOB_TOKEN"}}
		}), "$CI_JOB_TOKEN as the password. At the end", "GOAUTH"},
		{"a job whose netrc is refused", "https://gitlab.corp.example/", true, with(func(s *settings.Snapshot) {
			s.Credentials.Git, s.Credentials.Tokens = file("/h/.netrc", whole("gitlab.corp.example")), []settings.Token{{Name: "CI_JOB_TOKEN"}}
		}), "but the host rejects it", "echo"},
		{"GitHub Actions", "https://github.com/", true, tokens(settings.Token{Name: "GITHUB_TOKEN", Server: "github.com"}), "username=x-access-token; echo password=$GITHUB_TOKEN", "your user name"},
		{"Azure Pipelines", "https://dev.azure.com/", true, tokens(settings.Token{Name: "SYSTEM_ACCESSTOKEN", Server: "dev.azure.com"}), "username=build; echo password=$SYSTEM_ACCESSTOKEN", ""},
		{"another forge's token", "https://gitea.corp.example/", true, tokens(settings.Token{Name: "CI_JOB_TOKEN"}), "a token as the password", "$CI_JOB_TOKEN"},
		{"Bitbucket", "https://bitbucket.org/", true, with(func(*settings.Snapshot) {}), "x-token-auth as the login", ""},
		{"Azure", "https://dev.azure.com/", true, with(func(*settings.Snapshot) {}), "_git/REPO.git", ""},
		{"Gerrit", "https://go-review.googlesource.com/team/x", true, with(func(*settings.Snapshot) {}), "git config --global url.https://go-review.googlesource.com/a/team/.insteadOf https://go-review.googlesource.com/team/", "ssh"},
		{"Gerrit, a login and no /a/", "https://gerrit.corp.example/team/x", true, both(file("/h/.netrc", whole("gerrit.corp.example"))), "/a/team/", "rejects"},
		{"Gerrit, at the top", "https://gerrit.corp.example/x", true, keys, "git config --global url.https://gerrit.corp.example/a/x.insteadOf https://gerrit.corp.example/x", "ssh://git@"},
		{"Gerrit, below /a/", "https://gerrit.corp.example/a/x", true, keys, "url.ssh://USER@gerrit.corp.example:29418/.insteadOf https://gerrit.corp.example/a/", "/a/a/"},
		{"Gerrit, ssh", "https://gerrit.corp.example/team/x", true, keys, "url.ssh://USER@gerrit.corp.example:29418/.insteadOf https://gerrit.corp.example/", "ssh://git@"},
		{"Azure, ssh", "https://dev.azure.com/org/project/_git/app", true, keys, "url.git@ssh.dev.azure.com:v3/org/project/.insteadOf https://dev.azure.com/org/project/_git/", "ssh://git@"},
		{"Azure's old name, ssh", "https://org.visualstudio.com/DefaultCollection/project/_git/app", true, keys, "url.org@vs-ssh.visualstudio.com:v3/org/project/.insteadOf https://org.visualstudio.com/DefaultCollection/project/_git/", "ssh://git@"},
		{"Bitbucket Data Center, ssh", "https://bitbucket.corp.example/scm/team/app", true, keys, "url.ssh://git@bitbucket.corp.example:7999/.insteadOf https://bitbucket.corp.example/scm/", ""},
		{"a path that a shell would read", "https://gerrit.corp.example/$(touch%20x)/y", true, keys, "/a/", "touch"},
		{"Azure, a path that a shell would read", "https://dev.azure.com/org/a;b/_git/app", true, keys, "Code (Read)", "a;b"},
		{"keys", "https://github.com/", true, keys, "url.ssh://git@github.com/.insteadOf", ""},
		{"GOAUTH is off", corp, false, goauth("go1.26.8", "off", nil), "GOAUTH=off keeps go from sending any login to module proxies and import pages: run: go env -u GOAUTH", "rejects"},
		{"GOAUTH is off, for git", corp, true, goauth("go1.26.8", "off", nil), "", "GOAUTH"},
		{"GOAUTH and an old Go", corp, false, goauth("go1.23.4", "off", nil), "has no effect: it exists since Go 1.24", "go env -u"},
		{"git without a directory", corp, false, goauth("go1.26.8", "git", nil), "an absolute path of a directory", ""},
		{"git beside netrc without a directory", corp, false, goauth("go1.26.8", "netrc;git x", nil), "GOAUTH has git x", ""},
		{"a directory that is gone", corp, false, goauth("go1.26.8", "git "+root+"gone", map[string]settings.AuthGone{"git " + root + "gone": settings.AuthNoDirectory}), "is no directory here", ""},
		{"a command that is not installed", corp, false, goauth("go1.26.8", "corp-auth -j", map[string]settings.AuthGone{"corp-auth -j": settings.AuthNoProgram}), "corp-auth -j, which is not in PATH", ""},
		{"off beside others", corp, false, goauth("go1.26.8", "off;netrc", nil), "is not valid", ""},
		{"netrc left out", corp, false, goauth("go1.26.8", "git "+root, nil), `go env -w "GOAUTH=netrc;git ` + root + `"`, "rejects"},
	} {
		f := &facts.Facts{Settings: c.s}
		l := loginOfGo(f, settings.Value(c.url))
		if c.git {
			l = loginOfGit(f, settings.Value(c.url), nil)
		}
		en, zh := strings.Join(l.En(), "\n"), strings.Join(l.Zh(), "\n")
		if !strings.Contains(en, c.says) || c.not != "" && strings.Contains(en, c.not) {
			t.Errorf("%s: want %q and not %q in\n%s", c.story, c.says, c.not, en)
		}
		for _, text := range append(l.En(), l.Zh()...) {
			if shown := foreign.Redact(text); shown != text {
				t.Errorf("%s: the guard would mask a step: %s", c.story, shown)
			}
		}
		if strings.Count(en, "\n") != strings.Count(zh, "\n") {
			t.Errorf("%s: the languages say different things:\n%s\n%s", c.story, en, zh)
		}
	}
}

func TestSlips(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		a, b string
		want int
	}{{"git.example", "git.example", 0}, {"gti.example", "git.example", 2}, {"git.exampl", "git.example", 1}, {"", "ab", 2}, {"abc", "abcdefg", 3}, {"kitten", "sittin", 2}} {
		if got := slips(c.a, c.b); got != c.want {
			t.Errorf("%q, %q: %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestSSHAddress(t *testing.T) {
	t.Parallel()
	for url, want := range map[string]string{
		"ssh://git@github.com/x/y": "git@github.com", "ssh://h.example:2222/x": "-p 2222 git@h.example, no user", "git@h.example:x/y": "git@h.example", "h.example:x@y": "git@h.example, no user",
		"ssh://dev@gerrit.example:29418/x": "-p 29418 dev@gerrit.example", "ssh://a;b@h.example/x": "git@h.example", "ssh://git@h.example:22/x": "git@h.example",
	} {
		got, noUser := sshAddress(settings.Value(url))
		if got += when(noUser, ", no user"); got != want {
			t.Errorf("%s: %q, want %q", url, got, want)
		}
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]known.ForgeKind{
		"github.com": known.KindGitHub, "github.corp.example": known.KindGitHub, "gitlab.com": known.KindGitLab, "gitlab-ee.corp.example": known.KindGitLab,
		"codeberg.org": known.KindGitea, "gitea.corp.example": known.KindGitea, "bitbucket.org": known.KindBitbucket, "dev.azure.com": known.KindAzure,
		"ssh.dev.azure.com": known.KindAzure, "team.visualstudio.com": known.KindAzure, "gerrit.corp.example": known.KindGerrit, "go.googlesource.com": known.KindGerrit,
		"git.corp.example": "", "notdev.azure.com.example": "", "": "",
	} {
		if got := known.KindOf(host); got != want {
			t.Errorf("%q: %q, want %q", host, got, want)
		}
	}
}
