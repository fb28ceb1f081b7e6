package host

import (
	"strings"
	"testing"
)

// TestEndsKeepWholeLines: a server can place a secret where the text is cut. No half of
// it is kept.
func TestEndsKeepWholeLines(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ what, said, want string }{
		{"all of it", "one\ntwo\n", "one\ntwo\n"},
		{"lines", "first\nhunter2hunter2\n" + strings.Repeat("x\n", 40) + "hunter2hunter2\nlast\n", "first\n…\nlast\n"},
		{"an endless line before the last", strings.Repeat("x", 60) + "\nlast\n", strings.Repeat("x", 12) + "\n…\nlast\n"},
	} {
		e := newEnds(24, nil)
		for _, b := range []byte(c.said) {
			_, _ = e.Write([]byte{b})
		}
		if got := string(e.bytes()); got != c.want {
			t.Errorf("%s: got %q, want %q", c.what, got, c.want)
		}
	}
}
