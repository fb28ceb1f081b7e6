package cli

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/apply"
	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/route"
)

type applyFlags struct {
	lookFlags
	profile, format       string
	yes, dryRun, noVerify bool
}

var applyFormats = []string{"text", "json"}

func newApply(p *Program) *cobra.Command {
	var f applyFlags
	c := &cobra.Command{
		Use:  "apply",
		Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return runApply(c.Context(), p, c, f) },
	}
	f.register(c)
	c.Flags().StringVar(&f.profile, "profile", "auto", "")
	c.Flags().BoolVarP(&f.yes, "yes", "y", false, "")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "")
	c.Flags().BoolVar(&f.noVerify, "no-verify", false, "")
	c.Flags().StringVar(&f.format, "format", "text", strings.Join(applyFormats, ", "))
	return c
}

// applying is one run of the command.
type applying struct {
	p       *Program
	f       applyFlags
	texts   *i18n.Texts
	options doctor.Options
	found   *doctor.Checkup
	started time.Time
	chosen  proposal
	// applied is nil until something was written.
	applied *report.Applied
	// shown says that the findings and the plan were shown with the question.
	shown bool
}

func runApply(ctx context.Context, p *Program, c *cobra.Command, f applyFlags) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if err := oneOf("--format", f.format, applyFormats); err != nil {
		return err
	}
	if f.yes && f.dryRun {
		return usage("usage.flag.exclude", "flag", "--yes", "other", "--dry-run")
	}
	if !f.yes && !f.dryRun && !p.canAsk() {
		return usage("apply.noterminal")
	}
	o, err := f.options(c)
	if err != nil {
		return err
	}
	stored, err := p.storedProfile(f.profile)
	if err != nil {
		return err
	}
	a := &applying{p: p, f: f, texts: texts, options: o, started: p.Machine.Now()}
	live := newProgress(p, texts)
	o.Observe, o.Started = live.observe, live.started
	a.found, err = doctor.Run(ctx, p.Machine, o)
	if err == nil {
		err = a.choose(ctx, stored)
	}
	live.stop()
	if err != nil {
		return a.unwritten(ctx, err)
	}
	p.showProblems(a.found, texts)
	return a.conclude(ctx)
}

// storedProfile loads the profile of that name, or nil for auto.
func (p *Program) storedProfile(name string) (*profile.Profile, error) {
	if name == "auto" {
		return nil, nil
	}
	stored, err := profile.Load(p.Machine, name)
	if err != nil {
		return nil, usageOf("--profile", err)
	}
	return stored, nil
}

// conclude ends the run by what was chosen: nothing to do, nothing that helps,
// a dry run, or a change to be confirmed and written.
func (a *applying) conclude(ctx context.Context) error {
	switch {
	case a.chosen.refused != nil:
		return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.refused", "error", a.refusal()) })
	case a.chosen.plan.Empty() && a.found.Verdict == diagnose.Broken:
		return a.end(exitFound, a.sayNoHelp)
	case a.chosen.plan.Empty() && a.found.Facts.Outcome() == route.CannotSay && !a.f.noVerify:
		return a.askGo(ctx)
	case a.chosen.plan.Empty():
		return a.end(exitOK, func(w io.Writer) {
			a.say(w, "apply.nothing")
			if s := a.borrowed(); s.Set() {
				a.say(w, "apply.borrowed", "name", s.Key.Name, "value", s.Value.String())
			}
		})
	}
	a.noteRoot()
	if a.f.dryRun {
		return a.end(a.dryRunCode(), func(w io.Writer) { a.say(w, "apply.dryrun") })
	}
	if !a.f.yes {
		a.showFindings(a.p.Err)
		a.showPlan(a.p.Err)
		a.shown = true
		yes, err := a.p.confirm(ctx, a.texts)
		if err != nil {
			return a.unwritten(ctx, err)
		}
		if !yes {
			return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.declined") })
		}
	}
	return a.write(ctx)
}

// askGo has the real go decide what the results cannot: whether there is anything
// to do at all.
func (a *applying) askGo(ctx context.Context) error {
	limited, cancel := context.WithTimeout(ctx, proofTime)
	defer cancel()
	proof := prove.Baseline(limited, a.p.Machine, a.found.Facts.Settings, a.found.Facts.Queries)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case proof.OK:
		return a.end(exitOK, func(w io.Writer) { a.say(w, "apply.nothing") })
	case !proof.Tried:
		return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.undecided", "error", "") })
	}
	return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.undecided", "error", firstFailure(proof)) })
}

// unwritten is the error of a run that ended before it came to writing. Who
// interrupted it wants to know that.
func (a *applying) unwritten(ctx context.Context, err error) error {
	if codeOf(ctx, err) != exitInterrupted {
		return err
	}
	a.say(a.p.Err, "apply.interrupted")
	return exit(exitInterrupted)
}

func (a *applying) refusal() string {
	text, _ := a.p.words(a.chosen.refused, a.texts)
	return text
}

func (a *applying) dryRunCode() int {
	if a.chosen.proven != nil && !*a.chosen.proven || len(a.chosen.left) > 0 {
		return exitFound
	}
	return exitOK
}

// verifyTime bounds the verification: long enough for a slow line, because
// a change that works slowly is not to be taken back.
const verifyTime = 90 * time.Second

func (a *applying) write(ctx context.Context) error {
	out, err := apply.Apply(ctx, apply.Options{
		Machine: a.p.Machine, Settings: a.found.Facts.Settings, Queries: a.helped(a.chosen.left),
		Version: a.p.Version, NoVerify: a.f.noVerify || a.chosen.hopeless, VerifyTimeout: verifyTime,
	}, a.chosen.plan)
	verified := out.Verified != nil && *out.Verified
	if out.Journal != "" {
		a.applied = &report.Applied{Journal: out.Journal, Verified: verified && len(a.chosen.left) == 0, RolledBack: out.RolledBack}
	}
	back := yes(out.RolledBack || out.Journal == "")
	switch {
	case err == nil:
		late := a.late(ctx, verified)
		code, hidden := a.doneCode(), a.hidden()
		if len(late) > 0 {
			code, a.applied.Verified = exitFound, false
		}
		if !verified || len(hidden) > 0 && a.worksNext(ctx, hidden) {
			hidden = nil
		}
		if len(hidden) > 0 {
			code, a.applied.Verified = exitFound, false
		}
		return a.end(code, func(w io.Writer) {
			defer func() {
				for _, d := range hidden {
					a.say(w, "apply.hidden", "name", d.Name, "value", d.Value.String(), "place", place(d))
				}
			}()
			for _, warning := range out.Warnings {
				_, _ = fmt.Fprintln(w, strings.TrimSpace(warning))
			}
			if len(late) > 0 {
				a.say(w, "apply.late", "id", out.Journal)
				a.showLeft(w, late)
				return
			}
			if len(a.chosen.left) > 0 {
				a.say(w, "apply.partly", "id", out.Journal, "verified", yes(verified))
				return
			}
			a.say(w, "apply.done", "count", fmt.Sprint(len(out.Changes)), "id", out.Journal, "verified", yes(verified), "hopeless", yes(a.chosen.hopeless))
		})
	case ctx.Err() != nil:
		a.say(a.p.Err, "apply.interrupted", "back", back, "id", out.Journal)
		return exit(exitInterrupted)
	}
	text, expected := a.p.words(err, a.texts)
	if expected {
		return a.end(exitFound, func(w io.Writer) {
			a.say(w, "apply.failed", "error", text, "back", back, "id", out.Journal)
			if f := firstFailure(out.Proof); f != "" {
				_, _ = fmt.Fprintf(w, "  %s\n", f)
			}
		})
	}
	a.say(a.p.Err, "apply.failed", "error", text, "back", back, "id", out.Journal)
	return exit(exitInternal)
}

// late looks at the machine once more where a project is too large to have been
// looked at whole on the broken network: the modules that still fail now.
func (a *applying) late(ctx context.Context, verified bool) []recommend.Left {
	if !verified || !a.found.Unswept || len(a.chosen.left) > 0 {
		return nil
	}
	again, err := doctor.Run(ctx, a.p.Machine, a.options)
	if err != nil || again.Verdict != diagnose.Broken {
		return nil
	}
	return recommend.Remaining(again.Facts, &profile.Profile{})
}

// doneCode is 0 only where downloads work now, as far as anybody was to ask.
func (a *applying) doneCode() int {
	if a.chosen.hopeless || len(a.chosen.left) > 0 {
		return exitFound
	}
	return exitOK
}

// end writes the report and the closing words, and returns the exit code.
func (a *applying) end(code int, words func(io.Writer)) error {
	a.found.Took = a.p.Machine.Now().Sub(a.started)
	if a.f.format == "json" {
		in := a.p.reportInput(a.found, a.chosen.plan, a.texts)
		in.Applied, in.Remaining = a.applied, unhelped(a.chosen.left)
		if in.Proven = a.chosen.proven; len(a.chosen.left) > 0 {
			in.Proven = new(bool) // of all that was asked about
		}
		r, err := report.Build(in)
		if err != nil {
			return err
		}
		if err := report.Write(a.p.Out, "json", r, report.Options{Texts: a.texts}); err != nil {
			return a.unsaid(err)
		}
		return exit(code)
	}
	var b strings.Builder
	if !a.shown {
		a.showFindings(&b)
		a.showPlan(&b)
	}
	words(&b)
	if _, err := io.WriteString(a.p.Out, b.String()); err != nil {
		return a.unsaid(err)
	}
	return exit(code)
}

// unsaid is the error where the outcome could not be printed. What was written
// stays, and the entry that can take it back is named where it can still be read.
func (a *applying) unsaid(err error) error {
	if a.applied != nil && !a.applied.RolledBack {
		a.say(a.p.Err, "apply.unsaid", "id", a.applied.Journal)
	}
	return fmt.Errorf("standard output: %w", err)
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// say writes one text; args are names and values in turn.
func (a *applying) say(w io.Writer, id string, args ...string) {
	m := map[string]string{}
	for i := 0; i+1 < len(args); i += 2 {
		m[args[i]] = args[i+1]
	}
	a.prose(w, 0, strings.TrimSpace(a.texts.T(id, m)))
}
