package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// builtProgram names the program to the process in the lab.
const builtProgram = "SMALL_MACHINE_PROGRAM"

// smallCase is one small machine: what is changed on it, what is asked, and the answer.
type smallCase struct {
	story   string
	prepare func(m *smallMachine, t *testing.T)
	env     []string // KEY=value, or KEY to remove it
	uid     int
	args    []string
	code    int
	want    string
	never   string
}

// TestSmallMachinesWithANetwork: images such as Alpine's and Debian's with the go
// command, and without what they lack, where the network works. The steps are ones that
// work there, and a change is written and taken back.
func TestSmallMachinesWithANetwork(t *testing.T) {
	need.Long(t)
	program := os.Getenv(builtProgram)
	if program == "" {
		program = buildFor(t, runtime.GOARCH)
	}
	netlab.TestWith(t, []string{builtProgram + "=" + program}, func(t *testing.T, lab *netlab.Lab) {
		// The lab has process numbers of its own, by which the users are mapped.
		if err := syscall.Mount("proc", "/proc", "proc", 0, ""); err != nil {
			t.Fatal(err)
		}
		doctor := []string{"doctor", "--module", "rsc.io/quote@v1.5.2"}
		m := newSmallMachine(t, program)
		for _, c := range []smallCase{
			{story: "nothing is missing that is needed", args: doctor, want: "Go downloads modules", never: "git"},
			{story: "no /dev/null", prepare: func(m *smallMachine, t *testing.T) { m.remove(t, "dev/null") }, args: doctor, want: "mknod -m 666 /dev/null c 1 3 ok Go downloads modules", never: "every other go command"},
			{story: "git is needed", prepare: func(m *smallMachine, t *testing.T) {
				m.write(t, "dev/null", "") // fails where a directory was made in its place
			}, env: []string{"GOPROXY=direct"}, args: append(doctor, "--format", "json"), code: 1, want: "apk add git", never: "sudo"},
			{story: "no /proc, and no GOROOT", env: []string{"GOROOT"}, args: doctor, code: 1, want: "mount -t proc none /proc"},
			{story: "no home", env: []string{"HOME", "GOMODCACHE=/tmp/mod"}, args: doctor, code: 1, want: "export GOPATH=", never: "GOMODCACHE="},
			{story: "a user without a name", prepare: (*smallMachine).close, env: []string{"HOME=/"}, uid: 12345, args: doctor, code: 1, want: "cannot write in HOME=/", never: "sudo"},
			{story: "the remedy for it", env: []string{"HOME=/tmp"}, uid: 12345, args: doctor, want: "Go downloads modules"},
			{story: "a blocked proxy", prepare: func(_ *smallMachine, t *testing.T) { broken(t, lab, "proxy.golang.org refuse") }, args: []string{"apply", "--yes", "--module", "rsc.io/quote@v1.5.2"}, want: "Written and verified"},
			{story: "no place for a trial", env: []string{"GOENV=/tmp/own", "TMPDIR=/nonexistent"}, args: []string{"apply", "--dry-run", "--profile", "china", "--module", "rsc.io/quote@v1.5.2"}, want: "no trial could be made", never: "time limit"},
			{story: "taken back", args: []string{"undo"}},
			{story: "written nowhere", env: []string{"GOENV=/tmp/env", "HOME", "GOPATH=/tmp/go"}, args: []string{"apply", "--yes", "--module", "rsc.io/quote@v1.5.2"}, code: 1, want: "XDG_STATE_HOME"},
			{story: "no certificates", prepare: func(m *smallMachine, t *testing.T) { m.heal(t, lab); m.remove(t, "etc/ssl") }, args: doctor, code: 1, want: "apk add ca-certificates", never: "apt-get"},
			{story: "no certificates on Debian", prepare: (*smallMachine).debian, args: doctor, code: 1, want: "apt-get update && apt-get install -y ca-certificates", never: "apk"},
			{story: "no resolv.conf", prepare: func(m *smallMachine, t *testing.T) { m.remove(t, "etc/resolv.conf") }, args: doctor, code: 1, want: "/etc/resolv.conf, which is missing"},
		} {
			if c.prepare != nil {
				c.prepare(m, t)
			}
			said, code := m.run(t, c)
			flat := strings.Join(strings.Fields(said), " ")
			if code != c.code || !strings.Contains(flat, c.want) || c.never != "" && strings.Contains(flat, c.never) {
				t.Errorf("%s: exit code %d, want %d and %q\n%s", c.story, code, c.code, c.want, said)
			}
		}
		if _, err := os.Stat(filepath.Join(m.root, "root/.config/go/env")); err == nil {
			t.Error("undo left the file of go env -w")
		}
	})
}

func broken(t *testing.T, lab *netlab.Lab, line string) {
	t.Helper()
	if err := lab.Break(line); err != nil {
		t.Fatal(err)
	}
}

// smallMachine is the root directory of an image.
type smallMachine struct{ root string }

// newSmallMachine makes one as Alpine's images are, with the go command.
func newSmallMachine(t *testing.T, program string) *smallMachine {
	t.Helper()
	m := &smallMachine{t.TempDir()}
	put(t, m.root, "gofix-net", program)
	goroot := need.GOROOT(t)
	for _, name := range []string{"bin/go", "go.env", "VERSION"} {
		put(t, m.root, "usr/local/go/"+name, filepath.Join(goroot, name))
	}
	for _, name := range []string{"etc/resolv.conf", "etc/hosts", "etc/ssl/certs/ca-certificates.crt"} {
		put(t, m.root, name, "/"+name)
	}
	for _, dir := range []string{"tmp", "root", "dev", "bin"} {
		if err := os.MkdirAll(filepath.Join(m.root, dir), 0o755); err != nil { //nolint:gosec // as an image has them
			t.Fatal(err)
		}
	}
	m.write(t, "dev/null", "") // a file will do
	m.write(t, "etc/os-release", "ID=alpine\n")
	t.Cleanup(func() { _ = os.Chmod(m.root, 0o755) }) //nolint:gosec // so that it can be removed
	return m
}

// close makes the root a directory in which only an administrator may write.
func (m *smallMachine) close(t *testing.T) {
	t.Helper()
	if err := os.Chmod(m.root, 0o555); err != nil { //nolint:gosec // as it is in an image
		t.Fatal(err)
	}
}

func (m *smallMachine) heal(t *testing.T, lab *netlab.Lab) {
	t.Helper()
	if err := lab.Heal(); err != nil {
		t.Fatal(err)
	}
}

// debian makes it an image of Debian.
func (m *smallMachine) debian(t *testing.T) {
	t.Helper()
	m.write(t, "etc/os-release", "ID=debian\n")
	m.write(t, "usr/bin/apt-get", "")
}

func (m *smallMachine) write(t *testing.T, name, text string) {
	t.Helper()
	name = filepath.Join(m.root, name)
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil { //nolint:gosec // as an image has them
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil { //nolint:gosec // as a device
		t.Fatal(err)
	}
}

func (m *smallMachine) remove(t *testing.T, name string) {
	t.Helper()
	if err := os.RemoveAll(filepath.Join(m.root, name)); err != nil {
		t.Fatal(err)
	}
}

// run runs the program there, and returns what it said and its exit code.
func (m *smallMachine) run(t *testing.T, c smallCase) (string, int) {
	t.Helper()
	cmd := exec.Command("/gofix-net", c.args...)
	cmd.Env = []string{"PATH=/bin:/usr/local/go/bin", "GOROOT=/usr/local/go", "HOME=/root", "GOCACHE=/tmp/cache"}
	for _, variable := range c.env {
		name, _, set := strings.Cut(variable, "=")
		cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool { return strings.HasPrefix(v, name+"=") })
		if set {
			cmd.Env = append(cmd.Env, variable)
		}
	}
	var out bytes.Buffer
	cmd.Dir, cmd.Stdout, cmd.Stderr = "/", &out, &out
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Chroot: m.root, Cloneflags: syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: c.uid, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: c.uid, HostID: os.Getgid(), Size: 1}},
	}
	if err := cmd.Run(); cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return out.String(), cmd.ProcessState.ExitCode()
}
