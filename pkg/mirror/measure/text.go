package measure

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
)

// WriteText writes the mirrors for people: a table, best first, and below each
// that cannot be used, or not for everything, why.
func WriteText(w io.Writer, r *Result, o formats.Options) error {
	p := &page{Sheet: formats.NewSheet(o), o: o, r: r}
	p.table()
	p.notes()
	return p.Write(w)
}

type page struct {
	*formats.Sheet
	o formats.Options
	r *Result
}

func (p *page) t(id string, pairs ...string) string {
	args := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		args[pairs[i]] = pairs[i+1]
	}
	return p.o.Texts.T(id, args)
}

// markOf is the mark and the tone of a verdict.
func markOf(v Verdict) (mark string, tone formats.Tone) {
	switch v {
	case Usable:
		return "✓", formats.Good
	case Limited:
		return "!", formats.Doubtful
	case Broken, Silent:
		return "✗", formats.Failing
	}
	return "", formats.Plain
}

// table writes a line for each mirror and the reason below what is not usable.
func (p *page) table() {
	width := 10
	for _, m := range p.r.Mirrors {
		width = max(width, formats.Columns(p.name(m)))
	}
	width = min(width, max(p.Width()-45, 15)) // what the other columns take
	p.Line(0, p.In(formats.Faint, "    "+formats.Pad(p.t("mirrors.head.url"), width)+"  "+p.row(p.t("mirrors.head.latency"), p.t("mirrors.head.rate"), p.t("mirrors.head.relay"))))
	for i := range p.r.Mirrors {
		p.mirror(&p.r.Mirrors[i], width)
	}
}

func (p *page) row(latency, rate, relay string) string {
	return strings.TrimRight(formats.Pad(latency, 8)+"  "+formats.Pad(rate, 10)+"  "+relay, " ")
}

func (p *page) name(m Mirror) string { return strings.TrimPrefix(m.URL.String(), "https://") }

func (p *page) mirror(m *Mirror, width int) {
	mark, tone := markOf(m.Verdict)
	number := "  "
	if m.Rank > 0 {
		number = fmt.Sprintf("%2d", m.Rank)
	}
	name := p.name(*m)
	if formats.Columns(name) > width {
		p.Line(0, p.In(tone, mark)+number+" "+name)
		name = ""
	} else {
		name = p.In(tone, mark) + number + " " + formats.Pad(name, width)
	}
	latency, rate := "–", "–"
	if m.Warm > 0 {
		latency = millis(m.Warm)
	}
	if m.BytesPerSecond > 0 {
		rate = perSecond(m.BytesPerSecond)
	}
	if m.Verdict == Usable || m.Verdict == Limited {
		relay := p.t("mirrors.relay." + string(m.Relays))
		if name == "" {
			name = strings.Repeat(" ", 4+width)
		}
		p.Line(0, strings.TrimRight(name+"  "+p.row(latency, rate, relay), " "))
	} else if name != "" {
		p.Line(0, strings.TrimRight(name, " "))
	}
	p.why(m)
}

// why says below a mirror what failed, at which hop, and what is known of it.
func (p *page) why(m *Mirror) {
	if c := m.Decisive(); c != nil {
		p.Prose(4, "", p.failure(m, c), formats.Faint)
	}
	if m.Known && (m.Row.State == known.Invented || m.Row.State == known.Dead) {
		p.Prose(4, "", p.t("mirrors.state."+string(m.Row.State), "note", p.o.Texts.Words(m.Row.Note), "date", m.Row.Date), formats.Faint)
	}
}

func (p *page) failure(m *Mirror, c *Check) string {
	s := c.Symptom
	if c.HopSymptom != "" {
		s = c.HopSymptom
	}
	word := p.t("screen.symptom." + string(s))
	text := p.t("mirrors.failed."+string(c.ID), "symptom", word, "hop", c.Hop, "detail", c.Words(p.o.Texts))
	if own, err := route.HostPort(m.URL); c.HopSymptom != "" || err == nil && c.ID != Sumdb && c.Hop != "" && c.Hop != own {
		text += " " + p.t("mirrors.redirected", "hop", c.Hop)
	}
	if c.Passed {
		text += " " + p.t("mirrors.passed")
	}
	return text
}

// Why says in one line why a mirror cannot be used, "" where it can.
func Why(m *Mirror, t *i18n.Texts) string {
	c := m.Decisive()
	if c == nil {
		return ""
	}
	p := &page{o: formats.Options{Texts: t}}
	return p.failure(m, c)
}

// notes say how it was measured, what was not shown, and what to do.
func (p *page) notes() {
	p.Blank()
	p.Prose(0, "", p.how(), formats.Faint)
	for _, q := range p.r.Kept {
		p.Prose(0, "", p.t("mirrors.kept", "module", q.String()), formats.Doubtful)
	}
	if d := p.r.Database; p.some() && d.Tried && !d.Reached {
		p.Prose(0, "", p.t("mirrors.nodatabase", "name", d.Name, "symptom", p.t("screen.symptom."+string(d.Symptom))), formats.Doubtful)
	}
	if old := Age(p.r.Started); old > 0 {
		p.Prose(0, "", p.t("mirrors.old", "months", fmt.Sprint(old)), formats.Faint)
	}
	if len(p.r.Mirrors) == 0 || p.r.Mirrors[0].Verdict != Usable {
		p.Prose(0, "", p.t("mirrors.none"), formats.Failing)
		return
	}
	best := p.r.Mirrors[0]
	p.Prose(0, "", p.t("mirrors.best."+string(reasonOf(p.r)), "url", best.URL.String()), formats.Plain)
	p.Line(2, "gofix-net mirrors --use "+best.URL.String())
}

// some reports whether go can download from any of them.
func (p *page) some() bool {
	return slices.ContainsFunc(p.r.Mirrors, func(m Mirror) bool { return m.Rank > 0 })
}

// how says how it was measured, and what the speeds mean where there are some.
func (p *page) how() string {
	text := p.t("mirrors.how", "count", fmt.Sprint(len(p.r.Mirrors)), "seconds", fmt.Sprintf("%.1f", p.r.Took.Seconds()), "module", p.r.Sample.Module.String())
	if p.some() {
		text += p.t("mirrors.how.bytes", "kib", fmt.Sprint(p.r.Bytes>>10))
	}
	return text
}

// reasonOf says how clear the winner is: by how the second one came second.
func reasonOf(r *Result) mirror.Reason {
	if len(r.Mirrors) > 1 && r.Mirrors[1].Reason == mirror.AsFast {
		return mirror.AsFast
	}
	return mirror.Fastest
}

func millis(d time.Duration) string { return fmt.Sprintf("%d ms", max(d.Milliseconds(), 1)) }

func perSecond(n int64) string {
	switch {
	case n >= 10<<20:
		return fmt.Sprintf("%d MB/s", n/1e6)
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MB/s", float64(n)/1e6)
	}
	return fmt.Sprintf("%d kB/s", max(n/1e3, 1))
}

// Age returns how many months older than a year the newest evidence of the table of
// mirrors is at a time, 0 where it is younger.
func Age(at time.Time) int {
	newest := time.Time{}
	for _, m := range known.Mirrors() {
		if d, err := time.Parse("2006-01", m.Date); err == nil && d.After(newest) {
			newest = d
		}
	}
	months := int(at.Sub(newest).Hours() / 24 / 30)
	if months <= 12 {
		return 0
	}
	return months
}
