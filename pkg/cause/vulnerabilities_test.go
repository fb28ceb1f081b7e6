package cause

import "testing"

func TestHoles(t *testing.T) {
	for _, c := range []struct {
		id, release string
		want        bool
	}{
		{"CVE-2026-42501", "go1.26.2", true},
		{"CVE-2026-42501", "go1.26.3", false},
		{"CVE-2026-42501", "go1.25.9", true},
		{"CVE-2026-42501", "go1.25.10", false},
		{"CVE-2026-42501", "go1.24.13", true},
		{"CVE-2026-42501", "go1.27rc1", false},
		{"CVE-2026-56865", "go1.27rc2", true},
		{"CVE-2026-56865", "go1.27.0", false},
		{"CVE-2026-56865", "go1.26.6 X:nocoverageredesign", false},
		{"CVE-2026-94447", "go1.25.14", true},
		{"CVE-2026-94447", "go1.26.9", false},
		{"CVE-2026-94447", "go1.27.1", true},
		{"CVE-2026-94447", "go1.28.0", false},
		{"CVE-2026-94447", "devel go1.28-abcdef", false},
		{"CVE-2026-94447", "", false},
	} {
		found := false
		for _, h := range vulnerabilities() {
			if h.id == c.id {
				found = true
				if got := h.in(c.release); got != c.want {
					t.Errorf("%s in %q: got %v, want %v", c.id, c.release, got, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s is not in the table", c.id)
		}
	}
	if got := safeRelease(); got != "go1.27.2" {
		t.Errorf("got the safe release %s, want go1.27.2", got)
	}
}
