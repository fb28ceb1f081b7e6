package fetch

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestGivesUpWhereNothingComes: a server that is silent in the middle of a zip, or sends a
// byte now and then, holds nobody for ever.
func TestGivesUpWhereNothingComes(t *testing.T) {
	need.Long(t)
	t.Parallel()
	for name, drip := range map[string]bool{"silent": false, "a byte now and then": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			good := modules(t)
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasSuffix(r.URL.Path, ".zip") {
					good.ServeHTTP(w, r)
					return
				}
				w.WriteHeader(http.StatusOK)
				for r.Context().Err() == nil {
					if drip {
						_, _ = w.Write([]byte("P"))
					}
					_ = http.NewResponseController(w).Flush()
					select {
					case <-r.Context().Done():
					case <-time.After(100 * time.Millisecond):
					}
				}
			}))
			t.Cleanup(server.Close)
			m, _ := project(t, server.URL)
			ledger, _ := counting(3)
			_, err := Run(t.Context(), m, Options{Ledger: ledger, Stall: time.Second})
			if !errors.Is(err, ErrStalled) {
				t.Errorf("got %v, want %v", err, ErrStalled)
			}
		})
	}
}

// TestProgress: what git receives counts, and a few bytes do not.
func TestProgress(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	pack := filepath.Join(dir, "cache", "vcs", "0123", "objects", "pack", "tmp_pack_x")
	if err := os.MkdirAll(filepath.Dir(pack), 0o700); err != nil {
		t.Fatal(err)
	}
	m := host.System()
	w := newWatcher(m, goEnv{GOMODCACHE: dir}, func(Event) {})
	for i, c := range []struct {
		size int
		want bool
	}{{0, false}, {leastProgress, true}, {leastProgress, false}, {leastProgress + 100, false}, {3 * leastProgress, true}} {
		if err := os.WriteFile(pack, make([]byte, c.size), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := w.progress(); got != c.want {
			t.Errorf("step %d, %d bytes: %v, want %v", i, c.size, got, c.want)
		}
	}
}

// TestProgressOfAnotherServer: where one server breaks off and the next one begins again,
// what comes from the next counts from its first byte, and so it does beside what a go
// command that was killed has left.
func TestProgressOfAnotherServer(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	zip := filepath.Join(dir, "v1.0.0.zip")
	var told []int64
	w := newWatcher(host.System(), goEnv{}, func(e Event) { told = append(told, e.Bytes) })
	w.zips["example.test/one@v1.0.0"] = zip
	write := func(name string, size int) {
		if err := os.WriteFile(zip+name+".tmp", make([]byte, size), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("0", 30*leastProgress)
	write("1", 20*leastProgress)
	w.arrived()
	w.progress()
	if err := os.Remove(zip + "1.tmp"); err != nil {
		t.Fatal(err)
	}
	for i := 1; i <= 3; i++ {
		write("2", i*leastProgress)
		w.arrived()
		if !w.progress() {
			t.Errorf("%d bytes from the second server are no progress", i*leastProgress)
		}
		if got := told[len(told)-1]; got != int64(i*leastProgress) {
			t.Errorf("told of %d bytes, want %d", got, i*leastProgress)
		}
	}
	w.arrived()
	if w.progress() {
		t.Error("nothing is progress")
	}
}

// TestWaitsForGit: while a command of version control runs, nothing that is to be seen
// need come; when it has ended, the time of a stall counts again.
func TestWaitsForGit(t *testing.T) {
	t.Parallel()
	w := newWatcher(host.System(), goEnv{}, func(Event) {})
	w.stall = time.Second
	long := func() { w.since, w.heard = w.since.Add(-time.Minute), w.heard.Add(-time.Minute) }
	say := func(text string) {
		if _, err := w.Write([]byte(text + "\n")); err != nil {
			t.Fatal(err)
		}
		long()
	}
	const one, two = "cd /cache/vcs/01; git fetch -f --depth=1 origin", "cd /cache/vcs/02; git ls-remote -q origin"
	for _, c := range []struct {
		text string
		want bool
	}{
		{"# get https://h.test/x", true},
		{one, false}, {two, false}, {one, false},
		{"0.100s # " + one, false}, {"0.100s # " + two, false}, {"0.100s # " + one, true},
		{"0.100s # " + two, true}, {"# get https://h.test/x: 200 OK (0.100s)", true},
		{"cd " + strings.Repeat("x", 2*maxLine) + "; git", true},
		{"cd x; git " + strings.Repeat("x", 2*maxLine), false}, {"0.100s # cd x; git " + strings.Repeat("x", 2*maxLine), true},
	} {
		say(c.text)
		if got := w.stalled(); got != c.want {
			t.Errorf("%.60s: %v, want %v", c.text, got, c.want)
		}
	}
	say(one)
	w.heard = w.heard.Add(-gitPatience)
	if !w.stalled() {
		t.Errorf("git may be silent for ever")
	}
}

// TestGitWritesWhatComes: what git receives is in a file while it comes, however little it
// is, and the settings that the environment has for git hold.
func TestGitWritesWhatComes(t *testing.T) {
	t.Parallel()
	git := need.Program(t, "git")
	repository, home := t.TempDir(), t.TempDir()
	for name, text := range map[string]string{"go.mod": "module github.com/gofix-net-test/one\n", "one.go": "package one\n"} {
		if err := os.WriteFile(filepath.Join(repository, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{{"init", "-q"}, {"add", "."}, {"-c", "user.name=x", "-c", "user.email=x@example.test", "commit", "-qm", "one"}, {"tag", "v1.0.0"}} {
		c := exec.CommandContext(t.Context(), git, args...)
		c.Dir, c.Env = repository, append(os.Environ(), "HOME="+home, "GIT_CONFIG_NOSYSTEM=1")
		if out, err := c.CombinedOutput(); err != nil {
			t.Fatalf("git %s: %v\n%s", args, err, out)
		}
	}
	m, _ := project(t, "direct", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=url."+filepath.ToSlash(repository)+".insteadOf", "GIT_CONFIG_VALUE_0=https://github.com/gofix-net-test/one")
	ledger, _ := counting(0)
	got, err := Run(t.Context(), m, Options{Modules: []string{"github.com/gofix-net-test/one@v1.0.0"}, Ledger: ledger, Stall: time.Minute})
	if err != nil || !got.OK() || len(got.Modules) != 1 {
		t.Fatalf("%v\n%+v", err, got)
	}
	cache := filepath.Dir(got.Modules[0].Zip)
	for filepath.Base(cache) != "cache" {
		cache = filepath.Dir(cache)
	}
	packs, err := filepath.Glob(filepath.Join(cache, "vcs", "*", "objects", "pack", "pack-*.pack"))
	if err != nil || len(packs) == 0 {
		t.Errorf("git wrote no file of what came: %v", err)
	}
}

func TestPacking(t *testing.T) {
	t.Parallel()
	for set, want := range map[string]string{
		"":  "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=fetch.unpackLimit GIT_CONFIG_VALUE_0=1",
		"0": "GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=fetch.unpackLimit GIT_CONFIG_VALUE_0=1",
		"2": "GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_2=fetch.unpackLimit GIT_CONFIG_VALUE_2=1",
		"x": "",
	} {
		if got := strings.Join(packing(set), " "); got != want {
			t.Errorf("%q: got %s, want %s", set, got, want)
		}
	}
}
