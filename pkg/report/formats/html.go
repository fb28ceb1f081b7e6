package formats

import (
	_ "embed"
	"fmt"
	"io"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/report"
)

// htmlStyle is the style sheet of the page.
//
//go:embed report.css
var htmlStyle string

// htmlPolicy allows the page no script, and nothing from elsewhere.
const htmlPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

// writeHTML writes one self-contained page: the answer, a waterfall of all requests,
// and everything that the answer rests on.
func writeHTML(w io.Writer, r *report.Report, o Options) error {
	p := &htmlPage{Report: r, o: o}
	p.begin("gofix-net: " + string(r.Verdict))
	p.answer()
	p.path()
	p.waterfall()
	p.findings()
	p.commands()
	p.settings()
	p.probes()
	p.element("p", footer(r), "class", "dim")
	p.end()
	_, err := io.WriteString(w, p.String())
	return err
}

// htmlPage is a page that is being written.
type htmlPage struct {
	markup
	*report.Report
	o Options
}

// answer is the answer as the terminal shows it. Each line hangs below its own text
// where a narrow screen wraps it.
func (p *htmlPage) answer() {
	labels := &page{o: p.o}
	p.open("pre", "class", p.mark())
	for line := range strings.Lines(answerOf(p.Report, p.o)) {
		line = strings.TrimSuffix(line, "\n")
		indent := len(line) - len(strings.TrimLeft(line, " "))
		label := labels.labelOf(line)
		if indent == 2 {
			indent += labels.labelWidth() + 2 // a label stands before the text
		}
		p.open("span", "class", "line", "style", fmt.Sprintf("--indent:%d", indent))
		if label != "" { // as wide as it is in a terminal, whatever a font makes of it
			p.element("span", label, "class", "label", "style", fmt.Sprintf("width:%dch", indent))
		}
		p.text(line[len(label):])
		p.close("span")
	}
	p.close("pre")
}

// t is a text of the catalogue.
func (p *htmlPage) t(id string) string { return p.o.Texts.T(id, nil) }

// mark is the class of the verdict.
func (p *htmlPage) mark() string {
	switch p.Verdict {
	case report.Broken:
		return "fail"
	case report.Degraded:
		return "warn"
	}
	return "ok"
}

// begin opens the page up to its heading.
func (p *htmlPage) begin(title string) {
	p.raw("<!DOCTYPE html>\n")
	p.open("html", "lang", string(p.o.Texts.Lang))
	p.htmlHead(title)
	p.open("body")
	p.element("h1", "gofix-net")
}

func (p *htmlPage) end() {
	p.close("body")
	p.close("html")
	p.raw("\n")
}

// htmlHead is the head of every page: its style, and that nothing may be loaded.
func (m *markup) htmlHead(title string) {
	m.open("head")
	m.void("meta", "charset", "utf-8")
	m.void("meta", "http-equiv", "Content-Security-Policy", "content", htmlPolicy)
	m.void("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	m.void("meta", "name", "referrer", "content", "no-referrer")
	m.element("title", title)
	m.open("style")
	m.raw(htmlStyle)
	m.close("style")
	m.close("head")
}

// path shows the hops to the module that decides.
func (p *htmlPage) path() {
	if len(p.Path) == 0 {
		return
	}
	p.element("h2", p.t("html.path"))
	p.open("p")
	p.element("span", "go", "class", "hop")
	for _, h := range p.Path {
		text := h.Host
		if h.Git {
			text = "git " + text
		}
		if h.Via != "" {
			text += p.o.Texts.Aside(h.Via)
		}
		if h.Symptom != "" {
			text = p.o.Texts.T("plain.label", map[string]string{"label": text}) + Symptom(p.o.Texts, h.Symptom)
		}
		if string(h.Status) == "ok" {
			text += fmt.Sprintf(" %d ms", h.DurationMs)
		}
		p.text(" → ")
		p.element("span", text, "class", "hop "+string(h.Status))
	}
	p.close("p")
}

func (p *htmlPage) findings() {
	if len(p.Findings) == 0 {
		return
	}
	p.element("h2", p.t("html.found"))
	for i := range p.Findings {
		f := &p.Findings[i]
		p.open("h3")
		p.text(p.o.Texts.T("plain.label", map[string]string{"label": p.t("report.severity." + string(f.Severity))}) + f.Title + " ")
		p.element("code", f.Cause, "class", "dim")
		p.close("h3")
		if f.Detail != "" {
			p.element("p", f.Detail)
		}
		p.list("ol", f.Manual)
		p.open("ul", "class", "dim")
		for _, x := range factsOf(p.Report, f, p.o.Texts) {
			p.open("li")
			p.element("code", strings.TrimSpace(string(x.id)+x.says+" "+x.likewise(p.o.Texts)))
			p.close("li")
		}
		p.close("ul")
	}
}

// list writes a list, if there is anything in it.
func (p *htmlPage) list(tag string, items []string) {
	if len(items) == 0 {
		return
	}
	p.open(tag)
	for _, item := range items {
		text, commands := stepParts(item)
		p.open("li")
		p.text(text)
		if len(commands) > 0 {
			p.element("pre", strings.Join(commands, "\n"))
		}
		p.close("li")
	}
	p.close(tag)
}

// stepParts parts a step into its sentence and its commands, the lines that begin with
// two spaces.
func stepParts(step string) (text string, commands []string) {
	var said []string
	for line := range strings.SplitSeq(step, "\n") {
		if command, ok := strings.CutPrefix(line, "  "); ok {
			commands = append(commands, command)
			continue
		}
		said = append(said, line)
	}
	return strings.Join(said, " "), commands
}

func (p *htmlPage) commands() {
	if lines := byHandLines(p.Report); len(lines) > 0 {
		p.element("h2", p.t("html.commands"))
		p.element("pre", strings.Join(lines, "\n")+"\n")
	}
}

func (p *htmlPage) settings() {
	shown := matter(p.Report, true)
	if len(shown) == 0 {
		return
	}
	p.element("h2", p.t("html.settings"))
	p.open("table")
	for _, s := range shown {
		p.open("tr")
		p.cell("code", s.Name)
		p.cell("code", s.Value)
		p.element("td", origin(s, p.o.Texts), "class", "dim")
		p.close("tr")
	}
	p.close("table")
}

func (p *htmlPage) probes() {
	if len(p.Probes) == 0 {
		return
	}
	p.open("details")
	p.element("summary", p.t("html.every"))
	p.open("table")
	for _, x := range p.Probes {
		p.open("tr")
		p.cell("code", string(x.ID))
		for _, text := range []string{string(x.Status), string(x.Symptom), fmt.Sprintf("%d ms", x.DurationMs), x.Detail} {
			p.element("td", text)
		}
		p.close("tr")
	}
	p.close("table")
	p.close("details")
}

// cell is a cell of a table with one element in it.
func (p *htmlPage) cell(tag, text string) {
	p.open("td")
	p.element(tag, text)
	p.close("td")
}
