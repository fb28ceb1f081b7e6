package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/creack/pty"

	"github.com/gofix-net/gofix-net/pkg/netlab"
)

// person is somebody at a terminal of 100 columns on which a program runs.
type person struct {
	t     *testing.T
	tty   *os.File
	cmd   *exec.Cmd
	lines chan string
	seen  string // what came since the last text that was waited for
	all   string
}

func atTerminal(t *testing.T, lab *netlab.Lab, args ...string) *person {
	t.Helper()
	return atTerminalWith(t, lab, []string{"ACCESSIBLE=1", "LANG=C.UTF-8"}, args...)
}

// atTerminalWith is atTerminal with variables of the person's own.
func atTerminalWith(t *testing.T, lab *netlab.Lab, env []string, args ...string) *person {
	t.Helper()
	return atTerminalIn(t, lab, t.TempDir(), env, args...)
}

// atTerminalIn is atTerminalWith in a directory.
func atTerminalIn(t *testing.T, lab *netlab.Lab, dir string, env []string, args ...string) *person {
	t.Helper()
	program, err := exec.LookPath("gofix-net")
	if err != nil {
		t.Fatal(err)
	}
	p := &person{t: t, cmd: exec.Command(program, args...), lines: make(chan string, 1000)}
	// Programs do not ask tmux for the colour of the background; no answer would come here.
	p.cmd.Env = append(append(lab.Environ(), "TERM=tmux-256color"), env...)
	p.cmd.Dir = dir
	if p.tty, err = pty.StartWithSize(p.cmd, &pty.Winsize{Rows: 40, Cols: 100}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.cmd.Process.Kill(); _ = p.tty.Close() })
	go func() {
		defer close(p.lines)
		buf := make([]byte, 4096)
		for {
			n, err := p.tty.Read(buf)
			p.lines <- string(buf[:n])
			if err != nil {
				return
			}
		}
	}()
	return p
}

// patience is how long somebody waits for a text or for the end: seconds where the machine
// is idle, and less than the package's limit, which would say nothing of the screen.
const patience = 2 * time.Minute

// sees waits until text is on the terminal, behind what was seen before.
func (p *person) sees(text string) {
	p.t.Helper()
	limit := time.After(patience)
	for !strings.Contains(p.seen, text) {
		if !p.reads(limit, strconv.Quote(text)) {
			p.t.Fatalf("the program ended, and %q never came:\n%s", text, p.screen())
		}
	}
	_, p.seen, _ = strings.Cut(p.seen, text)
}

// reads takes the next that comes to the terminal; false is its end.
func (p *person) reads(limit <-chan time.Time, awaited string) bool {
	p.t.Helper()
	select {
	case more, ok := <-p.lines:
		p.seen += more
		p.all += more
		return ok
	case <-limit:
		p.t.Fatalf("%s does not come within %v:\n%s", awaited, patience, p.screen())
		return false
	}
}

// screen is what the person has before them: the last lines that came, without the
// sequences that steer a terminal.
func (p *person) screen() string {
	const rows = 40
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(ansi.Strip(p.all), "\r", ""), " \n"), "\n")
	return strings.Join(lines[max(0, len(lines)-rows):], "\n")
}

func (p *person) types(keys string) {
	p.t.Helper()
	if _, err := p.tty.WriteString(keys); err != nil {
		p.t.Fatal(err)
	}
}

// leaves waits for the end and wants that exit code.
func (p *person) leaves(code int) {
	p.t.Helper()
	for limit := time.After(patience); p.reads(limit, "the end of the program"); {
	}
	_ = p.cmd.Wait()
	if got := p.cmd.ProcessState.ExitCode(); got != code {
		p.t.Errorf("exit code %d, want %d\n%s", got, code, p.screen())
	}
}

// TestRunOffersApply goes the whole way on a terminal: the command's own
// colours, its failure, the explanation, the offer, the change, the same
// command again.
func TestRunOffersApply(t *testing.T) {
	netlab.Test(t, func(t *testing.T, lab *netlab.Lab) {
		if err := lab.Break("proxy.golang.org refuse"); err != nil {
			t.Fatal(err)
		}
		var home string
		for _, v := range lab.Environ() {
			if name, value, _ := strings.Cut(v, "="); name == "HOME" {
				home = value
			}
		}
		written := func() bool {
			_, err := os.Stat(filepath.Join(home, ".config/go/env"))
			return err == nil
		}
		command := []string{"run", "--", "sh", "-c", `test -t 1 && test -t 2 && printf '\033[31mboth\033[0m\n'; exec go mod download rsc.io/quote@v1.5.2`}

		p := atTerminal(t, lab, command...)
		p.sees("\x1b[31mboth\x1b[0m")
		p.sees("connection refused")
		p.sees("goproxy-unreachable")
		p.sees("(gofix-net apply)?")
		p.types("n\r")
		p.leaves(1)
		if written() {
			t.Error("written after a no")
		}

		p = atTerminal(t, lab, command...)
		p.sees("(gofix-net apply)?")
		p.types("y\r")
		p.sees("go env -w GOPROXY=")
		p.sees("Apply this change?")
		p.types("y\r")
		p.sees("verified")
		p.sees("Now repeat: sh -c ")
		p.leaves(1) // the command's own code, whatever became of the rest
		if !written() {
			t.Error("not written after two times yes")
		}

		p = atTerminal(t, lab, command...)
		p.leaves(0)
		if strings.Contains(p.seen, "gofix-net") {
			t.Errorf("a success is talked about:\n%s", p.seen)
		}
	})
}
