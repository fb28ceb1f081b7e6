package formats

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/gowords"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// fix writes what to do: the change as a difference with its proof, or the steps
// that only a person can take.
func (p *page) fix(primary, manual *report.Finding, most limit) {
	changes := p.r.Plan.Changes
	refuted := p.r.Plan.Proven != nil && !*p.r.Plan.Proven
	switch {
	case len(changes) > 0 && !refuted:
		p.difference(changes, most.changes)
		p.proof()
		if primary != nil && manual == primary {
			p.labelled("", p.t(restLabel(&p.r.Plan)), -1, lipgloss.NewStyle())
			p.numbered(manual.Manual, most.steps)
		}
	case manual != nil:
		lead, label := p.t("screen.fix.manual"), p.t("screen.fix")
		if p.r.Applied != nil && p.r.Applied.RolledBack {
			p.difference(changes, most.changes)
			p.proof()
			label = ""
		}
		if manual != primary {
			lead = manual.Title
		}
		p.labelled(label, lead, -1, lipgloss.NewStyle())
		p.numbered(manual.Manual, most.steps)
	case p.r.Verdict == report.Broken:
		p.helpless()
	}
	p.rejected()
	p.then(primary, manual, refuted)
}

// restLabel leads the steps of a person beside a change: where the change was proved to be
// enough, they are other ways.
func restLabel(x *report.Plan) string {
	if x.Proven != nil && *x.Proven && len(x.Remaining) == 0 && x.CommandFails == nil {
		return "screen.fix.other"
	}
	return "screen.fix.rest"
}

// rejected says what is not offered although it might help, and why.
func (p *page) rejected() {
	for _, x := range p.r.Plan.Rejected {
		p.labelled("", p.o.Texts.T("screen.rejected", map[string]string{"key": x.Key, "value": x.Value, "reason": x.Reason}), -1, lipgloss.NewStyle())
	}
}

// joined are the changes with a value that is removed and one that is added in its place
// as one: git writes them by two commands.
func joined(changes []report.Change) []report.Change {
	var out []report.Change
	for _, c := range changes {
		if last := len(out) - 1; last >= 0 && out[last].Key == c.Key && out[last].To == nil && c.From == nil {
			out[last].To = c.To
			continue
		}
		out = append(out, c)
	}
	return out
}

// difference writes each change as the lines that go and come.
func (p *page) difference(changes []report.Change, most int) {
	changes = joined(changes)
	for i, c := range changes {
		if i == most {
			p.labelled("", p.andMore(len(changes)-i), -1, p.style.dim)
			return
		}
		label := ""
		if i == 0 {
			label = p.t("screen.fix")
		}
		p.labelled(label, c.Key, -1, lipgloss.NewStyle())
		from, note := p.inForce(c.Key, c.From)
		p.side(4+p.labelWidth(), "-", from, note, p.style.bad)
		to, note := p.inForce(c.Key, c.To)
		p.side(4+p.labelWidth(), "+", to, note, p.style.good)
	}
}

// side is one line of a difference. A value stays on one line, however long.
func (p *page) side(indent int, sign, value, remark string, style lipgloss.Style) {
	if p.o.Plain {
		indent, sign = 2, map[string]string{"-": p.t("plain.before"), "+": p.t("plain.after")}[sign]
	}
	line, note := style.UnsetBold().Render(sign+" "+foreign.Neutral(value)), p.spelt(remark)
	if note != "" {
		gap := " "
		if strings.HasPrefix(note, "（") { // a wide bracket has its own room
			gap = ""
		}
		if indent+lipgloss.Width(line+gap)+widest(note) > p.width {
			p.line(indent, line)
			line, gap = "", "  "
		}
		line += gap
		line += p.style.dim.Render(note)
	}
	p.line(indent, line)
}

// inForce is one side of a change as it takes effect: of a setting that is not
// written, go's default.
func (p *page) inForce(key string, v *string) (value, note string) {
	switch {
	case v != nil && *v == "":
		return p.t("screen.empty"), ""
	case v != nil:
		return *v, ""
	}
	for _, s := range p.r.Settings {
		own := s.Origin == string(settings.Default) || s.Origin == string(settings.GorootEnv)
		if s.Name != key || !own || s.Value == "" {
			continue
		}
		if (settings.Setting{Key: settings.Go(s.Name), Origin: settings.Origin(s.Origin)}).Derived() {
			return s.Value, p.t("screen.default.private")
		}
		return s.Value, p.t("screen.default")
	}
	return p.t("screen.unset"), ""
}

// proof says how far the change was tried.
func (p *page) proof() {
	switch a := p.r.Applied; {
	case a != nil && a.RolledBack:
		p.labelled("", p.statusMark(probe.Fail)+" "+p.t("screen.proof.rolledback"), -1, lipgloss.NewStyle())
	case a != nil && a.Verified, a == nil && p.r.Plan.Proven != nil:
		p.labelled("", p.statusMark(probe.OK)+" "+p.t("screen.proof.ok"), -1, lipgloss.NewStyle())
	default:
		p.labelled("", p.t("screen.proof.none"), -1, p.style.dim)
	}
	for _, x := range p.r.Plan.Consents {
		p.labelled("", p.o.Texts.T("screen.consent", map[string]string{"file": x.Name, "why": x.Reason}), -1, lipgloss.NewStyle())
	}
	for _, c := range p.r.Plan.Changes {
		if c.Temporary {
			p.labelled("", c.Reason, -1, lipgloss.NewStyle())
		}
	}
	if hasCredential(p.r) {
		p.labelled("", p.t("report.credential"), -1, p.style.dim)
	}
	for _, x := range p.r.Plan.Remaining {
		p.labelled("", p.o.Texts.T("screen.remaining", map[string]string{"title": x.Title}), -1, lipgloss.NewStyle())
		p.labelled("", "gofix-net help "+x.Cause, 1, p.style.dim)
	}
	if said := commandSaid(p.r); said != "" {
		p.labelled("", p.o.Texts.T("screen.command", map[string]string{"said": said}), -1, lipgloss.NewStyle())
	}
}

// commandSaid is the first line of what go says to the person's own command under the
// plan, where that fails although the modules download.
func commandSaid(r *report.Report) string {
	if r.Plan.CommandFails == nil {
		return ""
	}
	for line := range strings.Lines(r.Plan.CommandFails.Said) {
		if line = gowords.Clause(line); line != "" {
			return line
		}
	}
	return r.Plan.CommandFails.Step
}

func (p *page) numbered(steps []string, most int) {
	indent, used := 4+p.labelWidth(), 0
	if p.o.Plain {
		indent = 2
	}
	for i, s := range steps {
		lead := fmt.Sprintf("%d. ", i+1)
		lines := wrap(p.spelt(s), p.width-indent-widest(lead))
		if used+len(lines) > most && i > 0 {
			p.labelled("", p.andMore(len(steps)-i), -1, p.style.dim)
			return
		}
		used += len(lines)
		out := p.outdented(lines, indent, lead)
		for j, l := range lines {
			if j > 0 {
				lead = strings.Repeat(" ", widest(lead))
			}
			if out && strings.HasPrefix(l, "  ") || j > 0 && indent+widest(lead)+widest(l) > p.width {
				p.line(2, strings.TrimLeft(l, " ")) // a command within the sentence is not broken either
				continue
			}
			p.line(indent, lead+l)
		}
	}
}

// outdented moves the commands of a step to the left margin if a narrow screen would
// break one of them at its place below the step: then they can still be copied.
func (p *page) outdented(lines []string, indent int, lead string) bool {
	return slices.ContainsFunc(lines, func(l string) bool {
		return strings.HasPrefix(l, "  ") && indent+widest(lead)+widest(l) > p.width
	})
}

// then names the one command to type next.
func (p *page) then(primary, manual *report.Finding, refuted bool) {
	switch {
	case p.o.Menu > 0:
	case p.r.Applied != nil && !p.r.Applied.RolledBack:
		p.label("screen.then", p.o.Texts.T("screen.then.undo", map[string]string{"command": "gofix-net undo " + p.r.Applied.Journal}))
	case len(p.r.Plan.Changes) > 0 && !refuted && p.r.Applied == nil:
		p.labelled(p.t("screen.then"), applyCommand(p.r.Plan.Profile)+consentFlags(p.r), -1, p.style.bold)
		p.labelled("", p.t("screen.then.apply"), -1, p.style.dim)
	case manual != nil || primary != nil:
		p.labelled(p.t("screen.then"), cmp.Or(p.o.Again, "gofix-net doctor"), -1, p.style.bold)
	}
}

func applyCommand(profile string) string {
	return strings.TrimSuffix("gofix-net apply --profile "+cmp.Or(profile, "auto"), " --profile auto")
}

// consentFlags are the flags by which the user agrees to files.
func consentFlags(r *report.Report) string {
	text := ""
	for _, x := range r.Plan.Consents {
		text += " --file " + x.Name
	}
	return text
}

// byHandLines are the commands that make the changes, for those who type them.
func byHandLines(r *report.Report) []string {
	var lines []string
	for _, c := range r.Plan.Changes {
		lines = append(lines, plan.ShellLine(r.Host.OS, c.Command))
	}
	return lines
}
