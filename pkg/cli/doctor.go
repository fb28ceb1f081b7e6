package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

type doctorFlags struct {
	lookFlags
	format, output, failOn string
	as                     string
	verbose                bool
	redact, noRedact       bool
}

func newDoctor(p *Program) *cobra.Command {
	var f doctorFlags
	c := &cobra.Command{
		Use:  "doctor [flags] [-- COMMAND...]",
		Args: commandArgs,
		RunE: func(c *cobra.Command, args []string) error {
			f.command = args
			return runDoctor(c.Context(), p, c, f)
		},
	}
	f.register(c)
	choiceVar(c.Flags(), &f.format, "format", "text", formats.Names())
	c.Flags().StringVarP(&f.output, "output", "o", "", "")
	choiceVar(c.Flags(), &f.failOn, "fail-on", "error", []string{"error", "warning", never})
	c.Flags().StringVar(&f.as, "as", "", asForms())
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "")
	c.Flags().BoolVar(&f.redact, "redact", true, "")
	c.Flags().BoolVar(&f.noRedact, "no-redact", false, "")
	return c
}

func runDoctor(ctx context.Context, p *Program, c *cobra.Command, f doctorFlags) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if err := f.check(c); err != nil {
		return err
	}
	if f.format == "json-schema" {
		return p.emit(f.output, formats.GuardOf(f.format), func(w io.Writer) error { return formats.Write(w, f.format, nil, formats.Options{}) })
	}
	o, err := f.options(c)
	if err != nil {
		return err
	}
	a := &applying{p: p, f: applyFlags{format: f.format}, texts: texts, options: o, started: p.Machine.Now()}
	var other *described
	if f.as != "" {
		if other, err = p.readAs(f.as); err != nil {
			return err
		}
		m, remove, err := other.machine(p.Machine)
		if err != nil {
			return err
		}
		defer remove()
		there := *p
		there.Machine = m
		p, a.p = &there, &there
		if f.format == "text" {
			other.say(p, texts)
		}
	}
	live := newProgress(p, texts)
	a.options.Observe, a.options.Started = live.observe, live.started
	found, err := examine(ctx, p, a, other)
	live.stop()
	if errors.Is(err, prove.ErrNotGo) {
		return usageOf("-- "+strings.Join(o.Command, " "), err)
	}
	if err != nil {
		return p.interrupted(ctx, err, texts, f.format, partialReport(p, found, texts))
	}
	p.showProblems(found, texts)
	in := p.reportInput(found, a.chosen.Plan, texts)
	a.tell(&in)
	in.Unredacted = f.noRedact || !f.redact
	if other != nil {
		in.As = other.title()
	}
	if err := f.write(p, in, texts); err != nil {
		return err
	}
	return exit(severityCode(found, f.failOn))
}

// check refuses values and pairs of flags that make no sense.
func (f doctorFlags) check(c *cobra.Command) error {
	if f.noRedact && c.Flags().Changed("redact") && f.redact {
		return usage("usage.flag.exclude", "flag", "--redact", "other", "--no-redact")
	}
	return nil
}

// write writes the report where it is wanted. Credentials that --no-redact asks for are
// only in settings and the plan: what servers said goes past the guard all the same.
func (f doctorFlags) write(p *Program, in report.Input, texts *i18n.Texts) error {
	r, err := report.Build(in)
	if err != nil {
		return err
	}
	display := p.displayTo(f.output, texts)
	display.Verbose = f.verbose
	if f.as != "" {
		display.Again = "gofix-net doctor --as " + printable(f.as)
	}
	emit := p.emit
	if in.Unredacted {
		if r, err = r.Masked(func(document string) string { return p.secrets.Guard(foreign.JSON, document) }); err != nil {
			return err
		}
		emit = p.emitSecret
	}
	return emit(f.output, formats.GuardOf(f.format), func(w io.Writer) error { return formats.Write(w, f.format, r, display) })
}

// examine runs doctor and has the real go try what it recommends: what is shown as
// the answer was tried. For an environment that a file describes nothing is chosen:
// nothing of it can be written from here.
func examine(ctx context.Context, p *Program, a *applying, other *described) (*doctor.Checkup, error) {
	var err error
	if a.found, err = doctor.Run(ctx, p.Machine, a.options); err != nil {
		return a.found, err
	}
	if other != nil {
		a.found.Findings = ofFile(a.found.Findings)
	} else {
		err = a.choose(ctx, nil)
	}
	a.found.Took = p.Machine.Now().Sub(a.started)
	return a.found, err
}

// showProblems says on standard error what could not be read of this machine.
func (p *Program) showProblems(found *doctor.Checkup, texts *i18n.Texts) {
	for _, x := range found.Facts.Settings.Problems {
		if x.ID == settings.GitMissing {
			continue // a finding says so where git is needed
		}
		_, _ = fmt.Fprintf(p.Err, "%s: %s\n", x.About, texts.T(x.ID, x.Args))
	}
}

// severityCode is the exit code of a diagnosis: the format never changes it.
func severityCode(found *doctor.Checkup, failOn string) int {
	if len(found.Said) > 0 && failOn != never {
		return exitFound
	}
	for _, x := range found.Findings {
		if counts(x.Severity, failOn) {
			return exitFound
		}
	}
	return exitOK
}

// tell puts what was chosen, and what came of trying it, into a report.
func (a *applying) tell(in *report.Input) {
	for _, t := range a.chosen.Tried {
		in.Dismissed = append(in.Dismissed, report.Dismissal{Wants: t.Wanted.Wants, Why: report.GoRefuted})
	}
	for _, d := range a.found.Dismissed {
		in.Dismissed = append(in.Dismissed, report.Dismissal{Wants: d.Wants, Why: map[walk.Outcome]report.Why{walk.Fails: report.WouldFail}[d.Outcome]})
	}
	in.Proven, in.Remaining, in.Rejected, in.Consents = a.chosen.Proven, unhelped(a.chosen.Left), a.chosen.Rejected, a.chosen.Consents
	if r := a.chosen.Rehearsal; a.chosen.CommandFails() && len(a.chosen.Left) == 0 {
		in.CommandFails = &report.CommandFailure{Step: r.Step, Said: r.Output}
	}
}

func unhelped(left []recommend.Left) []report.Unhelped {
	var out []report.Unhelped
	for _, l := range left {
		out = append(out, report.Unhelped{Module: l.Query.String(), Why: l.Why})
	}
	return out
}

// reportInput is what a report of a checkup and a plan shows, without a proof.
func (p *Program) reportInput(found *doctor.Checkup, d plan.Plan, texts *i18n.Texts) report.Input {
	return report.Input{
		Version: p.Version, Started: found.Started, Took: found.Took, Settings: found.Facts.Settings,
		Verdict: report.Verdict(found.Verdict), Results: found.Facts.Results,
		Queries: found.Facts.Queries, Path: pathOf(found.Facts.Walks(), found.Facts.Results, found.Findings), Findings: found.Findings,
		Said: p.inWords(found.Said, found.Facts.Of(probe.Rehearsal), texts), Command: found.Facts.RehearsedCommand(), Rehearsed: rehearsedWord(found.Facts), Lowered: found.Facts.LoweredFrom(),
		Plan: d, Texts: texts,
	}
}
