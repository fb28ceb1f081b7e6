package route

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"
)

// FuzzMatcher holds a prepared list to what the go command does with the same list.
func FuzzMatcher(f *testing.F) {
	for _, list := range []string{
		"*.corp.example,github.com/org-*/x", "corp.example/", "*", "a,b,,c", "[a-c]x/?,d", `a\*b`, "*/*", "/", "//", "a//", "[", "a[]b", "*]b", "x/*/y,x/z*", "a,[a,b]",
	} {
		for _, path := range []string{"git.corp.example/team/app", "github.com/org-a/x/y", "corp.example", "a", "bx/q", "a*b", "x/q/y/z", "", "/", "a//b"} {
			f.Add(list, path)
		}
	}
	f.Fuzz(func(t *testing.T, list, path string) {
		m := newMatcher(strings.SplitSeq(list, ","))
		got := slices.Sorted(m.matching(path))
		var want []string
		for p := range strings.SplitSeq(list, ",") {
			if module.MatchPrefixPatterns(p, path) {
				want = append(want, p)
			}
		}
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("of %q match %q: %q; want %q", list, path, got, want)
		}
	})
}
