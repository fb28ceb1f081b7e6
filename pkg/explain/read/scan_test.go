package read

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"
)

// testWords are of several lengths, and share their beginnings and their ends.
var testWords = []string{
	`Get "https:`, `dial tcp `, `dial udp `, `checksum mismatch`, `checksum missing`, `no such host`, `go: GOAUTH`, `fatal: unable`, `fatal: could not`,
	`无法访问`, `exit status 128`, `unexpected status (`, `read "http`, `read \"http`, `pkg/mod/cache`, `://proxy.`, `not found: `,
}

const testLine = "dial tcp 192.0.2.1:443: connect: connection refused"

func TestFilterFindsEveryWordAnywhere(t *testing.T) {
	t.Parallel()
	findsEveryWord(t, NewFilter(testWords))
	large := NewFilter(testWords)
	large.tables()
	findsEveryWord(t, large)
}

func findsEveryWord(t *testing.T, p *Filter) {
	t.Helper()
	quiet := strings.Repeat("ok  \texample.com/widget/pkg\t0.012s\n", 40)
	if !p.quiet([]byte(quiet)) || p.Has([]byte(quiet)) {
		t.Fatal("a passing test holds none of the words")
	}
	for _, w := range testWords {
		for _, at := range []int{0, 1, 7, 255, 256, 511, 700, len(quiet) - 1, len(quiet)} {
			b := []byte(quiet[:at] + w + quiet[at:])
			if p.quiet(b) {
				t.Fatalf("%q at %d of %d is passed over", w, at, len(b))
			}
			if got, _ := p.next(b, 0); got < 0 || got > at {
				t.Fatalf("%q at %d: found at %d", w, at, got)
			}
		}
	}
}

func TestLinesNearATrigger(t *testing.T) {
	t.Parallel()
	for _, before := range []int{0, 3, linesBefore, linesBefore + 5, 20000} {
		var b bytes.Buffer
		for i := range before {
			fmt.Fprintf(&b, "quiet %d\n", i+1)
		}
		b.WriteString(testLine + "\n")
		for i := range 100 {
			fmt.Fprintf(&b, "quiet %d\n", before+2+i)
		}
		var lines []Raw
		n, err := Scan(context.Background(), &b, NewFilter(testWords), func(l Raw) {
			l.Text = bytes.Clone(l.Text)
			lines = append(lines, l)
		})
		if err != nil || n != before+101 {
			t.Errorf("%d before: read %d lines, %v", before, n, err)
		}
		kept := min(before, linesBefore)
		if len(lines) != kept+1+linesAfter {
			t.Errorf("%d before: %d lines come through", before, len(lines))
		}
		for i, l := range lines {
			if want := fmt.Sprintf("quiet %d", l.Number); l.Number != before+1 && string(l.Text) != want {
				t.Errorf("%d before: line %d is %q", before, l.Number, l.Text)
			}
			if l.after != (i > 0 || before <= linesBefore) {
				t.Errorf("%d before: line %d: follows %v", before, l.Number, l.after)
			}
		}
	}
}

// TestRoutineWordsAreLeftOut: a word that stands in every line is no trigger any more
// after wordBudget lines, and the others still are.
func TestRoutineWordsAreLeftOut(t *testing.T) {
	t.Parallel()
	log := strings.Repeat("dial tcp again\n", 3*wordBudget) + strings.Repeat("quiet\n", 100) + "exit status 128\n" + strings.Repeat("dial tcp again\n", 5000)
	last := 0
	n, err := Scan(context.Background(), strings.NewReader(log), NewFilter(testWords), func(l Raw) { last = l.Number })
	if err != nil || n != 3*wordBudget+100+1+5000 {
		t.Fatalf("%d lines, %v", n, err)
	}
	if want := 3*wordBudget + 100 + 1 + linesAfter; last != want {
		t.Errorf("the last line is %d, want %d", last, want)
	}
}

func TestLastNewline(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 4095, 4096, 4097, 9000} {
		for _, at := range []int{-1, 0, 1, 4095, 4096, n - 1} {
			b := bytes.Repeat([]byte{'x'}, n)
			if at >= 0 && at < n {
				b[at] = '\n'
			}
			if got, want := lastNewline(b), bytes.LastIndexByte(b, '\n'); got != want {
				t.Errorf("%d bytes, newline at %d: got %d, want %d", n, at, got, want)
			}
		}
	}
}

func TestFilterWithoutWords(t *testing.T) {
	t.Parallel()
	p := NewFilter([]string{"dial tcp"}).without(0)
	if text := []byte(strings.Repeat("dial tcp\n", 500)); p.Has(text) || !p.quiet(text) || p.find(text) >= 0 {
		t.Error("no word is found all the same")
	}
}
