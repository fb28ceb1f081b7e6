package cli

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// closedMachine is a machine with a home of its own in dir, on which nothing but
// loopback can be reached. variables come last.
func closedMachine(t *testing.T, dir string, variables ...string) *host.Machine {
	t.Helper()
	m := host.System()
	m.Environ = func() []string {
		defaults := []string{
			"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "USERPROFILE=" + dir, "GOFLAGS=", "GOSUMDB=off", "GOPROXY=http://127.0.0.1:1",
			"GOENV=" + filepath.Join(dir, "env"), "GOMODCACHE=" + filepath.Join(dir, "mod"), "GOPATH=" + filepath.Join(dir, "gopath"), "GOCACHE=" + filepath.Join(dir, "cache"),
			"GOTOOLCHAIN=local", "GIT_CONFIG_NOSYSTEM=1", "XDG_STATE_HOME=" + dir, "XDG_CONFIG_HOME=" + filepath.Join(dir, "config"),
			"GO_TELEMETRY_CHILD=2", // or go leaves a process behind that writes into the home
		}
		given := func(d string) bool { // of two with one name, the first counts in some places and the last in others
			name, _, _ := strings.Cut(d, "=")
			return slices.ContainsFunc(variables, func(v string) bool { return strings.HasPrefix(v, name+"=") })
		}
		return append(slices.DeleteFunc(defaults, given), variables...)
	}
	dial := m.Dial
	m.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if !strings.HasPrefix(address, "127.0.0.1:") {
			return nil, fmt.Errorf("dial %s: not in this test", address)
		}
		return dial(ctx, network, address)
	}
	m.Getwd = func() (string, error) { return dir, nil }
	start := m.Run
	m.Run = func(ctx context.Context, c host.Command) (host.Output, error) {
		if c.Dir == "" {
			c.Dir = dir
		}
		c.Env = append(m.Environ(), c.Env...)
		return start(ctx, c)
	}
	m.HomeDir = func() (string, error) { return dir, nil }
	return m
}

// ran runs a command and returns its exit code, and all that it wrote.
func ran(t *testing.T, m *host.Machine, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: &o, Err: &e, Terminal: func(any) (int, bool) { return 0, false }}
	code = run(t.Context(), p, args)
	return code, o.String(), e.String()
}

func put(t *testing.T, dir, name, text string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestTimeoutIsKept: whatever the settings hold, a run ends soon after its --timeout.
func TestTimeoutIsKept(t *testing.T) {
	need.Long(t)
	need.Program(t, "git")
	var entries, rules, requirements strings.Builder
	for i := range 3000 {
		fmt.Fprintf(&entries, "http://127.0.0.1:%d/p%d,", 1+i%3, i)
	}
	for i := range 60_000 {
		fmt.Fprintf(&rules, "[url \"https://mirror%d.test/\"]\n\tinsteadOf = https://host%d.test/\n", i, i)
	}
	requirements.WriteString("module app.test\n\ngo 1.21\n\nrequire (\n")
	for i := range 20_000 {
		fmt.Fprintf(&requirements, "\thost%d.test/m v1.0.0\n", i)
	}
	requirements.WriteString(")\n")
	const small = "module app.test\n\ngo 1.21\n\nrequire example.test/m v1.0.0\n"
	var patterns, included strings.Builder
	for i := range 10_000 {
		fmt.Fprintf(&patterns, "*.corp%d.test,git.x%d.test/team/*,", i, i)
	}
	for i := range 3000 {
		fmt.Fprintf(&included, "[include]\n\tpath = part%d\n", i)
	}
	for i, c := range []struct {
		name, goMod, gitconfig, goproxy, private string
	}{
		{"3000 entries of GOPROXY", small, "", entries.String() + "direct", ""},
		{"60000 insteadOf rules", small, rules.String(), "http://127.0.0.1:1", ""},
		{"20000 requirements", requirements.String(), "", "http://127.0.0.1:1", ""},
		{"20000 patterns of GOPRIVATE", small, "", "http://127.0.0.1:1", patterns.String()},
		{"3000 files that git includes", small, included.String(), "http://127.0.0.1:1", ""},
	} {
		dir := t.TempDir()
		for part := range strings.Count(c.gitconfig, "path = part") {
			put(t, dir, fmt.Sprintf("part%d", part), fmt.Sprintf("[url \"https://a%d.test/\"]\n\tinsteadOf = https://b%d.test/\n", part, part))
		}
		put(t, dir, "go.mod", c.goMod)
		put(t, dir, ".gitconfig", c.gitconfig)
		put(t, dir, "env", "GOPROXY="+c.goproxy+"\nGOPRIVATE="+c.private+"\n") // too long for a variable of some systems
		m := closedMachine(t, dir, "GOPROXY=")
		commands := [][]string{
			{"doctor"}, {"apply", "--dry-run"}, {"trace", "--all"}, {"doctor", "--format", "json"}, {"trace", "example.test/m@v1.0.0"}, {"doctor", "--format", "html"}, {"trace", "--all", "--format", "json"},
		}
		for _, args := range need.Today(slices.Concat(commands[i%len(commands):], commands[:i%len(commands)]), 5) {
			// Reading, judging and writing come on top, on a machine that may be busy:
			// so processor time is what counts, and the clock for what waits.
			const timeout, most, slack = 2 * time.Second, 15 * time.Second, time.Minute
			start, spent := time.Now(), cost.CPU()
			code, _, errs := ran(t, m, append(args, "--timeout", timeout.String())...)
			took, spent := time.Since(start), cost.CPU()-spent
			t.Logf("%s: %q took %s, %s of the processors", c.name, args, took.Round(time.Millisecond), spent.Round(time.Millisecond))
			if took > timeout+slack || spent > most {
				t.Errorf("%s: %q took %s, %s of the processors", c.name, args, took, spent)
			}
			if code == exitInternal && !strings.Contains(errs, "is not enough for this machine") {
				t.Errorf("%s: %q exits %d: %s", c.name, args, code, errs)
			}
		}
	}
}
