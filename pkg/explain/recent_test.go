package explain

import (
	"context"
	"strings"
	"testing"
)

func TestRecentKeepsTheEnd(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		size   int
		writes []string
		want   string
	}{
		{"less than its size", 10, []string{"a\n", "b\n"}, "a\nb\n"},
		{"exactly its size: nothing is forgotten, but nobody can tell", 4, []string{"a\nb\n"}, "b\n"},
		{"more, in small pieces", 6, []string{"aa\n", "bb\n", "cc\n", "dd\n"}, "dd\n"},
		{"one write larger than all", 6, []string{"zz\n", "aa\nbb\ncc\n"}, "cc\n"},
		{"no line end at all", 3, []string{"abcdef"}, "def"},
	} {
		r := NewRecent(tt.size)
		for _, w := range tt.writes {
			if n, err := r.Write([]byte(w)); n != len(w) || err != nil {
				t.Fatalf("%s: wrote %d, %v", tt.name, n, err)
			}
		}
		if got := string(r.Bytes()); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestRecentKeepsLineNumbers(t *testing.T) {
	t.Parallel()
	r := NewRecent(1000)
	if _, err := r.Write([]byte(strings.Repeat("compiling\n", 500) + refused + "\nmake: *** [all] Error 1\n")); err != nil {
		t.Fatal(err)
	}
	e, err := r.Explain(context.Background())
	if err != nil || len(e.Findings) != 1 || e.Findings[0].Lines[0].Number != 501 {
		t.Errorf("got %+v, %v", e, err)
	}
}
