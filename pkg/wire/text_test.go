package wire

import (
	"strings"
	"testing"
)

func TestQuote(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                       "",
		" \n":                    "",
		"not found\nmore":        ": not found…",
		"\x1b[31mred\x1b[0m":     ": [31mred [0m",
		"a\xffb":                 ": a b",
		strings.Repeat("x", 200): ": " + strings.Repeat("x", 159) + "…",
	} {
		if got := Quote(in); got != want {
			t.Errorf("quote(%q) = %q, want %q", in, got, want)
		}
	}
}
