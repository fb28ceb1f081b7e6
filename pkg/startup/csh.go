package startup

import (
	"path/filepath"
	"strings"
)

// parseCsh reads the setenv lines of csh and tcsh.
func parseCsh(text string, s scope) found {
	var f found
	for i, line := range strings.Split(text, "\n") {
		if !s.want.in(line) && !sourcing.MatchString(line) {
			continue
		}
		for _, c := range splitLine(line, false) {
			if at := len(c.words) - 2; at >= 0 && c.words[at].text == "source" && strings.HasPrefix(c.words[at+1].text, "~/") {
				f.sources = append(f.sources, filepath.Join(s.home, c.words[at+1].text[2:]))
			}
			c.cshSetenv(&f, s.want, line, i+1)
		}
	}
	return f
}

// cshSetenv finds setenv anywhere in a command: `if (…) setenv NAME value`.
func (c command) cshSetenv(f *found, want names, line string, number int) {
	for i, w := range c.words {
		if w.text != "setenv" || i+1 >= len(c.words) {
			continue
		}
		d := c.define(line, number, c.words[i+2:min(i+3, len(c.words))])
		f.add(want, c.words[i+1].text, d)
		return
	}
}
