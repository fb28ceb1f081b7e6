package formats

import (
	"strings"
	"testing"
)

// TestPlainHasNoMarks writes every recorded report for a screen reader: no mark, no
// arrow, no escape sequence, no column, and nothing less than the verdict and the fix.
func TestPlainHasNoMarks(t *testing.T) {
	for name, data := range recorded(t) {
		r, o := parsed(t, name, data)
		for _, verbose := range []bool{false, true} {
			o.Plain, o.Verbose = true, verbose
			text := string(rendered(t, "text", r, o))
			for _, bad := range []string{"✓", "✗", "→", "·", "\x1b", "- http", "+ http"} {
				if strings.Contains(text, bad) {
					t.Errorf("%s, verbose %v: has %q:\n%s", name, verbose, bad, text)
				}
			}
			if p := r.Primary(); p != nil && !strings.Contains(strings.Join(strings.Fields(text), ""), strings.Join(strings.Fields(p.Title), "")) {
				t.Errorf("%s: the cause is missing:\n%s", name, text)
			}
		}
	}
}
