package formats

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

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
	if passed := p.passedStages(h); len(passed) > 0 && p.undecided() {
		pieces = append(append(pieces, passed...), p.style.dim.Render(p.spelt("…")))
	}
	return pieces
}

// undecided reports whether the examination ended before the way was known.
func (p *page) undecided() bool {
	primary := p.r.Primary()
	return primary != nil && primary.Cause == string(cause.Undecided)
}

// stagesOf is what a failed host got past, and where it failed, by what.
func (p *page) stagesOf(h report.Hop) []string {
	if !h.Decides {
		return []string{p.style.dim.Render(p.spelt("✗")) + " " + p.shortSymptom(h)}
	}
	return append(p.passedStages(h), p.statusMark(probe.Fail)+" "+p.shortSymptom(h))
}

// passedStages are the stages that a host got past, up to the one at which it failed. On
// the way through an outbound proxy, name and connection are the proxy's.
func (p *page) passedStages(h report.Hop) []string {
	var parts []string
	asked := h.Host
	if h.Via != "" {
		asked = viaHost(h.Via)
	}
	for _, k := range stages {
		if string(k) == h.Stage {
			break
		}
		if p.passed(k, asked) {
			parts = append(parts, strings.ToUpper(string(k))+" "+p.statusMark(probe.OK))
		}
	}
	return parts
}

// passed reports whether a stage of a host went well.
func (p *page) passed(k probe.Kind, host string) bool {
	return slices.ContainsFunc(p.r.Probes, func(x report.Probe) bool {
		return x.Kind == string(k) && x.Status == probe.OK && (x.HostPort() == host || k == probe.DNS && x.Hostname() == report.Hostname(host))
	})
}

func (p *page) shortSymptom(h report.Hop) string { return Symptom(p.o.Texts, h.Symptom) }

// Symptom names a failure in a word or two: "connection timed out", "HTTP 403".
func Symptom(texts *i18n.Texts, s symptom.Symptom) string {
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
		way := decides.Via != "" && report.Hostname(r.host) == report.Hostname(viaHost(decides.Via))
		if same && r.host != decides.Host && !way {
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
