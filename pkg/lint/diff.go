package lint

import (
	"fmt"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
)

// Diff returns what differs between two texts of a file, line by line with one
// line around it, as diff -u writes it and without credentials.
func Diff(path, was, now string) string {
	a, b := strings.SplitAfter(was, "\n"), strings.SplitAfter(now, "\n")
	var out strings.Builder
	fmt.Fprintf(&out, "--- %s\n+++ %s\n", path, path)
	for i, j := 0, 0; i < len(a) || j < len(b); {
		if i < len(a) && j < len(b) && a[i] == b[j] {
			i, j = i+1, j+1
			continue
		}
		di, dj := resync(a[i:], b[j:])
		fmt.Fprintf(&out, "@@ -%d,%d +%d,%d @@\n", i+1, di, j+1, dj)
		for _, l := range a[i : i+di] {
			out.WriteString("-" + line(l))
		}
		for _, l := range b[j : j+dj] {
			out.WriteString("+" + line(l))
		}
		i, j = i+di, j+dj
	}
	return out.String()
}

func line(l string) string { return foreign.Redact(strings.TrimRight(l, "\r\n")) + "\n" }

// resync returns how many lines of each side to pass over until they are equal
// again. Edits are few and small: the nearest place is the right one.
func resync(a, b []string) (int, int) {
	for n := 1; n <= len(a)+len(b); n++ {
		for di := 0; di <= min(n, len(a)); di++ {
			dj := n - di
			if dj <= len(b) && (di == len(a) && dj == len(b) || di < len(a) && dj < len(b) && a[di] == b[dj]) {
				return di, dj
			}
		}
	}
	return len(a), len(b)
}
