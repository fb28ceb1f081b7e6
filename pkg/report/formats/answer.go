package formats

import (
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// screenLines is the height of a terminal of 24 lines, less the line of the command
// before the answer and of the prompt behind it.
const screenLines = 22

// screen is the height that the answer has to fit into. A menu takes its lines and an
// empty one below it; the line of the command may leave the screen then.
func (p *page) screen() int {
	if p.o.Menu > 0 {
		return screenLines + 1 - p.o.Menu
	}
	return screenLines
}

// height is how many lines of the terminal a text takes: a line that is wider than
// the terminal takes several.
func (p *page) height(text string) int {
	n := 0
	for line := range strings.Lines(text) {
		n += max(1, (lipgloss.Width(strings.TrimRight(line, "\n"))+p.width-1)/p.width)
	}
	return n
}

// answer is the whole report for a person in a hurry: the verdict, why, the way
// with the hop that breaks, the fix, and the one command to type. What does not
// fit is left to -v, in the order in which it can be spared.
func (p *page) answer() {
	primary := p.r.Primary()
	for _, most := range limits {
		p.b.Reset()
		p.within(primary, most)
		if p.height(p.b.String()) <= p.screen() {
			return
		}
	}
}

// limit is how many lines the parts of an answer may take.
type limit struct {
	detail, steps, notes, changes int
	bare                          bool // without what was tested and which hosts fail alike
	short                         bool // of the title, two lines
}

// limits are tried in turn, from what one would like to what fits in any case. What
// to do is the last that is shortened.
var limits = []limit{
	{detail: 6, steps: 14, notes: 4, changes: 12},
	{detail: 4, steps: 14, notes: 2, changes: 12},
	{detail: 2, steps: 14, notes: 1, changes: 8},
	{detail: 1, steps: 14, notes: 1, changes: 8},
	{detail: 0, steps: 14, notes: 1, changes: 8},
	{detail: 0, steps: 12, notes: 1, changes: 8, bare: true},
	{detail: 0, steps: 8, notes: 1, changes: 5, bare: true},
	{detail: 0, steps: 3, notes: 1, changes: 3, bare: true},
	{detail: 0, steps: 2, notes: 0, changes: 2, bare: true, short: true},
}

func (p *page) within(primary *report.Finding, most limit) {
	p.verdict()
	manual := p.byHand(primary)
	if offline := nothingNeeded(p.r); offline || p.r.Verdict == report.Healthy {
		p.label("screen.tested", p.tested())
		p.untried()
		if !offline {
			p.path()
			p.alike()
		}
		p.notes(nil, nil, most.notes)
		p.more(nil)
		return
	}
	p.why(primary, most)
	p.path()
	if !most.bare {
		p.alike()
	}
	p.fix(primary, manual, most)
	p.notes(primary, manual, most.notes)
	p.more(primary)
}

func (p *page) why(primary *report.Finding, most limit) {
	if primary != nil {
		lines := -1
		if most.short {
			lines = 2
		}
		p.labelled(p.t("screen.why"), primary.Title, lines, p.style.bold)
		p.labelled("", p.sentences(primary.Detail, most.detail), most.detail, lipgloss.NewStyle())
	}
	if !most.bare {
		p.labelled("", p.testedSentence(), -1, p.style.dim)
	}
	p.untried()
}

// untried says what of the command was not tried.
func (p *page) untried() {
	if p.r.Tested.Rehearsed == report.Late {
		p.labelled("", p.t("screen.late"), -1, p.style.dim)
	}
	if release := p.r.Tested.Lowered; release != "" && p.r.Verdict != report.Broken {
		p.labelled("", p.o.Texts.T("screen.lowered", map[string]string{"go": release}), -1, p.style.dim)
	}
}

// testedSentence says what the verdict is about.
func (p *page) testedSentence() string {
	what := p.tested()
	if what == "" || p.r.Host.Go == "" { // without go no download was tested
		return ""
	}
	return p.o.Texts.T("screen.tested.sentence", map[string]string{"what": what})
}

// tested names the modules that were asked about, few of them in full.
func (p *page) tested() string {
	t := p.r.Tested
	t.Project = tail(t.Project)
	switch {
	case t.Command != "":
		return t.Command
	case len(t.Modules) == 0:
		return ""
	case t.Project == "" && len(t.Modules) == 1:
		return t.Modules[0]
	case t.Project == "":
		return p.o.Texts.T("screen.tested.modules", map[string]string{"first": t.Modules[0], "more": fmt.Sprint(len(t.Modules) - 1)})
	case len(t.Modules) == 1:
		return p.o.Texts.T("screen.tested.one", map[string]string{"first": t.Modules[0], "project": t.Project})
	}
	return p.o.Texts.T("screen.tested.project", map[string]string{"count": fmt.Sprint(len(t.Modules)), "project": t.Project})
}

// tail is the end of a file's path: the file and its folder, by which people know
// it. The whole path would take a line of its own.
func tail(file string) string {
	parts := strings.FieldsFunc(file, func(r rune) bool { return r == '/' || r == '\\' })
	if len(parts) < 3 {
		return file
	}
	return strings.Join(parts[len(parts)-2:], "/")
}

// notes are the other findings, each with the command that says what to do about it
// unless the fix above contains that; of what is not needed at all, how many hosts it is.
func (p *page) notes(primary, manual *report.Finding, most int) {
	var others []*report.Finding
	for i := range p.r.Findings {
		if f := &p.r.Findings[i]; f != primary && f != manual && !p.remains(f) {
			others = append(others, f)
		}
	}
	label := p.t("screen.note")
	for i, f := range others {
		if i == most && len(others) > most {
			p.labelled(label, p.andMore(len(others)-i), -1, p.style.dim)
			return
		}
		p.labelled(label, f.Title, 2, lipgloss.NewStyle())
		if len(f.Fixes) == 0 && f.Severity != cause.Info {
			p.labelled("", "gofix-net help "+f.Cause, 1, p.style.dim)
		}
		label = ""
	}
	if n := p.unused(); n > 0 && p.r.Verdict != report.Broken && !nothingNeeded(p.r) {
		p.labelled(label, p.o.Texts.T("screen.unused", map[string]string{"count": fmt.Sprint(n)}), -1, p.style.dim)
	}
}

// remains reports whether the fix says already that this still fails.
func (p *page) remains(f *report.Finding) bool {
	refuted := p.r.Plan.Proven != nil && !*p.r.Plan.Proven
	return len(p.r.Plan.Changes) > 0 && !refuted && slices.ContainsFunc(p.r.Plan.Remaining, func(x report.Remaining) bool {
		return x.Cause == f.Cause && x.Title == f.Title
	})
}

// andMore says how many are left out, and how to see them.
func (p *page) andMore(count int) string {
	id := "screen.more"
	if p.o.Menu > 0 {
		id = "screen.more.menu"
	}
	return p.o.Texts.T(id, map[string]string{"count": fmt.Sprint(count)})
}

// unused counts the hosts that could not be reached and that nothing needed.
func (p *page) unused() int {
	n := 0
	for _, r := range rows(p.r.Probes) {
		if r.failed() && !slices.ContainsFunc(p.r.Path, func(h report.Hop) bool { return h.Host == r.host }) {
			n++
		}
	}
	return n
}

// more says where the rest is.
func (p *page) more(primary *report.Finding) {
	if p.o.Menu > 0 && !Finished(p.r) {
		return
	}
	id, args := "screen.details", map[string]string{}
	switch {
	case primary != nil && p.o.Verbose:
		id, args["cause"] = "screen.details.page", primary.Cause
	case primary != nil:
		id, args["cause"] = "screen.details.cause", primary.Cause
	case p.o.Verbose:
		return
	}
	text := p.spelt(p.o.Texts.T(id, args))
	if 2+widest(text) > p.width {
		text = strings.Replace(text, p.spelt(" · "), "\n", 1)
	}
	for line := range strings.SplitSeq(text, "\n") {
		p.line(2, p.style.dim.Render(line))
	}
}

// verdict is the first line, with the time that it took at the right margin.
func (p *page) verdict() {
	mark, style := "✓ ", p.style.good
	switch p.r.Verdict {
	case report.Broken:
		mark, style = "✗ ", p.style.bad
	case report.Degraded:
		if !nothingNeeded(p.r) {
			mark, style = p.warning()+" ", p.style.warn
		}
	}
	text := p.spelt(mark + verdictText(p.r, p.o))
	took := fmt.Sprintf("%.1f s", float64(p.r.DurationMs)/1000)
	gap := p.width - widest(text) - widest(took)
	if gap < 2 || p.o.Plain {
		p.prose(0, "", text, style)
		return
	}
	p.line(0, style.Render(text)+strings.Repeat(" ", gap)+p.style.dim.Render(took))
}
