package trace

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

// WriteHTML writes one self-contained page: the trace as people read it, and of each
// walk the requests on one axis of time, the rules that sent them, and the answers.
func WriteHTML(w io.Writer, t *Trace, o formats.Options) error {
	p := &page{Sheet: formats.NewSheet(o), o: o, offline: t.Offline}
	_, tone := p.mark(t.Outcome())

	walks := t.Walks
	if t.Toolchain != nil {
		walks = append([]Walk{*t.Toolchain}, walks...)
	}
	d := formats.NewDocument("gofix-net trace", p.short(t, walks), tone, o)
	for _, x := range walks {
		if !t.All || o.Verbose || x.Outcome == walk.Fails {
			p.document(d, x)
		}
	}
	return d.Write(w, fmt.Sprintf("gofix-net trace, %s s", seconds(t.Took)))
}

// short is the answer: of each walk what becomes of the command, and what go says.
func (p *page) short(t *Trace, walks []Walk) string {
	var lines []string
	for _, w := range walks {
		mark, _ := p.mark(w.Outcome)
		lines = append(lines, mark+" "+p.outcome(w))
		if w.Cost > 0 && w.Cost < walk.Hang {
			lines = append(lines, "  "+p.t("trace.cost", "seconds", seconds(w.Cost)))
		}
		if w.Outcome == walk.Fails && w.Message != "" {
			lines = append(lines, "  "+strings.TrimSpace(p.t("plain.label", "label", p.t("trace.says"))), "    "+strings.ReplaceAll(foreign.Redact(w.Message), "\n", "\n    "))
		}
	}
	const most = 40
	if more := len(lines) - most; more > 0 && len(t.Walks) > 1 {
		lines = append(lines[:most], "…")
	}
	return strings.Join(lines, "\n")
}

// document writes a walk.
func (p *page) document(d *formats.Document, w Walk) {
	d.Heading(w.Command)
	d.Waterfall(p.stretches(w))
	var rows [][]string
	for i, h := range w.Hops {
		mark := ""
		if i == w.Stop {
			mark = "◀ " + p.t("trace.decides")
		}
		url := h.URL.String()
		if url == "" {
			url = p.place(h)
		}
		rows = append(rows, []string{url, requestName(h.Op), strings.ReplaceAll(p.answer(h), "  ", " · "), foreign.Redact(h.Detail), reasonOf(h, p.o.Texts), mark})
	}
	d.Heading(p.t("trace.hops"))
	d.Table(rows)
	rows = nil
	for _, r := range w.Rules {
		rows = append(rows, []string{r.Setting.Key.String() + "=" + r.Setting.Value.String(), whereIs(r.Setting, p.o.Texts), p.t("trace.rule." + string(r.Effect))})
	}
	d.Heading(p.t("trace.rules"))
	d.Table(rows)
}

// stretches are the requests that were probed, one after the other as go makes
// them.
func (p *page) stretches(w Walk) []formats.Stretch {
	var out []formats.Stretch
	var at time.Duration
	for _, h := range w.Hops {
		if h.Took == 0 {
			continue
		}
		out = append(out, formats.Stretch{
			Lane: requestName(h.Op) + " " + p.place(h), Label: h.URL.String() + " " + p.answer(h),
			Failed: h.State == walk.Bad, Start: at, Took: h.Took,
		})
		at += h.Took
	}
	return out
}
