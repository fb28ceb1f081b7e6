package route

import "testing"

func TestOriginOf(t *testing.T) {
	for _, row := range []struct {
		path, vcs, url, root string
		static, ping         bool
		err                  string
	}{
		{"github.com/acme/m", "git", "https://github.com/acme/m", "github.com/acme/m", true, false, ""},
		{"github.com/acme/m/v2", "git", "https://github.com/acme/m", "github.com/acme/m", true, false, ""},
		{"github.com/acme/m/sub/dir", "git", "https://github.com/acme/m", "github.com/acme/m", true, false, ""},
		{"github.com/acme", "", "", "", true, false, `invalid github.com import path "github.com/acme"`},
		{"github.com/acme/m.git", "", "", "", true, false, "invalid version control suffix in github.com/ path"},
		{"bitbucket.org/a/b", "git", "https://bitbucket.org/a/b", "bitbucket.org/a/b", true, false, ""},
		{"git.apache.org/x.git/y", "git", "https://git.apache.org/x.git", "git.apache.org/x.git", true, false, ""},
		{"git.openstack.org/a/b", "git", "https://git.openstack.org/a/b", "git.openstack.org/a/b", true, false, ""},
		{"chiselapp.com/user/u/repository/r", "fossil", "https://chiselapp.com/user/u/repository/r", "chiselapp.com/user/u/repository/r", true, false, ""},
		{"example.test/a/repo.git", "git", "https://example.test/a/repo", "example.test/a/repo.git", true, true, ""},
		{"example.test/a/repo.git/sub", "git", "https://example.test/a/repo", "example.test/a/repo.git", true, true, ""},
		{"example.test/a/repo.hg", "hg", "https://example.test/a/repo", "example.test/a/repo.hg", true, true, ""},
		{"gitlab.com/a/b", "", "", "", false, false, ""},
		{"golang.org/x/text", "", "", "", false, false, ""},
		{"example.test/repo.github", "", "", "", false, false, ""},
		{"githubxcom/a/b", "", "", "", false, false, ""},
		{"example.net/a", "", "", "", true, false, "no modules on example.net"},
	} {
		o := OriginOf(row.path)
		message := ""
		if o.Err != nil {
			message = o.Err.Error()
		}
		if o.VCS != row.vcs || o.URL.Reveal() != row.url || o.Root != row.root || o.Static != row.static || o.Ping != row.ping || message != row.err {
			t.Errorf("%s: %+v, want %+v", row.path, o, row)
		}
		if u, static := RepoURL(row.path); u != row.url || static != row.static {
			t.Errorf("RepoURL(%s) = %q, %v", row.path, u, static)
		}
	}
}

func TestCheckGOVCS(t *testing.T) {
	for _, row := range []struct {
		govcs, private, vcs, root, want string
	}{
		{"", "", "git", "example.com/m", ""},
		{"", "", "hg", "example.com/m", ""},
		{"", "", "svn", "example.com/m", "GOVCS disallows using svn for public example.com/m; see 'go help vcs'"},
		{"", "example.com", "svn", "example.com/m", ""},
		{"public:off", "", "git", "example.com/m", "GOVCS disallows using git for public example.com/m; see 'go help vcs'"},
		{"*:off", "example.com", "git", "example.com/m", "GOVCS disallows using git for private example.com/m; see 'go help vcs'"},
		{"*:off", "", "mod", "example.com/m", ""},
		{"example.com:git,*:off", "", "git", "example.com/m", ""},
		{" example.com : git | svn ", "", "svn", "example.com/m", ""},
		{"other.com:off", "", "git", "example.com/m", ""},
		{"git", "", "git", "example.com/m", `malformed entry in GOVCS (missing colon): "git"`},
		{"a:git,,b:hg", "", "git", "example.com/m", "empty entry in GOVCS"},
		{":git", "", "git", "example.com/m", `empty pattern in GOVCS: ":git"`},
		{"a:", "", "git", "example.com/m", `empty VCS list in GOVCS: "a:"`},
		{"a:git||hg", "", "git", "example.com/m", `empty VCS name in GOVCS: "a:git||hg"`},
		{"./a:git", "", "git", "example.com/m", `relative pattern not allowed in GOVCS: "./a"`},
		{"a:git,a:hg", "", "git", "example.com/m", `unreachable pattern in GOVCS: "a:hg" after "a:git"`},
	} {
		c := Read(machineWith(goenv("GOVCS", row.govcs), goenv("GOPRIVATE", row.private)))
		got := ""
		if err := c.CheckGOVCS(row.vcs, row.root); err != nil {
			got = err.Error()
		}
		if got != row.want {
			t.Errorf("GOVCS=%q GOPRIVATE=%q %s %s: %q, want %q", row.govcs, row.private, row.vcs, row.root, got, row.want)
		}
	}
}

func FuzzCheckGOVCS(f *testing.F) {
	f.Add("public:git,private:all", "git", "example.com/m")
	f.Add("*:off", "svn", "x")
	f.Fuzz(func(t *testing.T, govcs, vcs, root string) {
		c := Config{GOVCS: govcs}
		if err := c.CheckGOVCS("mod", root); err != nil {
			t.Errorf("mod is refused: %v", err)
		}
		_ = c.CheckGOVCS(vcs, root)
	})
}
