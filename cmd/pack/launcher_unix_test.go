//go:build unix

package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestLauncherLeavesSignalsToTheProgram: what Ctrl-C and a request to end mean is the
// program's decision, and so is the exit code. The launcher ends after it.
func TestLauncherLeavesSignalsToTheProgram(t *testing.T) {
	need.Long(t)
	t.Parallel()
	node := need.Program(t, "node")
	dir := t.TempDir()
	launcher := filepath.Join(dir, "launcher.js")
	arch := map[string]string{"amd64": "x64"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	program := filepath.Join(dir, "node_modules", "@gofix-net", runtime.GOOS+"-"+arch, "bin", "gofix-net")
	for file, text := range map[string]string{
		launcher:                           script(t, "launcher.js"),
		filepath.Join(dir, "package.json"): `{"version": "1.2.3"}`,
		program: "#!/bin/sh\n" +
			"trap 'echo interrupted; exit 5' INT\ntrap 'echo ended; exit 7' TERM\ntrap 'echo hung up; exit 9' HUP\n" +
			"[ \"$1\" != dies ] || kill -9 $$\n" +
			"echo ready\nwhile :; do sleep 0.1; done\n",
	} {
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o700); err != nil { //nolint:gosec // a program
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		signal syscall.Signal
		group  bool // the terminal sends it to all of its processes
		says   string
		code   int
	}{{syscall.SIGINT, true, "interrupted\n", 5}, {syscall.SIGTERM, false, "ended\n", 7}, {syscall.SIGHUP, false, "hung up\n", 9}} {
		cmd := exec.Command(node, launcher, "runs") //nolint:gosec // the launcher under test
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(out)
		if line, _ := lines.ReadString('\n'); line != "ready\n" {
			t.Fatalf("the program says %q", line)
		}
		to := cmd.Process.Pid
		if c.group {
			to = -to
		}
		if err := syscall.Kill(to, c.signal); err != nil {
			t.Fatal(err)
		}
		said, _ := lines.ReadString('\n')
		if _ = cmd.Wait(); said != c.says || cmd.ProcessState.ExitCode() != c.code {
			t.Errorf("%s: %q and exit code %d, want %q and %d", c.signal, said, cmd.ProcessState.ExitCode(), c.says, c.code)
		}
	}
	dies := exec.Command(node, launcher, "dies") //nolint:gosec // the launcher under test
	_ = dies.Run()
	if s, ok := dies.ProcessState.Sys().(syscall.WaitStatus); !ok || s.Signal() != syscall.SIGKILL {
		t.Errorf("a program that was killed: %v", dies.ProcessState)
	}
}
