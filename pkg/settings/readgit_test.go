package settings

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"

	"github.com/gofix-net/gofix-net/pkg/host"
)

func TestReadGitLayers(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	b.set("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM=$HOME/system", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=http.proxy", "GIT_CONFIG_VALUE_0=http://command.test")
	b.write("$HOME/system", "[http]\n\tproxy = http://system.test\n")
	b.write("$HOME/.config/git/config", "[http]\n\tproxy = http://xdg.test\n")
	b.write("$HOME/.gitconfig", `[http]
	proxy = http://1.test
[url "https://a.test/"]
	insteadOf = https://github.com/
	insteadOf = git://github.com/
[http]
	proxy = http://2.test
	sslVerify
	extraHeader = "X-Anything: hunter2"
[http "https://TOKEN@b.test/"]
	proxy = "line\nbreak"
[credential]
	helper = "!f() { echo pass=hunter3; }; f"
[include]
	path = more.inc
[user]
	name = nobody
[core]
	sshCommand = ssh -v
	editor = vi
`)
	b.write("$HOME/more.inc", "[url \"ssh://git@c.test/\"]\n\tinsteadOf = https://c.test/\n")
	b.must("git", "init", "-q")
	b.must("git", "config", "http.proxy", "http://local.test")
	b.must("git", "remote", "add", "origin", "https://me:hunter4@corp.test/x.git")

	s := b.read()
	if len(s.Problems) != 0 {
		t.Errorf("problems: %v", s.Problems)
	}
	var proxies []string
	for _, l := range s.All(Git("http.proxy")) {
		proxies = append(proxies, string(l.Origin)+" "+strings.TrimPrefix(l.File, filepath.Dir(b.home))+" "+l.Value.Reveal())
	}
	wantProxies := []string{
		"git-command  http://command.test",
		"git-local /work/.git/config http://local.test",
		"git-global /home/.gitconfig http://2.test",
		"git-global /home/.gitconfig http://1.test",
		"git-global /home/.config/git/config http://xdg.test",
		"git-system /home/system http://system.test",
	}
	if !slices.Equal(proxies, wantProxies) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(proxies, "\n"), strings.Join(wantProxies, "\n"))
	}
	want(t, "what git itself takes", s.Effective(Git("http.proxy")).Value.Reveal(), strings.TrimSpace(b.must("git", "config", "http.proxy")))
	want(t, "written, in file order", joined(s.Written(Git("url.https://a.test/.insteadof"))), "https://github.com/ git://github.com/")
	var rules []string
	for _, l := range s.GitSettings("url.", ".insteadof") {
		rules = append(rules, filepath.Base(l.File)+" "+l.Value.Reveal())
	}
	want(t, "rules, strongest first", strings.Join(rules, ", "), "more.inc https://c.test/, .gitconfig git://github.com/, .gitconfig https://github.com/")
	want(t, "a key without a value", s.Effective(Git("http.sslverify")).Value, "true")
	want(t, "a newline in a value", s.Effective(Git("http.https://TOKEN@b.test/.proxy")).Value, "line\nbreak")
	want(t, "a header", s.Effective(Git("http.extraheader")).Value.Reveal(), "X-Anything: hunter2")
	want(t, "a header, shown", s.Effective(Git("http.extraheader")).Value.String(), "xxxxx")
	want(t, "a helper, shown", s.Effective(Git("credential.helper")).Value.String(), "xxxxx")
	want(t, "an irrelevant key", s.Effective(Git("core.editor")).Set() || s.Effective(Git("user.name")).Set(), false)
	want(t, "a relevant key", s.Effective(Git("core.sshcommand")).Value, "ssh -v")
	want(t, "remotes", joined(s.Module.Remotes), "https://me:hunter4@corp.test/x.git")
	want(t, "remotes, shown", s.Module.Remotes[0].String(), "https://xxxxx@corp.test/x.git")
}

func joined(vs []Value) string {
	var out []string
	for _, v := range vs {
		out = append(out, v.Reveal())
	}
	return strings.Join(out, " ")
}

// The file that `git config --global` really writes.
func TestGitGlobalFile(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	for _, tt := range []struct {
		name  string
		env   []string
		files []string
		want  string
		fails bool // git cannot write it
	}{
		{name: "none yet", want: "$HOME/.gitconfig"},
		{name: "in the home", files: []string{"$HOME/.gitconfig"}, want: "$HOME/.gitconfig"},
		{name: "the XDG one alone", files: []string{"$HOME/.config/git/config"}, want: "$HOME/.config/git/config"},
		{name: "both", files: []string{"$HOME/.gitconfig", "$HOME/.config/git/config"}, want: "$HOME/.gitconfig"},
		{name: "XDG_CONFIG_HOME", env: []string{"XDG_CONFIG_HOME=$DIR/x"}, files: []string{"$DIR/x/git/config"}, want: "$DIR/x/git/config"},
		{name: "XDG_CONFIG_HOME without the file", env: []string{"XDG_CONFIG_HOME=$DIR/x"}, want: "$HOME/.gitconfig"},
		{name: "an empty XDG_CONFIG_HOME", env: []string{"XDG_CONFIG_HOME="}, files: []string{"$HOME/.config/git/config"}, want: "$HOME/.config/git/config"},
		{name: "GIT_CONFIG_GLOBAL", env: []string{"GIT_CONFIG_GLOBAL=$DIR/g"}, files: []string{"$HOME/.gitconfig"}, want: "$DIR/g"},
		{name: "a relative GIT_CONFIG_GLOBAL", env: []string{"GIT_CONFIG_GLOBAL=g"}, want: "$DIR/g"},
		{name: "an empty GIT_CONFIG_GLOBAL", env: []string{"GIT_CONFIG_GLOBAL="}, want: "", fails: true},
		{name: "no home", env: []string{"HOME"}, want: "", fails: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			b := newBox(t)
			b.set(tt.env...)
			for _, f := range tt.files {
				b.write(f, "")
			}
			s := b.read()
			want(t, "file", s.Git.GlobalFile, b.expand(tt.want))
			_, words, err := b.real(nil, "git", "config", "--global", "test.key", "written")
			if (err != nil) != tt.fails {
				t.Fatalf("the real git: %v %s", err, words)
			}
			if tt.fails {
				return
			}
			if data, err := os.ReadFile(s.Git.GlobalFile); err != nil || !strings.Contains(string(data), "written") {
				t.Errorf("git wrote elsewhere: %v", err)
			}
		})
	}
}

func TestReadBrokenGitConfig(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	b.set("GIT_CONFIG_NOSYSTEM", "GIT_CONFIG_SYSTEM=$HOME/system")
	b.write("$HOME/system", "[http]\n\tproxy = http://system.test\n")
	file := b.write("$HOME/.gitconfig", "[http]\n\tproxy = x\n[bro ken\n")
	s := b.read()
	if p := s.Problem("git"); !strings.Contains(p, "bad config line 3 in file "+file) {
		t.Errorf("problem %q", p)
	}
	want(t, "problems", len(s.Problems), 1)
	want(t, "the other scope", s.Effective(Git("http.proxy")), Setting{Key: Git("http.proxy"), Value: "http://system.test", Origin: GitSystem})
	want(t, "version", s.Git.Version != "", true)
}

func TestReadBrokenLocalGitConfigLeavesTheRest(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	b.write("$HOME/.gitconfig", "[http]\n\tproxy = http://global.test\n")
	b.must("git", "init", "-q")
	b.write(".git/config", "[core]\n\trepositoryformatversion = 0\n[x\n")
	s := b.read()
	if p := s.Problem("git"); !strings.Contains(p, "bad config line 3 in file .git/config") {
		t.Errorf("problem %q", p)
	}
	want(t, "global", s.Effective(Git("http.proxy")).Value, "http://global.test")
}

// Before 2.26 git has no --show-scope.
func TestReadOldGit(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	b.write("$HOME/.gitconfig", "[include]\n\tpath = inc\n")
	b.write("$HOME/inc", "[http]\n\tproxy = http://p.test\n")
	m := b.machine()
	run := m.Run
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		if slices.Contains(c.Args, "--show-scope") {
			return host.Output{Stderr: []byte("error: unknown option `show-scope'\nusage: git config [<options>]\n"), Code: 129}, nil
		}
		return run(ctx, c)
	}
	s, err := Read(t.Context(), m, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "problem", s.Problem("git"), "")
	want(t, "proxy", s.Effective(Git("http.proxy")), Setting{Key: Git("http.proxy"), Value: "http://p.test", Origin: GitGlobal})
}

func TestGitVersion(t *testing.T) {
	t.Parallel()
	for text, v := range map[string]string{
		"git version 2.39.5\n": "2.39.5", "git version 2.39.5 (Apple Git-154)\n": "2.39.5",
		"git version 2.41.0.windows.1\n": "2.41.0.windows.1", "": "", "something else": "",
	} {
		want(t, text, gitVersion(text), v)
	}
}

func FuzzParseGitList(f *testing.F) {
	f.Add([]byte("global\x00file:/x\x00a.b\nc\x00global\x00file:/x\x00d.e\x00"), true, true)
	f.Add([]byte("a.b\nc\nd\x00e.f"), false, false)
	f.Fuzz(func(t *testing.T, data []byte, scope, origin bool) {
		entries := parseGitList(data, scope, origin)
		for _, e := range entries {
			if e.Key == "" || strings.ContainsAny(e.Key, "\x00\n") || strings.Contains(e.Value, "\x00") {
				t.Errorf("bad entry %+v", e)
			}
		}
		if n := len(gitLayers(entries, func(string) string { return "" })); n > len(entries) {
			t.Errorf("%d settings of %d entries", n, len(entries))
		}
	})
}
