package cli

import (
	"context"
	"errors"
	"strings"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/huh"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/propose"
)

// questions asks what only the person can say, where no change is possible without
// knowing it. A yes leads to a change, which is shown and confirmed as any other; it
// reports whether one was written.
func (w *wizard) questions(ctx context.Context) (done bool, err error) {
	if w.offers() {
		return false, nil
	}
	for _, q := range propose.Questions(w.a.found.Facts, w.a.found.Findings) {
		yes, err := w.p.askAbout(ctx, w.texts, "question."+string(q.Kind), map[string]string{"subject": q.Subject.String()})
		if err != nil {
			return true, err
		}
		if !yes {
			continue
		}
		if done, err = w.answered(ctx, q); done || err != nil {
			return done, err
		}
	}
	return false, nil
}

// answered carries out what follows from a yes, after a second one to the change
// itself.
func (w *wizard) answered(ctx context.Context, q propose.Question) (done bool, err error) {
	if w.a.chosen, err = w.a.chooser.Answered(ctx, q); err != nil {
		return true, err
	}
	if w.a.chosen.Refused != nil {
		w.a.say(w.p.Err, "apply.refused", "error", w.a.refusal())
		return false, nil
	}
	if w.a.chosen.Plan.Empty() {
		return false, nil
	}
	w.a.showPlan(w.p.Err)
	yes, err := w.a.confirm(ctx)
	if err != nil || !yes {
		w.a.chosen = propose.Choice{}
		return err != nil, err
	}
	return true, w.a.write(ctx)
}

// needsCompanyProxy reports whether a profile wants to know the address of a
// company's proxy which nothing here names.
func (a *applying) needsCompanyProxy() bool {
	return errors.Is(a.chosen.Refused, profile.ErrNoCompanyProxy)
}

// chooseCompany asks for that address and chooses again. Without a person to ask it
// is an error of usage.
func (a *applying) chooseCompany(ctx context.Context, stored *profile.Profile) error {
	if a.f.yes || a.f.dryRun || !a.p.canAsk() {
		return usage("apply.company.needed", "profile", stored.Name)
	}
	address, err := a.p.askLine(ctx, a.texts, "apply.company.question", "https://…", func(s string) error {
		if s == "" || profile.CheckCompany(s) == nil {
			return nil
		}
		return errors.New(a.texts.T("apply.company.wrong", nil))
	})
	if err != nil {
		return err
	}
	if address == "" {
		return exit(exitFound)
	}
	a.f.proxy = address
	if err := a.askPrivate(ctx); err != nil {
		return err
	}
	return a.choose(ctx, stored)
}

// askPrivate asks for the patterns of private modules, which --private has not given. No
// answer is none: what is found to be private on this machine is protected anyway.
func (a *applying) askPrivate(ctx context.Context) error {
	if len(a.f.private) > 0 {
		return nil
	}
	patterns, err := a.p.askLine(ctx, a.texts, "apply.private.question", "git.example.com", func(s string) error {
		_, err := applyFlags{private: splitPatterns(s)}.fill(a.texts)
		if err == nil {
			return nil
		}
		text, _ := a.p.words(err, a.texts)
		return errors.New(text)
	})
	a.f.private = splitPatterns(patterns)
	return err
}

// splitPatterns are the patterns that a person has typed: blanks around a comma are not
// meant.
func splitPatterns(line string) []string {
	var out []string
	for part := range strings.SplitSeq(line, ",") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// askLine asks for a line of text, without the blanks around it, until check accepts it;
// shape shows in the empty field what is wanted. Esc leaves.
func (p *Program) askLine(ctx context.Context, texts *i18n.Texts, question, shape string, check func(string) error) (string, error) {
	var answer string
	plain, interrupted := p.plainQuestions(), false
	input := huh.NewInput().Title(texts.T(question, nil)).Placeholder(shape).
		Value(&answer).
		Validate(func(s string) error { return check(strings.TrimSpace(s)) })
	form := huh.NewForm(huh.NewGroup(input)).WithInput(p.In).WithOutput(rawWriter(p.Err)).WithTheme(theme()).WithKeyMap(menuKeysTyped(texts)).WithAccessible(plain).
		WithProgramOptions(tea.WithFilter(watchInterrupt(&interrupted)))
	err := runForm(ctx, form, plain)
	switch {
	case ctx.Err() != nil || interrupted:
		return "", context.Canceled
	case errors.Is(err, huh.ErrUserAborted):
		return "", exit(exitFound)
	case err != nil:
		return "", err
	}
	return strings.TrimSpace(answer), nil
}
