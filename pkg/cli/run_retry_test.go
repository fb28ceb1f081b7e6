package cli

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// project is a module in a directory of its own that needs example.test/one from
// a server which fails each file k times, and a test that notes each run.
type project struct {
	program  *Program
	out, err bytes.Buffer
	ran      string // the file to which the test adds a line
	waits    []time.Duration
}

func newProject(t *testing.T, k int, fault http.Handler, test string) *project {
	t.Helper()
	dir, home := t.TempDir(), t.TempDir()
	x := &project{ran: filepath.Join(home, "ran")}
	for name, text := range map[string]string{
		"go.mod":      "module example.test/app\n\ngo 1.21\n\nrequire example.test/one v1.0.0\n",
		"app_test.go": fmt.Sprintf(test, x.ran),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one := nettest.Module{Path: "example.test/one", Version: "v1.0.0", Files: map[string]string{"one.go": "package one\n\nconst One = 1\n"}}
	sum, err := one.GoSum()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.sum"), []byte(sum), 0o600); err != nil {
		t.Fatal(err)
	}
	good, err := nettest.NewModuleProxy(one)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	asked := map[string]int{}
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if r.Method == http.MethodGet { // HEAD asks for Retry-After
			asked[r.URL.Path]++
		}
		bad := asked[r.URL.Path] <= k
		mu.Unlock()
		if bad {
			fault.ServeHTTP(w, r)
			return
		}
		good.ServeHTTP(w, r)
	}))
	server.Config.SetKeepAlivesEnabled(false)
	server.Start()
	t.Cleanup(server.Close)
	environ := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOENV=off", "GOPROXY=" + server.URL, "GOSUMDB=off", "GOTOOLCHAIN=local", "GOWORK=off",
		"GOMODCACHE=" + filepath.Join(home, "mod"), "GOCACHE=" + buildCache(t), "CGO_ENABLED=0", "GOFLAGS=-modcacherw", "LANG=C",
		"GO_TELEMETRY_CHILD=2", // or go leaves a process behind that writes into the home
	}
	m := host.System().With(environ, home)
	attach, run := m.Attach, m.Run
	m.Attach = func(a host.Attachment) (host.Ended, error) {
		a.Args = append([]string{"env", "-i", "-C", dir}, append(append([]string{}, environ...), a.Args...)...)
		return attach(a)
	}
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		c.Dir = dir
		return run(ctx, c)
	}
	x.program = &Program{
		Machine: m, In: strings.NewReader(""), Out: &x.out, Err: &x.err,
		Terminal: func(any) (int, bool) { return 0, false },
		Sleep: func(_ context.Context, d time.Duration) error {
			x.waits = append(x.waits, d)
			return nil
		},
	}
	return x
}

// buildCache is the one of the go command that runs this test: without it each
// project would compile the standard library anew.
func buildCache(t *testing.T) string {
	t.Helper()
	out, err := host.System().Run(t.Context(), host.Command{Args: []string{"go", "env", "GOCACHE"}})
	if err != nil || out.Code != 0 {
		t.Fatalf("go env GOCACHE: %v", err)
	}
	return strings.TrimSpace(string(out.Stdout))
}

func (x *project) runs(t *testing.T) int {
	t.Helper()
	text, err := os.ReadFile(x.ran)
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Count(string(text), "ran\n")
}

// noted is a test that adds a line to a file and then ends as told.
const noted = `package app

import (
	"os"
	"testing"

	"example.test/one"
)

func TestApp(t *testing.T) {
	f, err := os.OpenFile(%q, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	f.WriteString("ran\n")
	ENDING
	_ = one.One
}
`

func TestRunRetriesWhatPasses(t *testing.T) {
	need.Long(t)
	t.Parallel()
	const retries = 2
	for name, fault := range map[string]http.Handler{
		"503":       nettest.HTTPStatus(503, "down"),
		"429":       nettest.HTTPStatus(429, "slow down"),
		"truncated": nettest.HTTPTruncated("half", 4096),
		"hung up":   nettest.HTTPHangUp(),
	} {
		for k := range 4 {
			t.Run(fmt.Sprintf("%s %d times", name, k), func(t *testing.T) {
				t.Parallel()
				x := newProject(t, k, fault, strings.ReplaceAll(noted, "ENDING", ""))
				code := Main(x.program, []string{"run", fmt.Sprintf("--retry=%d", retries), "--", "go", "test", "./..."})
				if (code == 0) != (k <= retries) {
					t.Fatalf("exit code %d\n%s", code, x.err.String())
				}
				if ran := x.runs(t); code == 0 && ran != 1 || code != 0 && ran != 0 {
					t.Errorf("the test ran %d times", ran)
				}
				repeated := strings.Contains(x.err.String(), "gofix-net")
				if repeated != (k > 0) {
					t.Errorf("standard error:\n%s", x.err.String())
				}
				if k > 0 && (!strings.Contains(x.err.String(), "127.0.0.1:") || !strings.Contains(x.err.String(), "failed requests: ")) {
					t.Errorf("no summary:\n%s", x.err.String())
				}
				if code == 0 && !strings.HasSuffix(strings.TrimSpace(x.out.String()), "s") || strings.Contains(x.out.String(), "gofix-net") {
					t.Errorf("standard output:\n%s", x.out.String())
				}
			})
		}
	}
}

// TestRunRepeatsNothingElse: what the command does wrong by itself happens once.
func TestRunRepeatsNothingElse(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for name, tt := range map[string]struct {
		k      int
		fault  http.Handler
		ending string
		args   []string
		code   int
		ran    int
	}{
		"a failing test":            {0, nil, `t.Error("wrong")`, nil, 1, 1},
		"a test that prints it too": {0, nil, `t.Error("go: example.test/x@v1.0.0: Get \"https://proxy.golang.org/example.test/x/@v/v1.0.0.mod\": EOF")`, nil, 1, 1},
		"a refusal":                 {9, nettest.HTTPStatus(403, "no"), "", nil, 1, 0},
		"another program":           {0, nil, "", []string{"sh", "-c", "echo x; exit 5"}, 5, 0},
		"no such command":           {0, nil, "", []string{"no-such-command"}, 127, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := newProject(t, tt.k, tt.fault, strings.ReplaceAll(noted, "ENDING", tt.ending))
			args := tt.args
			if args == nil {
				args = []string{"go", "test", "./..."}
			}
			if code := Main(x.program, append([]string{"run", "--retry", "--"}, args...)); code != tt.code {
				t.Errorf("exit code %d, want %d", code, tt.code)
			}
			if ran := x.runs(t); ran != tt.ran || len(x.waits) > 0 {
				t.Errorf("the test ran %d times, %d waits\n%s", ran, len(x.waits), x.err.String())
			}
		})
	}
}

// TestRunTellsAFailureBehindRetries: the downloads came, and the test fails by itself.
func TestRunTellsAFailureBehindRetries(t *testing.T) {
	need.Long(t)
	t.Parallel()
	x := newProject(t, 1, nettest.HTTPStatus(503, "down"), strings.ReplaceAll(noted, "ENDING", `t.Error("wrong")`))
	if code := Main(x.program, []string{"run", "--retry", "--", "go", "test", "./..."}); code != 1 {
		t.Errorf("exit code %d", code)
	}
	if ran, told := x.runs(t), x.err.String(); ran != 1 || !strings.Contains(told, "failed for another reason; failed requests: ") || strings.Contains(told, "still failing") {
		t.Errorf("the test ran %d times\n%s", ran, told)
	}
}

func TestFetchCommand(t *testing.T) {
	t.Parallel()
	x := newProject(t, 1, nettest.HTTPStatus(503, "down"), strings.ReplaceAll(noted, "ENDING", ""))
	if code := Main(x.program, []string{"fetch"}); code != 0 {
		t.Fatalf("exit code %d\n%s", code, x.err.String())
	}
	if out := x.out.String(); !strings.Contains(out, "example.test/one v1.0.0 ") || !strings.Contains(out, "modules in the module cache: 1;") {
		t.Errorf("standard output:\n%s", out)
	}
	if !strings.Contains(x.err.String(), "HTTP 5xx ×3") {
		t.Errorf("standard error:\n%s", x.err.String())
	}
	x = newProject(t, 9, nettest.HTTPStatus(503, "down"), strings.ReplaceAll(noted, "ENDING", ""))
	if code := Main(x.program, []string{"fetch", "--retry", "1", "--lang", "zh"}); code != exitFound || !strings.Contains(x.err.String(), "重试后仍然失败") {
		t.Errorf("exit code %d\n%s", code, x.err.String())
	}
	for _, args := range [][]string{{"fetch", "--retry", "-1"}, {"fetch", "--retry-budget", "0s"}, {"run", "--retry=101", "--", "true"}} {
		if code := Main(x.program, args); code != exitUsage {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
}
