package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestInstallScriptKeepsWhatIsThere: where the program cannot come to its place, or
// does not run there, the script says so, and what was there stays.
func TestInstallScriptKeepsWhatIsThere(t *testing.T) {
	need.Long(t)
	t.Parallel()
	runs, fails := serveRelease(t), serveProgram(t, "#!/bin/sh\nexit 126\n")
	old := t.TempDir()
	if err := os.WriteFile(filepath.Join(old, "gofix-net"), []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	taken := t.TempDir()
	if err := os.Mkdir(filepath.Join(taken, "gofix-net"), 0o700); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "none")
	for _, c := range []struct {
		name          string
		s             *server
		dir, says     string
		temporaryFile string
	}{
		{"it does not run", fails, old, "the program does not run in " + old, ""},
		{"a directory has its name", runs, taken, "gofix-net is a directory: nothing is installed", ""},
		{"no directory can be made", runs, filepath.Join(old, "gofix-net", "x"), "cannot be made: nothing is installed", ""},
		{"nothing can be written", runs, "/proc/self", "nothing can be written into /proc/self: nothing is installed", ""},
		{"no directory for temporary files", runs, old, "no directory can be made in " + missing + ": nothing is installed", missing},
	} {
		if c.dir == "/proc/self" && runtime.GOOS != "linux" {
			continue // only there even root cannot write into it
		}
		cmd := exec.Command(need.Program(t, "dash"), installScript, "--dir", c.dir, "--version", "1.2.3", "--key", c.s.key, "--only", "--source", c.s.URL) //nolint:gosec // the script under test
		cmd.Env = []string{"PATH=" + binDir(t), "HOME=" + t.TempDir()}
		if c.temporaryFile != "" {
			cmd.Env = append(cmd.Env, "TMPDIR="+c.temporaryFile)
		}
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), c.says) {
			t.Errorf("%s: %v\n%s", c.name, err, out)
		}
	}
	for _, dir := range []string{old, taken} {
		if left, _ := os.ReadDir(dir); len(left) != 1 || left[0].Name() != "gofix-net" {
			t.Errorf("it leaves %v", left)
		}
	}
	if data, _ := os.ReadFile(filepath.Join(old, "gofix-net")); string(data) != "old" { //nolint:gosec // the test's own file
		t.Errorf("the program is %q", data)
	}
}

// TestInstallScriptUninstallsWhatIsLeft of an installation that was killed.
func TestInstallScriptUninstallsWhatIsLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, name := range []string{"gofix-net", ".gofix-net.new.Ab3x9Q", ".gofix-net.toml"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := install(t, need.Program(t, "dash"), binDir(t), "--uninstall", "--dir", dir)
	if left, _ := os.ReadDir(dir); err != nil || len(left) != 1 || left[0].Name() != ".gofix-net.toml" {
		t.Errorf("%v %v\n%s", left, err, out)
	}
}

// TestInstallScriptCleansUp: a signal ends the script and its downloads, and nothing stays.
func TestInstallScriptCleansUp(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for _, by := range shells(t) {
		for _, sent := range []syscall.Signal{syscall.SIGTERM, syscall.SIGQUIT, syscall.SIGPIPE} {
			t.Run(fmt.Sprintf("%s, %s", sent, by.name), func(t *testing.T) {
				t.Parallel()
				s := serveRelease(t)
				asked, ended := make(chan struct{}), make(chan struct{})
				hangs := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					if r.URL.Path != signatureFile {
						s.serve(w, r)
						return
					}
					close(asked)
					<-r.Context().Done()
					close(ended)
				}))
				t.Cleanup(hangs.Close)
				temporary, dir := t.TempDir(), t.TempDir()
				cmd := exec.Command(by.program, by.script, "--only", "--dir", dir, "--version", "1.2.3", "--key", s.key, "--source", hangs.URL) //nolint:gosec // the script under test
				cmd.Env = []string{"PATH=" + by.path, "HOME=" + dir, "TMPDIR=" + temporary}
				said := await("")
				cmd.Stderr = said
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				<-asked
				if err := cmd.Process.Signal(sent); err != nil {
					t.Fatal(err)
				}
				err := cmd.Wait()
				<-ended
				left, _ := os.ReadDir(temporary)
				here, _ := os.ReadDir(dir)
				if err == nil || len(left)+len(here) != 0 || !strings.Contains(said.String(), "nothing is installed") {
					t.Errorf("%v, it leaves %v %v\n%s", err, left, here, said)
				}
			})
		}
	}
}

// TestInstallScriptFromAPipe: there the script has no file of its own to read.
func TestInstallScriptFromAPipe(t *testing.T) {
	t.Parallel()
	cmd := exec.Command(need.Program(t, "dash"), "-s", "--", "--help") //nolint:gosec // the script under test
	cmd.Stdin = strings.NewReader(script(t, installScript))
	if out, err := cmd.CombinedOutput(); err != nil || !strings.HasPrefix(string(out), "sh install.sh [--dir DIR]") || !strings.Contains(string(out), "\n--key KEY ") {
		t.Errorf("%v\n%s", err, out)
	}
}
