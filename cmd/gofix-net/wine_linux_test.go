package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/desktop"
	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// wineVariable tells the test inside the lab where the Windows programs are.
const wineVariable = "GOFIX_NET_TEST_WINE"

// TestOnWindows runs the program of Windows, with a go command of Windows, by wine
// in a lab: it finds out why downloads fail, repairs that and takes it back.
func TestOnWindows(t *testing.T) {
	need.Long(t)
	if runtime.GOARCH != "amd64" {
		need.Unavailable(t, "wine runs the programs of Windows for amd64 on amd64 alone")
	}
	netlab.Allowed(t)
	dir := os.Getenv(wineVariable)
	if !netlab.Inside() {
		dir = windowsPrograms(t)
	}
	netlab.TestWith(t, []string{wineVariable + "=" + dir}, func(t *testing.T, lab *netlab.Lab) {
		w := &windows{t: t, lab: lab, dir: dir, goroot: need.GOROOT(t)}
		t.Cleanup(func() { _, _ = w.run("", "wineserver", "-k") })
		w.healthy()
		if err := lab.Break("proxy.golang.org refuse"); err != nil {
			t.Fatal(err)
		}
		w.repairs()
		w.explains()
		w.asksTheScript()
	})
}

// shim is the one library that Go's runtime asks for and wine 8 lacks.
const shim = `#include <windows.h>
#include <bcrypt.h>
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) {
	return BCryptGenRandom(NULL, p, (ULONG)n, BCRYPT_USE_SYSTEM_PREFERRED_RNG) == 0;
}
`

// windowsPrograms builds gofix-net and go for Windows and makes a drive C for them.
// It returns the directory of both.
func windowsPrograms(t *testing.T) string {
	t.Helper()
	gcc := need.Program(t, "x86_64-w64-mingw32-gcc")
	wine := wineProgram(t, "wine64")
	dir := t.TempDir()
	t.Cleanup(func() { // wine's server names its directory in the prefix, and leaves it
		if name, err := os.ReadFile(filepath.Join(dir, "prefix", "wineserver")); err == nil && strings.HasPrefix(string(name), "wine-") {
			_ = os.RemoveAll(filepath.Join(os.TempDir(), filepath.Base(string(name))))
		}
	})
	build := func(env []string, work string, args ...string) {
		cmd := exec.Command(args[0], args[1:]...) //nolint:gosec // the test's own compilers
		cmd.Dir, cmd.Env = work, append(os.Environ(), env...)
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	windows := []string{"GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0"}
	build(windows, ".", "go", "build", "-o", filepath.Join(dir, "gofix-net.exe"), ".")
	build(append(windows, "GOFLAGS=", "GOWORK=off"), filepath.Join(need.GOROOT(t), "src", "cmd", "go"), "go", "build", "-o", filepath.Join(dir, "go.exe"), ".")
	source := filepath.Join(dir, "shim.c")
	if err := os.WriteFile(source, []byte(shim), 0o600); err != nil {
		t.Fatal(err)
	}
	prefix := []string{"WINEPREFIX=" + filepath.Join(dir, "prefix"), "WINEDEBUG=-all", "WINEARCH=win64", "HOME=" + dir}
	build(prefix, dir, wine, "wineboot", "-i")
	build(nil, dir, gcc, "-shared", "-o", filepath.Join(dir, "prefix/drive_c/windows/system32/bcryptprimitives.dll"), source, "-lbcrypt")
	build(prefix, dir, wineProgram(t, "wineserver"), "-w")
	return dir
}

// wineProgram finds a program of wine: Debian keeps them out of PATH.
func wineProgram(t *testing.T, name string) string {
	t.Helper()
	for _, path := range []string{"/usr/lib/wine/" + name, "/usr/lib/wine/" + name + "64"} {
		if _, err := os.Stat(path); err == nil {
			return path
		}
	}
	return need.Program(t, name)
}

// windows is a machine with Windows in a lab.
type windows struct {
	t      *testing.T
	lab    *netlab.Lab
	dir    string
	goroot string
}

// run starts a program of Windows, or one of wine's own, with text on standard input.
func (w *windows) run(stdin, program string, args ...string) (string, int) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute) // a busy machine needs one
	defer cancel()
	if strings.HasSuffix(program, ".exe") {
		args = append([]string{filepath.Join(w.dir, program)}, args...)
		program = "wine64"
	}
	cmd := w.command(ctx, program, args...)
	cmd.Stdin = strings.NewReader(stdin)
	// A file, because wine's server and services hold a pipe open for seconds.
	out, err := os.Create(filepath.Join(w.t.TempDir(), "output"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	cmd.Stdout, cmd.Stderr = out, out
	start := time.Now()
	if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
		w.t.Fatalf("%s %q: %v", program, args, err)
	}
	w.t.Logf("%s %q: %s", filepath.Base(program), args, time.Since(start).Round(10*time.Millisecond))
	text, err := os.ReadFile(out.Name())
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), "\r", ""), cmd.ProcessState.ExitCode()
}

// command is a program of wine in the lab.
func (w *windows) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, wineProgram(w.t, program), args...) //nolint:gosec // the test's own programs
	cmd.Dir = w.lab.Dir
	cmd.Env = append(w.lab.Environ(),
		"WINEPREFIX="+filepath.Join(w.dir, "prefix"), "WINEDEBUG=-all", "WINEARCH=win64",
		"GOROOT="+inWine(w.goroot), "WINEPATH="+inWine(w.dir)) // the go.exe beside it needs its library
	return cmd
}

// inWine is the path of Windows to a file of this system.
func inWine(path string) string { return "Z:" + strings.ReplaceAll(path, "/", `\`) }

// expect runs gofix-net and wants its exit code and what it prints.
func (w *windows) expect(code int, want string, args ...string) {
	w.t.Helper()
	out, got := w.run("", "gofix-net.exe", args...)
	if got != code || !strings.Contains(out, want) {
		w.t.Errorf("gofix-net %s: exit code %d, want %d and %q\n%s", strings.Join(args, " "), got, code, want, out)
	}
}

// written is the file that go env -w writes, "" where there is none.
func (w *windows) written() string {
	files, _ := filepath.Glob(filepath.Join(w.dir, "prefix/drive_c/users/*/AppData/Roaming/go/env"))
	if len(files) == 0 {
		return ""
	}
	data, err := os.ReadFile(files[0])
	if err != nil {
		w.t.Fatal(err)
	}
	return string(data)
}

const quote = "rsc.io/quote@v1.5.2"

func (w *windows) healthy() {
	w.t.Helper()
	w.expect(0, "windows/amd64", "version")
	w.expect(0, "Go downloads modules", "doctor", "--module", quote)
	w.expect(0, `"verdict": "healthy"`, "doctor", "--format", "json", "--module", quote)
	w.expect(0, "", "profile", "show", "china")
}

func (w *windows) repairs() {
	w.t.Helper()
	w.expect(1, "proxy.golang.org", "doctor", "--module", quote)
	w.expect(1, `"cause": "goproxy-unreachable"`, "doctor", "--format", "json", "--module", quote)
	traced, _ := w.run("", "gofix-net.exe", "trace", quote)
	out, code := w.run("", "go.exe", "mod", "download", quote)
	if code == 0 {
		w.t.Errorf("the machine is not broken:\n%s", out)
	}
	_, words, _ := strings.Cut(strings.TrimSpace(out), ": dial tcp ")
	if words == "" || !strings.Contains(strings.Join(strings.Fields(traced), " "), words) {
		w.t.Errorf("trace does not say what go says, %q:\n%s", words, traced)
	}
	w.expect(1, "goproxy-unreachable", "run", "--", "go", "mod", "download", quote)
	w.expect(0, "Written and verified", "apply", "--yes", "--module", quote)
	if !strings.Contains(w.written(), "GOPROXY=") {
		w.t.Errorf("the file of go env has %q", w.written())
	}
	if out, code := w.run("", "go.exe", "mod", "download", quote); code != 0 {
		w.t.Errorf("after apply go still fails:\n%s", out)
	}
	w.expect(0, "Undone", "undo")
	if got := w.written(); got != "" {
		w.t.Errorf("undo leaves %q", got)
	}
}

// asksTheScript: where only the proxy leads out that a script (PAC) of Windows' settings
// chooses, Windows runs the script, and the proxy is tested and named.
func (w *windows) asksTheScript() {
	w.t.Helper()
	for _, host := range []string{"proxy.golang.org", "sum.golang.org", "github.com", "rsc.io", "goproxy.cn", "goproxy.io", "mirrors.aliyun.com", "mirrors.cloud.tencent.com", "repo.huaweicloud.com"} {
		if err := w.lab.Break(host + " drop"); err != nil {
			w.t.Fatal(err)
		}
	}
	script := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(out, `function FindProxyForURL(url, host) { return host == "proxy.golang.org" ? "PROXY proxy.corp.example:3128; DIRECT" : "DIRECT" }`)
	}))
	defer script.Close()
	if out, code := w.run("", "wine64", "reg", "add", desktop.InternetSettings, "/v", "AutoConfigURL", "/d", script.URL+"/proxy.pac", "/f"); code != 0 {
		w.t.Fatalf("reg add: exit code %d\n%s", code, out)
	}
	const chosen = "http://proxy.corp.example:3128 (AutoConfigURL)"
	out, code := w.run("", "gofix-net.exe", "doctor", "--module", quote)
	for range 4 { // on a busy machine the script takes longer to fetch than doctor waits for it
		if strings.Contains(out, chosen) {
			break
		}
		out, code = w.run("", "gofix-net.exe", "doctor", "--module", quote)
	}
	for _, want := range []string{chosen, "setx HTTPS_PROXY"} {
		if code != 1 || !strings.Contains(out, want) {
			w.t.Errorf("doctor: exit code %d, want %q\n%s", code, want, out)
		}
	}
}

func (w *windows) explains() {
	w.t.Helper()
	const log = "go: rsc.io/quote@v1.5.2: Get \"https://proxy.golang.org/rsc.io/quote/@v/v1.5.2.info\": dial tcp 142.251.42.241:443: connectex: A connection attempt failed because the connected party did not properly respond after a period of time.\r\n"
	out, code := w.run(log, "gofix-net.exe", "explain")
	if code != 1 || !strings.Contains(out, "goproxy-unreachable") {
		w.t.Errorf("explain: exit code %d\n%s", code, out)
	}
}
