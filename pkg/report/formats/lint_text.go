package formats

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/rivo/uniseg"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// lintText writes findings for people, a block for each, in the order of files
// and lines, and what they come to at the end.
func lintText(w io.Writer, l *report.Lint, o Options) error {
	p := &page{o: o, width: columns(o.Width), style: newStyles(o.Color)}
	for i := range l.Findings {
		p.lintFinding(&l.Findings[i])
		p.blank()
	}
	for _, u := range l.Unread {
		p.plain(0, p.mark(cause.Error), findingPlace(u.File, u.Line, 0)+o.Texts.T("lint.unread", map[string]string{"reason": u.Reason}))
	}
	if len(l.Unread) > 0 {
		p.blank()
	}
	p.plain(0, "", lintSum(l, o))
	if n := fixable(l); n > 0 && l.Journal == "" {
		p.plain(0, "", o.Texts.T("lint.fixable", map[string]string{"count": strconv.Itoa(n)}))
	}
	out := p.b.String()
	if !o.Unicode {
		out = asciiPunctuation.Replace(out)
	}
	_, err := io.WriteString(w, strings.TrimRight(out, "\n")+"\n")
	return err
}

func (p *page) lintFinding(f *report.LintFinding) {
	style := p.style.bad
	switch f.Severity {
	case cause.Warning:
		style = p.style.warn
	case cause.Info:
		style = p.style.dim
	}
	p.prose(0, "", p.mark(f.Severity)+f.Title, style)
	p.prose(2, "", findingPlace(f.File, f.Line, f.Column)+p.t("report.severity."+string(f.Severity))+" "+f.Rule, p.style.dim)
	if f.Excerpt != "" {
		lead := fmt.Sprintf("%4d  ", f.Line)
		for _, part := range hardWrap(f.Excerpt, p.width-2-len(lead)) {
			p.line(2, lead+part)
			lead = strings.Repeat(" ", len(lead))
		}
	}
	p.plain(2, "", f.Detail)
	arrow := "→ "
	if !p.o.Unicode {
		arrow = "-> "
	}
	p.plain(2, arrow, f.Fix)
}

// findingPlace is FILE:LINE:COLUMN with a colon and a blank behind it, as compilers
// write it and editors follow it.
func findingPlace(file string, line, column int) string {
	switch {
	case line == 0:
		return file + ": "
	case column == 0:
		return fmt.Sprintf("%s:%d: ", file, line)
	}
	return fmt.Sprintf("%s:%d:%d: ", file, line, column)
}

func lintSum(l *report.Lint, o Options) string {
	count := map[cause.Severity]int{}
	for _, f := range l.Findings {
		count[f.Severity]++
	}
	args := map[string]string{
		"files": strconv.Itoa(l.Files), "errors": strconv.Itoa(count[cause.Error]), "warnings": strconv.Itoa(count[cause.Warning]), "infos": strconv.Itoa(count[cause.Info]),
		"fixed": strconv.Itoa(l.Fixed), "journal": l.Journal, "known": strconv.Itoa(l.Known),
	}
	id := "lint.sum"
	if len(l.Findings) == 0 {
		id = "lint.none"
	}
	out := o.Texts.T(id, args)
	if l.Journal != "" {
		out += " " + o.Texts.T("lint.fixed", args)
	}
	if l.Known > 0 {
		out += " " + o.Texts.T("lint.known", args)
	}
	return out
}

func fixable(l *report.Lint) int {
	n := 0
	for _, f := range l.Findings {
		if f.Fixable {
			n++
		}
	}
	return n
}

// hardWrap is wrap for text that is not copied: what is longer than a line is
// broken too.
func hardWrap(text string, width int) []string {
	var out []string
	for _, l := range wrap(text, width) {
		for uniseg.StringWidth(l) > width {
			head := firstColumns(l, width)
			out, l = append(out, head), l[len(head):]
		}
		out = append(out, l)
	}
	return out
}

// firstColumns returns the longest beginning of s, at least one character, that
// fits into width columns.
func firstColumns(s string, width int) string {
	end, used, state, rest := 0, 0, -1, s
	for rest != "" {
		var cluster string
		var columns int
		cluster, rest, columns, state = uniseg.FirstGraphemeClusterInString(rest, state)
		if used+columns > width && end > 0 {
			break
		}
		used += columns
		end += len(cluster)
	}
	return s[:end]
}
