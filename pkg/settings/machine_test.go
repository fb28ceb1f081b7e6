package settings

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/host"
)

// box is a machine of the test's own: the real go and git, with a home, an
// environment and a working directory that no other test has.
type box struct {
	t         *testing.T
	home, dir string
	env       []string
}

func newBox(t *testing.T) *box {
	t.Helper()
	root := t.TempDir()
	b := &box{t: t, home: filepath.Join(root, "home"), dir: filepath.Join(root, "work")}
	for _, d := range []string{b.home, b.dir} {
		if err := os.Mkdir(d, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	b.env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + b.home, "TMPDIR=" + root, "GIT_CONFIG_NOSYSTEM=1"}
	if runtime.GOOS == "windows" {
		b.env = append(b.env, "USERPROFILE="+b.home, "AppData="+filepath.Join(b.home, ".config"), "LocalAppData="+filepath.Join(b.home, ".cache"),
			"TMP="+root, "GOROOT="+os.Getenv("GOROOT"), "SystemRoot="+os.Getenv("SystemRoot"))
	}
	return b
}

// set changes the environment; a name without = removes the variable. $HOME
// and $DIR mean the box's own directories.
func (b *box) set(changes ...string) {
	for _, c := range changes {
		name, _, found := strings.Cut(c, "=")
		var env []string
		for _, e := range b.env {
			if !strings.HasPrefix(e, name+"=") {
				env = append(env, e)
			}
		}
		if b.env = env; found {
			b.env = append(b.env, b.expand(c))
		}
	}
}

func (b *box) expand(s string) string {
	return strings.NewReplacer("$HOME", b.home, "$DIR", b.dir).Replace(s)
}

// write makes a file; a relative name is below the working directory.
func (b *box) write(name, text string) string {
	b.t.Helper()
	name = filepath.FromSlash(b.expand(name))
	if !filepath.IsAbs(name) {
		name = filepath.Join(b.dir, name)
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		b.t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		b.t.Fatal(err)
	}
	return name
}

func (b *box) machine() *host.Machine {
	m := host.System()
	m.Environ = func() []string { return b.env }
	m.HomeDir = func() (string, error) {
		for _, e := range b.env {
			if v, ok := strings.CutPrefix(e, "HOME="); ok {
				return v, nil
			}
		}
		return "", errors.New("$HOME is not defined")
	}
	return m
}

func (b *box) read() *Snapshot {
	b.t.Helper()
	s, err := Read(b.t.Context(), b.machine(), b.dir)
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

// real runs a program in the box, with more environment only for it.
func (b *box) real(env []string, args ...string) (stdout, stderr string, err error) {
	b.t.Helper()
	var out, words bytes.Buffer
	cmd := exec.CommandContext(b.t.Context(), args[0], args[1:]...)
	cmd.Dir, cmd.Env, cmd.Stdout, cmd.Stderr = b.dir, append(b.env[:len(b.env):len(b.env)], env...), &out, &words
	cmd.Env = append(cmd.Env, "GO_TELEMETRY_CHILD=2") // or it leaves a process behind that writes to the home
	err = cmd.Run()
	return out.String(), words.String(), err
}

// must is real for a program that has to work.
func (b *box) must(args ...string) string {
	b.t.Helper()
	out, words, err := b.real(nil, args...)
	if err != nil {
		b.t.Fatalf("%q: %v: %s", args, err, words)
	}
	return out
}

// want compares and says what was compared.
func want[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, fmt.Sprintf("%#v", got), fmt.Sprintf("%#v", want))
	}
}
