package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/lint"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

type lintFlags struct {
	format, output, failOn, as       string
	profile, baseline, writeBaseline string
	fix, dryRun                      bool
}

func newLint(p *Program) *cobra.Command {
	var f lintFlags
	c := &cobra.Command{
		Use:  "lint [PATH…]",
		RunE: func(c *cobra.Command, args []string) error { return runLint(c.Context(), p, c, f, args) },
	}
	choiceVar(c.Flags(), &f.format, "format", "text", formats.LintNames())
	c.Flags().StringVarP(&f.output, "output", "o", "", "")
	choiceVar(c.Flags(), &f.failOn, "fail-on", "warning", []string{"error", "warning", "info", never})
	c.Flags().StringVar(&f.as, "as", "", strings.Join(kindNames(), ", "))
	c.Flags().StringVar(&f.profile, "profile", "", "")
	c.Flags().StringVar(&f.baseline, "baseline", "", "")
	c.Flags().StringVar(&f.writeBaseline, "write-baseline", "", "")
	c.Flags().BoolVar(&f.fix, "fix", false, "")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "")
	return c
}

func runLint(ctx context.Context, p *Program, c *cobra.Command, f lintFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if f.format == "json-schema" {
		return p.emit(f.output, formats.GuardOf(f.format), lintSchemaWriter(f.format))
	}
	l := &linting{Program: p, texts: texts, flags: f}
	if err := l.prepare(ctx); err != nil {
		return err
	}
	if len(args) == 0 {
		args = []string{"."}
	}
	if err := l.look(ctx, args); err != nil {
		return err
	}
	if f.fix {
		if err := l.fix(ctx); err != nil {
			return err
		}
	}
	if f.writeBaseline != "" {
		return l.saveBaseline()
	}
	out := l.report()
	display := p.displayTo(f.output, texts)
	if err := p.emit(f.output, formats.GuardOf(f.format), lintWriter(f.format, out, display)); err != nil {
		return err
	}
	if f.output != "" {
		l.sayUnread(out)
	}
	return exit(lintCode(out, f.failOn))
}

// mostUnread bounds the files that are told to have not been read.
const mostUnread = 5

// sayUnread says why the exit code is that of wrong usage where the report, which says
// so too, is in a file.
func (l *linting) sayUnread(out *report.Lint) {
	for _, u := range out.Unread[:min(len(out.Unread), mostUnread)] {
		l.complain("gofix-net: "+printable(u.File)+": "+l.texts.T("lint.unread", map[string]string{"reason": u.Reason}), l.texts)
	}
}

// never is the value of --fail-on with which no finding makes a failure.
const never = "never"

// counts reports whether a finding is as severe as --fail-on says.
func counts(s cause.Severity, failOn string) bool {
	return failOn != never && s.Rank() >= cause.Severity(failOn).Rank()
}

// lintCode is the exit code: what could not be read weighs more than what was
// found, so that a green run means that everything was looked at.
func lintCode(l *report.Lint, failOn string) int {
	if len(l.Unread) > 0 {
		return exitUsage
	}
	for _, f := range l.Findings {
		if counts(f.Severity, failOn) {
			return exitFound
		}
	}
	return exitOK
}

// prepare reads what the files are compared with.
func (l *linting) prepare(ctx context.Context) error {
	if l.flags.profile != "" {
		prof, err := l.loadProfile(l.flags.profile)
		if err != nil {
			return err
		}
		if prof.Open() {
			return usage("usage.lint.open", "profile", l.flags.profile)
		}
		l.wanted = prof
	}
	if l.flags.baseline != "" {
		text, err := readBounded(ctx, l.flags.baseline, true, l.waits(l.texts, l.flags.baseline))
		if err != nil {
			return usageSaying("usage.lint.baseline", withoutName(err), "file", l.flags.baseline)
		}
		if l.baseline, err = lint.ReadBaseline(strings.NewReader(text)); err != nil {
			return usageSaying("usage.lint.baseline", withoutName(err), "file", l.flags.baseline)
		}
	}
	return nil
}
