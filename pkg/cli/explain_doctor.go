package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// askMachine looks whether this machine has what a text is about.
func (p *Program) askMachine(ctx context.Context, texts *i18n.Texts, f explain.Finding) (*report.MachineSays, error) {
	live := newProgress(p, texts)
	o := checkOf(f)
	o.Observe = live.observe
	found, err := doctor.Run(ctx, p.Machine, o)
	live.stop()
	if err != nil {
		return nil, err
	}
	return answer(texts, f, found), nil
}

// checkOf is what to look at for a finding: the module that it names, by the
// probes that decide and those that they stand upon. Where no probe decides,
// the settings alone are judged; they are read in any case.
func checkOf(f explain.Finding) doctor.Options {
	var o doctor.Options
	if q, err := parseModule(f.Module); err == nil {
		o.Queries = []probe.Query{q}
	}
	basis := []probe.Kind{probe.DNS, probe.TCP, probe.TLS, probe.OutboundProxy, probe.Goproxy}
	o.Wanted = func(k probe.Kind) bool { return slices.Contains(basis, k) || slices.Contains(f.Probes, k) }
	return o
}

// answer weighs what doctor found against the claim of the text.
func answer(texts *i18n.Texts, f explain.Finding, found *doctor.Checkup) *report.MachineSays {
	var causes []string
	for _, x := range found.Findings {
		if x.Severity != diagnose.Info && !slices.Contains(causes, string(x.Cause)) {
			causes = append(causes, string(x.Cause))
		}
	}
	m := &report.MachineSays{Verdict: report.Verdict(found.Verdict), Causes: causes}
	say := func(a report.Answer, id string, args map[string]string) *report.MachineSays {
		m.Answer, m.Text = a, texts.T(id, args)
		return m
	}
	doubted := slices.DeleteFunc(slices.Clone(causes), func(c string) bool { return !slices.Contains(f.Or, diagnose.ID(c)) })
	switch {
	case slices.Contains(causes, string(f.Cause)):
		return say(report.Confirmed, "explain.machine.confirmed", map[string]string{"causes": string(f.Cause)})
	case len(doubted) > 0:
		return say(report.Another, "explain.machine.other", map[string]string{"causes": strings.Join(doubted, ", ")})
	case found.Verdict == diagnose.Broken:
		reason := texts.T("explain.machine.unknown.different", map[string]string{"causes": strings.Join(causes, ", ")})
		return say(report.Unknown, "explain.machine.unknown", map[string]string{"reason": reason})
	case diagnose.Lookup(f.Cause) != nil:
		return say(report.Refuted, "explain.machine.refuted", nil)
	}
	return say(report.Unknown, "explain.machine.unknown", map[string]string{"reason": texts.T("explain.machine.unknown.unseen", nil)})
}
