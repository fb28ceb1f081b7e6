package formats

import (
	"slices"
	"strconv"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// helpless writes what a person can do where no setting helps: the host at which the
// way ends, or the network before it, has to work again. That none helps is said of those
// that were examined.
func (p *page) helpless() {
	if p.o.Interrupted {
		p.label("screen.fix", p.t("screen.fix.interrupted"))
		return
	}
	lead := p.t("screen.fix.unknown")
	if n := len(p.r.Plan.Dismissed); n > 0 {
		lead = p.o.Texts.T("screen.fix.none", map[string]string{"count": strconv.Itoa(n)})
	}
	p.label("screen.fix", lead)
	steps := HelplessSteps(p.r, p.o.Texts)
	if len(steps) == 1 {
		p.labelled("", steps[0], -1, lipgloss.NewStyle())
		return
	}
	const whole = 12
	p.numbered(steps, whole)
}

// HelplessSteps is what a person can do where no setting helps and no cause has steps of
// its own: first for the host at which the way ends, where there is one; then whom to ask.
func HelplessSteps(r *report.Report, texts *i18n.Texts) []string {
	if list, hidden := withheld(r); list != "" {
		return []string{texts.T("screen.helpless.public", map[string]string{"prefixes": hidden, "goproxy": list}), texts.T("screen.helpless.private", nil)}
	}
	ask := texts.T("screen.helpless.ask", nil)
	at := slices.IndexFunc(r.Path, func(h report.Hop) bool { return h.Decides })
	if at < 0 || strings.HasPrefix(r.Path[at].Host, "file:") {
		return []string{ask}
	}
	h := r.Path[at]
	return []string{texts.T("screen.helpless."+helplessStep(h.Symptom), map[string]string{"host": report.Hostname(h.Host)}), ask}
}

// withheld returns a list of module proxies that would be offered but for modules whose
// paths they must not see, since nothing proves that these are public, and the prefixes of
// those: only a person knows. "" where no list was examined in that way.
func withheld(r *report.Report) (list, prefixes string) {
	const goproxy, goprivate = "GOPROXY", "GOPRIVATE"
	var now []string
	for _, s := range r.Settings {
		if s.Name == goprivate {
			now = strings.Split(s.Value, ",")
			break // the first is the one in force
		}
	}
	for _, d := range r.Plan.Dismissed {
		to := map[string]string{}
		for _, c := range d.Changes {
			if c.To != nil {
				to[c.Key] = *c.To
			}
		}
		added := slices.DeleteFunc(strings.Split(to[goprivate], ","), func(p string) bool { return p == "" || slices.Contains(now, p) })
		private := slices.ContainsFunc(added, func(p string) bool {
			host, _, _ := strings.Cut(p, "/")
			return !known.Is(host, known.Forge) // where everybody can publish
		})
		if len(d.Changes) == 2 && len(added) > 0 && !private && strings.Contains(to[goproxy], "://") {
			return to[goproxy], strings.Join(added, ", ")
		}
	}
	return "", ""
}

// helplessStep is the first thing to try, by how a host failed.
func helplessStep(s symptom.Symptom) string {
	switch s {
	case symptom.TLSExpired, symptom.TLSNotYetValid:
		return "certificate"
	case symptom.OutboundProxyFailed:
		return "network"
	}
	switch s.Layer() {
	case symptom.LayerDNS, symptom.LayerTCP, symptom.LayerTLS:
		return "network"
	}
	return "server"
}

// dismissed lists the states of settings that were examined and do not help.
func (p *page) dismissed() {
	if len(p.r.Plan.Dismissed) == 0 {
		return
	}
	p.blank()
	p.line(0, p.style.bold.Render(p.t("screen.dismissed")))
	for _, d := range p.r.Plan.Dismissed {
		var parts []string
		for _, c := range d.Changes {
			text := p.o.Texts.T("screen.dismissed.removed", map[string]string{"key": c.Key})
			if c.To != nil {
				text = c.Key + "=" + *c.To
			}
			parts = append(parts, text)
		}
		p.prose(2, "", p.o.Texts.T("plain.label", map[string]string{"label": strings.Join(parts, p.t("plain.comma"))})+p.t("screen.dismissed."+string(d.Why)), lipgloss.NewStyle())
	}
}
