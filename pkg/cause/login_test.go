package cause

import (
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestLogin(t *testing.T) {
	t.Parallel()
	with := func(change func(*settings.Snapshot)) *settings.Snapshot {
		s := &settings.Snapshot{OS: "linux", Go: settings.GoTool{Version: "go1.26.8"}}
		change(s)
		return s
	}
	for _, c := range []struct {
		story, host string
		s           *settings.Snapshot
		says, not   string
	}{
		{"nothing there", "git.corp.example", with(func(*settings.Snapshot) {}), "~/.netrc, which both git and go read: machine git.corp.example, your user name as the login, a token as the password", "credential helper"},
		{"windows", "git.corp.example", with(func(s *settings.Snapshot) { s.OS = "windows" }), `%USERPROFILE%\_netrc`, "~/.netrc"},
		{"named, and refused", "git.corp.example", with(func(s *settings.Snapshot) {
			s.NetrcHosts, s.Credentials.Netrc = []string{"git.corp.example"}, "/h/.netrc"
		}), "/h/.netrc has a login for git.corp.example, but the host rejects it", "add a line"},
		{"named with a port", "git.corp.example", with(func(s *settings.Snapshot) { s.NetrcHosts = []string{"git.corp.example:8443"} }), "has git.corp.example:8443; git looks only for git.corp.example", "add a line"},
		{"open to others", "git.corp.example", with(func(s *settings.Snapshot) { s.Credentials = settings.Credentials{Netrc: "/h/.netrc", NetrcOpen: true} }), "chmod 600 /h/.netrc", ""},
		{"a helper that has nothing", "git.corp.example", with(func(s *settings.Snapshot) {
			s.Layers = []settings.Setting{{Key: settings.Git("credential.https://git.corp.example.helper"), Value: "store", Origin: settings.GitGlobal}}
		}), "nothing that works for git.corp.example", ""},
		{"a helper of another host", "git.corp.example", with(func(s *settings.Snapshot) {
			s.Layers = []settings.Setting{{Key: settings.Git("credential.https://other.example.helper"), Value: "store", Origin: settings.GitGlobal}}
		}), "", "nothing that works"},
		{"a GitLab job", "gitlab.corp.example", with(func(s *settings.Snapshot) { s.Credentials.Tokens = []string{"CI_JOB_TOKEN"} }), "gitlab-ci-token as the login, $CI_JOB_TOKEN as the password", "TOKEN_VALUE"},
		{"another forge's token", "gitea.corp.example", with(func(s *settings.Snapshot) { s.Credentials.Tokens = []string{"CI_JOB_TOKEN"} }), "a token as the password", "$CI_JOB_TOKEN"},
		{"Bitbucket", "bitbucket.org", with(func(*settings.Snapshot) {}), "x-token-auth as the login", ""},
		{"Azure", "dev.azure.com", with(func(*settings.Snapshot) {}), "_git/REPO.git", ""},
		{"Gerrit", "go-review.googlesource.com", with(func(*settings.Snapshot) {}), "/a/", ""},
		{"GOAUTH is off", "github.com", with(func(s *settings.Snapshot) {
			s.Layers = []settings.Setting{{Key: settings.Go("GOAUTH"), Value: "off", Origin: settings.GoenvFile}}
		}), "go env -u GOAUTH", ""},
		{"keys", "github.com", with(func(s *settings.Snapshot) { s.Credentials.Keys = []string{"id_ed25519"} }), "url.ssh://git@github.com/.insteadOf", ""},
	} {
		l := loginOf(c.s, c.host)
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
	if l := loginOf(with(func(s *settings.Snapshot) { s.Go.Version = "go1.22.1" }), "x"); !l.Old || !strings.Contains(l.helperOfGoEn(), "only from netrc") {
		t.Errorf("an old Go: %+v", l)
	}
	if l := loginOf(with(func(*settings.Snapshot) {}), "x"); l.Old || !strings.Contains(l.helperOfGoEn(), "GOAUTH=") {
		t.Errorf("a Go of today: %+v", l)
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
