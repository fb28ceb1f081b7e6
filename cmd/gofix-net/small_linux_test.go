package main

import (
	"bytes"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// builds holds the program as it was built for architectures, until the tests end:
// to link it takes as long as to test it.
var builds struct {
	sync.Mutex
	dir string
}

// buildFor builds the program as a release does, for this system and an architecture.
func buildFor(t *testing.T, arch string) string {
	t.Helper()
	builds.Lock()
	defer builds.Unlock()
	if builds.dir == "" {
		dir, err := os.MkdirTemp("", "builds-of-gofix-net")
		if err != nil {
			t.Fatal(err)
		}
		builds.dir = dir
	}
	file := filepath.Join(builds.dir, "gofix-net-"+arch)
	if _, err := os.Stat(file); err == nil {
		return file
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", file, ".") //nolint:gosec // the test's own compiler
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOARCH="+arch)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return file
}

const timedOut = "go: rsc.io/quote@v1.5.2: Get \"https://proxy.golang.org/rsc.io/quote/@v/v1.5.2.info\": dial tcp 142.251.42.241:443: i/o timeout\n"

// TestInAnEmptyRoot runs the program where there is nothing else: no libc, no
// resolver's file, no home, no user's name, no go, no git, and a root that cannot be
// written. It still tells what it can, by the exit codes of the contract.
func TestInAnEmptyRoot(t *testing.T) {
	need.Long(t)
	root := t.TempDir()
	put(t, root, "gofix-net", buildFor(t, runtime.GOARCH))
	closed(t, root)
	inRoot(t, root, nil, []rootCase{
		{[]string{"version"}, "", 0, "gofix-net"},
		{[]string{"--help"}, "", 0, "doctor"},
		{[]string{"explain"}, timedOut, 1, "goproxy-unreachable"},
		{[]string{"--lang", "zh", "explain"}, timedOut, 1, "goproxy-unreachable"},
		{[]string{"doctor", "--timeout", "20s"}, "", 1, "no go command"},
		{[]string{"doctor", "--timeout", "20s", "--format", "json"}, "", 1, `"cause": "go-missing"`},
		{[]string{"apply", "--yes", "--timeout", "20s"}, "", 1, "https://go.dev/dl/"},
		{[]string{"trace", "--offline", "rsc.io/quote@v1.5.2"}, "", 0, "rsc.io/quote"},
		{[]string{"help", "goproxy-unreachable"}, "", 0, "GOPROXY"},
		{[]string{"fetch", "rsc.io/quote@v1.5.2"}, "", 1, "https://go.dev/dl/"},
		{[]string{"undo"}, "", 1, "XDG_STATE_HOME"},
		{[]string{"undo", "--list"}, "", 1, "XDG_STATE_HOME"},
	})
}

// TestInASmallRoot runs it where there is what Alpine's images have: busybox, a
// resolver's file as musl reads it and the go command, but no git, no certificates, no
// home, and a user without a name.
func TestInASmallRoot(t *testing.T) {
	need.Long(t)
	root := t.TempDir()
	put(t, root, "gofix-net", buildFor(t, runtime.GOARCH))
	put(t, root, "bin/busybox", need.Program(t, "busybox"))
	for _, applet := range []string{"sh", "cat", "env", "id", "uname"} {
		if err := os.Symlink("busybox", filepath.Join(root, "bin", applet)); err != nil {
			t.Fatal(err)
		}
	}
	goroot := need.GOROOT(t)
	for _, name := range []string{"bin/go", "go.env", "VERSION"} {
		put(t, root, "usr/local/go/"+name, filepath.Join(goroot, name))
	}
	resolv := filepath.Join(t.TempDir(), "resolv.conf")
	if err := os.WriteFile(resolv, []byte("nameserver 127.0.0.1\nsearch corp.example\noptions ndots:5\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	put(t, root, "etc/resolv.conf", resolv)
	put(t, root, "dev/null", os.DevNull)                                     // a file will do
	if err := os.Chmod(filepath.Join(root, "dev/null"), 0o666); err != nil { //nolint:gosec // as a device
		t.Fatal(err)
	}
	closed(t, root)
	inRoot(t, root, []string{"PATH=/bin:/usr/local/go/bin", "GOROOT=/usr/local/go"}, []rootCase{
		{[]string{"version"}, "", 0, "gofix-net"},
		{[]string{"doctor", "--timeout", "20s"}, "", 1, "this machine has no network"},
		{[]string{"doctor", "--timeout", "20s", "--format", "json"}, "", 1, `"cause": "offline"`},
		{[]string{"apply", "--yes", "--timeout", "20s"}, "", 1, "this machine has no network"},
		{[]string{"run", "--", "sh", "-c", "exit 7"}, "", 7, ""},
		{[]string{"explain"}, timedOut, 1, "goproxy-unreachable"},
	})
}

// put copies a file into a root, where all may run it.
func put(t *testing.T, root, name, file string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	to := filepath.Join(root, name)
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil { //nolint:gosec // a directory of programs
		t.Fatal(err)
	}
	if err := os.WriteFile(to, data, 0o755); err != nil { //nolint:gosec // a program
		t.Fatal(err)
	}
}

// closed makes a root that cannot be written.
func closed(t *testing.T, root string) {
	t.Helper()
	if err := os.Chmod(root, 0o555); err != nil { //nolint:gosec // a root that cannot be written
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(root, 0o755) }) //nolint:gosec // so that it can be removed
}

// rootCase is what the program is asked in a root, and its answer.
type rootCase struct {
	args  []string
	stdin string
	code  int
	want  string
}

// inRoot runs the program in a root of its own, without a network, as a user whose
// number has no name.
func inRoot(t *testing.T, root string, env []string, cases []rootCase) {
	t.Helper()
	for _, c := range cases {
		cmd := exec.Command("/gofix-net", c.args...) //nolint:gosec // the test's own program
		cmd.Env, cmd.Dir, cmd.Stdin = append([]string{}, env...), "/", strings.NewReader(c.stdin)
		var out bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &out
		cmd.SysProcAttr = &syscall.SysProcAttr{
			Chroot: root, Cloneflags: syscall.CLONE_NEWUSER | syscall.CLONE_NEWNET,
			UidMappings: []syscall.SysProcIDMap{{ContainerID: 54321, HostID: os.Getuid(), Size: 1}},
			GidMappings: []syscall.SysProcIDMap{{ContainerID: 54321, HostID: os.Getgid(), Size: 1}},
		}
		err := cmd.Run()
		if cmd.ProcessState == nil { // refused, or more than the system allows
			need.Unavailable(t, "no root of its own can be made for a program here; allow user namespaces (sysctl user.max_user_namespaces): "+err.Error())
		}
		if got := cmd.ProcessState.ExitCode(); got != c.code || !strings.Contains(out.String(), c.want) {
			t.Errorf("%q: exit code %d, want %d and %q\n%s", c.args, got, c.code, c.want, out.String())
		}
	}
}

// TestOnArm64 starts the program of another architecture. To compile every package for
// it takes longer than all that is run: by day it has its turn on one commit in three.
func TestOnArm64(t *testing.T) {
	need.Long(t)
	if runtime.GOARCH == "arm64" {
		return // every test runs there
	}
	qemu := need.Program(t, "qemu-aarch64-static")
	if !need.ItsTurn(3) {
		t.Log("left to another commit")
		return
	}
	program := buildFor(t, "arm64")
	for _, c := range []struct {
		arg, stdin, want string
		code             int
	}{{"version", "", "linux/arm64", 0}, {"explain", timedOut, "goproxy-unreachable", 1}} {
		cmd := exec.Command(qemu, program, c.arg) //nolint:gosec // the test's own program
		cmd.Stdin = strings.NewReader(c.stdin)
		out, _ := cmd.CombinedOutput()
		if got := cmd.ProcessState.ExitCode(); got != c.code || !strings.Contains(string(out), c.want) {
			t.Errorf("%s: exit code %d, want %d and %q\n%s", c.arg, got, c.code, c.want, out)
		}
	}
}

// The bounds of a release: what a person waits before anything happens, and what a
// small machine has to spare. Explaining compiles its grammar first. An idle machine
// needs two thirds of these times; the rest is for one that others use too.
const (
	maxBinary   = 18_000_000       // bytes
	maxResident = 15_000_000 >> 10 // KiB, resident
)

var startUps = []struct {
	args []string
	time time.Duration // of the processor, where a program that does nothing takes a millisecond
}{
	{[]string{"version"}, 15 * time.Millisecond},
	{[]string{"explain", "log"}, 15 * time.Millisecond},
}

// TestSizeAndStartUp measures processor time against that of a program that does
// nothing, because a busy machine lengthens both, and takes the best of many runs.
func TestSizeAndStartUp(t *testing.T) {
	need.Long(t)
	gnuTime := need.Program(t, "/usr/bin/time")
	program := buildFor(t, runtime.GOARCH)
	info, err := os.Stat(program)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() > maxBinary {
		t.Errorf("the program has %d bytes, at most %d are allowed", info.Size(), maxBinary)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{"log": timedOut, "idle.go": "package main\n\nfunc main() { println() }\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	idle := filepath.Join(dir, "idle")
	if out, err := exec.Command("go", "build", "-o", idle, filepath.Join(dir, "idle.go")).CombinedOutput(); err != nil { //nolint:gosec // the test's own compiler
		t.Fatalf("%v\n%s", err, out)
	}
	slower := max(1, float64(processorTime(dir, idle))/float64(time.Millisecond))
	for _, c := range startUps {
		took := time.Duration(float64(processorTime(dir, program, c.args...)) / slower)
		resident := leastResident(t, dir, gnuTime, append([]string{program}, c.args...))
		t.Logf("%q: %v on a machine that is %.1f times slower, %d KiB", c.args, took, slower, resident)
		if took > c.time || resident > maxResident {
			t.Errorf("%q: %v of processor time and %d KiB, want at most %v and %d KiB", c.args, took, resident, c.time, maxResident)
		}
	}
}

// leastResident is the least resident memory that a command reaches in some runs, in
// KiB: how many pages of the file the kernel maps beside those that are needed, and which
// threads there are, differs from run to run.
func leastResident(t *testing.T, dir, gnuTime string, command []string) int {
	t.Helper()
	least := math.MaxInt
	for range 5 {
		cmd := exec.Command(gnuTime, append([]string{"-q", "-f", "%M"}, command...)...) //nolint:gosec // the test's own program
		cmd.Dir = dir
		var said bytes.Buffer
		cmd.Stderr = &said
		_ = cmd.Run()
		resident, err := strconv.Atoi(strings.TrimSpace(said.String()))
		if err != nil {
			t.Fatalf("time says %q", said.String())
		}
		least = min(least, resident)
	}
	return least
}

// processorTime is the least that a program takes in some runs.
func processorTime(dir, program string, args ...string) time.Duration {
	least := time.Hour
	for range 30 {
		cmd := exec.Command(program, args...) //nolint:gosec // the test's own program
		cmd.Dir = dir
		_ = cmd.Run()
		least = min(least, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
	}
	return least
}
