package route

import (
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// runGit runs the real git with a system and a global file of the test's own.
func runGit(t *testing.T, system, global string, env []string, args ...string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"system": system, "global": global} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "LC_ALL=C", "GIT_TERMINAL_PROMPT=0",
		"GIT_CONFIG_SYSTEM=" + filepath.Join(dir, "system"), "GIT_CONFIG_GLOBAL=" + filepath.Join(dir, "global"),
	}, env...)
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatalf("git %v: %v", args, err)
	}
	return strings.TrimSpace(string(out))
}

// rule is one url.BASE.insteadOf=PREFIX of a scope.
type rule struct {
	scope        settings.Origin
	base, prefix string
}

func (r rule) text() string {
	return "[url \"" + r.base + "\"]\n\tinsteadOf = \"" + r.prefix + "\"\n"
}

// snapshotOf lists rules, given in reading order, as the snapshot does: reversed.
func snapshotOf(rules []rule) *settings.Snapshot {
	s := machineWith()
	for _, r := range slices.Backward(rules) {
		set := gitSetting("url."+r.base+".insteadof", r.prefix)
		set.Origin = r.scope
		s.Layers = append(s.Layers, set)
	}
	return s
}

func TestRewriteGitAgreesWithGit(t *testing.T) {
	need.Program(t, "git")
	const system, global, gh = settings.GitSystem, settings.GitGlobal, "https://github.com/"
	const a, b, c = "https://a.example.com/", "https://b.example.com/", "git@c.example.com:"
	for _, row := range []struct {
		name  string
		rules []rule
		want  string // of https://github.com/acme/m
	}{
		{"none", nil, gh + "acme/m"},
		{"one", []rule{{global, a, gh}}, a + "acme/m"},
		{"another prefix", []rule{{global, a, "git://github.com/"}}, gh + "acme/m"},
		{"case counts", []rule{{global, a, "https://GitHub.com/"}}, gh + "acme/m"},
		{"the longer prefix wins", []rule{{global, a, gh}, {global, c, gh + "acme/"}}, c + "m"},
		{"the longer prefix wins, whichever comes first", []rule{{global, c, gh + "acme/"}, {global, a, gh}}, c + "m"},
		{"equally long: the first", []rule{{global, b, gh}, {global, a, gh}}, b + "acme/m"},
		{"equally long: system before global", []rule{{system, a, gh}, {global, b, gh}}, a + "acme/m"},
		{"equally long: the base that was met first", []rule{{system, a, "https://other/"}, {global, b, gh}, {global, a, gh}}, a + "acme/m"},
		{"longer in global beats system", []rule{{system, a, gh}, {global, b, gh + "ac"}}, b + "me/m"},
		{"not applied twice", []rule{{global, a, gh}, {global, b, a}}, a + "acme/m"},
		{"an empty prefix matches all", []rule{{global, a, ""}}, a + gh + "acme/m"},
		{"an empty prefix is the shortest", []rule{{global, a, ""}, {global, b, "h"}}, b + "ttps://github.com/acme/m"},
	} {
		c := Read(snapshotOf(row.rules))
		got, used := c.RewriteGit(gh + "acme/m")
		if got != row.want || (used == nil) != (got == gh+"acme/m") {
			t.Errorf("%s: %s by %v, want %s", row.name, got, used, row.want)
		}
		files := map[settings.Origin]string{}
		for _, r := range row.rules {
			files[r.scope] += r.text()
		}
		if git := runGit(t, files[system], files[global], nil, "ls-remote", "--get-url", gh+"acme/m"); git != got {
			t.Errorf("%s: git says %s, predicted %s", row.name, git, got)
		}
	}
}

func TestRewriteGitIgnoresTheProject(t *testing.T) {
	for _, scope := range []settings.Origin{settings.GitLocal, settings.GitWorktree} {
		c := Read(snapshotOf([]rule{{scope, "https://a.example.com/", "https://github.com/"}}))
		if got, used := c.RewriteGit("https://github.com/x/y"); used != nil {
			t.Errorf("%s: %s", scope, got)
		}
	}
	c := Read(snapshotOf([]rule{{settings.GitCommand, "https://a.example.com/", "https://github.com/"}}))
	if got, _ := c.RewriteGit("https://github.com/x/y"); got != "https://a.example.com/x/y" {
		t.Errorf("the command's rule is not applied: %s", got)
	}
}

func FuzzRewriteGit(f *testing.F) {
	f.Add("https://a/", "https://github.com/", "https://b/", "https://github.com/x", "https://github.com/x/y")
	f.Add("", "", "", "", "")
	f.Fuzz(func(t *testing.T, base1, prefix1, base2, prefix2, target string) {
		c := Read(snapshotOf([]rule{{settings.GitGlobal, base1, prefix1}, {settings.GitGlobal, base2, prefix2}}))
		got, used := c.RewriteGit(target)
		matches := false
		for _, r := range c.Rewrites {
			matches = matches || strings.HasPrefix(target, r.Prefix.Reveal())
		}
		if used == nil && (got != target || matches) {
			t.Errorf("%q became %q by no rule", target, got)
		}
		if used != nil && got != used.Base.Reveal()+strings.TrimPrefix(target, used.Prefix.Reveal()) {
			t.Errorf("%q became %q by %v", target, got, *used)
		}
	})
}

var gitFailedAt = regexp.MustCompile(`(?:Failed to connect to|connect to) (\S+) port (\d+)`)

// TestOutboundProxyOfGitAgreesWithGit names a closed loopback port as each
// proxy and reads from git's error which one it tried.
func TestOutboundProxyOfGitAgreesWithGit(t *testing.T) {
	need.Program(t, "git")
	const p1, p2, p3 = "http://127.0.0.1:1", "http://127.0.0.1:2", "http://127.0.0.1:3"
	const direct = "none" // the target itself is at port 9
	type m = map[string]string
	for _, row := range []struct {
		name      string
		url       string
		git, env  m
		want, key string
	}{
		{"nothing", "https://127.0.0.1:9/x", nil, nil, direct, ""},
		{"https_proxy", "https://127.0.0.1:9/x", nil, m{"https_proxy": p1}, "1", "https_proxy"},
		{"lower case before upper", "https://127.0.0.1:9/x", nil, m{"https_proxy": p1, "HTTPS_PROXY": p2}, "1", "https_proxy"},
		{"HTTPS_PROXY", "https://127.0.0.1:9/x", nil, m{"HTTPS_PROXY": p2}, "2", "HTTPS_PROXY"},
		{"HTTPS_PROXY before ALL_PROXY", "https://127.0.0.1:9/x", nil, m{"HTTPS_PROXY": p2, "ALL_PROXY": p3}, "2", "HTTPS_PROXY"},
		{"ALL_PROXY", "https://127.0.0.1:9/x", nil, m{"ALL_PROXY": p3}, "3", "ALL_PROXY"},
		{"all_proxy before ALL_PROXY", "https://127.0.0.1:9/x", nil, m{"ALL_PROXY": p3, "all_proxy": p2}, "2", "all_proxy"},
		{"HTTP_PROXY in upper case is not for git", "http://127.0.0.1:9/x", nil, m{"HTTP_PROXY": p1}, direct, ""},
		{"http_proxy", "http://127.0.0.1:9/x", nil, m{"http_proxy": p1}, "1", "http_proxy"},
		{"http_proxy is not for https", "https://127.0.0.1:9/x", nil, m{"http_proxy": p1}, direct, ""},
		{"an empty https_proxy means none", "https://127.0.0.1:9/x", nil, m{"https_proxy": "", "HTTPS_PROXY": p2}, direct, "https_proxy"},
		{"http.proxy over variables", "https://127.0.0.1:9/x", m{"http.proxy": p1}, m{"https_proxy": p2}, "1", "http.proxy"},
		{"an empty http.proxy means none", "https://127.0.0.1:9/x", m{"http.proxy": ""}, m{"https_proxy": p2}, direct, "http.proxy"},
		{"the URL's own", "https://127.0.0.1:9/x", m{"http.proxy": p1, "http.https://127.0.0.1:9.proxy": p2}, nil, "2", "http.https://127.0.0.1:9.proxy"},
		{"the longer path", "https://127.0.0.1:9/x/y", m{"http.https://127.0.0.1:9/x.proxy": p1, "http.https://127.0.0.1:9/.proxy": p2}, nil, "1", "http.https://127.0.0.1:9/x.proxy"},
		{"a path ends at a slash", "https://127.0.0.1:9/xy", m{"http.https://127.0.0.1:9/x.proxy": p1}, nil, direct, ""},
		{"another port", "https://127.0.0.1:9/x", m{"http.https://127.0.0.1.proxy": p1}, nil, direct, ""},
		{"another scheme", "https://127.0.0.1:9/x", m{"http.http://127.0.0.1:9.proxy": p1}, nil, direct, ""},
		{"a star for a label", "https://a.invalid:9/x", m{"http.https://*.invalid:9.proxy": p1}, nil, "1", "http.https://*.invalid:9.proxy"},
		{"a star is one label", "https://a.b.invalid:9/x", m{"http.https://*.invalid:9.proxy": p1, "http.proxy": p2}, nil, "2", "http.proxy"},
		{"NO_PROXY against http.proxy", "https://127.0.0.1:9/x", m{"http.proxy": p1}, m{"no_proxy": "127.0.0.1"}, direct, "no_proxy"},
		{"no_proxy before NO_PROXY", "https://127.0.0.1:9/x", m{"http.proxy": p1}, m{"no_proxy": "other", "NO_PROXY": "*"}, "1", "http.proxy"},
		{"a network", "https://127.0.0.1:9/x", m{"http.proxy": p1}, m{"no_proxy": "127.0.0.0/8"}, direct, "no_proxy"},
		{"blanks separate", "https://127.0.0.1:9/x", m{"http.proxy": p1}, m{"no_proxy": "a b 127.0.0.1"}, direct, "no_proxy"},
		{"subdomains", "https://a.b.invalid:9/x", m{"http.proxy": p1}, m{"no_proxy": "x,b.invalid"}, "unresolved", "no_proxy"},
		{"a leading dot", "https://a.b.invalid:9/x", m{"http.proxy": p1}, m{"no_proxy": ".b.invalid"}, "unresolved", "no_proxy"},
		{"no inner star", "https://a.b.invalid:9/x", m{"http.proxy": p1}, m{"no_proxy": "*.b.invalid"}, "1", "http.proxy"},
		{"no port", "https://a.b.invalid:9/x", m{"http.proxy": p1}, m{"no_proxy": "a.b.invalid:9"}, "1", "http.proxy"},
		{"another host", "https://ab.invalid:9/x", m{"http.proxy": p1}, m{"no_proxy": "b.invalid"}, "1", "http.proxy"},
		{"no scheme", "https://127.0.0.1:9/x", m{"http.proxy": "127.0.0.1:2"}, nil, "2", "http.proxy"},
		{"no port", "https://127.0.0.1:9/x", m{"http.proxy": "http://127.0.0.1"}, nil, "1080", "http.proxy"},
		{"https.proxy is no setting", "https://127.0.0.1:9/x", m{"https.proxy": p1}, nil, direct, ""},
	} {
		s, text := machineWith(), ""
		for k, v := range row.git {
			s.Layers = append(s.Layers, gitSetting(k, v))
			section, rest, _ := strings.Cut(k, ".")
			if middle, ok := strings.CutSuffix(rest, ".proxy"); ok {
				section += ` "` + middle + `"`
			}
			text += "[" + section + "]\n\tproxy = \"" + v + "\"\n"
		}
		var env []string
		for k, v := range row.env {
			s.Layers = append(s.Layers, variable(k, v))
			env = append(env, k+"="+v)
		}
		u, _ := url.Parse(row.url)
		got, key, err := OutboundProxy(s, probe.GitClient, u)
		wantProxy := "http://127.0.0.1:" + row.want
		if row.want == direct || row.want == "unresolved" {
			wantProxy = ""
		}
		if got.Reveal() != wantProxy || key != row.key || err != nil {
			t.Errorf("%s: %q by %q (%v), want %q by %q", row.name, got.Reveal(), key, err, wantProxy, row.key)
		}
		output := runGit(t, "", text, env, "ls-remote", row.url)
		if tried := gitTried(output); tried != row.want {
			t.Errorf("%s: git tried %q, want %q\n%s", row.name, tried, row.want, output)
		}
	}
}

func gitTried(output string) string {
	if strings.Contains(output, "Could not resolve host: ") {
		return "unresolved"
	}
	m := gitFailedAt.FindStringSubmatch(output)
	if m == nil {
		return output
	}
	if m[2] == "9" {
		return "none"
	}
	return m[2]
}
