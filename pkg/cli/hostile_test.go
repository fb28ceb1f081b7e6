package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"os"
	"regexp"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/nettest"
	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// hostileMemory is how much memory a run may take, in bytes, beside what the test
// itself has.
const hostileMemory = 60 << 20

// TestHostileServers: no command takes more than its time, all together not much memory,
// and none shows anything raw, whatever a server does.
func TestHostileServers(t *testing.T) {
	need.Long(t)
	need.Program(t, "go")
	var list []siege
	for _, h := range nettest.HostileHTTP() {
		list = append(list, siege{h.Name, func(t *testing.T, dir string) (*host.Machine, string, func()) {
			server := httptest.NewServer(h.Serve)
			return closedMachine(t, dir, "GOPROXY="+server.URL), server.URL, func() { server.CloseClientConnections(); server.Close() }
		}})
	}
	besieged(t, "example.test/m", list)
}

// siege is one way in which something outside means harm: start returns the machine
// that meets it, the address of a module proxy, and what ends it.
type siege struct {
	name  string
	start func(t *testing.T, dir string) (m *host.Machine, target string, stop func())
}

// besieged runs the commands on a project that requires a module, under each siege.
func besieged(t *testing.T, module string, list []siege) {
	t.Helper()
	formats := formats.Names()
	// The hostile servers are in this process too, and a flood leaves much garbage. With
	// frequent collections the heap is little more than what is in use.
	defer debug.SetGCPercent(debug.SetGCPercent(20))
	runtime.GC()
	before, files := heap(), descriptors()
	peak, stop := make(chan uint64, 1), make(chan struct{})
	go func() { peak <- highest(stop) }()
	slots := make(chan struct{}, 3) // most of the time is waiting
	var wg sync.WaitGroup
	for i, s := range list {
		dir := t.TempDir()
		put(t, dir, "go.mod", "module app.test\n\ngo 1.21\n\nrequire "+module+" v1.0.0\n")
		log := put(t, dir, "build.log", "go: "+module+"@v1.0.0: 403 Forbidden\n")
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			m, target, end := s.start(t, dir)
			defer end()
			commands := [][]string{
				{"doctor", "--timeout", "1s", "--format", formats[i%len(formats)]},
				{"trace", "--timeout", "1s", "--format", []string{"text", "json"}[i%2], module + "@v1.0.0"},
				{"apply", "--dry-run", "--timeout", "1s"},
				{"mirrors", "--check", target, "--timeout", "1s", "--format", []string{"json", "text", "junit"}[i%3]},
				{"mirrors", target, "--timeout", "1s", "--format", []string{"html", "text", "json"}[i%3]},
				{"explain", "--doctor", log},
				{"fetch"},
			}
			turn := i % len(commands) // so that by day each siege meets others
			for _, args := range need.Today(slices.Concat(commands[turn:], commands[:turn]), 3) {
				endures(t, m, s.name, args)
			}
		})
	}
	wg.Wait()
	close(stop)
	if most := <-peak; most > before+hostileMemory {
		t.Errorf("three commands at a time take %d MB", (most-before)>>20)
	}
	leavesNothing(t)
	now := descriptors()
	for deadline := time.Now().Add(time.Minute); now > files+2 && time.Now().Before(deadline); now = descriptors() {
		time.Sleep(5 * time.Millisecond) // the servers close theirs beside
	}
	if now > files+2 {
		t.Errorf("%d files are open, %d were before", now, files)
	}
}

// endures runs a command for at most some seconds, and judges how long it took and what
// it said.
func endures(t *testing.T, m *host.Machine, server string, args []string) {
	t.Helper()
	const limit, slack = 3 * time.Second, 20 * time.Second
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	var out, errs string
	if took := cost.Took(func() { out, errs = within(ctx, m, args) }); took > limit+slack {
		t.Errorf("%s: %q took %s", server, args, took)
	}
	annotations := strings.Contains(strings.Join(args, " "), "github")
	for name, text := range map[string]string{"standard output": out, "standard error": errs} {
		if found := obeyed(text, annotations); found != "" {
			t.Errorf("%s: %q, %s: %s\n%.1500q", server, args, name, found, text)
		}
	}
}

func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func highest(stop <-chan struct{}) uint64 {
	most := heap()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-stop:
			return max(most, heap())
		case <-tick.C:
			most = max(most, heap())
		}
	}
}

// annotationStart is how the annotations for GitHub begin.
var annotationStart = regexp.MustCompile(`^::(?:error|warning|notice) `)

// obeyed says what of a text a terminal or a CI system would obey, or "".
func obeyed(text string, annotations bool) string {
	if !utf8.ValidString(text) {
		return "is no UTF-8"
	}
	for _, r := range text {
		if r != '\n' && r != '\t' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return fmt.Sprintf("has %U", r)
		}
	}
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "::") && !(annotations && annotationStart.MatchString(line)) || strings.Contains(line, "##[") || strings.Contains(line, "##vso[") {
			return "has a workflow command: " + line
		}
	}
	return ""
}

// leavesNothing fails the test where commands have left goroutines or files open.
func leavesNothing(t *testing.T) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		buf := make([]byte, 4<<20)
		stacks := string(buf[:runtime.Stack(buf, true)])
		left := 0
		for stack := range strings.SplitSeq(stacks, "\n\n") {
			if strings.Contains(stack, "gofix-net/pkg/") && !strings.Contains(stack, "testing.tRunner") && !strings.Contains(stack, "nettest.") {
				left++
				if time.Now().After(deadline) {
					t.Errorf("a goroutine is left:\n%s", stack)
				}
			}
		}
		if left == 0 || time.Now().After(deadline) {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// descriptors are the files that this process has open, -1 where that is not known.
func descriptors() int {
	list, err := os.ReadDir("/proc/self/fd")
	if errors.Is(err, os.ErrNotExist) {
		return -1
	}
	return len(list)
}

// within runs a command with that context and returns all that it wrote.
func within(ctx context.Context, m *host.Machine, args []string) (out, errs string) {
	var o, e bytes.Buffer
	p := &Program{Version: "test", Machine: m, In: strings.NewReader(""), Out: &o, Err: &e, Terminal: func(any) (int, bool) { return 0, false }}
	run(ctx, p, args)
	return o.String(), e.String()
}
