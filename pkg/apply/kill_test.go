package apply

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// killed is the exit code of a child that died at its fault point.
const killed = 77

const orderVariable = "GOFIX_NET_TEST_ORDER"

// order tells a child of this test binary what to do and where to die.
type order struct {
	Home, Point string
	Undo, Force bool
	// BadNews: the verification fails.
	BadNews bool
	// Torn leaves that file as the go command would when killed in the middle
	// of writing: emptied, or cut.
	Torn string
	Cut  int
	Lock string // a lock file that git leaves when killed
	// Traced: a tracer watches the child's system calls.
	Traced bool
}

// TestMain runs the child's part where the environment says so.
func TestMain(m *testing.M) {
	if text := os.Getenv(plotVariable); text != "" {
		var p plot
		if err := json.Unmarshal([]byte(text), &p); err != nil {
			panic(err)
		}
		if err := p.unfold(); err != nil {
			panic(err)
		}
		os.Exit(0)
	}
	text := os.Getenv(orderVariable)
	if text == "" {
		os.Exit(m.Run())
	}
	var o order
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		panic(err)
	}
	os.Exit(o.obey())
}

func killWants() []profile.Want {
	return []profile.Want{
		wantGo("GOPROXY", "https://proxy.example.com,direct"), wantGo("GOPRIVATE", "corp.example.com"),
		{Key: settings.Git(rule), Remove: val("https://github.com/")},
		{Key: settings.Git("url.https://n.example.com/.insteadof"), Value: val("https://golang.org/")},
	}
}

// obey does not return where it reaches its fault point: it ends as a killed
// process does, without running anything deferred.
func (o order) obey() int {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	m := machine(o.Home)
	s, err := settings.Read(ctx, m, o.Home)
	if err != nil {
		panic(err)
	}
	p, err := plan.Diff(s, &profile.Profile{Name: "test", Wants: killWants()})
	if err != nil {
		panic(err)
	}
	if o.Traced {
		if err := askToBeTraced(); err != nil {
			panic(err)
		}
	}
	news := func(context.Context) prove.Proof { return prove.Proof{} }
	if o.BadNews {
		news = badNews
	}
	opts := Options{Machine: m, Settings: s, Version: "test", verify: news, fault: func(point string) {
		if point != o.Point {
			return
		}
		if o.Torn != "" {
			tear(o.Torn, o.Cut)
		}
		if o.Lock != "" {
			_ = os.WriteFile(o.Lock, nil, 0o600)
		}
		os.Exit(killed)
	}}
	if o.Undo {
		_, err = Undo(ctx, opts, "", o.Force)
	} else {
		_, err = Apply(ctx, opts, p)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// badNews is a verification that fails.
func badNews(context.Context) prove.Proof {
	return prove.Proof{Tried: true, Failed: []prove.Failure{{Query: probe.Query{Path: "example.com/m"}, Error: "no"}}}
}

func tear(name string, cut int) {
	data, _ := os.ReadFile(name)
	if err := os.WriteFile(name, data[:min(cut, len(data))], 0o600); err != nil {
		panic(err)
	}
}

func obeyInChild(t *testing.T, o order) int {
	t.Helper()
	text, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), orderVariable+"="+string(text), "GORACE=atexit_sleep_ms=0")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState == nil {
		t.Fatal(err)
	}
	if code := cmd.ProcessState.ExitCode(); code != killed {
		t.Logf("child: %d %s", code, out)
		return code
	}
	return killed
}

// homes are the machines to kill on: one with files of odd modes, one with nothing.
func homes(t *testing.T) map[string]func(home string) {
	return map[string]func(string){
		"files of odd modes": func(home string) {
			write(t, filepath.Join(home, ".config/go/env"), "# c\nGOPROXY=off\n\nGOPROXY=direct\nGOVCS=*:git", 0o604)
			write(t, filepath.Join(home, ".gitconfig"), "# c\n[url \"https://m.example.com/\"]\n  insteadOf = https://github.com/\n\tinsteadOf=https://x.example.com/", 0o640)
		},
		"no file at all": func(string) {},
	}
}

func TestKilledAnywhere(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	for name, setup := range homes(t) {
		points := []string{"locked", "predicted", "journaled", "verified", "committed"}
		steps := 4
		if name == "no file at all" {
			steps = 3 // there is no insteadOf to remove
		}
		for i := range steps {
			points = append(points, fmt.Sprintf("before-%d", i), fmt.Sprintf("written-%d", i), fmt.Sprintf("done-%d", i))
		}
		for _, point := range points {
			t.Run(name+" "+point, func(t *testing.T) {
				t.Parallel()
				home := t.TempDir()
				setup(home)
				before := tree(t, home)
				if code := obeyInChild(t, order{Home: home, Point: point}); code != killed {
					t.Fatalf("the child was not killed: %d", code)
				}
				undoAndCompare(t, home, before, point == "locked" || point == "predicted")
			})
		}
	}
}

// undoAndCompare undoes in this process what a killed child left.
func undoAndCompare(t *testing.T, home string, before map[string]string, nothing bool) {
	t.Helper()
	m := machine(home)
	s := read(t, m)
	_, err := Undo(t.Context(), Options{Machine: m, Settings: s}, "", false)
	if nothing != (err != nil) {
		t.Errorf("undo: %v", err)
	}
	if d := cmp.Diff(before, tree(t, home)); d != "" {
		t.Errorf("after undo (-before +after):\n%s", d)
	}
}

func TestKilledWhileGoOrGitWrites(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	for name, setup := range homes(t) {
		for cut := range 3 {
			t.Run(fmt.Sprint(name, " ", cut*9), func(t *testing.T) {
				t.Parallel()
				home := t.TempDir()
				setup(home)
				before := tree(t, home)
				o := order{Home: home, Point: "written-1", Torn: filepath.Join(home, ".config/go/env"), Cut: cut * 9, Lock: filepath.Join(home, ".gitconfig.lock")}
				if code := obeyInChild(t, o); code != killed {
					t.Fatalf("the child was not killed: %d", code)
				}
				m := machine(home)
				s := read(t, m)
				// A second apply must refuse to work on what the killed one left.
				p := diff(t, s, wantGo("GOTOOLCHAIN", "auto"))
				if _, err := Apply(t.Context(), Options{Machine: m, Settings: s, NoVerify: true}, p); err == nil || !strings.Contains(err.Error(), "gofix-net undo") {
					t.Errorf("apply on top of it: %v", err)
				}
				undoAndCompare(t, home, before, false)
			})
		}
	}
}

func TestKilledWhileUndoing(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	for name, setup := range homes(t) {
		for _, point := range []string{"restore-0", "restore-1", "restored"} {
			t.Run(name+" "+point, func(t *testing.T) {
				t.Parallel()
				home := t.TempDir()
				setup(home)
				before := tree(t, home)
				if code := obeyInChild(t, order{Home: home}); code != 0 {
					t.Fatalf("apply: %d", code)
				}
				if d := cmp.Diff(before, tree(t, home)); d == "" {
					t.Fatal("apply changed nothing")
				}
				if code := obeyInChild(t, order{Home: home, Undo: true, Point: point}); code != killed {
					t.Fatalf("the child was not killed: %d", code)
				}
				undoAndCompare(t, home, before, false)
			})
		}
	}
}

func TestJournalIsPrivate(t *testing.T) {
	need.Program(t, "git")
	t.Parallel()
	home := t.TempDir()
	if code := obeyInChild(t, order{Home: home}); code != 0 {
		t.Fatalf("apply: %d", code)
	}
	j, err := journal.Open(machine(home))
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]os.FileMode{j.Dir: 0o700, filepath.Join(j.Dir, "lock"): 0o600} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v %v, want %v", name, info.Mode(), err, want)
		}
	}
	files, _ := filepath.Glob(filepath.Join(j.Dir, "*.json"))
	if len(files) != 1 {
		t.Fatalf("entries: %v", files)
	}
	if info, err := os.Stat(files[0]); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v %v", files[0], info.Mode(), err)
	}
}
