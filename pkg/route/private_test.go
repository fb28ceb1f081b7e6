package route

import (
	"testing"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

func TestPrivateEvidence(t *testing.T) {
	remote := func(urls ...settings.Value) *settings.Snapshot {
		s := machineWith()
		s.Module.Remotes = urls
		return s
	}
	rewrite := func(base, prefix string) *settings.Snapshot {
		return snapshotOf([]rule{{settings.GitGlobal, base, prefix}})
	}
	for _, row := range []struct {
		name string
		s    *settings.Snapshot
		path string
		want string
	}{
		{"nothing known", machineWith(), "git.corp.com/a", ""},
		{"GOPRIVATE names it", machineWith(goenv("GOPRIVATE", "git.corp.com")), "git.corp.com/a", "private-pattern"},
		{"GONOSUMDB names it", machineWith(goenv("GONOSUMDB", "x.com,*.corp.com")), "git.corp.com/a", "private-pattern"},
		{"GOPRIVATE names the owner", machineWith(goenv("GOPRIVATE", "github.com/acme")), "github.com/acme/a", "private-pattern"},
		{"GOPRIVATE names another", machineWith(goenv("GOPRIVATE", "github.com/acme")), "github.com/other/a", ""},
		{"GOPRIVATE covers the world", machineWith(goenv("GOPRIVATE", "*")), "github.com/acme/a", ""},
		{"GOPRIVATE covers github.com", machineWith(goenv("GOPRIVATE", "github.com")), "github.com/acme/a", ""},
		{"an internal zone", machineWith(), "git.corp.internal/a", "private-host"},
		{"a host without a dot", machineWith(), "gitserver/a", "private-host"},
		{".test stands for a public name", machineWith(), "example.test/a", ""},
		{"remote on the host", remote("git@git.corp.com:team/app.git"), "git.corp.com/a", "private-remote"},
		{"remote on the host, by https", remote("https://u:t@git.corp.com:8443/team/app"), "git.corp.com/a", "private-remote"},
		{"remote on another host", remote("git@git.corp.com:team/app.git"), "git.example.com/a", ""},
		{"remote on a forge, same owner", remote("git@github.com:acme/app.git"), "github.com/acme/a", ""},
		{"rewritten to ssh", rewrite("git@git.corp.com:", "https://git.corp.com/"), "git.corp.com/a", "private-rewrite"},
		{"rewritten to ssh, as a URL", rewrite("ssh://git@git.corp.com/", "https://git.corp.com/"), "git.corp.com/a", "private-rewrite"},
		{"rewritten with a token", rewrite("https://x:TOKEN@git.corp.com/", "https://git.corp.com/"), "git.corp.com/a", "private-rewrite"},
		{"rewritten to https without one", rewrite("https://front.example.com/", "https://git.corp.com/"), "git.corp.com/a", ""},
		{"all of github.com by ssh", rewrite("git@github.com:", "https://github.com/"), "github.com/acme/a", ""},
		{"one owner by ssh", rewrite("git@github.com:acme/", "https://github.com/acme/"), "github.com/acme/a", "private-rewrite"},
		{"another owner by ssh", rewrite("git@github.com:other/", "https://github.com/other/"), "github.com/acme/a", ""},
		{"an owner whose name begins alike", rewrite("git@github.com:acme", "https://github.com/acme"), "github.com/acme-labs/a", ""},
		{"a credential for the host", machineWith(gitSetting("credential.https://git.corp.com.helper", "store")), "git.corp.com/a", "private-credential"},
		{"a credential for github.com", machineWith(gitSetting("credential.https://github.com.helper", "store")), "github.com/acme/a", ""},
		{"a credential for an owner", machineWith(gitSetting("credential.https://github.com/acme.username", "me")), "github.com/acme/a", "private-credential"},
		{"a header for the host", machineWith(gitSetting("http.https://git.corp.com/.extraheader", "Authorization: x")), "git.corp.com/a", "private-credential"},
		{"a helper for all", machineWith(gitSetting("credential.helper", "store")), "git.corp.com/a", ""},
	} {
		got, ok := PrivateEvidence(row.s, row.path)
		if got != row.want || ok != (row.want != "") {
			t.Errorf("%s: %q, %v, want %q", row.name, got, ok, row.want)
		}
	}
}

func FuzzPrivateEvidence(f *testing.F) {
	f.Add("corp.com", "https://corp.com/", "git@corp.com:", "corp.com/m")
	f.Add("[", "::", "%", "/")
	f.Fuzz(func(t *testing.T, pattern, base, prefix, path string) {
		s := snapshotOf([]rule{{settings.GitGlobal, base, prefix}})
		s.Layers = append(s.Layers, goenv("GOPRIVATE", pattern), gitSetting("credential."+base+".helper", prefix))
		s.Module.Remotes = []settings.Value{settings.Value(base), settings.Value(prefix)}
		if reason, ok := PrivateEvidence(s, path); ok != (reason != "") {
			t.Errorf("%q, %v", reason, ok)
		}
	})
}

func TestHoldsCredential(t *testing.T) {
	git := func(key, value string) *settings.Snapshot {
		s := machineWith()
		s.Layers = append(s.Layers, settings.Setting{Key: settings.Git(key), Value: settings.Value(value), Origin: settings.GitGlobal})
		return s
	}
	netrc := machineWith()
	netrc.NetrcHosts = []string{"github.com"}
	for _, row := range []struct {
		name string
		s    *settings.Snapshot
		want bool
	}{
		{"nothing", machineWith(), false},
		{"netrc", netrc, true},
		{"a helper for every host", git("credential.helper", "store"), true},
		{"a helper that is switched off", git("credential.helper", ""), false},
		{"a helper for the host", git("credential.https://github.com.helper", "!gh auth git-credential"), true},
		{"a helper for another host", git("credential.https://git.corp.com.helper", "store"), false},
		{"a rule to ssh", git("url.ssh://git@github.com/.insteadof", "https://github.com/"), true},
		{"a rule to ssh for one owner", git("url.ssh://git@github.com/acme/.insteadof", "https://github.com/acme/"), true},
		{"a rule to a mirror", git("url.https://hub.fastgit.org/.insteadof", "https://github.com/"), false},
		{"a header for the host", git("http.https://github.com/.extraheader", "Authorization: x"), true},
	} {
		if got := HoldsCredential(row.s, "github.com"); got != row.want {
			t.Errorf("%s: %v, want %v", row.name, got, row.want)
		}
	}
}

func TestMaybePrivate(t *testing.T) {
	for _, row := range []struct {
		own, path string
		want      bool
	}{
		{"git.corp.com/team/app", "git.corp.com/team/lib", true},
		{"git.corp.com/team/app", "git.other.com/team/lib", false},
		{"github.com/acme/app", "github.com/acme/lib", false},
		{"go.uber.org/app", "go.uber.org/zap", false},
		{"app", "app/lib", false},
		{"", "git.corp.com/team/lib", false},
		{"example.com/app", "example.com/lib", false},
		{"code.example.test/app", "code.example.test/lib", false},
		{"contest.com/app", "contest.com/lib", true},
	} {
		s := machineWith()
		s.Module.Path = row.own
		if got := MaybePrivate(s, row.path); got != row.want {
			t.Errorf("%s for %s: %v, want %v", row.path, row.own, got, row.want)
		}
	}
}
