package formats

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/probe"
)

// table shows the hosts that were looked at, one line each: how far a
// connection came, in milliseconds, and what the protocol on top did. Where its columns
// have no room, and for screen readers, each host is a line of its own.
func (p *page) table() {
	list := rows(p.r.Probes)
	if len(list) == 0 {
		return
	}
	p.heading("report.probes")
	head := []string{p.t("report.host"), "DNS", "TCP", "TLS", p.t("report.protocol")}
	w := p.tableWidths(list, head)
	if room := p.width - 2 - w[0] - w[1] - w[2] - w[3] - 4*2; p.o.Plain || room < widest(head[4]) {
		for _, r := range list {
			p.flow(r)
		}
	} else {
		var line strings.Builder
		for i, h := range head[:4] {
			line.WriteString(pad(h, w[i]) + "  ")
		}
		p.line(2, p.style.dim.Render(line.String()+head[4]))
		for _, r := range list {
			p.row(r, w)
		}
	}
	if p.o.Verbose {
		p.everyProbe()
	}
}

// flow writes a host without columns, its stages and protocols behind it one by one.
func (p *page) flow(r *row) {
	var cells []string
	for i, c := range r.stages {
		if c != nil && c.status != probe.Skip {
			cells = append(cells, strings.ToUpper(string(stages[i]))+" "+p.said(c, c.stage()))
		}
	}
	for _, c := range r.protocol {
		if c.status != probe.Skip || !r.failed() {
			cells = append(cells, p.said(c, c.protocolText()))
		}
	}
	line, at := r.host, widest(r.host)
	for _, c := range cells {
		if w := lipgloss.Width(c); 2+at+2+w > p.width {
			p.line(2, line)
			line, at = "  "+c, 2+w
		} else {
			line, at = line+"  "+c, at+2+w
		}
	}
	p.line(2, line)
}

// said is the mark of an outcome and what it is about, with the unit of a time.
func (p *page) said(c *cell, text string) string {
	mark := strings.TrimRight(p.statusMark(c.status), " ")
	if c.symptom == "" && c.status != probe.Skip {
		text += " ms"
	}
	if strings.HasSuffix(mark, "：") {
		return mark + text
	}
	return mark + " " + text
}

// tableWidths are the columns of host, dns, tcp and tls.
func (p *page) tableWidths(list []*row, head []string) [4]int {
	var w [4]int
	for i := range w {
		w[i] = widest(head[i])
	}
	for _, r := range list {
		w[0] = max(w[0], widest(r.host))
		for i, c := range r.stages {
			w[i+1] = max(w[i+1], p.markWidth()+1+widest(c.stage()))
		}
	}
	// A single long name does not push the table over the edge; it stands alone.
	w[0] = min(w[0], p.width*2/5)
	return w
}

// markWidth is the width of the widest mark: "ok" without Unicode.
func (p *page) markWidth() int {
	if p.o.Unicode {
		return 1
	}
	return 2
}

// row writes a host: the stages in their columns, the protocols behind them, or
// below, where they do not fit.
func (p *page) row(r *row, w [4]int) {
	line, at := r.host, widest(r.host)
	if r.stages != [3]*cell{} {
		if at > w[0] {
			p.line(2, r.host)
			line = ""
		}
		line, at = pad(line, w[0]), w[0]
		for i, c := range r.stages {
			line += "  " + p.stageCell(c, w[i+1])
			at += 2 + w[i+1]
		}
	}
	for _, c := range r.protocol {
		if c.status == probe.Skip && r.failed() {
			continue // the failed stage says why
		}
		text := c.protocolText()
		need := 2 + p.markWidth() + 1 + widest(text)
		if 2+at+need > p.width {
			p.line(2, strings.TrimRight(line, " "))
			line, at = "  ", 2
		}
		line += "  " + p.statusMark(c.status) + " " + text
		at += need
	}
	p.line(2, strings.TrimRight(line, " "))
}

// stageCell is the mark and the time or failure.
func (p *page) stageCell(c *cell, width int) string {
	if c == nil {
		return strings.Repeat(" ", width)
	}
	mark := p.statusMark(c.status)
	return mark + " " + pad(c.stage(), width-lipgloss.Width(mark)-1)
}

// everyProbe lists each probe with what it said.
func (p *page) everyProbe() {
	p.blank()
	for _, r := range p.r.Probes {
		said := string(r.ID) + " " + string(r.Status) + evidenceSays(p.r, r.ID, p.o.Texts)
		p.plain(2, "- ", said)
	}
}
