package explain

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"testing"
	"time"

	"github.com/gofix-net/gofix-net/pkg/nettest/need"
)

// chatter is a build log of a given size, with an error every now and then.
type chatter struct {
	block []byte
	left  int64
	at    int
}

func newChatter(size int64, errorEvery int) *chatter {
	var b bytes.Buffer
	for i := 0; b.Len() < 1<<20; i++ {
		switch i % 4 {
		case 0:
			fmt.Fprintf(&b, "go: downloading example.com/acme/mod%d v1.%d.0\n", i, i%20)
		case 1:
			fmt.Fprintf(&b, "#%d %d.%03d ok  \texample.com/acme/widget/pkg%d\t0.012s\n", i%30, i, i%1000, i)
		case 2:
			fmt.Fprintf(&b, "2024-05-06T17:31:%02d.1234567Z gcc -O2 -Wall -c src/file%d.c -o build/file%d.o\n", i%60, i, i)
		case 3:
			fmt.Fprintf(&b, "[INFO] Downloaded from central: https://repo.example.com/maven2/lib%d/1.0/lib%d-1.0.pom (3.4 kB at 58 kB/s)\n", i, i)
		}
		if errorEvery > 0 && i%errorEvery == 0 {
			fmt.Fprintf(&b, "go: example.com/m%d@v1.0.0: Get \"https://p%d.test/example.com/m%d/@v/list\": dial tcp 192.0.2.1:443: i/o timeout\n", i, i, i)
		}
	}
	return &chatter{block: b.Bytes(), left: size}
}

func (c *chatter) Read(p []byte) (int, error) {
	if c.left == 0 {
		return 0, io.EOF
	}
	n := copy(p[:min(int64(len(p)), c.left)], c.block[c.at:])
	c.at = (c.at + n) % len(c.block)
	c.left -= int64(n)
	return n, nil
}

// TestMemoryStaysFlat reads streams far larger than the bound: the live heap
// must not grow with the input, nor with the number of errors in it.
func TestMemoryStaysFlat(t *testing.T) {
	need.Long(t)
	const bound = 24 << 20
	for name, tt := range map[string]struct {
		size       int64
		errorEvery int
	}{"quiet": {96 << 20, 0}, "with errors": {24 << 20, 2000}, "one line": {64 << 20, -1}} {
		c := newChatter(tt.size, tt.errorEvery)
		if tt.errorEvery < 0 {
			c.block = bytes.ReplaceAll(c.block, []byte{'\n'}, []byte{' '})
		}
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		var peak uint64
		stop, done := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(done)
			for {
				runtime.ReadMemStats(&now)
				peak = max(peak, now.HeapInuse)
				select {
				case <-stop:
					return
				case <-time.After(2 * time.Millisecond):
				}
			}
		}()
		_, err := Read(context.Background(), c)
		close(stop)
		<-done
		if err != nil {
			t.Fatal(err)
		}
		if grown := int64(peak) - int64(before.HeapInuse); grown > bound {
			t.Errorf("%s: the heap grew by %d MiB over %d MiB of log, more than %d", name, grown>>20, tt.size>>20, bound>>20)
		}
	}
}

// BenchmarkQuiet is the speed on a log in which nothing matters, to be compared
// with grep -c WORD on the same bytes.
func BenchmarkQuiet(b *testing.B) {
	const size = 256 << 20
	b.SetBytes(size)
	for b.Loop() {
		if _, err := Read(context.Background(), newChatter(size, 0)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkErrors is the speed of the grammar: every third line or so is parsed.
func BenchmarkErrors(b *testing.B) {
	const size = 4 << 20
	b.SetBytes(size)
	for b.Loop() {
		if _, err := Read(context.Background(), newChatter(size, 50)); err != nil {
			b.Fatal(err)
		}
	}
}
