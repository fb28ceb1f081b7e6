package protocol

import (
	"strings"
	"testing"
)

// TestParseModIsBounded: a go.mod file of brackets or of empty lines is refused before
// each of them takes memory.
func TestParseModIsBounded(t *testing.T) {
	for _, word := range []string{"[", "\n", "(", "a,", "x\n"} {
		data := []byte("module m\n" + strings.Repeat(word, MaxMod/len(word)-10))
		allocated := testing.AllocsPerRun(1, func() {
			if _, err := ParseMod(data); err == nil {
				t.Errorf("%q again and again is a go.mod file", word)
			}
		})
		if allocated > 1000 {
			t.Errorf("%q again and again: %v allocations", word, allocated)
		}
	}
	many := []byte("module m\n\nrequire (\n" + strings.Repeat("\texample.com/module v1.0.0\n", 50_000) + ")\n")
	if path, err := ParseMod(many); path != "m" || err != nil {
		t.Errorf("a go.mod file of 50,000 requirements: %q, %v", path, err)
	}
}
