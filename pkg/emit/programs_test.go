package emit_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// programStates is how many states each program is tried with in one run of it.
const programStates = 100

// print has a shell print variables with a NUL behind each.
const print = `printf '%s\0' "$GOPROXY" "$GOPRIVATE" "$GOSUMDB" "$GOFLAGS"; unset GOPROXY GOPRIVATE GOSUMDB GOFLAGS` + "\n"

// scripts are the targets that a shell reads, with the lines of the file that it gets.
var scripts = map[string]func(t *testing.T, text string) string{
	"sh":        func(_ *testing.T, text string) string { return text },
	"bitbucket": bitbucketScript,
}

// bitbucketScript returns the commands of the only step, without the download.
func bitbucketScript(t *testing.T, text string) string {
	t.Helper()
	steps, ok := at(load(t, text), "pipelines", "default").([]any)
	if !ok || len(steps) != 1 {
		t.Fatalf("no step in\n%s", text)
	}
	var b strings.Builder
	for _, line := range at(steps[0], "step", "script").([]any) {
		if line != "go mod download" {
			fmt.Fprintln(&b, line)
		}
	}
	return b.String()
}

func TestShellsReadWhatIsWritten(t *testing.T) {
	t.Parallel()
	for target, script := range scripts {
		for _, shell := range []string{"bash", "dash"} {
			t.Run(target+"/"+shell, func(t *testing.T) {
				t.Parallel()
				shellReads(t, need.Program(t, shell), target, script)
			})
		}
	}
}

// shellReads has one run of a shell read what a target writes for many states.
func shellReads(t *testing.T, program, target string, script func(*testing.T, string) string) {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 4)) //nolint:gosec // repeatable
	var all strings.Builder
	var want []string
	for range states {
		s := random(r)
		text, err := emit.Lookup(target).Write(s, "en")
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(script(t, text) + print)
		want = append(want, s.Get("GOPROXY"), s.Get("GOPRIVATE"), s.Get("GOSUMDB"), s.Get("GOFLAGS"))
	}
	out := runScript(t, program, all.String())
	got := strings.Split(strings.TrimSuffix(out, "\x00"), "\x00")
	if len(got) != len(want) {
		t.Fatalf("%d values, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("value %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func runScript(t *testing.T, program, script string, args ...string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(program, append(args, file)...) //nolint:gosec // a shell of the test
	c.Env = []string{"PATH=" + os.Getenv("PATH")}
	var said bytes.Buffer
	c.Stderr = &said
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, said.String())
	}
	return string(out)
}

// TestAVariableThatIsSetStays proves that the default is one.
func TestAVariableThatIsSetStays(t *testing.T) {
	t.Parallel()
	text, err := emit.Lookup("sh").Write(&emit.State{Values: []emit.Value{{Name: "GOPROXY", Text: "https://a.example"}}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	if got := runScript(t, need.Program(t, "dash"), "export GOPROXY=mine\n"+text+`printf %s "$GOPROXY"`); got != "mine" {
		t.Errorf("GOPROXY is %q, want mine", got)
	}
}

func TestFishReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	program := need.Program(t, "fish")
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // repeatable
	var script strings.Builder
	var want []string
	for range states {
		s := random(r)
		text, err := emit.Lookup("fish").Write(s, "en")
		if err != nil {
			t.Fatal(err)
		}
		script.WriteString(text + "printf '%s\\0' \"$GOPROXY\" \"$GOPRIVATE\" \"$GOSUMDB\" \"$GOFLAGS\"; set -e GOPROXY; set -e GOPRIVATE; set -e GOSUMDB; set -e GOFLAGS\n")
		want = append(want, s.Get("GOPROXY"), s.Get("GOPRIVATE"), s.Get("GOSUMDB"), s.Get("GOFLAGS"))
	}
	got := strings.Split(strings.TrimSuffix(runScript(t, program, script.String(), "--no-config"), "\x00"), "\x00")
	for i := range want {
		if i >= len(got) || got[i] != want[i] {
			t.Fatalf("value %d is not %q", i, want[i])
		}
	}
}

func TestGoReadsWhatIsWritten(t *testing.T) {
	t.Parallel()
	program := need.Program(t, "go")
	r := rand.New(rand.NewPCG(7, 8)) //nolint:gosec // repeatable
	home := t.TempDir()
	// Else the go command leaves a process behind that writes there.
	if err := os.MkdirAll(filepath.Join(home, ".config", "go", "telemetry"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(home, ".config", "go", "telemetry", "mode"), []byte("off\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for range 10 {
		s := random(r)
		s.Values = s.Values[:1]
		text, err := emit.Lookup("go.env").Write(s, "en")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "env")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c := exec.Command(program, "env", "GOPROXY") //nolint:gosec // the go command
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "GOENV=" + file, "GOTOOLCHAIN=local"}
		out, err := c.Output()
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSuffix(string(out), "\n"); got != s.Get("GOPROXY") {
			t.Fatalf("go reads %q, want %q", got, s.Get("GOPROXY"))
		}
	}
}

func TestSystemdReadsWhatIsWritten(t *testing.T) {
	need.Long(t)
	t.Parallel()
	program := need.Program(t, "systemd-analyze")
	r := rand.New(rand.NewPCG(9, 10)) //nolint:gosec // repeatable
	dir := t.TempDir()
	args := []string{"verify", "--man=no"}
	for i := range programStates {
		text, err := emit.Lookup("systemd").Write(random(r), "en")
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, fmt.Sprintf("unit%d.service", i))
		if err := os.WriteFile(file, []byte(text+"ExecStart=/bin/true\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	out, err := exec.Command(program, args...).CombinedOutput() //nolint:gosec // systemd-analyze
	if err != nil || strings.Contains(string(out), "unit") {
		t.Errorf("%v: %s", err, out)
	}
}

// TestGoDownloadsThroughNginx starts the nginx that is written in front of a module
// proxy which, as public ones do, shares its address and wants TLS with its name.
func TestGoDownloadsThroughNginx(t *testing.T) {
	t.Parallel()
	need.Long(t)
	program, goTool := need.Program(t, "/usr/sbin/nginx"), need.Program(t, "go")
	const name = "modules.example"
	proxy, err := nettest.NewModuleProxy(nettest.Module{Path: "lib.example/a", Version: "v1.0.0"})
	if err != nil {
		t.Fatal(err)
	}
	ca := nettest.NewCA("test")
	asked := 0
	upstream := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		if r.ProtoMajor != 1 || r.ProtoMinor != 1 || !strings.HasPrefix(r.Host, name) {
			http.Error(w, "wrong host or protocol", http.StatusMisdirectedRequest)
			return
		}
		http.StripPrefix("/base", proxy).ServeHTTP(w, r)
	}))
	upstream.TLS = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: func(h *tls.ClientHelloInfo) (*tls.Certificate, error) {
		if h.ServerName != name {
			return nil, fmt.Errorf("no certificate for %q", h.ServerName)
		}
		c := ca.Valid(name)
		return &c, nil
	}}
	upstream.StartTLS()
	defer upstream.Close()
	resolver := nettest.StartDNS(map[string]nettest.DNSAnswer{name: {Addresses: []string{"127.0.0.1"}}})
	defer resolver.Close()

	_, port, _ := net.SplitHostPort(upstream.Listener.Addr().String())
	base, err := url.Parse("https://" + name + ":" + port + "/base")
	if err != nil {
		t.Fatal(err)
	}
	text, err := emit.Lookup("nginx").Write(&emit.State{Upstream: base, Resolvers: []string{resolver.Addr}, Values: []emit.Value{{Name: "GOPROXY", Text: base.String()}}}, "en")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	socket, addr := listen(t)
	write := func(file string, data []byte) string {
		file = filepath.Join(dir, file)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	// The files and the port are this machine's; all else is as it was written.
	text = strings.NewReplacer("/var/cache/nginx/go-modules", filepath.Join(dir, "cache"), "127.0.0.1:8081", addr,
		"/etc/ssl/certs/ca-certificates.crt", write("ca.pem", ca.PEM())).Replace(text)
	temp := ""
	for _, kind := range []string{"client_body", "proxy", "fastcgi", "uwsgi", "scgi"} {
		temp += fmt.Sprintf("%s_temp_path %s;\n", kind, filepath.Join(dir, kind))
	}
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;\n" // whose directory it is
	}
	config := write("nginx.conf", []byte(fmt.Sprintf(user+"daemon off;\npid %s;\nerror_log %s;\nevents {}\nhttp {\naccess_log off;\n%s%s}\n", filepath.Join(dir, "pid"), filepath.Join(dir, "error.log"), temp, text)))
	nginx := func(args ...string) *exec.Cmd {
		c := exec.Command(program, append(args, "-c", config, "-p", dir)...) //nolint:gosec // nginx
		// It gets the socket itself, as a new nginx does from the one that it replaces:
		// of a port alone, another test could take it first.
		c.ExtraFiles, c.Env = []*os.File{socket}, append(os.Environ(), "NGINX=3;")
		return c
	}
	if out, err := nginx("-t", "-q").CombinedOutput(); err != nil {
		t.Fatalf("nginx -t: %v: %s\n%s", err, out, text)
	}
	serve := nginx()
	if err := serve.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = serve.Process.Signal(syscall.SIGTERM)
		_ = serve.Wait()
	})
	for range 2 {
		download(t, goTool, "http://"+addr)
	}
	if log, _ := os.ReadFile(filepath.Join(dir, "error.log")); len(log) > 0 { //nolint:gosec // of this test
		t.Logf("nginx says: %s", log)
	}
	if asked != 3 {
		t.Errorf("two downloads of info, mod and zip asked the proxy %d times, want 3: nothing was cached", asked)
	}
}

// listen returns a socket that listens on the loopback interface, and its address.
func listen(t *testing.T) (*os.File, string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	socket, err := l.(*net.TCPListener).File()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	return socket, l.Addr().String()
}

// download has the real go download the module with an empty cache.
func download(t *testing.T, program, proxy string) {
	t.Helper()
	dir := t.TempDir()
	c := exec.Command(program, "mod", "download", "-modcacherw", "-json", "lib.example/a@v1.0.0") //nolint:gosec // the go command
	c.Dir = dir
	c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "GOPATH=" + dir, "GOPROXY=" + proxy, "GONOSUMDB=lib.example", "GOTOOLCHAIN=local", "GOFLAGS=-modcacherw",
		"GO_TELEMETRY_CHILD=2", // or go leaves a process behind that writes into the home
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("go mod download: %v: %s", err, out)
	}
}
