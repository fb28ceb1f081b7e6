package cli

import (
	"context"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/explain/confirm"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// askMachine looks whether this machine has what a text is about.
func (p *Program) askMachine(ctx context.Context, texts *i18n.Texts, f explain.Finding) (*report.MachineSays, error) {
	present, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return nil, err
	}
	secret := confirm.WouldShow(present, f)
	if secret && f.Cause == cause.PrivateModuleExposed {
		return &report.MachineSays{
			Answer: report.Confirmed, Causes: names([]cause.ID{f.Cause}),
			Text: texts.T("explain.machine.private", map[string]string{"module": f.Module}),
		}, nil
	}
	live := newProgress(p, texts)
	// ToTheEnd: the probe that decides may be one that no download needs.
	o := doctor.Options{ToTheEnd: true, Queries: confirm.Queries(f), Wanted: confirm.Kinds(f), Observe: live.observe, Started: live.started}
	if secret {
		o.Queries = nil
	}
	found, err := doctor.Run(ctx, p.Machine, o)
	live.stop()
	if err != nil {
		return nil, err
	}
	j := confirm.Judge(f, o.Queries, found.Findings, found.Facts)
	return machineSays(texts, f, j, found.Verdict), nil
}

// machineSays puts a judgement into words.
func machineSays(texts *i18n.Texts, f explain.Finding, j confirm.Judgement, verdict diagnose.Verdict) *report.MachineSays {
	m := &report.MachineSays{Verdict: report.Verdict(verdict), Causes: names(j.Found)}
	text := func(id string, causes ...cause.ID) string {
		return texts.T("explain.machine."+id, map[string]string{"causes": report.CauseNames(texts, names(causes)...)})
	}
	switch j.Answer {
	case confirm.Confirmed:
		m.Answer, m.Text = report.Confirmed, text("confirmed", f.Cause)
	case confirm.Another:
		m.Answer, m.Text = report.Another, text("other", j.Doubted...)
	case confirm.Refuted:
		m.Answer, m.Text = report.Refuted, text("refuted")
	default:
		reason := text("unknown.unseen")
		if verdict == diagnose.Broken && len(j.Found) > 0 {
			reason = text("unknown.different", j.Found...)
		}
		m.Answer, m.Text = report.Unknown, texts.T("explain.machine.unknown", map[string]string{"reason": reason})
	}
	return m
}

func names(ids []cause.ID) []string {
	out := []string{}
	for _, id := range ids {
		out = append(out, string(id))
	}
	return out
}
