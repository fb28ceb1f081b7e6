package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"github.com/gofix-net/gofix-net/pkg/tell"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/diagnose"
	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
)

type applyFlags struct {
	lookFlags
	profile, format       string
	proxy                 string
	private               []string
	yes, dryRun, noVerify bool
	// files are those that the user agrees to by name.
	files []string
}

var applyFormats = []string{"text", "json"}

func newApply(p *Program) *cobra.Command {
	var f applyFlags
	c := &cobra.Command{
		Use:  "apply [flags] [-- COMMAND...]",
		Args: commandArgs,
		RunE: func(c *cobra.Command, args []string) error {
			f.command = args
			return runApply(c.Context(), p, c, f)
		},
	}
	f.register(c)
	c.Flags().StringVar(&f.profile, "profile", "auto", "")
	c.Flags().StringVar(&f.proxy, "proxy", "", "")
	c.Flags().StringArrayVar(&f.private, "private", nil, "")
	c.Flags().BoolVarP(&f.yes, "yes", "y", false, "")
	c.Flags().BoolVar(&f.dryRun, "dry-run", false, "")
	c.Flags().BoolVar(&f.noVerify, "no-verify", false, "")
	c.Flags().StringArrayVar(&f.files, "file", nil, "")
	choiceVar(c.Flags(), &f.format, "format", "text", applyFormats)
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
	chooser *propose.Chooser
	chosen  propose.Choice
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
	if f.yes && f.dryRun {
		return usage("usage.flag.exclude", "flag", "--yes", "other", "--dry-run")
	}
	o, err := f.options(c)
	if err != nil {
		return err
	}
	stored, err := p.storedProfile(f.profile)
	if err != nil {
		return err
	}
	if _, err := f.fill(texts); err != nil {
		return err
	}
	if !f.yes && !f.dryRun && !p.canAsk() {
		return usage("apply.noterminal")
	}
	if stored == nil {
		if stored, err = p.askForRepository(c.Context(), f, texts); err != nil {
			return err
		}
	}
	p.tellOfRepository(f, stored, texts)
	return applyWanted(ctx, p, f, texts, o, stored)
}

// applyWanted examines the machine and applies a wanted state, or where stored is
// nil the best that is found.
func applyWanted(ctx context.Context, p *Program, f applyFlags, texts *i18n.Texts, o doctor.Options, stored *profile.Profile) (err error) {
	a := &applying{p: p, f: f, texts: texts, options: o, started: p.Machine.Now()}
	live := newProgress(p, texts)
	o.Observe, o.Started = live.observe, live.started
	a.found, err = doctor.Run(ctx, p.Machine, o)
	if err == nil {
		err = a.choose(ctx, stored)
	}
	live.stop()
	if err == nil && a.needsCompanyProxy() {
		err = a.chooseCompany(ctx, stored)
	}
	if errors.Is(err, prove.ErrNotGo) {
		return usageOf("-- "+strings.Join(o.Command, " "), err)
	}
	if err != nil {
		return p.interrupted(ctx, err, texts, f.format, partialReport(p, a.found, texts))
	}
	p.showProblems(a.found, texts)
	return a.conclude(ctx)
}

// fill reads what --proxy and --private give for a named profile. A pattern that
// matches nothing is refused: the person who gives it believes that it protects something.
func (f applyFlags) fill(texts *i18n.Texts) (profile.Fill, error) {
	out := profile.Fill{}
	if f.profile == "auto" && (f.proxy != "" || len(f.private) > 0) {
		return out, usage("usage.fill.auto")
	}
	if f.proxy != "" {
		u, err := mirror.ParseURL(f.proxy)
		if err != nil {
			return out, usageSaying("usage.mirrors.url", err, "given", foreign.Redact(f.proxy))
		}
		out.Proxy = u
	}
	for _, given := range f.private {
		for _, r := range route.ReadPatterns(given, nil) {
			if r.Misread.Nothing() {
				return out, usage("usage.private", "given", foreign.Line(r.Pattern, 120), "why", texts.T("patterns.misread."+string(r.Misread), nil), "meant", r.Meant)
			}
			out.Private = append(out.Private, r.Pattern)
		}
	}
	return out, nil
}

// askForRepository asks on a terminal whether to use the profile of the repository at
// hand, and returns it after a yes. Others wrote it, so that no answer is a no.
func (p *Program) askForRepository(ctx context.Context, f applyFlags, texts *i18n.Texts) (*profile.Profile, error) {
	file := profile.InRepository(p.Machine)
	if file == "" || !p.asksForRepository(f) {
		return nil, nil
	}
	yes, err := p.askAbout(ctx, texts, "apply.question.repository", map[string]string{"file": foreign.Line(file, 120)})
	if err != nil || !yes {
		return nil, err
	}
	return p.loadProfile(profile.Repository)
}

func (p *Program) asksForRepository(f applyFlags) bool {
	return f.profile == "auto" && !f.yes && !f.dryRun && p.canAsk()
}

// tellOfRepository says that the repository at hand has a profile, which is used only
// where it is named, and where a named one came with a repository.
func (p *Program) tellOfRepository(f applyFlags, stored *profile.Profile, texts *i18n.Texts) {
	file := profile.InRepository(p.Machine)
	switch {
	case stored != nil && stored.Shared:
		p.note(texts.T("apply.profile.shared", map[string]string{"file": stored.File}))
	case f.profile == "auto" && file != "" && !p.asksForRepository(f):
		p.note(texts.T("apply.profile.offered", map[string]string{"file": file}))
	}
}

// storedProfile loads the profile of that name, or nil for auto.
func (p *Program) storedProfile(name string) (*profile.Profile, error) {
	if name == "auto" {
		return nil, nil
	}
	stored, err := p.loadProfile(name)
	if _, told := errtype.As[*usageError](err); err != nil && !told {
		return nil, usageOf("--profile", err)
	}
	return stored, err
}

// choose finds the change to propose: the difference to a stored profile, or else
// the best candidate that was found.
func (a *applying) choose(ctx context.Context, stored *profile.Profile) (err error) {
	facts := a.found.Facts
	a.chooser = &propose.Chooser{World: propose.System(a.p.Machine, facts.Settings, a.options, a.found.Rehearsing), Facts: facts, Agreed: a.agreed(), Unproved: a.f.noVerify, Within: a.left()}
	if stored != nil {
		fill, err := a.f.fill(a.texts)
		if err != nil {
			return err
		}
		if stored, err = profile.Filled(stored, facts.Settings, fill); err != nil {
			return usageOf("--proxy", err)
		}
		a.chosen, err = a.chooser.Stored(ctx, stored, a.f.dryRun)
		return err
	}
	a.chosen, err = a.chooser.Auto(ctx, a.found.Candidates)
	return err
}

// left is what is left of --timeout for the proofs, 0 where there is none.
func (a *applying) left() time.Duration {
	if a.options.Timeout <= 0 {
		return 0
	}
	if left := a.options.Timeout - a.p.Machine.Now().Sub(a.started); left != 0 {
		return left
	}
	return -1
}

// conclude ends the run by what was chosen: nothing to do, nothing that helps,
// a dry run, or a change to be confirmed and written.
func (a *applying) conclude(ctx context.Context) error {
	switch {
	case a.chosen.Refused != nil:
		return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.refused", "error", a.refusal()) })
	case a.chosen.Plan.Empty() && len(a.chosen.Shadowed) > 0:
		return a.end(exitFound, func(w io.Writer) {
			a.say(w, "apply.nothing.shadowed")
			a.sayShadowed(w)
		})
	case a.chosen.Plan.Empty() && a.found.Verdict == diagnose.Broken:
		return a.end(exitFound, a.sayNoHelp)
	case a.chosen.Plan.Empty() && a.found.Facts.Outcome() == walk.CannotSay && !a.f.noVerify:
		return a.askGo(ctx)
	case a.chosen.Plan.Empty():
		return a.end(exitOK, func(w io.Writer) {
			a.say(w, a.nothing())
			if s := propose.Borrowed(a.found.Facts); s.Set() {
				a.say(w, "apply.borrowed", "name", s.Key.Name, "value", s.Value.String())
			}
		})
	}
	a.noteRoot()
	if len(a.chosen.Consents) > 0 && a.f.yes {
		return a.end(exitFound, a.sayConsents)
	}
	if a.f.dryRun {
		return a.end(a.dryRunCode(), func(w io.Writer) {
			a.say(w, "apply.dryrun")
			a.sayShadowed(w)
		})
	}
	if !a.f.yes {
		a.showFindings(a.p.Err)
		a.showPlan(a.p.Err)
		a.sayShadowed(a.p.Err)
		a.shown = true
		yes, err := a.confirm(ctx)
		if err != nil {
			return a.unwritten(ctx, err)
		}
		if !yes {
			return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.declined") })
		}
	}
	return a.write(ctx)
}

// nothing is the text for a machine on which nothing has to be done.
func (a *applying) nothing() string {
	if a.found.Facts.Rehearsed() == facts.WorksOffline {
		return "apply.nothing.needed"
	}
	return "apply.nothing"
}

// askGo has the real go decide what the results cannot: whether there is anything
// to do at all.
func (a *applying) askGo(ctx context.Context) error {
	proof, _ := a.chooser.Now(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case proof.OK:
		return a.end(exitOK, func(w io.Writer) { a.say(w, "apply.nothing") })
	case !proof.Tried:
		return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.undecided", "error", "") })
	}
	return a.end(exitFound, func(w io.Writer) { a.say(w, "apply.undecided", "error", propose.Reason(proof)) })
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
	if exposed, ok := errtype.As[*propose.ExposedError](a.chosen.Refused); ok {
		return a.texts.T("apply.exposed", map[string]string{"profile": exposed.Profile, "module": exposed.Module.String()})
	}
	if unproven, ok := errtype.As[*propose.UnprovenError](a.chosen.Refused); ok {
		if unproven.FromCache {
			return a.texts.T("apply.uncached", map[string]string{"profile": unproven.Profile, "error": propose.Reason(unproven.Proof)})
		}
		return a.texts.T("apply.unproven", map[string]string{"profile": unproven.Profile, "error": propose.Reason(unproven.Proof)})
	}
	text, _ := a.p.words(a.chosen.Refused, a.texts)
	return text
}

func (a *applying) dryRunCode() int {
	if a.chosen.Proven != nil && !*a.chosen.Proven || len(a.chosen.Left)+len(a.chosen.Shadowed) > 0 || a.chosen.CommandFails() {
		return exitFound
	}
	return exitOK
}

// end writes the report and the closing words, and returns the exit code.
func (a *applying) end(code int, words func(io.Writer)) error {
	a.found.Took = a.p.Machine.Now().Sub(a.started)
	if a.f.format == "json" {
		in := a.p.reportInput(a.found, a.chosen.Plan, a.texts)
		in.Applied = a.applied
		if a.tell(&in); len(a.chosen.Left) > 0 {
			in.Proven = new(bool) // of all that was asked about
		}
		r, err := report.Build(in)
		if err != nil {
			return err
		}
		if err := a.p.document(a.p.Out, foreign.JSON, func(w io.Writer) error { return formats.Write(w, "json", r, formats.Options{Texts: a.texts}) }); err != nil {
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
	return tell.Errorf("standard output: %w", err)
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
