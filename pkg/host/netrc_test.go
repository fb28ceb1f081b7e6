package host

import (
	"path/filepath"
	"slices"
	"testing"
)

func TestNetrcFiles(t *testing.T) {
	t.Parallel()
	dot, under := filepath.Join("home", ".netrc"), filepath.Join("home", "_netrc")
	for _, c := range []struct {
		os, variable, home string
		want               []string
	}{
		{"linux", "", "home", []string{dot}},
		{"windows", "", "home", []string{under, dot}},
		{"windows", "named", "home", []string{"named"}},
		{"linux", "named", "", []string{"named"}},
		{"linux", "", "", nil},
	} {
		if got := NetrcFiles(c.os, c.variable, c.home); !slices.Equal(got, c.want) {
			t.Errorf("NetrcFiles(%q, %q, %q) = %q, want %q", c.os, c.variable, c.home, got, c.want)
		}
	}
}
