package trace

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// WriteText writes the trace for people: one line for each hop, what matters of
// it below, and the hop that decides marked. Of several modules those that do
// not come through are shown, and with o.Verbose all.
func WriteText(w io.Writer, t *Trace, o formats.Options) error {
	p := &page{Sheet: formats.NewSheet(o), o: o, offline: t.Offline}
	if t.Toolchain != nil {
		p.walk(*t.Toolchain)
	}
	if t.All {
		p.summary(t)
	}
	for _, x := range t.Walks {
		if !t.All || o.Verbose || x.Outcome == walk.Fails {
			p.Blank()
			p.walk(x)
		}
	}
	return p.Write(w)
}

type page struct {
	*formats.Sheet
	o       formats.Options
	offline bool
}

func (p *page) t(id string, pairs ...string) string {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return p.o.Texts.T(id, args)
}

// summary counts the outcomes of many modules.
func (p *page) summary(t *Trace) {
	count := map[walk.Outcome]int{}
	for _, x := range t.Walks {
		count[x.Outcome]++
	}
	mark, tone := p.mark(t.Outcome())
	p.Prose(0, mark+" ", p.t("trace.all", "count", fmt.Sprint(len(t.Walks)), "good", fmt.Sprint(count[walk.Succeeds]),
		"bad", fmt.Sprint(count[walk.Fails]), "open", fmt.Sprint(count[walk.CannotSay]), "seconds", seconds(t.Took)), tone)
}

func (p *page) mark(o walk.Outcome) (string, formats.Tone) {
	switch o {
	case walk.Succeeds:
		return "✓", formats.Good
	case walk.Fails:
		return "✗", formats.Failing
	}
	return "?", formats.Doubtful
}

func (p *page) walk(w Walk) {
	mark, tone := p.mark(w.Outcome)
	p.Prose(0, p.In(tone, mark)+" ", p.outcome(w), formats.Strong)
	if w.Note != "" {
		p.Prose(2, "", p.o.Texts.T(w.Note, w.NoteArgs), formats.Plain)
	}
	p.rules(w)
	if len(w.Hops) > 0 {
		p.Heading(p.t("trace.hops"))
		p.hops(w)
	}
	p.end(w)
}

// outcome is what becomes of the command, as a sentence.
func (p *page) outcome(w Walk) string {
	outcome := string(w.Outcome)
	if p.offline && w.Outcome == walk.CannotSay {
		outcome = "offline"
	}
	return p.t("trace.outcome."+outcome, "command", w.Command)
}

func (p *page) rules(w Walk) {
	if len(w.Rules) == 0 {
		return
	}
	p.Heading(p.t("trace.rules"))
	for i, r := range w.Rules {
		if i > 0 && r.Setting == w.Rules[i-1].Setting {
			p.Prose(4, "", p.t("trace.rule."+string(r.Effect)), formats.Plain)
			continue
		}
		name := r.Setting.Key.String()
		if r.Setting.Origin != "" || r.Effect == Toolchain {
			name += "=" + r.Setting.Value.String()
		} else {
			name += " " + r.Setting.Value.String()
		}
		where := ""
		if text := whereIs(r.Setting, p.o.Texts); text != "" {
			where = p.o.Texts.Aside(text)
		}
		if 2+formats.Columns(name+where) <= p.Width() {
			p.Line(2, strings.TrimRight(name, " ")+p.In(formats.Faint, where))
		} else {
			p.Line(2, name)
			p.Prose(4, "", strings.TrimSpace(where), formats.Faint)
		}
		p.Prose(4, "", p.t("trace.rule."+string(r.Effect)), formats.Plain)
	}
}

// whereIs is the layer of a setting with its file and line.
func whereIs(s settings.Setting, texts *i18n.Texts) string {
	return formats.Origin(texts, s.Origin, s.File, s.Line)
}

func (p *page) hops(w Walk) {
	wide := 0
	for _, h := range w.Hops {
		wide = max(wide, formats.Columns(p.place(h)))
	}
	wide = min(wide, p.Width()/2)
	module := ""
	for i, h := range w.Hops {
		if m := moduleOf(h); m != module {
			if module != "" || m != w.Query.String() {
				p.Line(2, p.In(formats.Faint, m))
			}
			module = m
		}
		p.hop(h, i == w.Stop, wide)
	}
}

// place is where a hop leads: the host, or for git and a file the whole.
func (p *page) place(h Hop) string {
	u, err := url.Parse(h.URL.String())
	switch {
	case h.Entry.Kind == route.Off:
		return "off"
	case err == nil && u.Host != "":
		return u.Host
	}
	return h.URL.String()
}

func (p *page) hop(h Hop, decides bool, wide int) {
	mark, tone := "✓", formats.Good
	switch {
	case h.State == walk.Unknown:
		mark, tone = "–", formats.Faint
	case h.State == walk.NotFound && !decides, h.State == walk.Bad && (h.Ignored || h.Next == walk.Outranked):
		mark, tone = "·", formats.Faint
	case h.State != walk.Good:
		mark, tone = "✗", formats.Failing
	}
	p.hopLine(mark, tone, h, decides, wide)
	if h.State == walk.Good && !p.o.Verbose && h.Via == "" {
		return
	}
	if h.URL != "" && (p.o.Verbose || h.State != walk.Good) {
		p.Line(6, p.In(formats.Faint, h.URL.String()))
	}
	if h.Via != "" {
		p.Prose(6, "", p.t("trace.via", "proxy", h.Via.String()), formats.Faint)
	}
	if h.State == walk.Bad || h.State == walk.NotFound && decides || p.o.Verbose && h.Detail != "" {
		p.Prose(6, "", foreign.Redact(h.Detail), formats.Plain)
	}
	p.waits(h)
	tone = formats.Plain
	if decides {
		tone = formats.Strong
	}
	if h.Ignored && h.State != walk.Good {
		p.Prose(6, "", p.t("trace.ignored"), formats.Faint)
		return
	}
	if h.Next != walk.Served || p.o.Verbose {
		p.Prose(6, "", reasonOf(h, p.o.Texts), tone)
	}
}

// hopLine is the line of a hop: the request, the place, the answer, and whether it
// decides. What has no room beside the place goes below it.
func (p *page) hopLine(mark string, tone formats.Tone, h Hop, decides bool, wide int) {
	room := p.Width()
	if !p.o.Unicode {
		room-- // "ok" is wider than the mark
	}
	place, answer := p.place(h), p.answer(h)
	line := p.In(tone, mark) + " " + formats.Pad(requestName(h.Op), 9) + " "
	indent, at := 2, 2+formats.Columns(mark)+1+9+1
	if padded := formats.Pad(place, wide); at+formats.Columns(padded+"  "+answer) <= room {
		place = padded
	}
	line, at = line+place, at+formats.Columns(place)
	add := func(text string, tone formats.Tone) {
		switch w := formats.Columns(text); {
		case w == 0:
		case at+2+w > room:
			p.Line(indent, strings.TrimRight(line, " "))
			indent, line, at = 6, p.In(tone, text), 6+w
		default:
			line, at = line+"  "+p.In(tone, text), at+2+w
		}
	}
	add(answer, formats.Plain)
	if decides {
		add("◀ "+p.t("trace.decides"), formats.Failing)
	}
	p.Line(indent, strings.TrimRight(line, " "))
}

// waits says what the go command does longer or more often than the look.
func (p *page) waits(h Hop) {
	if h.Cost > 0 && h.Cost < walk.Hang {
		p.Prose(6, "", p.t("trace.waits", "seconds", seconds(h.Cost)), formats.Plain)
	}
	if h.Times > 1 {
		p.Prose(6, "", p.t("trace.twice"), formats.Plain)
	}
}

// answer is what came back, in a word, and how long it took.
func (p *page) answer(h Hop) string {
	var parts []string
	switch {
	case h.State == walk.Unknown:
		if !p.offline {
			parts = append(parts, p.t("trace.unknown"))
		}
	case h.Status > 0:
		parts = append(parts, fmt.Sprint(h.Status))
		if h.Symptom != "" && !h.Symptom.NotFound() && h.Symptom != symptom.FromStatus(h.Status) {
			parts = append(parts, formats.Symptom(p.o.Texts, h.Symptom))
		}
	case h.Op.Local(): // the line below says it
	case h.Symptom != "":
		parts = append(parts, formats.Symptom(p.o.Texts, h.Symptom))
	case h.State == walk.Good:
		parts = append(parts, "ok")
	case h.Op == walk.OpGit && h.State == walk.NotFound:
		parts = append(parts, p.t("trace.norevision"))
	case h.Entry.Kind != route.Off:
		parts = append(parts, p.t("trace.refused"))
	}
	if h.Took > 0 {
		parts = append(parts, fmt.Sprintf("%d ms", h.Took.Milliseconds()))
	}
	return strings.Join(parts, "  ")
}

// requestName is how a request is called in a line.
func requestName(op walk.Op) string {
	switch op {
	case walk.OpSumSupported:
		return "relay?"
	case walk.OpSumLookup:
		return "checksum"
	}
	return string(op)
}

// end says what the command ends in.
func (p *page) end(w Walk) {
	if w.Found.Path != "" && w.Found != w.Query && w.Outcome == walk.Succeeds {
		p.Blank()
		p.Prose(0, "", p.t("trace.found", "module", w.Found.String()), formats.Plain)
	}
	if w.Cost >= walk.Hang {
		p.Blank()
		p.Prose(0, "", p.t("trace.hangs"), formats.Strong)
		return
	}
	if w.Cost > 0 {
		p.Blank()
		p.Prose(0, "", p.t("trace.cost", "seconds", seconds(w.Cost)), formats.Plain)
	}
	if w.Message == "" {
		return
	}
	p.Heading(p.t("trace.says"))
	for line := range strings.SplitSeq(foreign.Redact(w.Message), "\n") {
		p.Line(4, strings.ReplaceAll(line, "\t", "    "))
	}
	if p.maybePackage(w) {
		p.Blank()
		p.Prose(0, "", p.t("trace.hint.get", "path", w.Query.Path), formats.Plain)
	}
}

// maybePackage reports whether the path was looked for as a module and may have
// been a package in one.
func (p *page) maybePackage(w Walk) bool {
	elements := 2
	if route.OriginOf(w.Query.Path).Static { // github.com/OWNER/NAME
		elements = 3
	}
	if !strings.HasPrefix(w.Command, "go mod") || w.Stop < 0 || strings.Count(w.Query.Path, "/") < elements {
		return false
	}
	for _, h := range w.Hops[:w.Stop] {
		if h.State != walk.NotFound {
			return false
		}
	}
	h := w.Hops[w.Stop]
	return h.State == walk.NotFound || h.Op == walk.OpGoGet || h.Op == walk.OpGit
}

func seconds(d time.Duration) string {
	if d < 10*time.Second && d%time.Second != 0 {
		return fmt.Sprintf("%.1f", d.Seconds())
	}
	return fmt.Sprintf("%.0f", d.Seconds())
}
