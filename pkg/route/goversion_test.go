package route

import "testing"

func TestOlderGo(t *testing.T) {
	for _, c := range []struct {
		toolchain, line string
		want            bool
	}{
		{"go1.26.8", "1.27", true},
		{"go1.26.8", "1.26.9", true},
		{"go1.26.8", "1.26.8", false},
		{"go1.26.8", "1.26", false},
		{"go1.26rc2", "1.26.0", true},
		{"go1.26rc10", "1.26rc2", false},
		{"go1.26.8-custom X:exp", "1.26.9", true},
		{"devel go1.28-abcdef", "1.99", false},
		{"", "1.99", false},
	} {
		if got := OlderGo(c.toolchain, c.line); got != c.want {
			t.Errorf("OlderGo(%q, %q) = %v, want %v", c.toolchain, c.line, got, c.want)
		}
	}
}
