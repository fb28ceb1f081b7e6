//go:build unix

package cli

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// TestLintOfTenThousandFiles: a large tree costs lint a few times what opening and
// reading its files costs, and no more memory than a small one.
func TestLintOfTenThousandFiles(t *testing.T) {
	need.Long(t)
	dir := t.TempDir()
	const many = 10_000
	small := filepath.Join(dir, "0")
	for i := range many {
		text := "services:\n  a:\n    image: redis\n    environment:\n      LEVEL: debug\n" + strings.Repeat("# nothing of interest\n", 40)
		name := "compose.yml"
		switch i % 10 {
		case 0:
			name, text = "Dockerfile", "FROM golang:1.26\nENV GOPROXY=https://goproxy.cn,direct\nWORKDIR /a\nCOPY . .\nRUN go build ./...\n"
		case 1:
			name, text = "build.sh", "#!/bin/sh\nset -e\nexport GOPROXY=https://proxy.golang.org,direct\ngo build ./...\n"+strings.Repeat("echo step\n", 60)
		case 2:
			name = "main.c"
		}
		put(t, dir, fmt.Sprintf("%d/%d/%s", i*10/many, i, name), text)
	}

	read := spent(func() {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, _ error) error {
			if d.Type().IsRegular() {
				_, _ = os.ReadFile(path) //nolint:gosec // a file of the test
			}
			return nil
		})
	})
	lint := func(dir string) (code int, live uint64) {
		p := &Program{Version: "test", Machine: closedMachine(t, dir), In: strings.NewReader(""), Out: new(strings.Builder), Err: new(strings.Builder), Terminal: func(any) (int, bool) { return 0, false }}
		live = mostLive(func() { code = run(t.Context(), p, []string{"lint", "--format", "json", dir}) })
		return code, live
	}
	_, little := lint(small)
	var code int
	var live uint64
	took := spent(func() { code, live = lint(dir) })
	t.Logf("%d files: %v of processor time, reading them %v; at most %d kB of live heap, a tenth of them %d kB", many, took, read, live>>10, little>>10)
	if code != exitOK {
		t.Errorf("exit %d, want %d: all findings are notes", code, exitOK)
	}
	if took > 12*read+time.Second/2 {
		t.Errorf("takes %v, reading alone %v", took, read)
	}
	// What is kept of each file with its tree would be hundreds of megabytes. How much of
	// the work under way a collection finds depends on what other tests have left.
	if live > little+64<<20 {
		t.Errorf("keeps %d MB, for a tenth of the files %d MB", live>>20, little>>20)
	}
}

// spent is the processor time that something takes.
func spent(do func()) time.Duration {
	before := cost.CPU()
	do()
	return cost.CPU() - before
}

// mostLive returns the largest live heap, as the garbage collector marks it, while
// something runs.
func mostLive(do func()) uint64 {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	done, result := make(chan bool), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			metrics.Read(sample)
			most = max(most, sample[0].Value.Uint64())
			select {
			case <-done:
				result <- most
				return
			case <-time.After(5 * time.Millisecond):
			}
		}
	}()
	do()
	close(done)
	return <-result
}
