package measure

import (
	"fmt"
	"io"
	"time"

	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// WriteHTML writes one self-contained page: who is best, latency and throughput as
// bars on one scale, and every check of every mirror.
func WriteHTML(w io.Writer, r *Result, o formats.Options) error {
	p := &page{o: o, r: r}
	return formats.WritePage(w, p.t("mirrors.html.title"), o, func(h *formats.Page) {
		answer, class := p.t("mirrors.none"), "fail"
		if len(r.Mirrors) > 0 && r.Mirrors[0].Verdict == Usable {
			best := r.Mirrors[0].URL.String()
			answer, class = p.t("mirrors.best."+string(reasonOf(r)), "url", best)+"\ngofix-net mirrors --use "+best, "ok"
		}
		h.Element("pre", answer, "class", class)
		p.speeds(h)
		p.checks(h)
		h.Element("p", p.how(), "class", "dim")
		for _, q := range r.Kept {
			h.Element("p", p.t("mirrors.kept", "module", q.String()), "class", "dim")
		}
	})
}

// speeds draws two charts, each on a scale of its own: time to an answer, where less
// is better, and throughput, where more is.
func (p *page) speeds(h *formats.Page) {
	var slowest time.Duration
	var fastest int64
	for _, m := range p.r.Mirrors {
		slowest, fastest = max(slowest, m.Cold, m.Warm), max(fastest, m.BytesPerSecond)
	}
	chart := func(bars func(*Mirror) []formats.PageBar) {
		h.In("div", func() {
			for i := range p.r.Mirrors {
				m := &p.r.Mirrors[i]
				h.Lane(p.name(*m), Why(m, p.o.Texts), bars(m)...)
			}
		}, "class", "fall")
	}
	if slowest > 0 {
		h.Element("h2", p.t("mirrors.html.latency", "most", millis(slowest)))
		h.Legend("wait", p.t("mirrors.html.warm.legend"), "tcp", p.t("mirrors.html.cold.legend"))
		chart(func(m *Mirror) []formats.PageBar {
			share := func(d time.Duration) float64 { return 100 * float64(d) / float64(slowest) }
			if m.Verdict == Broken || m.Verdict == Silent || m.Warm == 0 {
				return nil
			}
			return []formats.PageBar{
				{Class: "tcp", Label: p.t("mirrors.html.cold", "time", millis(m.Cold)), Width: share(m.Cold)},
				{Class: "wait", Label: p.t("mirrors.html.warm", "time", millis(m.Warm)), Width: share(m.Warm)},
			}
		})
	}
	if fastest > 0 {
		h.Element("h2", p.t("mirrors.html.rate", "most", perSecond(fastest)))
		chart(func(m *Mirror) []formats.PageBar {
			if m.BytesPerSecond == 0 {
				return nil
			}
			return []formats.PageBar{{Class: "body", Label: perSecond(m.BytesPerSecond), Width: 100 * float64(m.BytesPerSecond) / float64(fastest)}}
		})
	}
}

// statusMark is what a cell of the table of checks shows.
func statusMark(s Status) string {
	switch s {
	case Pass:
		return "✓"
	case Fail:
		return "✗"
	case NA:
		return "–"
	case Untried:
		return "?"
	}
	return ""
}

// checks is the table of all checks, with the reason where a mirror is out.
func (p *page) checks(h *formats.Page) {
	h.Element("h2", p.t("mirrors.html.checks"))
	h.In("div", func() {
		h.In("table", func() {
			h.In("tr", func() {
				h.Element("th", "#")
				h.Element("th", p.t("mirrors.head.url"))
				for _, id := range checkIDs {
					h.Element("th", string(id))
				}
			})
			for i := range p.r.Mirrors {
				p.checkRow(h, &p.r.Mirrors[i])
			}
		}, "class", "matrix")
	}, "class", "scroll")
}

// checkRow is the line of one mirror. On a phone the line is a box, in which each mark
// stands behind the name of its check.
func (p *page) checkRow(h *formats.Page, m *Mirror) {
	h.In("tr", func() {
		place := "–"
		if m.Rank > 0 {
			place = fmt.Sprint(m.Rank)
		}
		h.Element("td", place)
		h.In("td", func() {
			h.Text(p.name(*m))
			if why := Why(m, p.o.Texts); why != "" {
				h.Element("div", why, "class", "dim")
			}
		})
		for _, id := range checkIDs {
			c := m.Check(id)
			h.Element("td", statusMark(c.Status), "title", p.t("mirrors.html.status."+string(c.Status)), "data-of", string(id))
		}
	})
}
