package trace

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// goSaid is a line in the go command's own words, or a module of its own.
var goSaid = regexp.MustCompile(`^(    go: |    [^ ]+: |  [^ ]+@)`)

// TestTextFits checks that no line of a trace is wider than the terminal, but for what
// cannot be broken: a URL, and what the go command itself says.
func TestTextFits(t *testing.T) {
	t.Parallel()
	x := blocked(t)
	x.Walks = append(x.Walks, x.Walks[0])
	hops := append([]Hop{}, x.Walks[0].Hops...)
	for i := range hops {
		hops[i].URL = "https://a-long-name-of-a-host.internal.corp.example.com:8443/m/@v/list"
		hops[i].State, hops[i].Status, hops[i].Took = walk.Bad, 503, 12_345_678_901
	}
	x.Walks[1].Hops = hops
	for _, lang := range i18n.Langs {
		for _, width := range []int{60, 80, 140} {
			for n := range 4 {
				o := formats.Options{Texts: texts(t, lang), Width: width, Verbose: n&1 != 0, Unicode: n&2 != 0}
				var b bytes.Buffer
				x.All = n&1 == 0
				if err := WriteText(&b, x, o); err != nil {
					t.Fatal(err)
				}
				for line := range strings.Lines(b.String()) {
					line = strings.TrimRight(line, "\n")
					longest := 0
					for _, w := range strings.Fields(line) {
						longest = max(longest, formats.Columns(w))
					}
					if formats.Columns(line) > width && longest+16 <= width && !goSaid.MatchString(line) {
						t.Errorf("%s, %d columns, verbose %v, Unicode %v: %d columns:\n%s", lang, width, o.Verbose, o.Unicode, formats.Columns(line), line)
					}
				}
			}
		}
	}
}
