package formats

import (
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"
)

// label writes text behind a label in the left column, wrapped below itself.
func (p *page) label(id, text string) { p.labelled(p.t(id), text, -1, lipgloss.NewStyle()) }

// labelled is label for a given label, for at most so many lines (a negative
// number: all), in a style.
func (p *page) labelled(label, text string, most int, style lipgloss.Style) {
	if text == "" || most == 0 {
		return
	}
	lead := pad(label, p.labelWidth()) + "  "
	if p.o.Plain {
		p.spoken(label, text, style)
		return
	}
	for i, l := range p.clipped(wrap(p.spelt(text), p.width-2-widest(lead)), most) {
		if i > 0 {
			lead = strings.Repeat(" ", widest(lead))
		}
		head := lead
		if i == 0 && label != "" {
			head = p.style.bold.Render(pad(label, p.labelWidth())) + "  "
		}
		p.line(2, strings.TrimRight(head+style.Render(l), " "))
	}
}

// spoken is labelled for screen readers: the label with a colon, no column.
func (p *page) spoken(label, text string, style lipgloss.Style) {
	if label != "" {
		text = p.o.Texts.T("plain.label", map[string]string{"label": label}) + text
	}
	p.prose(2, "", text, style)
}

// clipped cuts a text of many lines, and says so by an ellipsis. It leaves nothing of a
// text whose one line that there is room for says too little.
func (p *page) clipped(lines []string, most int) []string {
	if most < 0 || len(lines) <= most {
		return lines
	}
	lines = slices.Clone(lines[:most])
	last, more := lines[most-1], p.spelt(" …")
	for widest(last)+widest(more) > p.room() && strings.Contains(last, " ") {
		last = last[:strings.LastIndex(last, " ")]
	}
	if most == 1 && 4*widest(last) < 3*p.room() && !strings.ContainsRune(last, '。') && !strings.Contains(last+" ", ". ") {
		return nil
	}
	lines[most-1] = last + more
	return lines
}

// labelWidth is the width of the left column: that of the widest label in use.
func (p *page) labelWidth() int {
	n := 0
	for _, id := range []string{"screen.why", "screen.path", "screen.fix", "screen.note", "screen.then", "screen.tested"} {
		n = max(n, widest(p.t(id)))
	}
	return n
}

// labelOf returns the left column of a line that [page.label] wrote, with the blanks
// around it, or nothing if the line has no label.
func (p *page) labelOf(line string) string {
	end, used := 0, 0
	for i, r := range line {
		if used >= 2+p.labelWidth()+2 {
			break
		}
		end, used = i+len(string(r)), used+widest(string(r))
	}
	column := line[:end]
	if strings.TrimSpace(column) == "" || strings.HasPrefix(column, "   ") || !strings.HasPrefix(column, "  ") || !strings.HasSuffix(column, "  ") {
		return ""
	}
	return column
}

// room is how wide a text behind a label may be.
func (p *page) room() int { return p.width - 4 - p.labelWidth() }
