package journal

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func testJournal(t *testing.T) *Journal {
	t.Helper()
	start := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	n := 0
	return &Journal{Dir: filepath.Join(t.TempDir(), "journal"), now: func() time.Time { n++; return start.Add(time.Duration(n) * time.Millisecond) }}
}

// saved makes an entry in the journal.
func saved(t *testing.T, j *Journal, s State) *Entry {
	t.Helper()
	if err := os.MkdirAll(j.Dir, 0o700); err != nil {
		t.Fatal(err)
	}
	e, err := j.New("test")
	if err != nil {
		t.Fatal(err)
	}
	e.State = s
	if err := j.Save(e); err != nil {
		t.Fatal(err)
	}
	return e
}

func TestOpenFindsItsPlace(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, os string
		env      []string
		want     string
	}{
		{"Linux", "linux", nil, "/h/.local/state"},
		{"XDG", "linux", []string{"XDG_STATE_HOME=" + absolute("/s")}, absolute("/s")},
		{"a relative XDG directory does not count", "linux", []string{"XDG_STATE_HOME=s"}, "/h/.local/state"},
		{"macOS", "darwin", nil, "/h/Library/Application Support"},
		{"Windows", "windows", []string{"LOCALAPPDATA=/l"}, "/l"},
		{"Windows without the variable", "windows", nil, "/h/AppData/Local"},
	}
	for _, tt := range tests {
		m := &host.Machine{OS: tt.os, Now: time.Now, Environ: func() []string { return tt.env }, HomeDir: func() (string, error) { return "/h", nil }}
		j, err := Open(m)
		if want := filepath.FromSlash(tt.want + "/gofix-net/journal"); err != nil || j.Dir != want {
			t.Errorf("%s: %v %v, want %s", tt.name, j, err, want)
		}
	}
	if _, err := Open(&host.Machine{OS: "linux", Environ: func() []string { return nil }, HomeDir: func() (string, error) { return "", errors.New("no home") }}); err == nil {
		t.Error("without a home: no error")
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	j := testJournal(t)
	if _, err := j.Find(""); !errors.Is(err, ErrNone) {
		t.Errorf("no directory: %v", err)
	}
	first, second, third := saved(t, j, Committed), saved(t, j, Pending), saved(t, j, Undone)
	if e, err := j.Find(""); err != nil || e.ID != second.ID {
		t.Errorf("newest open: %v %v, want %s", e, err, second.ID)
	}
	if e, err := j.Find(first.ID); err != nil || e.ID != first.ID {
		t.Errorf("by id: %v %v", e, err)
	}
	for _, id := range []string{"nosuch", "2026"} {
		if _, err := j.Find(id); !errors.Is(err, ErrUnknown) {
			t.Errorf("%s: %v", id, err)
		}
	}
	if e, err := j.PendingEntry(); err != nil || e.ID != second.ID {
		t.Errorf("pending: %v %v", e, err)
	}
	list, err := j.List()
	var ids []string
	for _, e := range list {
		ids = append(ids, e.ID)
	}
	if want := []string{third.ID, second.ID, first.ID}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("list %v %v, want %v", ids, err, want)
	}
	if err := os.WriteFile(filepath.Join(j.Dir, "broken.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if list, err := j.List(); len(list) != 3 || err == nil {
		t.Errorf("with a broken file: %d entries, %v", len(list), err)
	}
	if e, err := j.Find(first.ID); err != nil || e == nil {
		t.Errorf("a broken file hides another: %v", err)
	}
}

func TestPruneKeepsOpenEntries(t *testing.T) {
	t.Parallel()
	j := testJournal(t)
	open := saved(t, j, Committed)
	var oldest string
	for i := range keep + 3 {
		if e := saved(t, j, Undone); i == 0 {
			oldest = e.ID
		}
	}
	half := filepath.Join(j.Dir, "x.json"+temporary)
	if err := os.WriteFile(half, []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := j.Prune(); err != nil {
		t.Fatal(err)
	}
	list, err := j.List()
	if err != nil || len(list) != keep+1 || list[keep].ID != open.ID {
		t.Errorf("%d entries left (%v), the last %v", len(list), err, list[len(list)-1].ID)
	}
	if _, err := j.Find(oldest); !errors.Is(err, ErrUnknown) {
		t.Errorf("the oldest: %v", err)
	}
	if _, err := os.Stat(half); !os.IsNotExist(err) {
		t.Errorf("what was half-written: %v", err)
	}
}

func TestLockIsReleasedAndGivesUpWithTheContext(t *testing.T) {
	t.Parallel()
	j := testJournal(t)
	unlock, err := j.Lock(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	if _, err := j.Lock(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("beside a lock, with a short context: %v", err)
	}
	unlock()
	unlock, err = j.Lock(t.Context())
	if err != nil {
		t.Fatalf("after the release: %v", err)
	}
	unlock()
}

func TestEntrySurvivesTheDiskAndHidesCredentials(t *testing.T) {
	t.Parallel()
	j := testJournal(t)
	from, to := settings.Value("https://u:geheim@a.example.com"), settings.Secret("X: geheim")
	c := plan.Change{Key: settings.Git("url.https://geheim@h.example.com/.insteadof"), From: &from, To: &to}
	e := saved(t, j, Pending)
	step, err := NewStep(c, 0, []byte("geheim"))
	if err != nil {
		t.Fatal(err)
	}
	e.Plan = plan.Plan{Changes: []plan.Change{c}}.JSON(nil)
	e.Files, e.Steps = []File{{Path: absolute("/x"), Target: absolute("/x"), Existed: true, Before: []byte("geheim")}}, []Step{step}
	if err := j.Save(e); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(j.path(e.ID))
	if err != nil || strings.Contains(string(data), "geheim") {
		t.Errorf("the file shows a credential (%v):\n%s", err, data)
	}
	got, err := j.Find(e.ID)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(e, got); d != "" {
		t.Errorf("(-saved +read):\n%s", d)
	}
	back, err := got.Steps[0].Change()
	if err != nil || back.Key != c.Key || back.From.Reveal() != from.Reveal() || back.To.Reveal() != to.Reveal() {
		t.Errorf("the change came back as %v (%v)", back, err)
	}
}

func TestRestore(t *testing.T) {
	t.Parallel()
	const before, after = "A=1\nB=2\n", "A=1\nB=3\nC=4\n"
	tests := []struct {
		name  string
		state State
		now   string // "-": gone
		lines []string
	}{
		{"as apply left it", Committed, after, nil},
		{"as it was", Committed, before, nil},
		{"somebody added a line", Committed, after + "D=5\n", []string{"+ D=5"}},
		{"somebody changed a line", Committed, "A=9\nB=3\nC=4\n", []string{"- A=1", "+ A=9"}},
		{"the lines changed places", Committed, "B=3\nA=1\nC=4\n", []string{"  the same lines in another order, or as often"}},
		{"gone", Committed, "-", []string{"- the whole file: it is gone"}},
		{"cut, by somebody", Committed, "A=1\n", []string{"- B=3", "- C=4"}},
		{"cut, by a killed apply", Pending, "A=1\n", nil},
		{"empty, by a killed apply", Pending, "", nil},
		{"another text, in a killed apply", Pending, "A=2\n", []string{"- A=1", "- B=3", "- C=4", "+ A=2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "env")
			put(t, file, before, 0o604)
			f, err := Capture(file)
			if err != nil {
				t.Fatal(err)
			}
			e := &Entry{State: tt.state, Files: []File{f}, Steps: []Step{{ID: "b", After: []byte(after)}}}
			put(t, file, tt.now, 0o644)
			if tt.now == "-" {
				if err := os.Remove(file); err != nil {
					t.Fatal(err)
				}
			}
			err = e.Restore()
			if tt.lines != nil {
				var changed *ChangedError
				if !errors.As(err, &changed) || !slices.Equal(changed.Lines, tt.lines) {
					t.Errorf("%v, want the lines %q", err, tt.lines)
				}
				return
			}
			if data, _ := os.ReadFile(file); err != nil || string(data) != before {
				t.Errorf("%v; holds %q", err, data)
			}
			if info, err := os.Stat(file); err != nil || info.Mode() != kept(0o604) {
				t.Errorf("mode %v %v", info.Mode(), err)
			}
		})
	}
}

// absolute is a path that is absolute on the system of the tests, too.
func absolute(path string) string {
	if runtime.GOOS == "windows" {
		return `C:` + filepath.FromSlash(path)
	}
	return path
}

// kept is what the system keeps of a file's mode.
func kept(mode os.FileMode) os.FileMode {
	if runtime.GOOS == "windows" {
		return 0o666 // only whether it may be written
	}
	return mode
}

func put(t *testing.T, file, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(file, mode); err != nil {
		t.Fatal(err)
	}
}

func TestWriteInPlace(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "f")
	put(t, file, "old and longer", 0o600)
	// A directory in the way of the temporary file simulates a place where
	// none can be made.
	if err := os.MkdirAll(filepath.Join(file+temporary, "x"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := replace(file, []byte("new"), 0o640); err == nil {
		t.Error("replaced without a temporary file")
	}
	if err := write(file, []byte("new"), 0o640); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if info, _ := os.Stat(file); string(data) != "new" || err != nil || info.Mode() != kept(0o640) {
		t.Errorf("%q %v %v", data, err, info.Mode())
	}
	if err := write(filepath.Join(dir, "none", "f"), []byte("x"), 0o600); err == nil {
		t.Error("a file in a directory that does not exist: no error")
	}
}

func TestForeignLockStays(t *testing.T) {
	t.Parallel()
	for text, gone := range map[string]bool{"": true, "[core]": true, "[other]\n": false} {
		t.Run(fmt.Sprintf("%q", text), func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "gitconfig")
			e := &Entry{State: Pending, Files: []File{{Path: file, Target: file}}, Steps: []Step{{After: []byte("[core]\n\tx = y\n")}}}
			put(t, file+".lock", text, 0o600)
			if err := e.Restore(); err != nil {
				t.Fatal(err)
			}
			if _, err := os.Stat(file + ".lock"); os.IsNotExist(err) != gone {
				t.Errorf("lock: %v, want gone %v", err, gone)
			}
		})
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{"format":1,"id":"x","files":[{"path":"/a","target":"/a","before":"eA=="}],"steps":[{"file":0,"after":"eA=="}]}`))
	f.Add([]byte(`{"format":1,"steps":[{"file":-1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		e, err := decode(data)
		if err != nil {
			return
		}
		for i, s := range e.Steps {
			_ = e.After(s.File)
			_, _ = e.Steps[i].Change()
		}
	})
}
