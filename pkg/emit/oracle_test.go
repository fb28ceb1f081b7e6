package emit_test

import (
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// oracleStates is how many wanted states the checkers of others look at: each run of
// one takes a tenth of a second, or a second.
const oracleStates = 6

// TestActionlintFindsNothing has the checker of GitHub's workflows read what is written.
func TestActionlintFindsNothing(t *testing.T) {
	t.Parallel()
	program := need.Program(t, "actionlint")
	files := emitted(t, "github", 31)
	out, err := exec.Command(program, append([]string{"-no-color", "-shellcheck=", "-pyflakes="}, files...)...).CombinedOutput() //nolint:gosec // the checker
	if err != nil {
		t.Errorf("%v: %s", err, out)
	}
	// It does find something: a workflow without a trigger.
	bad := filepath.Join(t.TempDir(), "bad.yml")
	if err := os.WriteFile(bad, []byte("jobs: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if exec.Command(program, bad).Run() == nil { //nolint:gosec // the checker
		t.Error("actionlint finds nothing wrong in a workflow without a trigger")
	}
}

// TestAnsibleReadsWhatIsWritten checks the syntax of the playbook by Ansible itself.
func TestAnsibleReadsWhatIsWritten(t *testing.T) {
	need.Long(t)
	t.Parallel()
	program := need.Program(t, "ansible-playbook")
	for _, file := range emitted(t, "ansible", 33)[:2] {
		c := exec.Command(program, "--syntax-check", "-i", "localhost,", file) //nolint:gosec // the checker
		c.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "LC_ALL=C.UTF-8"}
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// TestSquidReadsTheAllowlist has squid parse the list in a configuration of its own.
func TestSquidReadsTheAllowlist(t *testing.T) {
	need.Long(t)
	t.Parallel()
	program := need.Program(t, "/usr/sbin/squid")
	file := filepath.Join(t.TempDir(), "squid.conf")
	if err := os.WriteFile(file, []byte("http_port 127.0.0.1:3128\n"+written(t, "squid")+"\nhttp_access deny all\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command(program, "-k", "parse", "-f", file).CombinedOutput() //nolint:gosec // the reader
	if err != nil || strings.Contains(string(out), "WARNING") || strings.Contains(string(out), "FATAL") || strings.Contains(string(out), "ERROR") {
		t.Errorf("%v: %s", err, out)
	}
}

// emitted writes a target's file for some wanted states and returns their names.
func emitted(t *testing.T, target string, seed uint64) []string {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, seed+1)) //nolint:gosec // repeatable
	x := emit.Lookup(target)
	var out []string
	for i := 0; len(out) < oracleStates; i++ {
		text, err := x.Write(random(r), "en")
		if err != nil && i < 20*oracleStates {
			continue // a value that no file of this kind can hold, which is said
		}
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), strconv.Itoa(i)+"-"+filepath.Base(x.Path))
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		out = append(out, file)
	}
	return out
}
