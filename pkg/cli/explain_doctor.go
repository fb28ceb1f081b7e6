package cli

import (
	"context"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// askMachine looks whether this machine has what a text is about.
func (p *Program) askMachine(ctx context.Context, texts *i18n.Texts, f explain.Finding) (*report.MachineSays, error) {
	present, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return nil, err
	}
	secret := wouldShow(present, f)
	if secret && f.Cause == cause.PrivateModuleExposed {
		return &report.MachineSays{
			Answer: report.Confirmed, Causes: []string{string(f.Cause)},
			Text: texts.T("explain.machine.private", map[string]string{"module": f.Module}),
		}, nil
	}
	live := newProgress(p, texts)
	o := checkOf(f)
	o.Observe, o.Started = live.observe, live.started
	if secret {
		o.Queries = nil
	}
	found, err := doctor.Run(ctx, p.Machine, o)
	live.stop()
	if err != nil {
		return nil, err
	}
	return answer(texts, f, o.Queries, found), nil
}

// wouldShow reports whether asking for the module of a finding that is probably
// private would show its path to a module proxy: the settings here do not keep it
// from them.
func wouldShow(s *settings.Snapshot, f explain.Finding) bool {
	path, _, _ := strings.Cut(f.Module, "@")
	host, _, _ := strings.Cut(path, "/")
	switch f.Cause {
	case cause.PrivateModuleExposed:
		return path != "" && !route.Read(s).BypassesProxy(path)
	case cause.GitAuthRequired, cause.GitHostkey:
		return path != "" && !known.CodeHost(host) && !route.Read(s).BypassesProxy(path)
	}
	return false
}

// checkOf is what to look at for a finding: the module that it names, by the
// probes that every download stands upon and those that decide. The settings
// are read in any case.
func checkOf(f explain.Finding) doctor.Options {
	o := doctor.Options{ToTheEnd: true} // the probe that decides may be one that no download needs
	if q, err := parseModule(f.Module); err == nil {
		o.Queries = []probe.Query{q}
	}
	wanted := slices.Clone(f.Probes)
	if cause.TraitsOf(f.Cause).Refuted == cause.ByOrigin || slices.Contains(f.Probes, probe.Git) {
		wanted = append(wanted, probe.GoGet, probe.Git, probe.GitRule)
	}
	o.Wanted = func(k probe.Kind) bool { return k.Basic() || slices.Contains(wanted, k) }
	return o
}

// answer weighs what doctor found against the claim of the text.
func answer(texts *i18n.Texts, f explain.Finding, asked []probe.Query, found *doctor.Checkup) *report.MachineSays {
	var causes, doubted []string
	for _, x := range found.Findings {
		if x.Severity == cause.Info || x.Cause == cause.Unexplained || x.Cause == cause.Undecided || slices.Contains(causes, string(x.Cause)) {
			continue
		}
		causes = append(causes, string(x.Cause))
		if slices.Contains(f.Or, x.Cause) {
			doubted = append(doubted, string(x.Cause))
		}
	}
	m := &report.MachineSays{Verdict: report.Verdict(found.Verdict), Causes: append([]string{}, causes...)}
	switch {
	case slices.Contains(causes, string(f.Cause)):
		m.Answer, m.Text = report.Confirmed, texts.T("explain.machine.confirmed", map[string]string{"causes": report.CauseNames(texts, string(f.Cause))})
	case len(doubted) > 0:
		m.Answer, m.Text = report.Another, texts.T("explain.machine.other", map[string]string{"causes": report.CauseNames(texts, doubted...)})
	case found.Facts.Outcome() == walk.Succeeds && ruledOut(f, asked, found.Facts):
		m.Answer, m.Text = report.Refuted, texts.T("explain.machine.refuted", nil)
	default:
		m.Answer, m.Text = report.Unknown, texts.T("explain.machine.unknown", map[string]string{"reason": undecided(texts, causes, found)})
	}
	return m
}

func undecided(texts *i18n.Texts, causes []string, found *doctor.Checkup) string {
	if found.Verdict == diagnose.Broken && len(causes) > 0 {
		return texts.T("explain.machine.unknown.different", map[string]string{"causes": report.CauseNames(texts, causes...)})
	}
	return texts.T("explain.machine.unknown.unseen", nil)
}

// ruledOut reports whether downloads that work here show that a cause is not
// one of this machine. They do not where the cause lies in what was downloaded,
// in a project, in files of the disk, or comes and goes; nor, where it is one of a
// single module, unless that module was asked about; nor, where it is one of an
// origin, unless git got an answer from there.
func ruledOut(f explain.Finding, asked []probe.Query, facts *facts.Facts) bool {
	switch cause.TraitsOf(f.Cause).Refuted {
	case cause.ByDownload:
		return true
	case cause.ByModule:
		return len(asked) > 0
	case cause.ByOrigin:
		return len(asked) > 0 && slices.ContainsFunc(facts.Results, func(r probe.Result) bool {
			return r.Kind == probe.Git && r.Status == probe.OK
		})
	}
	return false
}
