package probes

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// gitMachine is a machine with the real git and a home of its own.
type gitMachine struct {
	t    *testing.T
	home string
	git  string
	vars []string // additional environment
}

func newGitMachine(t *testing.T) *gitMachine {
	t.Helper()
	return &gitMachine{t: t, home: t.TempDir(), git: need.Program(t, "git")}
}

func (m *gitMachine) run(ctx context.Context, c host.Command) (host.Output, error) {
	c.Env = append([]string{
		"HOME=" + m.home, "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + filepath.Join(m.home, ".gitconfig"), "XDG_CONFIG_HOME=" + m.home,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com",
		"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy", "GIT_SSL_CAINFO", "GIT_SSH_COMMAND", "GIT_ASKPASS",
	}, append(m.vars, c.Env...)...)
	return host.System().Run(ctx, c)
}

func (m *gitMachine) must(dir string, args ...string) {
	m.t.Helper()
	out, err := m.run(m.t.Context(), host.Command{Args: append([]string{m.git}, args...), Dir: dir})
	if err != nil || out.Code != 0 {
		m.t.Fatalf("git %v: %v\n%s", args, err, out.Stderr)
	}
}

// config writes a git setting and returns it as the snapshot has it.
func (m *gitMachine) config(key, value string) settings.Setting {
	m.t.Helper()
	m.must(m.home, "config", "--global", "--add", key, value)
	return settings.Setting{Key: settings.Git(strings.Replace(key, ".insteadOf", ".insteadof", 1)), Value: settings.Value(value), Origin: settings.GitGlobal}
}

func (m *gitMachine) env(set ...settings.Setting) *probe.Env {
	w := newWeb(m.t)
	w.address("github.com")
	env := w.env(set...)
	env.Run, env.Dial = m.run, host.System().Dial
	env.Settings.Git.Path = m.git
	return env
}

// repositories makes google/uuid.git with a commit and serves it.
func (m *gitMachine) repositories() http.Handler {
	m.t.Helper()
	root := m.t.TempDir()
	work := filepath.Join(root, "work")
	m.must(root, "init", "-q", work)
	m.must(work, "commit", "-q", "--allow-empty", "-m", "first")
	m.must(root, "clone", "-q", "--bare", work, filepath.Join(root, "google", "uuid"))
	m.must(root, "init", "-q", "--bare", filepath.Join(root, "google", "empty"))
	m.must(root, "clone", "-q", "--bare", work, filepath.Join(root, "google", "headless"))
	if err := os.WriteFile(filepath.Join(root, "google", "headless", "HEAD"), []byte("ref: refs/heads/gone\n"), 0o644); err != nil {
		m.t.Fatal(err)
	}
	return nettest.GitRepositories(m.git, root)
}

func serveHTTP(t *testing.T, h http.Handler, secure bool) string {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	if secure {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(func() {
		s.CloseClientConnections()
		s.Close()
	})
	return s.URL
}

func unauthorized() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("WWW-Authenticate", `Basic realm="GitHub"`)
		w.WriteHeader(401)
	})
}

// TestGit runs the real git, which a rule of its own leads from github.com to
// a server of the test.
func TestGit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		path   string
		base   func(t *testing.T, m *gitMachine) string // of the rule
		config [2]string                                // one more setting
		status probe.Status
		want   symptom.Symptom
		line   string
	}{
		{"a public repository", "uuid", func(t *testing.T, m *gitMachine) string { return serveHTTP(t, m.repositories(), false) }, [2]string{}, probe.OK, "", ""},
		{"one whose HEAD leads nowhere has tags and heads", "headless", func(t *testing.T, m *gitMachine) string { return serveHTTP(t, m.repositories(), false) }, [2]string{}, probe.OK, "", ""},
		{"an empty one", "empty", func(t *testing.T, m *gitMachine) string { return serveHTTP(t, m.repositories(), false) }, [2]string{}, probe.Fail, symptom.HTTPNotProxy, "finds nothing"},
		{"one that is not there", "nothing", func(t *testing.T, m *gitMachine) string { return serveHTTP(t, m.repositories(), false) }, [2]string{}, probe.Fail, symptom.HTTP404, "not found"},
		{"credentials are asked for", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, unauthorized(), false) }, [2]string{}, probe.Fail, symptom.VCSAuth, "could not read Username"},
		{"forbidden", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPStatus(403, ""), false) }, [2]string{}, probe.Fail, symptom.HTTP403, "403"},
		{"an outage", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPStatus(503, ""), false) }, [2]string{}, probe.Fail, symptom.HTTP5xx, "503"},
		{"a login page", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPLoginPage(), false) }, [2]string{}, probe.Fail, symptom.HTTPNotProxy, ""},
		{"a login page of one line", "uuid", func(t *testing.T, _ *gitMachine) string {
			return serveHTTP(t, nettest.HTTPBody("text/html", "<html>Sign in</html>\n"), false)
		}, [2]string{}, probe.Fail, symptom.HTTPNotProxy, ""},
		{"a redirect to a login page", "uuid", func(t *testing.T, _ *gitMachine) string {
			return serveHTTP(t, nettest.HTTPRedirect(302, serveHTTP(t, nettest.HTTPLoginPage(), false)), false)
		}, [2]string{}, probe.Fail, symptom.HTTPNotProxy, ""},
		{"hung up", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPHangUp(), false) }, [2]string{}, probe.Fail, symptom.HTTPReset, "Empty reply"},
		{"silent", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPSilent(), false) }, [2]string{}, probe.Fail, symptom.HTTPTimeout, "in time"},
		{"refused", "uuid", func(t *testing.T, _ *gitMachine) string { return "http://" + nettest.ClosedPort(t) }, [2]string{}, probe.Fail, symptom.TCPRefused, "refused"},
		{"ssh refused", "uuid", func(t *testing.T, _ *gitMachine) string { return "ssh://git@" + nettest.ClosedPort(t) }, [2]string{}, probe.Fail, symptom.TCPRefused, "refused"},
		{"a name that is not there", "uuid", func(*testing.T, *gitMachine) string { return "https://nowhere.invalid" }, [2]string{}, probe.Fail, symptom.DNSNXDomain, ""},
		{"an authority that git does not know", "uuid", func(t *testing.T, _ *gitMachine) string { return serveHTTP(t, nettest.HTTPStatus(200, ""), true) }, [2]string{}, probe.Fail, symptom.TLSUnknownAuthority, "certificate"},
		{"plain http on the TLS port", "uuid", func(t *testing.T, _ *gitMachine) string {
			return strings.Replace(serveHTTP(t, nettest.HTTPStatus(200, ""), false), "http:", "https:", 1)
		}, [2]string{}, probe.Fail, symptom.TLSProtocol, ""},
		{"a protocol that the user forbids", "uuid", func(t *testing.T, m *gitMachine) string { return serveHTTP(t, m.repositories(), false) }, [2]string{"protocol.http.allow", "never"}, probe.Fail, symptom.VCSProtocol, "not allowed"},
		{"an outbound proxy that is dead", "uuid", func(t *testing.T, _ *gitMachine) string { return "http://repositories.example.com" }, [2]string{"http.proxy", "http://" + nettest.ClosedPort(t)}, probe.Fail, symptom.OutboundProxyFailed, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newGitMachine(t)
			base := c.base(t, m) + "/"
			set := []settings.Setting{goSetting("GOPROXY", "direct"), m.config("url."+base+".insteadOf", "https://github.com/")}
			if c.config[0] != "" {
				set = append(set, m.config(c.config[0], c.config[1]))
			}
			p := patient(Git)
			if c.want == symptom.HTTPTimeout {
				p.Budget = brief
			}
			o := lookWeb(t, p, m.env(set...), probe.Query{Path: "github.com/google/" + c.path})
			if o.Status != c.status || o.Symptom != c.want || !strings.Contains(o.Detail, c.line) {
				t.Errorf("%s %q (%s), want %s %q (…%s…)", o.Status, o.Symptom, o.Detail, c.status, c.want, c.line)
			}
			e := o.Evidence.Git
			want := probe.GitEvidence{
				URL: "https://github.com/google/" + c.path, Rewritten: base + "google/" + c.path, RuleKey: "url." + base + ".insteadof",
				RuleValue: "https://github.com/", Proxy: e.Proxy, Code: e.Code, Message: e.Message,
			}
			if strings.HasPrefix(base, "ssh://git@") { // shown as it is: no credential
				want.Rewritten, want.RuleKey = e.Rewritten, e.RuleKey
			}
			if diff := cmp.Diff(want, *e); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
		})
	}
}

// TestGitTellsWhichVersionsAreTagged asks one repository about modules in its
// root and in a directory, about a tag that is not there, and about what is no tag.
func TestGitTellsWhichVersionsAreTagged(t *testing.T) {
	t.Parallel()
	m := newGitMachine(t)
	root := t.TempDir()
	repository := filepath.Join(root, "google", "uuid")
	m.must(root, "init", "-q", repository)
	m.must(repository, "commit", "-q", "--allow-empty", "-m", "first")
	m.must(repository, "branch", "topic")
	for _, tag := range []string{"v1.6.0", "v2.0.0", "sub/v0.1.0", "x/v1.5.0"} {
		m.must(repository, "tag", tag)
	}
	base := serveHTTP(t, nettest.GitRepositories(m.git, root), false) + "/"
	env := m.env(goSetting("GOPROXY", "direct"), m.config("url."+base+".insteadOf", "https://github.com/"))
	query := func(path, version string) probe.Query {
		return probe.Query{Path: "github.com/google/" + path, Version: version}
	}
	asked := []probe.Query{
		query("uuid", "v1.6.0"), query("uuid", "v1.5.0"), query("uuid/v2", "v2.0.0"), query("uuid/sub", "v0.1.0"), query("uuid/sub", "v0.2.0"),
		query("uuid", "v0.0.0-20200101000000-abcdefabcdef"), query("uuid", "topic"), query("uuid", "nobranch"), query("uuid", "latest"), query("uuid", ""), query("uuid", "deadbeef"),
	}
	targets := Git.Targets(env.Settings, asked)
	if len(targets) != 1 {
		t.Fatalf("%d looks at one repository", len(targets))
	}
	o := Git.Run(t.Context(), env, targets[0])
	want := probe.GitEvidence{
		URL: "https://github.com/google/uuid", Rewritten: base + "google/uuid", RuleKey: "url." + base + ".insteadof", RuleValue: "https://github.com/",
		Has:     []string{"github.com/google/uuid@v1.6.0", "github.com/google/uuid/v2@v2.0.0", "github.com/google/uuid/sub@v0.1.0", "github.com/google/uuid@topic"},
		Missing: []string{"github.com/google/uuid@v1.5.0", "github.com/google/uuid/sub@v0.2.0", "github.com/google/uuid@nobranch"},
	}
	if o.Evidence.Git == nil || o.Status != probe.Warn || !strings.Contains(o.Detail, "nobranch") {
		t.Fatalf("%s %q, evidence %+v", o.Status, o.Detail, o.Evidence.Git)
	}
	if diff := cmp.Diff(want, *o.Evidence.Git); diff != "" {
		t.Errorf("evidence (-want +got):\n%s", diff)
	}
}

// TestGitLeavesTheRepositoryAlone runs git inside a repository whose own
// rule would lead astray: the go command never reads it.
func TestGitLeavesTheRepositoryAlone(t *testing.T) {
	t.Parallel()
	m := newGitMachine(t)
	base := serveHTTP(t, m.repositories(), false) + "/"
	set := m.config("url."+base+".insteadOf", "https://github.com/")
	project := t.TempDir()
	m.must(project, "init", "-q")
	m.must(project, "config", "url.http://"+nettest.ClosedPort(t)+"/.insteadOf", "https://github.com/google/")
	m.vars = []string{"GIT_DIR=" + filepath.Join(project, ".git")}
	o := lookWeb(t, &Git, m.env(goSetting("GOPROXY", "direct"), set), probe.Query{Path: "github.com/google/uuid"})
	if o.Status != probe.OK {
		t.Errorf("%s %q: %s", o.Status, o.Symptom, o.Detail)
	}
}

// What the table expects was seen with the real go: see strayVariables.
func TestGitAstray(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		variable string
		release  string
		cloned   bool
		want     string
	}{
		{"none", "", "go1.26.8", false, ""},
		{"GIT_DIR", "GIT_DIR", "go1.26.8", false, "GIT_DIR"},
		{"GIT_DIR of an older go", "GIT_DIR", "go1.23.12", false, ""},
		{"GIT_DIR with a clone in the cache", "GIT_DIR", "go1.26.8", true, ""},
		{"a quarantine", "GIT_QUARANTINE_PATH", "go1.23.12", false, "GIT_QUARANTINE_PATH"},
		{"a quarantine with a clone in the cache", "GIT_QUARANTINE_PATH", "go1.26.8", true, ""},
		{"a work tree", "GIT_WORK_TREE", "go1.21.13", true, "GIT_WORK_TREE"},
		{"a common directory", "GIT_COMMON_DIR", "go1.26.8", true, "GIT_COMMON_DIR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newGitMachine(t)
			base := serveHTTP(t, m.repositories(), false) + "/"
			cache := t.TempDir()
			if c.cloned {
				name := fmt.Sprintf("%x", sha256.Sum256([]byte("git3:https://github.com/google/uuid")))
				if err := os.MkdirAll(filepath.Join(cache, "cache", "vcs", name, "objects"), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			set := []settings.Setting{
				goSetting("GOPROXY", "direct"), goSetting("GOMODCACHE", cache), m.config("url."+base+".insteadOf", "https://github.com/"),
			}
			if c.variable != "" {
				set = append(set, settings.Setting{Key: settings.Variable(c.variable), Origin: settings.OSEnv})
			}
			env := m.env(set...)
			env.Settings.Go.Version, env.Stat = c.release, os.Stat
			o := lookWeb(t, &Git, env, probe.Query{Path: "github.com/google/uuid"})
			if got := o.Evidence.Git.Stray; got != c.want || (o.Status == probe.Fail) != (c.want != "") {
				t.Errorf("%s by %q, want %q: %s", o.Status, got, c.want, o.Detail)
			}
		})
	}
}

func TestGitTargets(t *testing.T) {
	t.Parallel()
	rule := func(base, prefix string) settings.Setting {
		return settings.Setting{Key: settings.Git("url." + base + ".insteadof"), Value: settings.Value(prefix), Origin: settings.GitGlobal}
	}
	for _, c := range []struct {
		name, goproxy, path string
		rules               []settings.Setting
		want                string // NAME ENDPOINT
	}{
		{"github.com in any case", "https://proxy.example.com", "github.com/google/uuid/sub", nil, "https://github.com/google/uuid github.com:443"},
		{"a path with a suffix by direct", "direct", "git.example.com/lib.git", nil, "https://git.example.com/lib git.example.com:443"},
		{"not without direct", "https://proxy.example.com", "git.example.com/lib.git", nil, ""},
		{"not where discovery has to tell", "direct", "go.example.com/lib", nil, ""},
		{"not for another program", "direct", "hg.example.com/lib.hg", nil, ""},
		{"the endpoint is where the rule leads", "direct", "github.com/google/uuid", []settings.Setting{rule("https://front.example.com/", "https://github.com/")},
			"https://github.com/google/uuid front.example.com:443"},
		{"ssh waits for nobody: its configuration may lead anywhere", "direct", "github.com/google/uuid", []settings.Setting{rule("git@github.com:", "https://github.com/")},
			"https://github.com/google/uuid "},
	} {
		s := &settings.Snapshot{OS: "linux", Layers: append(c.rules, goSetting("GOPROXY", c.goproxy)), Git: settings.GitTool{Path: "/usr/bin/git"}}
		got := ""
		for _, target := range Git.Targets(s, []probe.Query{{Path: c.path}}) {
			got += target.Name + " " + target.Endpoint
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestGitAt(t *testing.T) {
	t.Parallel()
	s := &settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "/usr/bin/git"}}
	q := probe.Query{Path: "go.example.com/lib"}
	for url, want := range map[settings.Value]string{
		"https://git.example.com/lib":     "dns/git.example.com tcp/git.example.com:443 tls/git.example.com:443 git/https://git.example.com/lib",
		"ssh://git@git.example.com/lib":   "git/ssh://git@git.example.com/lib",
		"ext::sh -c true":                 "",
		"file:///etc":                     "",
		"--upload-pack=true":              "",
		"https://u:p@git.example.com/lib": "dns/git.example.com tcp/git.example.com:443 tls/git.example.com:443 git/https://xxxxx@git.example.com/lib",
	} {
		if got := ids(GitAt(s, url, "", q)); got != want {
			t.Errorf("GitAt(%q) = %q, want %q", string(url), got, want)
		}
	}
}

// TestGitRules runs the real git by way of rules.
func TestGitRules(t *testing.T) {
	t.Parallel()
	m := newGitMachine(t)
	front := serveHTTP(t, m.repositories(), false) + "/"
	dead := "http://" + nettest.ClosedPort(t) + "/"
	rules := []settings.Setting{
		m.config("url."+front+".insteadOf", "https://github.com/"),
		m.config("url."+dead+".insteadOf", "https://git.example.com/"),
		m.config("url."+dead+"other/.insteadOf", "https://github.com/nobody/"),
		m.config("url."+dead+"old/.insteadOf", "git://github.com/"),
	}
	env := m.env(append(rules, goSetting("GOPROXY", "direct"))...)
	targets := GitRules.Targets(env.Settings, []probe.Query{{Path: "git.example.com/team/lib"}})
	var got []string
	for _, target := range targets {
		o := lookAt(t, &GitRules, env, target)
		e := o.Evidence.Git
		got = append(got, fmt.Sprintf("%s | %s -> %s | %s %s", target.Name, e.URL, e.Rewritten, o.Status, o.Symptom))
		if e.RuleKey == "" || e.RuleValue == "" {
			t.Errorf("the rule is not named: %+v", e)
		}
	}
	want := []string{
		"url." + dead + ".insteadof=https://git.example.com/ | https://git.example.com/team/lib -> " + dead + "team/lib | fail tcp-refused",
		"url." + front + ".insteadof=https://github.com/ | https://github.com/google/uuid -> " + front + "google/uuid | ok ",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestGitRulesHideCredentials has a token in a rule's key.
func TestGitRulesHideCredentials(t *testing.T) {
	t.Parallel()
	s := &settings.Snapshot{OS: "linux", Git: settings.GitTool{Path: "/usr/bin/git"}, Layers: []settings.Setting{
		{Key: settings.Git("url.https://oauth2:SECRET@github.com/.insteadof"), Value: "https://github.com/", Origin: settings.GitGlobal},
	}}
	targets := GitRules.Targets(s, nil)
	if len(targets) != 1 || strings.Contains(targets[0].Name, "SECRET") || targets[0].Endpoint != "github.com:443" {
		t.Errorf("targets %+v", targets)
	}
}
