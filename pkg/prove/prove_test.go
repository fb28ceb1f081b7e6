package prove

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// check compares a proof with what it should be.
func check(t *testing.T, p Proof, ok bool, says string) {
	t.Helper()
	text := ""
	for _, f := range p.Failed {
		text += f.Query.String() + ": " + f.Error + "\n"
	}
	if !p.Tried || p.OK != ok || p.Err != nil || !strings.Contains(text, says) || ok && text != "" {
		t.Errorf("tried %v, ok %v, err %v, failed: %s; want ok %v with %q", p.Tried, p.OK, p.Err, text, ok, says)
	}
}

func TestCandidateAgainstBaseline(t *testing.T) {
	t.Parallel()
	m, home := machine(t)
	base := scratchTrees(t, m)
	write(t, filepath.Join(home, ".config/go/env"), "GOPROXY=https://u:geheim@127.0.0.1:1\nGOFLAGS=-mod=vendor\n")
	s := read(t, m, home)
	before := tree(t, home)
	queries := []probe.Query{hello, {Path: "example.com/hello"}}
	check(t, Baseline(t.Context(), m, s, queries), false, "connection refused")
	for _, f := range Baseline(t.Context(), m, s, queries).Failed {
		if strings.Contains(f.Error, "geheim") {
			t.Errorf("the password is shown: %s", f.Error)
		}
	}
	p := diff(t, s, profile.Want{Key: settings.Go("GOPROXY"), Value: val(goproxy(t, helloModule))})
	check(t, Prove(t.Context(), m, s, p, queries), true, "")
	check(t, Prove(t.Context(), m, s, p, append(queries, probe.Query{Path: "example.com/none", Version: "v1.0.0"})), false, "example.com/none@v1.0.0: example.com/none@v1.0.0: reading")
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("the home was written (-before +after):\n%s", d)
	}
	if left, _ := os.ReadDir(base); len(left) > 0 {
		t.Errorf("scratch trees are left: %v", left)
	}
}

func TestShadowedValueIsNotProved(t *testing.T) {
	t.Parallel()
	m, home := machine(t, "GOPROXY=http://127.0.0.1:1")
	s := read(t, m, home)
	p := diff(t, s, profile.Want{Key: settings.Go("GOPROXY"), Value: val(goproxy(t, helloModule))})
	check(t, Prove(t.Context(), m, s, p, []probe.Query{hello}), false, "connection refused")
}

func TestNothingToAsk(t *testing.T) {
	t.Parallel()
	m, home := machine(t)
	s := read(t, m, home)
	if p := Baseline(t.Context(), m, s, nil); p.Tried || p.OK || p.Err == nil {
		t.Errorf("without a query: %+v", p)
	}
	s.Go.Path = ""
	if p := Baseline(t.Context(), m, s, []probe.Query{hello}); p.Tried || p.OK || p.Err == nil {
		t.Errorf("without go: %+v", p)
	}
}

func TestSilentProxyEndsWithTheContext(t *testing.T) {
	need.Long(t)
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	m, home := machine(t, "GOPROXY=http://"+l.Addr().String())
	base := scratchTrees(t, m)
	s := read(t, m, home)
	ctx, cancel := context.WithTimeout(t.Context(), 700*time.Millisecond)
	defer cancel()
	if took := cost.Took(func() { check(t, Baseline(ctx, m, s, []probe.Query{hello}), false, "still waiting") }); took > 5*time.Second {
		t.Errorf("took %v", took)
	}
	if left, _ := os.ReadDir(base); len(left) > 0 {
		t.Errorf("scratch trees are left: %v", left)
	}
	ctx, cancel = context.WithCancel(t.Context())
	time.AfterFunc(200*time.Millisecond, cancel)
	if p := Baseline(ctx, m, s, []probe.Query{hello}); p.Tried || p.Err == nil {
		t.Errorf("interrupted: %+v", p)
	}
}

// sumdbFor returns a GOSUMDB value for a database without a relay.
func sumdbFor(t *testing.T, known ...nettest.Module) string {
	t.Helper()
	db, err := nettest.NewSumDB("sum.example.com", known...)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(db)
	t.Cleanup(srv.Close)
	return db.Key() + " " + srv.URL
}

func TestGoSumCountsAsForTheUser(t *testing.T) {
	t.Parallel()
	sum, err := helloModule.GoSum()
	if err != nil {
		t.Fatal(err)
	}
	// The database knows another module only: without go.sum it would be asked.
	db := sumdbFor(t, nettest.Module{Path: "example.com/other", Version: "v1.0.0"})
	wrong := strings.ReplaceAll(sum, "h1:", "h1:AAAA")
	tests := []struct {
		name  string
		files map[string]string
		ok    bool
		says  string
	}{
		{"no project", nil, false, "verifying"},
		{"a module with go.sum", map[string]string{"go.mod": "module a.example.com/m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n", "go.sum": sum}, true, ""},
		{"a module without", map[string]string{"go.mod": "module a.example.com/m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n"}, false, "verifying"},
		{"a module with another sum", map[string]string{"go.mod": "module a.example.com/m\n\ngo 1.21\n\nrequire example.com/hello v1.0.0\n", "go.sum": wrong}, false, "checksum mismatch"},
		{"a module for a future Go", map[string]string{"go.mod": "module a.example.com/m\n\ngo 1.999\ntoolchain go1.999.1\n\nrequire example.com/hello v1.0.0\n", "go.sum": sum}, true, ""},
		{"a workspace", map[string]string{"go.work": "go 1.21\n\nuse ./m\n\nreplace example.com/x => ./x\n", "go.work.sum": sum,
			"m/go.mod": "module a.example.com/m\n\ngo 1.21\n", "x/go.mod": "module example.com/x\n"}, true, ""},
		{"a go.mod that is none", map[string]string{"go.mod": "modul ?\n"}, false, "verifying"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m, home := machine(t, "GOSUMDB="+db, "GOPROXY="+goproxy(t, helloModule))
			dir := filepath.Join(home, "project")
			write(t, filepath.Join(dir, "README"), "")
			for name, text := range tt.files {
				write(t, filepath.Join(dir, name), text)
			}
			s := read(t, m, dir)
			before := tree(t, home)
			check(t, Baseline(t.Context(), m, s, []probe.Query{hello}), tt.ok, tt.says)
			if d := cmp.Diff(before, tree(t, home)); d != "" {
				t.Errorf("something was written (-before +after):\n%s", d)
			}
		})
	}
}

// gitServer serves example/repo v1.0.0 and returns its base URL.
func gitServer(t *testing.T) string {
	t.Helper()
	git := need.Program(t, "git")
	m, home := machine(t, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	work := filepath.Join(home, "work")
	write(t, filepath.Join(work, "go.mod"), "module github.com/example/repo\n")
	for _, args := range []string{"init -q", "add .", "commit -q -m one", "tag v1.0.0", "clone -q --bare . ../example/repo"} {
		out, err := m.Run(t.Context(), host.Command{Args: append([]string{"git"}, strings.Fields(args)...), Dir: work})
		if err != nil || out.Code != 0 {
			t.Fatalf("git %s: %v %s", args, err, out.Stderr)
		}
	}
	srv := httptest.NewServer(nettest.GitRepositories(git, home))
	t.Cleanup(srv.Close)
	return srv.URL
}

// TestGitRules proves plans that change insteadOf rules: the module is only to
// be had by git, from a repository of this machine.
func TestGitRules(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	git := gitServer(t)
	rule := "url." + git + "/.insteadof"
	key := settings.Git(rule)
	dead := settings.Git("url.http://127.0.0.1:1/.insteadof")
	query := []probe.Query{{Path: "github.com/example/repo", Version: "v1.0.0"}}
	tests := []struct {
		name  string
		files map[string]string
		wants []profile.Want
		ok    bool
	}{
		{"no rule: github.com is a host of this test that refuses", nil, nil, false},
		{"a rule is added", nil, []profile.Want{{Key: key, Value: val("https://github.com/")}}, true},
		{"a dead rule goes from ~/.gitconfig", map[string]string{".gitconfig": "[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = https://github.com/example/\n[url \"" + git + "/\"]\n\tinsteadOf = https://github.com/\n"},
			[]profile.Want{{Key: dead, Remove: val("https://github.com/example/")}}, true},
		{"one goes from an included file, and relative includes hold", map[string]string{
			".gitconfig":        "[include]\n\tpath = conf/bad\n[include]\n\tpath = conf/good\n",
			"conf/bad":          "[include]\n\tpath = deeper/worse\n[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = https://unrelated.example.com/\n",
			"conf/deeper/worse": "[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = https://github.com/example/\n",
			"conf/good":         "[include]\n\tpath = ../elsewhere\n",
			"elsewhere":         "[url \"" + git + "/\"]\n\tinsteadOf = https://github.com/\n",
		}, []profile.Want{{Key: dead, Remove: val("https://github.com/example/")}}, true},
		{"one goes from the XDG file beside ~/.gitconfig", map[string]string{
			".config/git/config": "[url \"http://127.0.0.1:1/\"]\n\tinsteadOf = https://github.com/example/\n",
			".gitconfig":         "[include]\n\tpath = ~/elsewhere\n",
			"elsewhere":          "[url \"" + git + "/\"]\n\tinsteadOf = https://github.com/\n",
		}, []profile.Want{{Key: dead, Remove: val("https://github.com/example/")}}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			// Whatever is not rewritten meets a proxy that is not there.
			m, home := machine(t, "GOPROXY=direct", "https_proxy=http://127.0.0.1:1", "no_proxy=127.0.0.1", "GIT_CONFIG_NOSYSTEM=1")
			for name, text := range tt.files {
				write(t, filepath.Join(home, name), text)
			}
			s := read(t, m, home)
			before := tree(t, home)
			p := diff(t, s, tt.wants...)
			if len(p.Changes) != len(tt.wants) {
				t.Fatalf("plan: %v", p.Changes)
			}
			says := ""
			if !tt.ok {
				says = "127.0.0.1"
			}
			check(t, Prove(t.Context(), m, s, p, query), tt.ok, says)
			if !p.Empty() && len(tt.files) > 0 {
				check(t, Baseline(t.Context(), m, s, query), false, "127.0.0.1")
			}
			if d := cmp.Diff(before, tree(t, home)); d != "" {
				t.Errorf("something was written (-before +after):\n%s", d)
			}
		})
	}
}

func TestCarryAndCheck(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	m, home := machine(t)
	s := read(t, m, home)
	env, git := filepath.Join(home, "env"), filepath.Join(home, "gc")
	write(t, env, "GOPROXY=direct\nGOPROXY=off\n")
	write(t, git, "[http]\n\tproxy = http://a.example.com\n\tproxy = http://b.example.com\n")
	goKey, gitKey := settings.Go("GOPROXY"), settings.Git("http.proxy")
	tests := []struct {
		name string
		c    plan.Change
		file string
		ok   bool
	}{
		{"the last line of two", plan.Change{Key: goKey, From: val("off"), To: val("direct")}, env, true},
		{"the first line of two", plan.Change{Key: goKey, From: val("direct")}, env, false},
		{"a variable that should not be there", plan.Change{Key: goKey, To: val("direct")}, env, false},
		{"a variable that is not there", plan.Change{Key: settings.Go("GOVCS"), To: val("*:git")}, env, true},
		{"one of two git values", plan.Change{Key: gitKey, From: val("http://a.example.com")}, git, true},
		{"a git value that is gone", plan.Change{Key: gitKey, From: val("http://c.example.com")}, git, false},
		{"a git value that is there already", plan.Change{Key: gitKey, To: val("http://a.example.com")}, git, false},
		{"a file that does not exist", plan.Change{Key: gitKey, To: val("http://a.example.com")}, git + "x", true},
	}
	for _, tt := range tests {
		if err := Check(t.Context(), m, s, tt.c, tt.file); (err == nil) != tt.ok {
			t.Errorf("%s: %v, want ok %v", tt.name, err, tt.ok)
		}
	}
	if _, err := Carry(t.Context(), m, s, plan.Change{Key: settings.Go("GOPATH"), To: val("relative")}, env); err == nil || !strings.Contains(err.Error(), "GOPATH") {
		t.Errorf("go's refusal: %v", err)
	}
	// A go.mod at the root or here cannot make it fail: no project is looked at.
	if said, err := Carry(t.Context(), m, s, plan.Change{Key: settings.Go("GO111MODULE"), To: val("on")}, env); err != nil || said != "" {
		t.Errorf("GO111MODULE: %q %v", said, err)
	}
}

func TestPick(t *testing.T) {
	t.Parallel()
	s := &settings.Snapshot{Layers: []settings.Setting{{Key: settings.Go("GOPRIVATE"), Value: "github.com/corp", Origin: settings.OSEnv}}}
	var all []probe.Query
	for i := range 30 {
		all = append(all, probe.Query{Path: fmt.Sprintf("github.com/a/m%d", i)})
	}
	all = append(all, probe.Query{Path: "github.com/corp/x"}, probe.Query{Path: "github.com/corp/y"}, probe.Query{Path: "golang.org/x/z"})
	got := Pick(s, all)
	if len(got) != MaxQueries {
		t.Fatalf("%d queries: %v", len(got), got)
	}
	want := "github.com/a/m0 github.com/a/m1 github.com/a/m2 github.com/a/m3 github.com/a/m4 github.com/a/m5 github.com/a/m6 github.com/a/m7 github.com/corp/x golang.org/x/z"
	var text []string
	for _, q := range got {
		text = append(text, q.String())
	}
	if strings.Join(text, " ") != want {
		t.Errorf("got %v", text)
	}
}

func FuzzParseAnswers(f *testing.F) {
	f.Add([]byte(`{"Path":"a","Version":"v1","Zip":"z"}{"Path":"b","Error":"x"}`))
	f.Add([]byte("{}{"))
	f.Fuzz(func(t *testing.T, data []byte) {
		if n := len(parseAnswers(data)); n > len(data) {
			t.Errorf("%d answers in %d bytes", n, len(data))
		}
	})
}

// Only the version is that of an old git: the command has to work with
// the git at hand too, which takes patterns as ever.
func TestOldGit(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	m, home := machine(t)
	file := filepath.Join(home, ".gitconfig")
	write(t, file, "[url \"ssh://h/\"]\n\tinsteadOf = https://a.example.com/x+y(z)\n\tinsteadOf = https://aXexample.com/x+y(z)\n")
	s := read(t, m, home)
	s.Git.Version = "2.25.1"
	p := diff(t, s, profile.Want{Key: settings.Git("url.ssh://h/.insteadof"), Remove: val("https://a.example.com/x+y(z)")})
	if text := p.Changes[0].CommandText(); strings.Contains(text, "--fixed-value") {
		t.Errorf("git 2.25 is asked: %s", text)
	}
	if got := Prove(t.Context(), m, s, p, []probe.Query{hello}); got.Tried || !errors.Is(got.Err, ErrOldGit) {
		t.Errorf("proof: %+v", got)
	}
	if _, err := Carry(t.Context(), m, s, p.Changes[0], file); err != nil {
		t.Fatal(err)
	}
	if data, _ := os.ReadFile(file); string(data) != "[url \"ssh://h/\"]\n\tinsteadOf = https://aXexample.com/x+y(z)\n" {
		t.Errorf("the file holds %s", data)
	}
}
