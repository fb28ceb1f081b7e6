package formats

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestEverythingFits checks that no line of any recorded report is wider than the
// terminal, but for what cannot be broken: a command, a URL, a path.
func TestEverythingFits(t *testing.T) {
	reports := recorded(t)
	for name, data := range recordedIn(t, filepath.Join(recordings, "machines")) {
		reports["machines/"+name] = data
	}
	for name, data := range reports {
		r, o := parsed(t, filepath.Base(name), data)
		o.Verbose = true // with the answer first
		for n, width := range []int{60, 80, 140, 60} {
			o.Width, o.Plain, o.Unicode = width, n == 3, n != 1
			for _, line := range tooWide(string(rendered(t, "text", r, o)), width) {
				t.Errorf("%s, plain %v, Unicode %v: wider than %d columns:\n%s", name, o.Plain, o.Unicode, width, line)
			}
		}
	}
}

// copied is a line that is a command to copy.
var copied = regexp.MustCompile(`^ +(\$ )?(go|git|gofix-net|sudo|export|unset) `)

// tooWide returns the lines of a text that are wider than a terminal and could be
// narrower.
func tooWide(text string, width int) []string {
	var out []string
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if widest(line) <= width || copied.MatchString(line) {
			continue
		}
		indent, whole := len(line)-len(strings.TrimLeft(line, " ")), 0
		for _, p := range pieces(strings.TrimSpace(line)) {
			whole = max(whole, widest(strings.TrimRight(p, " ")))
		}
		if indent+whole+16 <= width { // 16 for a label, a mark or a number before it
			out = append(out, fmt.Sprintf("%s (%d)", line, widest(line)))
		}
	}
	return out
}
