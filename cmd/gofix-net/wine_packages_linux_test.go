package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/netlab"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// onWindows are the packages whose tests pass as programs of Windows by wine: those that
// judge, and those that read and write files.
var onWindows = strings.Fields(`
	correct known evidence errtype plan facts cause diagnose recommend i18n report/... foreign
	explain/... codepage desktop outbound emit lint place/... posix pwsh privacy propose gowords
	tell symptom route/walk journal host profile settings startup`)

// byRules is the test of package host about what Windows lets a user write.
const byRules = "TestWritableByAccessLists"

// notByWine are the tests that wine itself cannot pass: in version 8 a job does not tell
// the memory of its processes, and no rule refuses root, so that byRules is run as
// another user.
const notByWine = "^(TestRunEndsWhatGrows|" + byRules + ")$"

// TestPackagesOnWindows runs the tests of packages by wine, by night. Git for Windows is
// not there: the tests that ask for it say so.
func TestPackagesOnWindows(t *testing.T) {
	need.Long(t)
	if os.Getenv("NIGHTLY") == "" || netlab.Inside() {
		t.Log("left to the gate by night: NIGHTLY=1")
		return
	}
	w := &windowsTests{dir: windowsPrograms(t), goroot: need.GOROOT(t)}
	w.env = append(os.Environ(), "WINEPREFIX="+filepath.Join(w.dir, "prefix"), "WINEDEBUG=-all", "WINEARCH=win64",
		"HOME="+w.dir, "WINEPATH="+inWine(w.dir), "CI=") // without CI a program that Windows lacks is no failure
	w.packages(t)
	w.rules(t)
}

// windowsTests is a machine on which tests are run by wine.
type windowsTests struct {
	dir, goroot string
	env         []string
}

// packages runs the tests of all packages.
func (w *windowsTests) packages(t *testing.T) {
	t.Helper()
	// A server and services that a test starts would hold that test's output open, and go
	// test waits for them. A shell that waits for input keeps them from ending before.
	w.server(t, "-p")
	shell := exec.Command(wineProgram(t, "wine64"), "cmd.exe") //nolint:gosec // wine's own
	shell.Env = w.env
	if _, err := shell.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := shell.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() {
		w.server(t, "-k")
		_ = shell.Wait()
	}()
	// The go command itself is not of Windows: only the tests have its GOROOT there.
	args := []string{"test", "-short", "-skip", notByWine, "-exec", "env GOROOT=" + inWine(w.goroot) + " " + wineProgram(t, "wine64")}
	for _, p := range onWindows {
		args = append(args, "../../pkg/"+p)
	}
	if out, err := w.goCommand(t, args...).CombinedOutput(); err != nil {
		t.Errorf("go test by wine: %v\n%s", err, out)
	}
}

// rules runs, as a user whom rules concern, the test of what may be written.
func (w *windowsTests) rules(t *testing.T) {
	t.Helper()
	program := filepath.Join(w.dir, "host.test.exe")
	if out, err := w.goCommand(t, "test", "-c", "-o", program, "../../pkg/host").CombinedOutput(); err != nil {
		t.Fatalf("go test -c: %v\n%s", err, out)
	}
	as := &syscall.SysProcAttr{}
	if os.Geteuid() == 0 {
		as.Credential = w.giveAway(t)
	}
	for _, args := range [][]string{{"wine64", program, "-test.v", "-test.run", byRules}, {"wineserver", "-w"}} {
		cmd := exec.Command(wineProgram(t, args[0]), args[1:]...) //nolint:gosec // the test's own programs
		cmd.Dir, cmd.Env, cmd.SysProcAttr = w.dir, w.env, as
		out, err := cmd.CombinedOutput()
		if err != nil || args[0] == "wine64" && !strings.Contains(string(out), "--- PASS: "+byRules+"/the_read-only_attribute") {
			t.Errorf("%s: %v\n%s", args[0], err, out)
		}
	}
}

// giveAway gives the machine to another user.
func (w *windowsTests) giveAway(t *testing.T) *syscall.Credential {
	t.Helper()
	const other = 65534
	must := func(err error) {
		t.Helper()
		if err != nil {
			need.Unavailable(t, "the files for wine cannot be given to another user: "+err.Error())
		}
	}
	_ = os.Remove(filepath.Join(w.dir, "prefix", "wineserver")) // names a directory of root's
	must(filepath.WalkDir(w.dir, func(path string, _ fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		return os.Lchown(path, other, other)
	}))
	must(os.Chmod(filepath.Dir(w.dir), 0o755)) //nolint:gosec // the other user gets in
	return &syscall.Credential{Uid: other, Gid: other}
}

func (w *windowsTests) server(t *testing.T, flag string) {
	t.Helper()
	cmd := exec.Command(wineProgram(t, "wineserver"), flag) //nolint:gosec // wine's own
	cmd.Env = w.env
	if err := cmd.Run(); err != nil {
		t.Errorf("wineserver %s: %v", flag, err)
	}
}

// goCommand is a go command that compiles for Windows.
func (w *windowsTests) goCommand(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	args = append([]string{args[0], "-overlay", w.overlay(t)}, args[1:]...)
	cmd := exec.Command("go", args...) //nolint:gosec // the test's own packages
	cmd.Env = append(w.env, "HOME="+os.Getenv("HOME"), "GOOS=windows", "GOARCH=amd64", "CGO_ENABLED=0")
	return cmd
}

// overlay makes the programs remove files in the older way of Windows, which os has for
// file systems such as FAT32: wine 8 has no other one ("unlinkat: Invalid function").
func (w *windowsTests) overlay(t *testing.T) string {
	t.Helper()
	const newer, older = "var TestDeleteatFallback bool", "var TestDeleteatFallback = true"
	file := filepath.Join(w.goroot, "src/internal/syscall/windows/at_windows.go")
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), newer) {
		t.Fatalf("%s has no %s (%v)", file, newer, err)
	}
	changed, list := filepath.Join(w.dir, "at_windows.go"), filepath.Join(w.dir, "overlay.json")
	data, err := json.Marshal(map[string]any{"Replace": map[string]string{file: changed}})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{changed: strings.Replace(string(text), newer, older, 1), list: string(data)} {
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return list
}
