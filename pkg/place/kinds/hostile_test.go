package kinds

import (
	"fmt"
	"maps"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/cost"
	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// hostileSize is that of the largest file which lint gives to a reader, and many the
// size of what is nested or repeated: a quarter by day, at which what takes the
// square of its length is far beyond any patience too.
const hostileSize = 8 << 20

func many() int {
	if os.Getenv("NIGHTLY") != "" {
		return 1 << 20
	}
	return 1 << 18
}

// hostile are texts that make readers recurse, expand or take the square of their
// length, each with words that make a reader look at it.
func hostile() map[string]string {
	fill := func(unit string, size int) string { return strings.Repeat(unit, size/len(unit)+1) }
	anchors := "GOPROXY: &a0 [x, x, x, x, x, x, x, x, x]\n"
	for i := 1; i < 40; i++ {
		anchors += fmt.Sprintf("a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	return map[string]string{
		"one line":         "GOPROXY=" + fill("x", hostileSize),
		"one line of YAML": "services: {a: {image: golang, environment: {GOPROXY: " + fill("y", hostileSize),
		"deep lists":       "GOPROXY: " + fill("[", many()),
		"deep maps":        "services:\n" + deep(3000),
		"anchors":          anchors + "services:\n  a:\n    image: golang\n    environment: *a39\n",
		"deep shell":       "GOPROXY=x\n" + fill("if a; then\n", many()/2),
		"brackets":         "go build " + fill("$((", many()/2),
		"assignments":      fill("export GOPROXY=https://a.test,direct\n", many()),
		"commands":         fill("RUN go env -w GOPROXY=a|b && go mod download\n", many()),
		"continued":        "FROM golang\nRUN go build" + fill(" \\\n", many()),
		"here-documents":   "FROM golang\n" + fill("RUN <<A <<B\ngo build\n", many()/2),
		"quotes":           "go env -w \"" + fill("'\"", many()/2),
		"braces":           "server { proxy_pass https://proxy.golang.org; " + fill("location / {", many()/2),
		"comments":         fill("# gofix-net: ignore[x] y\n", many()),
		"templates":        "GOPROXY: " + fill("${{ a }}", many()),
		"carriage returns": fill("GOPROXY=a\r", many()),
		"no text":          fill("\x00\xff\xfe GOPROXY", many()),
		"JSON":             `{"go.toolsEnvVars": ` + fill(`{"a":[`, many()/2),
	}
}

// deep is a mapping in a mapping, n times.
func deep(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i%1000+1) + "GOPROXY:\n")
	}
	return b.String()
}

// TestHostileFilesEnd gives each reader every hostile text: it ends, and does not
// keep many times what it read. Processor time counts: a busy machine does not lengthen it.
func TestHostileFilesEnd(t *testing.T) {
	need.Long(t)
	const patience, memory = 20 * time.Second, 600 << 20
	texts := hostile()
	for i, name := range slices.Sorted(maps.Keys(texts)) {
		text, turn := texts[name], i%len(All) // so that by day each text meets other readers
		for _, k := range need.Today(slices.Concat(All[turn:], All[:turn]), 3) {
			t.Run(name+" as "+string(k.ID), func(t *testing.T) {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				start := cost.CPU()
				f := Read(k, "x", text)
				took := cost.CPU() - start
				runtime.GC()
				runtime.ReadMemStats(&after)
				if took > patience {
					t.Errorf("takes %s", took)
				}
				if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > memory {
					t.Errorf("keeps %d MB", kept>>20)
				}
				checkSpans(t, f)
			})
		}
	}
}
