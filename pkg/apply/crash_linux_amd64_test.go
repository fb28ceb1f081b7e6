package apply

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// The tests in this file stop apply and undo, and the go and git that they
// start, at every single system call that changes a file: they kill them there,
// fill the disk, or ask them to end. Whatever happens, nothing may be lost, and
// nothing half-done may go untold.

// story is something that changes files and can be stopped anywhere.
type story struct {
	name  string
	setup func(t *testing.T, home string) // up to what is stopped
	order order
	// force: what is stopped, and finishes it, is `undo --force`.
	force bool
}

func stories(t *testing.T) []story {
	var all []story
	for name, setup := range homes(t) {
		files := func(_ *testing.T, home string) { setup(home) }
		applied := func(t *testing.T, home string) {
			setup(home)
			if code := obeyInChild(t, order{Home: home}); code != 0 {
				t.Fatalf("apply: %d", code)
			}
		}
		edited := func(t *testing.T, home string) {
			applied(t, home)
			appendTo(t, filepath.Join(home, ".config/go/env"), "GOFLAGS=-x\n")
			appendTo(t, filepath.Join(home, ".gitconfig"), "[user]\n\tname = me\n")
		}
		all = append(all,
			story{name + ", apply", files, order{}, false},
			story{name + ", apply that is rolled back", files, order{BadNews: true}, false},
			story{name + ", undo", applied, order{Undo: true}, false},
			story{name + ", undo by force", edited, order{Undo: true, Force: true}, true},
		)
	}
	return all
}

func appendTo(t *testing.T, name, text string) {
	t.Helper()
	f, err := os.OpenFile(name, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(text); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
}

// scene is one story on one machine.
type scene struct {
	story
	home          string
	before, after map[string]string // every file
	traced
}

// traced is what a tracer tells.
type traced struct {
	Calls  []fileCall
	Code   int // of the child, -1 where it was killed
	Killed bool
}

// plot is what a tracer is told. It is a process of its own, between the test
// and the child, because it waits for all the children that it has.
type plot struct {
	Order order
	N     int
	Do    interference
}

const plotVariable = "GOFIX_NET_TEST_PLOT"

// unfold is the tracer's part: it writes what it saw to standard output.
func (p plot) unfold() error {
	p.Order.Traced = true
	text, err := json.Marshal(p.Order)
	if err != nil {
		return err
	}
	tr := &tracer{root: p.Order.Home, n: p.N, do: p.Do}
	if err := os.Unsetenv(plotVariable); err != nil {
		return err
	}
	end, err := tr.run([]string{os.Args[0], "-test.run=^$"}, append(os.Environ(), orderVariable+"="+string(text)))
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(traced{Calls: tr.calls, Code: end.ExitStatus(), Killed: end.Signaled()})
}

// play plays the story on a machine of its own and interferes at the n-th call.
func (s story) play(t *testing.T, n int, do interference) scene {
	t.Helper()
	sc := scene{story: s, home: t.TempDir()}
	s.setup(t, sc.home)
	sc.before = tree(t, sc.home)
	s.order.Home = sc.home
	text, err := json.Marshal(plot{s.order, n, do})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	// A killed child leaves its scratch files: they go where the test's go. The
	// race detector makes each process wait for a second at its end.
	cmd.Env = append(os.Environ(), plotVariable+"="+string(text), "TMPDIR="+t.TempDir(), "GORACE=atexit_sleep_ms=0")
	var said strings.Builder
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err == nil {
		err = json.Unmarshal(out, &sc.traced)
	}
	if err != nil {
		t.Fatalf("the tracer: %v\n%s%s", err, out, &said)
	}
	if said.Len() > 0 {
		t.Logf("it said: %s", &said)
	}
	sc.after = tree(t, sc.home)
	if do != none && len(sc.Calls) <= n {
		t.Fatalf("call %d did not come: %v", n, sc.Calls)
	}
	return sc
}

// pending returns the entry that the next command would tell of, "" for none.
func pending(t *testing.T, home string) string {
	t.Helper()
	j, err := journal.Open(machine(home))
	if err != nil {
		t.Fatal(err)
	}
	e, err := j.PendingEntry()
	if err != nil {
		t.Errorf("the journal: %v", err)
	}
	if e == nil {
		return ""
	}
	return e.ID
}

// aftermath checks what was left behind, and takes it back. from is what stood
// there before the first apply, whole what an undisturbed run leaves.
func (sc scene) aftermath(t *testing.T, from, whole map[string]string) {
	t.Helper()
	now := tree(t, sc.home)
	if !maps.Equal(now, sc.before) && !maps.Equal(now, whole) && pending(t, sc.home) == "" {
		t.Errorf("half-done, and the next command does not say so: (-before +now)\n%s", cmp.Diff(sc.before, now))
	}
	m := machine(sc.home)
	j, err := journal.Open(m)
	if err != nil {
		t.Fatal(err)
	}
	e, err := j.Find("")
	if err != nil && maps.Equal(now, from) {
		return // it did not come as far as the journal, or is over already
	}
	if err != nil {
		t.Fatalf("changed, and nothing to undo: %v\n%s", err, cmp.Diff(from, now))
	}
	if _, err := Undo(t.Context(), Options{Machine: m, Settings: read(t, m)}, e.ID, sc.force); err != nil {
		t.Errorf("undo: %v", err)
	}
	if d := cmp.Diff(from, tree(t, sc.home)); d != "" {
		t.Errorf("after undo (-want +got):\n%s", d)
	}
	if id := pending(t, sc.home); id != "" {
		t.Errorf("after undo %s is still pending", id)
	}
}

// eachCall plays every story once for each of its calls that chosen wants, or
// for one in so many of them. GOFIX_NET_CRASH asks for all, or for few.
func eachCall(t *testing.T, oneIn int, do interference, chosen func(c fileCall) bool, check func(t *testing.T, whole, sc scene)) {
	t.Helper()
	need.Long(t)
	t.Parallel()
	switch os.Getenv("GOFIX_NET_CRASH") {
	case "all":
		oneIn = 1
	case "few":
		oneIn *= 10
	}
	all := 0
	for _, s := range stories(t) {
		whole := s.play(t, 0, none)
		if whole.Code != 0 && !s.order.BadNews {
			t.Fatalf("%s: it does not work without interference: %d", s.name, whole.Code)
		}
		for n, c := range whole.Calls {
			if !chosen(c) {
				continue
			}
			if all++; all%oneIn != 0 {
				continue
			}
			t.Run(fmt.Sprintf("%s, %d %s", s.name, n, withoutID(c)), func(t *testing.T) {
				t.Parallel()
				check(t, whole, s.play(t, n, do))
			})
		}
	}
	t.Logf("%d of %d calls", all/oneIn, all)
}

func any(fileCall) bool { return true }

// withoutID keeps the names of subtests the same from run to run.
func withoutID(c fileCall) string {
	dir, name := filepath.Split(c.Path)
	if strings.Contains(dir, "journal") && len(name) > 20 {
		name = "ENTRY" + name[20:]
	}
	return c.Name + " " + dir + name
}

// from is the content that must be there after the undo.
func (sc scene) from() map[string]string {
	if sc.order.Undo {
		return sc.after
	}
	return sc.before
}

func TestKilledAtEverySystemCall(t *testing.T) {
	need.Program(t, "git")
	eachCall(t, 1, kill, any, func(t *testing.T, whole, sc scene) {
		if !sc.Killed {
			t.Fatalf("not killed: %d", sc.Code)
		}
		sc.aftermath(t, whole.from(), whole.after)
	})
}

func TestKilledInTheMiddleOfAWrite(t *testing.T) {
	need.Program(t, "git")
	eachCall(t, 2, cut, func(c fileCall) bool { return c.Name == "write" }, func(t *testing.T, whole, sc scene) {
		if !sc.Killed {
			t.Fatalf("not killed: %d", sc.Code)
		}
		sc.aftermath(t, whole.from(), whole.after)
	})
}

// A kill by process number does not end the go or git that the program started.
func TestKilledWhileGoAndGitGoOn(t *testing.T) {
	need.Program(t, "git")
	eachCall(t, 3, orphan, func(c fileCall) bool { return !strings.HasPrefix(c.Path, ".local") }, func(t *testing.T, whole, sc scene) {
		sc.aftermath(t, whole.from(), whole.after)
	})
}

func TestDiskIsFullFromAnyCallOn(t *testing.T) {
	need.Program(t, "git")
	eachCall(t, 1, full, fileCall.takesRoom, func(t *testing.T, whole, sc scene) {
		if sc.Code == 0 && !maps.Equal(sc.after, whole.after) {
			t.Errorf("done, it says: (-want +got)\n%s", cmp.Diff(whole.after, sc.after))
		}
		sc.aftermath(t, whole.from(), whole.after)
	})
}

func TestAskedToEndAtAnyCall(t *testing.T) {
	need.Program(t, "git")
	eachCall(t, 5, ask, any, func(t *testing.T, whole, sc scene) {
		switch {
		case sc.Code == 0 && !maps.Equal(sc.after, whole.after):
			t.Errorf("done, it says: (-want +got)\n%s", cmp.Diff(whole.after, sc.after))
		case sc.Code != 0 && !sc.order.Undo && !maps.Equal(sc.after, whole.before):
			t.Errorf("taken back, it says: (-want +got)\n%s", cmp.Diff(whole.before, sc.after))
		}
		if id := pending(t, sc.home); id != "" {
			t.Errorf("%s is left pending", id)
		}
	})
}

// Power can fail at any instant. The journal has to be on disk before the first
// file of the user's is touched, and these before the journal says so.
func TestSyncedBeforeItIsReliedOn(t *testing.T) {
	need.Program(t, "git")
	need.Long(t)
	t.Parallel()
	for _, s := range stories(t) {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			loose := map[string]bool{} // files and directories that are not on disk
			for n, c := range s.play(t, 0, none).Calls {
				if strings.Contains(c.Path, "/scratch-") {
					continue // what a killed run leaves there is removed, and never read
				}
				ours := strings.HasPrefix(c.Path, ".local")
				for path := range loose {
					// Within the journal the order is that of one Save.
					if c.Name != "sync" && strings.HasPrefix(path, ".local") != ours && path != "." {
						t.Errorf("call %d, %s, relies on %s", n, c, path)
					}
				}
				if ours && c.Name == "rename" && loose[c.Path] {
					t.Errorf("call %d: %s takes its place before it is on disk", n, c.Path)
				}
				c.loosen(loose)
			}
			for path := range loose {
				t.Errorf("in the end %s is not on disk", path)
			}
		})
	}
}

// loosen keeps the account of what is not on disk.
func (c fileCall) loosen(loose map[string]bool) {
	switch c.Name {
	case "write", "empty", "truncate":
		loose[c.Path] = true
	case "sync":
		delete(loose, c.Path)
	case "create", "mkdir", "remove", "rename":
		written := loose[c.Path]
		if c.Name != "mkdir" && c.Name != "create" {
			delete(loose, c.Path)
		}
		if name, ok := strings.CutSuffix(c.Path, ".lock"); ok && written && c.Name == "rename" {
			loose[name] = true
		}
		if filepath.Base(c.Path) != "lock" { // of the journal: it is not needed after a loss of power
			loose[filepath.Dir(c.Path)] = true
		}
	}
}
