package fetch

import (
	"bytes"
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/mod/module"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// Kind of an [Event].
type Kind int

// The kinds.
const (
	Started Kind = iota + 1 // a module's first request of an attempt
	Partly                  // a part of its zip has come
	Done                    // its zip is in the module cache
	Failed                  // the attempt ended without it
	Waiting                 // an attempt failed; the next comes after Wait
)

// Event is something that happened to a module, or to the whole download.
type Event struct {
	Kind     Kind
	Path     string
	Version  string
	Bytes    int64             // of Done, and of Partly so far
	Error    string            // of Failed
	Wait     time.Duration     // of Waiting
	Requests []explain.Request // of Waiting: what failed
}

// watcher reads what "go mod download -x" prints while it runs, and looks in the
// module cache which zips have come: go says so at the end only.
type watcher struct {
	machine *host.Machine
	env     goEnv
	observe func(Event)
	quit    chan struct{}
	ended   sync.WaitGroup

	mu      sync.Mutex
	rest    []byte
	started []string // path@version, in order
	done    map[string]bool
	zips    map[string]string // path@version to the file in the cache
	sizes   map[string]int64  // of the files that are being written, when last looked at
	came    int64             // by how much all of them have grown, in bytes
	had     int64             // what had come when last asked for progress
	running map[string]int    // commands of version control that go waits for
	stall   time.Duration     // see [Options.Stall]
	giveUp  func()
	since   time.Time // when the present time of a stall began
	heard   time.Time // when go last said something, a module was complete, or enough came
}

// leastProgress is how many bytes have to come within the time of a stall: a server that
// sends a byte now and then gives nobody a module.
const leastProgress = 16 << 10

// gitPatience is how long a command of version control may show nothing: a server counts
// objects, and git resolves deltas, for minutes in which no file grows. To give up what
// goes on is worse than to wait for what does not.
const gitPatience = 30 * time.Minute

// look is how often the module cache is looked at.
const look = 200 * time.Millisecond

func newWatcher(m *host.Machine, e goEnv, observe func(Event)) *watcher {
	return &watcher{machine: m, env: e, observe: observe, quit: make(chan struct{}), done: map[string]bool{}, zips: map[string]string{}, sizes: map[string]int64{}, running: map[string]int{}, since: time.Now(), heard: time.Now()}
}

// watch begins to look at the module cache.
func (w *watcher) watch() { w.ended.Go(w.poll) }

// Write takes the next part of the go command's standard error.
func (w *watcher) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sign()
	for line := range bytes.Lines(p) {
		part, ended := bytes.CutSuffix(line, []byte("\n"))
		w.rest = append(w.rest, part[:min(len(part), maxLine-len(w.rest))]...)
		if ended {
			w.line(string(w.rest))
			w.rest = w.rest[:0]
		}
	}
	return len(p), nil
}

// maxLine is what is kept of a line, in bytes. A line about a request is far shorter; what
// git says, which comes by here too, need not end.
const maxLine = 16 << 10

// sign notes that the download goes on.
func (w *watcher) sign() { w.since, w.heard = time.Now(), time.Now() }

// line reads "# get URL", with or without ": STATUS (seconds)", and "cd DIR; COMMAND",
// which comes again behind "SECONDSs # " when the command has ended.
func (w *watcher) line(text string) {
	if _, _, starts := strings.Cut(text, "; "); starts && strings.HasPrefix(text, "cd ") {
		w.running[command(text)]++
		return
	}
	if _, ended, ok := strings.Cut(text, "s # "); ok && w.running[command(ended)] > 0 {
		if w.running[command(ended)]--; w.running[command(ended)] == 0 {
			delete(w.running, command(ended))
		}
		return
	}
	text, ok := strings.CutPrefix(text, "# get ")
	if !ok {
		return
	}
	address, _, _ := strings.Cut(text, ": ")
	path, version, file := moduleIn(w.env.GOPROXY, address)
	if path == "" {
		return
	}
	name := path + "@" + version
	if !slices.Contains(w.started, name) {
		w.started = append(w.started, name)
		w.observe(Event{Kind: Started, Path: path, Version: version})
	}
	if strings.HasSuffix(file, ".zip") && w.env.GOMODCACHE != "" {
		w.zips[name] = filepath.Join(w.env.GOMODCACHE, "cache", "download", filepath.FromSlash(file))
	}
}

// command is what tells a command from others: the end of a long line is cut off.
func command(text string) string { return text[:min(len(text), maxLine/2)] }

// moduleIn returns the module and version that a request to one of the entries
// of GOPROXY is for, and the file's path below the entry.
func moduleIn(list, address string) (path, version, file string) {
	for _, e := range route.Elements(list) {
		entry := strings.TrimRight(e.Text, "/")
		if !strings.Contains(entry, "://") {
			entry = "https://" + entry
		}
		file, ok := strings.CutPrefix(withoutLogin(address), withoutLogin(entry)+"/")
		if !ok {
			continue
		}
		file = strings.ReplaceAll(file, "%21", "!")
		escaped, rest, ok := strings.Cut(file, "/@v/")
		if !ok {
			continue
		}
		path, err := module.UnescapePath(escaped)
		if err != nil {
			continue
		}
		for _, end := range []string{".info", ".mod", ".zip"} {
			if v, ok := strings.CutSuffix(rest, end); ok {
				if version, err = module.UnescapeVersion(v); err == nil {
					return path, version, file
				}
			}
		}
	}
	return "", "", ""
}

// withoutLogin is a URL without what stands before the @ of its host.
func withoutLogin(address string) string {
	scheme, rest, ok := strings.Cut(address, "://")
	if !ok {
		return address
	}
	end := strings.IndexByte(rest, '/')
	if end < 0 {
		end = len(rest)
	}
	return scheme + "://" + rest[strings.LastIndexByte(rest[:end], '@')+1:]
}

func (w *watcher) poll() {
	t := time.NewTicker(look)
	defer t.Stop()
	for {
		select {
		case <-w.quit:
			return
		case <-t.C:
			w.mu.Lock()
			w.arrived()
			stalled := w.stall > 0 && time.Since(w.since) > w.stall && w.stalled()
			w.mu.Unlock()
			if stalled {
				w.giveUp()
				return
			}
		}
	}
}

// arrived tells of the zips that are in the module cache now: the go command
// puts one there under its name when it is whole.
func (w *watcher) arrived() {
	for name, file := range w.zips {
		if w.done[name] {
			continue
		}
		if info, err := w.machine.Stat(file); err == nil {
			w.tell(name, info.Size())
			continue
		}
		if n, grown := w.soFar(file); grown {
			path, version, _ := strings.Cut(name, "@")
			w.observe(Event{Kind: Partly, Path: path, Version: version, Bytes: n})
		}
	}
}

// soFar is the size of the file that the go command writes before it gives it the
// name of a zip: that name, a number, and ".tmp" (modfetch.downloadZip1, Go 1.26). Each
// entry of GOPROXY that go tries has a file of its own, and a go command that was killed
// leaves one: the size is that of one that has grown.
func (w *watcher) soFar(zip string) (size int64, grown bool) {
	entries, err := w.machine.ReadDir(filepath.Dir(zip))
	if err != nil {
		return 0, false
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), filepath.Base(zip)) || !strings.HasSuffix(e.Name(), ".tmp") {
			continue
		}
		info, err := e.Info()
		if err == nil && w.grown(filepath.Join(filepath.Dir(zip), e.Name()), info.Size()) {
			size, grown = info.Size(), true
		}
	}
	return size, grown
}

// grown counts what has come of a file, and reports whether any has.
func (w *watcher) grown(file string, size int64) bool {
	more := size - w.sizes[file]
	w.sizes[file] = size
	w.came += max(more, 0)
	return more > 0
}

// stalled reports whether the download is to be given up, when nothing was heard for the
// time of a stall.
func (w *watcher) stalled() bool {
	if w.progress() {
		w.sign()
		return false
	}
	w.since = time.Now()
	return len(w.running) == 0 || time.Since(w.heard) > max(w.stall, gitPatience)
}

// progress reports whether enough has come since it was last asked.
func (w *watcher) progress() bool {
	w.cloned()
	enough := w.came >= w.had+leastProgress
	w.had = w.came
	return enough
}

// cloned counts what git is receiving for the module cache; see [packing].
func (w *watcher) cloned() {
	if w.env.GOMODCACHE == "" {
		return
	}
	repositories := filepath.Join(w.env.GOMODCACHE, "cache", "vcs")
	entries, _ := w.machine.ReadDir(repositories)
	for _, e := range entries {
		dir := filepath.Join(repositories, e.Name(), "objects", "pack")
		packs, _ := w.machine.ReadDir(dir)
		for _, p := range packs {
			if info, err := p.Info(); err == nil {
				w.grown(filepath.Join(dir, p.Name()), info.Size())
			}
		}
	}
}

// packing makes git write what it receives into a file while it comes, also where it is
// few objects: those it would keep in memory. set is how many settings the environment has
// already, in GIT_CONFIG_COUNT: this one stands behind them. The modules that go makes of them are the same.
func packing(set string) []string {
	count, err := strconv.Atoi(cmp.Or(set, "0"))
	if err != nil || count < 0 {
		return nil // git says what is wrong with it
	}
	n := strconv.Itoa(count)
	return []string{"GIT_CONFIG_COUNT=" + strconv.Itoa(count+1), "GIT_CONFIG_KEY_" + n + "=fetch.unpackLimit", "GIT_CONFIG_VALUE_" + n + "=1"}
}

func (w *watcher) tell(name string, size int64) {
	w.done[name] = true
	w.sign()
	path, version, _ := strings.Cut(name, "@")
	w.observe(Event{Kind: Done, Path: path, Version: version, Bytes: size})
}

// stop ends the watching.
func (w *watcher) stop() {
	close(w.quit)
	w.ended.Wait()
}

// finish tells of what the go command says at the end.
func (w *watcher) finish(modules []Module) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, x := range modules {
		name := x.Path + "@" + x.Version
		switch {
		case x.Error != "":
			w.observe(Event{Kind: Failed, Path: x.Path, Version: x.Version, Error: x.Error})
		case x.Zip != "" && !w.done[name] && slices.Contains(w.started, name):
			w.tell(name, x.Bytes)
		}
	}
}
