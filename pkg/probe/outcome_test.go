package probe

import (
	"strings"
	"testing"
)

func FuzzOneLine(f *testing.F) {
	for _, seed := range []string{"", "a\nb", "\x1b[31mred", "\u202eabc", "\xff\xfe", strings.Repeat("長", 400)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := OneLine(text)
		if len([]rune(got)) > 300 || strings.ContainsAny(got, "\n\r\x1b\u202e\u0085") {
			t.Errorf("got %q", got)
		}
	})
}
