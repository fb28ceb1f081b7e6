package formats

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// screenLines is the height that the answer has to fit into: a terminal of 24
// lines, less the line of the command before it and of the prompt behind it.
const screenLines = 22

// answer is the whole report for a person in a hurry: the verdict, why, the way
// with the hop that breaks, the fix, and the one command to type. What does not
// fit is left to -v, in the order in which it can be spared.
func (p *page) answer() {
	primary := p.r.Primary()
	for _, most := range limits {
		p.b.Reset()
		p.within(primary, most)
		if strings.Count(p.b.String(), "\n") <= screenLines {
			return
		}
	}
}

// limit is how many lines the parts of an answer may take.
type limit struct{ detail, steps, notes, changes int }

// limits are tried in turn, from what one would like to what fits in any case. What
// to do is the last that is shortened.
var limits = []limit{
	{detail: 6, steps: 14, notes: 4, changes: 12},
	{detail: 4, steps: 14, notes: 2, changes: 12},
	{detail: 2, steps: 14, notes: 1, changes: 8},
	{detail: 1, steps: 12, notes: 1, changes: 8},
	{detail: 0, steps: 12, notes: 1, changes: 8},
	{detail: 0, steps: 8, notes: 1, changes: 5},
	{detail: 0, steps: 3, notes: 1, changes: 3},
}

func (p *page) within(primary *report.Finding, most limit) {
	p.verdict()
	manual := p.byHand(primary)
	if offline := nothingNeeded(p.r); offline || p.r.Verdict == report.Healthy {
		p.label("screen.tested", p.tested())
		p.untried()
		if !offline {
			p.path()
		}
		p.notes(nil, nil, most.notes)
		p.more(nil)
		return
	}
	p.why(primary, most.detail)
	p.path()
	p.fix(primary, manual, most)
	p.notes(primary, manual, most.notes)
	p.more(primary)
}

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

// clipped cuts a text of many lines, and says so by an ellipsis.
func (p *page) clipped(lines []string, most int) []string {
	if most < 0 || len(lines) <= most {
		return lines
	}
	lines = slices.Clone(lines[:most])
	last, more := lines[most-1], p.spelt(" …")
	for widest(last)+widest(more) > p.room() && strings.Contains(last, " ") {
		last = last[:strings.LastIndex(last, " ")]
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

// room is how wide a text behind a label may be.
func (p *page) room() int { return p.width - 4 - p.labelWidth() }

func (p *page) why(primary *report.Finding, detail int) {
	if primary != nil {
		p.labelled(p.t("screen.why"), primary.Title, -1, p.style.bold)
		p.labelled("", primary.Detail, detail, lipgloss.NewStyle())
	}
	p.labelled("", p.testedSentence(), -1, p.style.dim)
	p.untried()
}

// untried says what of the command was not tried.
func (p *page) untried() {
	if p.r.Tested.Rehearsed == "late" {
		p.labelled("", p.t("screen.late"), -1, p.style.dim)
	}
	if release := p.r.Tested.Lowered; release != "" && p.r.Verdict != report.Broken {
		p.labelled("", p.o.Texts.T("screen.lowered", map[string]string{"go": release}), -1, p.style.dim)
	}
}

// testedSentence says what the verdict is about.
func (p *page) testedSentence() string {
	what := p.tested()
	if what == "" {
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

// path writes the hosts on the way, and the stages of the one at which it ends.
func (p *page) path() {
	if len(p.r.Path) == 0 {
		return
	}
	parts := []string{"go"}
	for _, h := range p.r.Path {
		pieces := p.hop(h)
		pieces[0] = p.spelt("→") + " " + pieces[0]
		if whole := strings.Join(pieces, " "); 2+lipgloss.Width(whole) <= p.room() {
			pieces = []string{whole}
		}
		parts = append(parts, pieces...)
	}
	if p.o.Plain {
		p.spoken(p.t("screen.path"), strings.Join(parts, " "), lipgloss.NewStyle())
		p.alike()
		return
	}
	lead := p.style.bold.Render(pad(p.t("screen.path"), p.labelWidth())) + "  "
	line, used := "", 0
	for _, part := range parts {
		if w := lipgloss.Width(part); used > 0 && used+1+w > p.room() {
			p.line(2, strings.TrimRight(lead+line, " "))
			lead, line, used = strings.Repeat(" ", p.labelWidth()+2), "  ", 2
		} else if used > 0 {
			line, used = line+" ", used+1
		}
		line, used = line+part, used+lipgloss.Width(part)
	}
	p.line(2, strings.TrimRight(lead+line, " "))
	p.alike()
}

// viaHost is the host and port of an outbound proxy's URL.
func viaHost(proxy string) string {
	u, err := url.Parse(proxy)
	if err != nil || u.Host == "" {
		return proxy
	}
	return u.Host
}

// hop is one host, and what became of it, in the pieces between which a line may end.
func (p *page) hop(h report.Hop) []string {
	text := h.Host
	if h.Git {
		text = "git " + text
	}
	pieces := []string{text}
	if h.Via != "" {
		pieces = append(pieces, p.o.Texts.T("screen.via", map[string]string{"proxy": viaHost(h.Via)}))
	}
	switch h.Status {
	case probe.OK:
		return append(pieces, p.statusMark(probe.OK)+p.style.dim.Render(fmt.Sprintf(" %d ms", h.DurationMs)))
	case probe.Fail:
		return append(pieces, p.stagesOf(h)...)
	}
	for i := range pieces {
		pieces[i] = p.style.dim.Render(pieces[i])
	}
	return pieces
}

// stagesOf is what a failed host got past, and where it failed, by what.
func (p *page) stagesOf(h report.Hop) []string {
	var parts []string
	for _, k := range stages {
		if string(k) == h.Stage {
			break
		}
		if h.Decides && p.passed(k, h.Host) {
			parts = append(parts, strings.ToUpper(string(k))+" "+p.statusMark(probe.OK))
		}
	}
	mark := p.statusMark(probe.Fail)
	if !h.Decides {
		mark = p.style.dim.Render(p.spelt("✗"))
	}
	return append(parts, mark+" "+p.shortSymptom(h))
}

// passed reports whether a stage of a host went well.
func (p *page) passed(k probe.Kind, host string) bool {
	return slices.ContainsFunc(p.r.Probes, func(x report.Probe) bool {
		return x.Kind == string(k) && x.Status == probe.OK && (x.HostPort() == host || k == probe.DNS && x.Hostname() == hostname(host))
	})
}

// shortSymptom names a failure in a word or two: "TCP timeout", "HTTP 403".
func (p *page) shortSymptom(h report.Hop) string { return symptomText(p.o.Texts, h.Symptom) }

func symptomText(texts *i18n.Texts, s symptom.Symptom) string {
	if text, ok := texts.Lookup("screen.symptom."+string(s), nil); ok {
		return text
	}
	return strings.ReplaceAll(string(s), "-", " ")
}

// alike says which other hosts of the way failed in the same manner.
func (p *page) alike() {
	var hosts []string
	at := slices.IndexFunc(p.r.Path, func(h report.Hop) bool { return h.Decides })
	if at < 0 {
		return
	}
	decides := p.r.Path[at]
	failed, all := 0, 0
	for _, r := range rows(p.r.Probes) {
		if r.stages == [3]*cell{} {
			continue
		}
		all++
		if !r.failed() {
			continue
		}
		failed++
		same := slices.ContainsFunc(r.stages[:], func(c *cell) bool { return c != nil && c.symptom == string(decides.Symptom) })
		if same && r.host != decides.Host {
			hosts = append(hosts, r.host)
		}
	}
	const most = 3
	text := ""
	switch {
	case len(hosts) == 0:
		return
	case failed == all && all > 2:
		text = p.o.Texts.T("screen.alike.all", map[string]string{"count": fmt.Sprint(all)})
	case len(hosts) <= most:
		text = p.o.Texts.T("screen.alike", map[string]string{"hosts": strings.Join(hosts, ", ")})
	default:
		text = p.o.Texts.T("screen.alike.more", map[string]string{"hosts": strings.Join(hosts[:most], ", "), "more": fmt.Sprint(len(hosts) - most)})
	}
	p.labelled("", text, -1, p.style.dim)
}

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
			p.labelled("", p.t("screen.fix.rest"), -1, lipgloss.NewStyle())
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

// rejected says what is not offered although it might help, and why.
func (p *page) rejected() {
	for _, x := range p.r.Plan.Rejected {
		p.labelled("", p.o.Texts.T("screen.rejected", map[string]string{"key": x.Key, "value": x.Value, "reason": x.Reason}), -1, lipgloss.NewStyle())
	}
}

// difference writes each change as the lines that go and come.
func (p *page) difference(changes []report.Change, most int) {
	for i, c := range changes {
		if i == most {
			p.labelled("", p.o.Texts.T("screen.more", map[string]string{"count": fmt.Sprint(len(changes) - i)}), -1, p.style.dim)
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
	line, note := style.UnsetBold().Render(sign+" "+value), p.spelt(remark)
	if note != "" {
		if indent+lipgloss.Width(line)+1+widest(note) > p.width {
			p.line(indent, line)
			line = "  "
		} else {
			line += " "
		}
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
		if s.Name == key && own && s.Value != "" {
			return s.Value, p.t("screen.default")
		}
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
	}
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
			p.labelled("", p.o.Texts.T("screen.more", map[string]string{"count": fmt.Sprint(len(steps) - i)}), -1, p.style.dim)
			return
		}
		used += len(lines)
		for j, l := range lines {
			if j > 0 {
				lead = strings.Repeat(" ", widest(lead))
			}
			p.line(indent, lead+l)
		}
	}
}

// then names the one command to type next.
func (p *page) then(primary, manual *report.Finding, refuted bool) {
	switch {
	case p.o.Menu:
	case p.r.Applied != nil && !p.r.Applied.RolledBack:
		p.label("screen.then", p.o.Texts.T("screen.then.undo", map[string]string{"command": "gofix-net undo " + p.r.Applied.Journal}))
	case len(p.r.Plan.Changes) > 0 && !refuted && p.r.Applied == nil:
		p.labelled(p.t("screen.then"), applyCommand(p.r.Plan.Profile)+consentFlags(p.r), -1, p.style.bold)
		p.labelled("", p.t("screen.then.apply"), -1, p.style.dim)
	case manual != nil || primary != nil:
		p.labelled(p.t("screen.then"), "gofix-net doctor", -1, p.style.bold)
	}
}

// notes are the other findings, a line each; of what is not needed at all, how
// many hosts it is.
func (p *page) notes(primary, manual *report.Finding, most int) {
	var titles []string
	for i := range p.r.Findings {
		if f := &p.r.Findings[i]; f != primary && f != manual {
			titles = append(titles, f.Title)
		}
	}
	label := p.t("screen.note")
	for i, title := range titles {
		if i == most && len(titles) > most {
			p.labelled(label, p.o.Texts.T("screen.more", map[string]string{"count": fmt.Sprint(len(titles) - i)}), -1, p.style.dim)
			return
		}
		p.labelled(label, title, 2, lipgloss.NewStyle())
		label = ""
	}
	if n := p.unused(); n > 0 && p.r.Verdict != report.Broken && !nothingNeeded(p.r) {
		p.labelled(label, p.o.Texts.T("screen.unused", map[string]string{"count": fmt.Sprint(n)}), -1, p.style.dim)
	}
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
	if p.o.Menu && primary != nil {
		return
	}
	id, args := "screen.details", map[string]string{}
	if primary != nil {
		id, args["cause"] = "screen.details.cause", primary.Cause
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
