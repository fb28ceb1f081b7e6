package formats

import (
	"slices"
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

// helpless writes what a person can do where no setting helps: the host at which the
// way ends, or the network before it, has to work again.
func (p *page) helpless() {
	p.label("screen.fix", p.t("screen.fix.none"))
	at := slices.IndexFunc(p.r.Path, func(h report.Hop) bool { return h.Decides })
	if at < 0 || strings.HasPrefix(p.r.Path[at].Host, "file:") {
		p.labelled("", p.t("screen.helpless.ask"), -1, lipgloss.NewStyle())
		return
	}
	h := p.r.Path[at]
	args := map[string]string{"host": hostname(h.Host)}
	var steps []string
	for _, id := range []string{helplessStep(h.Symptom), "ask"} {
		steps = append(steps, p.o.Texts.T("screen.helpless."+id, args))
	}
	const whole = 12
	p.numbered(steps, whole)
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
