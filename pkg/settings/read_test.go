package settings

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

func TestReadVariables(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.set("HTTPS_PROXY=user:pass@proxy.test:3128", "https_proxy=http://other.test", "GIT_SSL_CAINFO=", "UNRELATED=x")
	s := b.read()
	want(t, "upper case", s.Variable("HTTPS_PROXY").Reveal(), "user:pass@proxy.test:3128")
	want(t, "upper case, shown", s.Variable("HTTPS_PROXY").String(), "xxxxx@proxy.test:3128")
	if runtime.GOOS != "windows" { // where it is the same variable
		want(t, "lower case", s.Variable("https_proxy"), "http://other.test")
	}
	want(t, "set and empty", s.Effective(Variable("GIT_SSL_CAINFO")).Set(), true)
	want(t, "not set", s.Effective(Variable("NO_PROXY")).Set(), false)
	want(t, "unrelated", s.Effective(Variable("UNRELATED")).Set(), false)
}

func TestEnvironmentOfWindows(t *testing.T) {
	t.Parallel()
	e := newEnvironment("windows", []string{"=C:=C:\\x", "Https_Proxy=http://p.test", "GoProxy=off", "Path=x", "HTTPS_PROXY=second"})
	want(t, "any case", e.get("HTTPS_PROXY"), "http://p.test")
	want(t, "one setting for both cases", len(e.variables()), 1)
	want(t, "its name", e.variables()[0].Key.Name, "HTTPS_PROXY")
	want(t, "go variables", e.goNames()[0], variable{"GOPROXY", "off"})
}

func TestDefaultGoenvPlaces(t *testing.T) {
	t.Parallel()
	env := newEnvironment("linux", []string{"HOME=/h", "AppData=/a"})
	for goos, path := range map[string]string{"linux": "/h/.config/go/env", "darwin": "/h/Library/Application Support/go/env", "windows": "/a/go/env"} {
		got, _ := defaultGoenv(goos, env)
		want(t, goos, filepath.ToSlash(got), path)
		_, problem := defaultGoenv(goos, newEnvironment(goos, nil))
		want(t, goos+" without", problem != "", true)
	}
}

func TestReadCancelled(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, b.machine(), b.dir); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// Programs that never answer cost one budget, all together.
func TestReadWithHungTools(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	b := newBox(t)
	b.set("GOPROXY=https://a.example.com")
	m := b.machine()
	// It is one budget if no program begins when another's is over: how late a busy
	// machine notices the end says nothing.
	const budget = 2 * time.Second
	var mu sync.Mutex
	var deadlines []time.Time
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		end, ok := ctx.Deadline()
		if !ok {
			t.Errorf("%s has no deadline", c.Args)
		}
		mu.Lock()
		deadlines = append(deadlines, end)
		mu.Unlock()
		<-ctx.Done()
		return host.Output{Code: -1}, ctx.Err()
	}
	s, err := read(t.Context(), m, b.dir, budget)
	if err != nil {
		t.Fatal(err)
	}
	if apart := slices.MaxFunc(deadlines, time.Time.Compare).Sub(slices.MinFunc(deadlines, time.Time.Compare)); apart >= budget {
		t.Errorf("the deadlines are %v apart, which is more than one budget", apart)
	}
	want(t, "GOPROXY", s.Get("GOPROXY"), "https://a.example.com")
	want(t, "GOSUMDB", s.Get("GOSUMDB"), "sum.golang.org")
	for _, about := range []string{"go", "git"} {
		if p := s.Problem(about); !strings.Contains(p, "deadline exceeded") {
			t.Errorf("problem about %s: %q", about, p)
		}
	}
}

func TestReadGoenvThatMayNotBeRead(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	file := b.write("$HOME/.config/go/env", "GOPROXY=off\n")
	m := b.machine()
	read := m.ReadFile
	m.ReadFile = func(name string, limit int64) ([]byte, bool, error) {
		if name == file {
			return nil, false, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
		}
		return read(name, limit)
	}
	m.Writable = func(name string) error { return &fs.PathError{Op: "write", Path: name, Err: fs.ErrPermission} }
	s, err := Read(t.Context(), m, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	if p := s.Problem("goenv"); !strings.Contains(p, file+" cannot be read") {
		t.Errorf("problem %q", p)
	}
	want(t, "writable", s.Goenv.Writable, false)
	want(t, "reason", s.Goenv.Reason, "write "+file+": permission denied")
}

func TestReadOnABareMachine(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.env = nil
	m := b.machine()
	m.LookPath = func(string) (string, error) { return "", os.ErrNotExist }
	s, err := Read(t.Context(), m, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	var about []string
	for _, p := range s.Problems {
		about = append(about, p.About)
		if strings.HasPrefix(p.Text, "[") || strings.Contains(p.Text, "<no value>") {
			t.Errorf("the text about %s is %q", p.About, p.Text)
		}
	}
	want(t, "problems", strings.Join(about, " "), "home goenv go git")
}

// A git that does not run, as macOS' without its developer tools.
func TestReadGitThatDoesNotRun(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	m := b.machine()
	run := m.Run
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		if strings.HasSuffix(c.Args[0], "git") {
			return host.Output{Stderr: []byte("xcrun: error: invalid active developer path\n"), Code: 1}, nil
		}
		return run(ctx, c)
	}
	s, err := Read(t.Context(), m, b.dir)
	if err != nil {
		t.Fatal(err)
	}
	want(t, "problems", len(s.Problems), 1)
	want(t, "problem", strings.HasSuffix(s.Problem("git"), "git does not work: xcrun: error: invalid active developer path"), true)
}

func TestReadRelativeDirectory(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write("sub/go.mod", "module example.com/m\n")
	m := b.machine()
	m.Getwd = func() (string, error) { return b.dir, nil }
	for dir, path := range map[string]string{"": "", "sub": "example.com/m"} {
		s, err := Read(t.Context(), m, dir)
		if err != nil {
			t.Fatal(err)
		}
		want(t, "module of "+dir, s.Module.Path, path)
	}
}

func BenchmarkRead(b *testing.B) {
	m := host.System()
	for b.Loop() {
		if _, err := Read(b.Context(), m, ""); err != nil {
			b.Fatal(err)
		}
	}
}

func TestReadFromADirectoryThatIsGone(t *testing.T) {
	need.Unix(t) // Windows keeps a directory that a program is in
	t.Parallel()
	b := newBox(t)
	b.dir += "/gone"
	s := b.read()
	want(t, "version", strings.HasPrefix(s.Go.Version, "go1."), true)
	want(t, "GOSUMDB", s.Get("GOSUMDB"), "sum.golang.org")
}

func TestSnapshotSurvivesJSON(t *testing.T) {
	t.Parallel()
	b := newBox(t)
	b.write("go.mod", "module example.com/m\n\nrequire a.test/x v1.0.0\n")
	b.write("$HOME/.config/go/env", "GOPRIVATE=x.test\nexport GOPROXY=off\n")
	b.write("$HOME/.gitconfig", "[url \"https://a.test/\"]\n\tinsteadOf = https://b.test/\n")
	s := b.read()
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	var back Snapshot
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	s.memo = nil
	if !reflect.DeepEqual(*s, back) {
		t.Errorf("got %+v\nwant %+v", back, *s)
	}
}

func TestSnapshotWritesNoCredential(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	b := newBox(t)
	b.set("GOPROXY=https://u:hunter2@a.test|https://hunter3@b.test", "HTTPS_PROXY=u:hunter4@p.test:1", "GOFLAGS=--badflag=https://u:hunter5@c.test", "GO111MODULE=https://u:hunter6@d.test")
	b.write("$HOME/.gitconfig", "[url \"https://hunter7@a.test/\"]\n\tinsteadOf = https://u:hunter8@b.test/\n[http]\n\textraHeader = hunter9\n\tproxy = u:hunter10@p.test\n")
	b.must("git", "init", "-q")
	b.must("git", "remote", "add", "origin", "https://hunter11@corp.test/x.git")
	data, err := json.Marshal(b.read())
	if err != nil {
		t.Fatal(err)
	}
	if i := strings.Index(string(data), "hunter"); i >= 0 {
		t.Errorf("…%s…", data[max(0, i-80):min(len(data), i+40)])
	}
}
