package trace

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
)

// authority is trusted by the real go and by the probes of this process alike:
// both read SSL_CERT_FILE.
var authority = nettest.NewCA("Fidelity Test Root")

func TestMain(m *testing.M) { os.Exit(mainWithRoots(m)) }

func mainWithRoots(m *testing.M) int {
	dir, err := os.MkdirTemp("", "trace-of-gofix-net")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	roots := filepath.Join(dir, "roots.pem")
	if err := os.WriteFile(roots, authority.PEM(), 0o600); err != nil {
		panic(err)
	}
	os.Setenv("SSL_CERT_FILE", roots)
	os.Setenv("SSL_CERT_DIR", dir)
	return m.Run()
}

// The modules that the lab's proxies have.
const (
	plain   = "example.com/a"              // several versions, a branch, a package b
	upper   = "github.com/Acme/M"          // an upper-case path, which git can fetch too
	major   = "example.com/c/v2"           // a major suffix
	legacy  = "example.com/legacy"         // only +incompatible
	deep    = "example.com/deep/er/module" // several prefixes
	pseudo  = "v1.1.1-0.20240501120000-abcdefabcdef"
	release = "golang.org/toolchain"
)

func modules() []nettest.Module {
	files := map[string]string{"a.go": "package a\n", "b/b.go": "package b\n"}
	list := []nettest.Module{
		{Path: plain, Version: "v1.0.0", Files: files}, {Path: plain, Version: "v1.0.1", Files: files}, {Path: plain, Version: "v1.1.0", Files: files},
		{Path: plain, Version: pseudo, Files: files, Revisions: []string{"main"}},
		{Path: upper, Version: "v1.0.0", Files: files},
		{Path: major, Version: "v2.0.0", Files: files},
		{Path: legacy, Version: "v2.3.0+incompatible", Files: files},
		{Path: deep, Version: "v0.1.0", Files: files},
	}
	return list
}

// lab has module proxies and a checksum database for every case of a test, told
// apart by their host names, behind one outbound proxy.
type lab struct {
	dir      string
	outbound *nettest.Server
	plain    *httptest.Server // the same over http, told apart by the path
	closed   string           // host:port where no server listens
	goodGit  string           // a .gitconfig that leads git to a repository
	deadGit  string           // one that leads it nowhere
	refusing map[int]string   // host:port of outbound proxies, by the status that they refuse tunnels with
	gobin    string

	mu    sync.Mutex
	hosts map[string]http.Handler
	asked map[string][]string // by case: what go asked for, in order
}

func newLab(t *testing.T) *lab {
	t.Helper()
	l := &lab{dir: t.TempDir(), hosts: map[string]http.Handler{}, asked: map[string][]string{}}
	cert := authority.Valid("*.example.com")
	secure := httptest.NewUnstartedServer(http.HandlerFunc(l.serve))
	secure.TLS = &tls.Config{Certificates: []tls.Certificate{cert}}
	secure.Config.ErrorLog = log.New(io.Discard, "", 0) // handshakes that a probe leaves at that
	secure.StartTLS()
	t.Cleanup(secure.Close)
	l.plain = httptest.NewServer(http.HandlerFunc(l.servePath))
	t.Cleanup(l.plain.Close)
	l.outbound = nettest.ServeConnect(nettest.OutboundProxy{Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, secure.Listener.Addr().String())
	}})
	t.Cleanup(l.outbound.Close)
	l.closed = nettest.ClosedPort(t)
	l.refusing = map[int]string{}
	for _, status := range []int{407, 502} {
		proxy := nettest.ServeConnect(nettest.OutboundProxy{Refuse: status})
		t.Cleanup(proxy.Close)
		l.refusing[status] = proxy.Addr
	}
	files := map[string]string{"go.mod": "module " + upper + "\n\ngo 1.21\n", "a.go": "package a\n", "b/b.go": "package b\n"}
	with := l.repository(t, "with", files)
	delete(files, "go.mod")
	l.goodGit = l.gitconfig(t, "good", with, l.repository(t, "bare", files))
	l.deadGit = l.gitconfig(t, "dead", filepath.Join(l.dir, "nowhere"), filepath.Join(l.dir, "nowhere"))
	return l
}

// isGo tells the real go command from the probes.
func isGo(r *http.Request) bool {
	agent := r.UserAgent()
	return strings.HasPrefix(agent, "Go-http-client") && !strings.Contains(agent, "gofix-net") || strings.HasPrefix(agent, "GoCommand/")
}

// note writes down what the go command asks for, without the tiles and tree
// heads of the database, which follow from a look-up.
func (l *lab) note(r *http.Request, where string) {
	path := r.URL.EscapedPath()
	if !isGo(r) || strings.Contains(path, "/tile/") || strings.HasSuffix(path, "/latest") && !strings.HasSuffix(path, "/@latest") {
		return
	}
	id, _, _ := strings.Cut(where, "-")
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked[id] = append(l.asked[id], where+path)
}

func (l *lab) handler(where string) http.Handler {
	l.mu.Lock()
	defer l.mu.Unlock()
	if h := l.hosts[where]; h != nil {
		return h
	}
	return http.NotFoundHandler()
}

// serve answers for https://CASE-ENTRY.example.com.
func (l *lab) serve(w http.ResponseWriter, r *http.Request) {
	where, _, _ := strings.Cut(r.Host, ".")
	l.note(r, where)
	l.handler(where).ServeHTTP(w, r)
}

// servePath answers for http://HOST/CASE-ENTRY.
func (l *lab) servePath(w http.ResponseWriter, r *http.Request) {
	where, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	http.StripPrefix("/"+where, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		l.note(r, where)
		l.handler(where).ServeHTTP(w, r)
	})).ServeHTTP(w, r)
}

func (l *lab) put(where string, h http.Handler) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hosts[where] = h
}

func (l *lab) askedBy(id string) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.asked[id])
}

// bare is a repository without a go.mod file, which is good for any path.
const bare = "https://git.example.com/bare"

// gitconfig writes a home directory whose git finds the repositories of upper
// and bare.
func (l *lab) gitconfig(t *testing.T, name, repository, other string) string {
	t.Helper()
	home := filepath.Join(l.dir, name)
	text := "[url \"file://" + repository + "\"]\n\tinsteadOf = https://" + upper + "\n[url \"file://" + other + "/\"]\n\tinsteadOf = " + bare + "\n"
	for file, content := range map[string]string{".gitconfig": text, ".config/go/telemetry/mode": "off\n"} {
		file = filepath.Join(home, file)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return home
}

func (l *lab) repository(t *testing.T, name string, files map[string]string) string {
	t.Helper()
	dir := filepath.Join(l.dir, name)
	if err := os.MkdirAll(filepath.Join(dir, "b"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"init", "-q"}, {"add", "."},
		{"-c", "user.name=n", "-c", "user.email=n@example.com", "commit", "-q", "-m", "m"}, {"tag", "v1.0.0"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = dir
		cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + l.dir, "GIT_CONFIG_NOSYSTEM=1"}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return dir
}

// machine is the one on which a case happens: its environment, and nothing of
// this one's but PATH.
func (l *lab) machine(home, dir string, env map[string]string) *host.Machine {
	m := host.System()
	list := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + filepath.Join(home, ".config"), "GIT_CONFIG_NOSYSTEM=1",
		"GOENV=off", "GOFLAGS=-modcacherw", "GOMODCACHE=" + filepath.Join(dir, "mod"), "GOPATH=" + filepath.Join(dir, "path"),
		"GOCACHE=" + filepath.Join(l.dir, "cache"), "SSL_CERT_FILE=" + os.Getenv("SSL_CERT_FILE"), "SSL_CERT_DIR=" + os.Getenv("SSL_CERT_DIR"),
		"HTTPS_PROXY=http://" + l.outbound.Addr, "GOTOOLCHAIN=local",
	}
	for k, v := range env {
		list = slices.DeleteFunc(list, func(e string) bool { return strings.HasPrefix(e, k+"=") })
		list = append(list, k+"="+v)
	}
	m.Environ = func() []string { return list }
	m.Getwd = func() (string, error) { return filepath.Join(dir, "work"), nil }
	m.HomeDir = func() (string, error) { return home, nil }
	if l.gobin != "" {
		look := m.LookPath
		m.LookPath = func(name string) (string, error) {
			if name == "go" {
				return l.gobin, nil
			}
			return look(name)
		}
	}
	return m
}

// goSays is the error that the go command ends with: its last line, with those
// below it that belong to it.
func goSays(output string) string {
	lines := strings.Split(strings.TrimRight(output, "\n"), "\n")
	for i := len(lines) - 1; i >= 0; i-- {
		if strings.HasPrefix(lines[i], "go: ") || strings.HasPrefix(lines[i], "verifying ") {
			return strings.Join(lines[i:], "\n")
		}
	}
	return strings.Join(lines, "\n")
}

// sameWords compares the go command's error with a predicted one, in which an
// ellipsis replaces what only the go command knows.
func sameWords(got, predicted string) bool {
	got, _, _ = strings.Cut(got, "\n")
	predicted, _, _ = strings.Cut(predicted, "\n")
	pattern := strings.ReplaceAll(regexp.QuoteMeta(predicted), "…", ".*")
	return regexp.MustCompile("^" + pattern + ".*$").MatchString(got)
}

func (l *lab) run(m *host.Machine, dir string, args []string) (string, int, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	name, err := m.LookPath("go")
	if err != nil {
		return "", -1, err
	}
	out, err := m.Run(ctx, host.Command{Args: append([]string{name}, args...), Dir: filepath.Join(dir, "work")})
	return string(out.Stdout) + string(out.Stderr), out.Code, err
}

// fresh makes the directories of one case.
func (l *lab) fresh(id, goMod, goSum string) (string, error) {
	dir := filepath.Join(l.dir, id)
	if err := os.MkdirAll(filepath.Join(dir, "work"), 0o700); err != nil {
		return "", err
	}
	for name, text := range map[string]string{"go.mod": goMod, "go.sum": goSum} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, "work", name), []byte(text), 0o600); err != nil {
			return "", fmt.Errorf("case %s: %w", id, err)
		}
	}
	return dir, nil
}
