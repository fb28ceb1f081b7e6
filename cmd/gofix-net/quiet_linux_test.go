package main

import (
	"bytes"
	"io"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// TestAsksTheTerminalNothing starts commands on a terminal that answers no question. A
// question about its colours would keep each of them waiting for 5 s.
func TestAsksTheTerminalNothing(t *testing.T) {
	program, err := exec.LookPath("gofix-net")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []string{"version", "profile list", "help", "explain --help"} {
		cmd := exec.Command(program, strings.Fields(c)...)
		home := t.TempDir()
		cmd.Env = []string{"HOME=" + home, "PATH=" + t.TempDir(), "TERM=xterm-256color", "LANG=C.UTF-8"}
		tty, err := pty.Start(cmd)
		if err != nil {
			t.Fatal(err)
		}
		out, _ := io.ReadAll(tty) // ends with EIO when the program does
		_ = cmd.Wait()
		_ = tty.Close()
		for _, question := range []string{"\x1b]10;?", "\x1b]11;?", "\x1b[6n", "\x1b[c"} {
			if bytes.Contains(out, []byte(question)) {
				t.Errorf("%s asks the terminal: %q", c, out[:min(len(out), 60)])
			}
		}
		if len(out) < 5 {
			t.Errorf("%s prints %q", c, out)
		}
	}
}
