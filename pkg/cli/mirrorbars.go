package cli

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// mirrorBars draws a bar for each mirror that is measured. Its methods are safe for
// concurrent use.
type mirrorBars struct {
	texts *i18n.Texts
	start time.Time
	names []string
	room  int // columns of the terminal, 0 where they are not known

	mu sync.Mutex
	at []measure.Progress
}

// barCells is how wide a bar is, fewCells where the terminal is narrow.
const barCells, fewCells = 20, 10

// widestName bounds the column of names, and besides is what stands beside name and bar.
const widestName, besides = 44, 15

func newMirrorBars(texts *i18n.Texts, urls []settings.Value, room int) *mirrorBars {
	b := &mirrorBars{texts: texts, room: room, start: time.Now(), at: make([]measure.Progress, len(urls))}
	for _, u := range urls {
		b.names = append(b.names, printable(strings.TrimPrefix(u.String(), "https://")))
	}
	return b
}

// observe is told how far a mirror is.
func (b *mirrorBars) observe(p measure.Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.at[p.Mirror] = p
}

// rows are the lines to show at that time.
func (b *mirrorBars) rows(now time.Time) []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	width := 0
	for _, n := range b.names {
		width = min(max(width, formats.Columns(n)), widestName)
	}
	cells := barCells
	if b.room > 0 && width+cells+besides > b.room {
		cells = fewCells
		width = max(min(width, b.room-cells-besides), fewCells)
	}
	lines := []string{b.texts.T("mirrors.progress", map[string]string{"seconds": seconds(now.Sub(b.start))})}
	for i, n := range b.names {
		at := b.at[i]
		full := min(at.Done*cells/max(at.Total, 1), cells)
		line := fmt.Sprintf("  %s [%s%s]", formats.Pad(ansi.Truncate(n, width, "…"), width), strings.Repeat("#", full), strings.Repeat(".", cells-full))
		if at.Bytes > 0 {
			line += fmt.Sprintf(" %3d KiB", at.Bytes>>10)
		}
		lines = append(lines, line)
	}
	return lines
}
