package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/charmbracelet/huh"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// canAsk reports whether there is a person to ask: a terminal to read from and
// one to show the question on. Standard output may be a file.
func (p *Program) canAsk() bool {
	_, in := p.Terminal(p.In)
	_, out := p.Terminal(p.Err)
	return in && out
}

// confirm asks whether to write.
func (p *Program) confirm(ctx context.Context, texts *i18n.Texts) (bool, error) {
	return p.ask(ctx, texts, "apply.question")
}

// ask puts the question of that id. The default is no. On a terminal that cannot
// move its cursor, and for screen readers (ACCESSIBLE), it is a plain question.
func (p *Program) ask(ctx context.Context, texts *i18n.Texts, id string) (bool, error) {
	return p.askAbout(ctx, texts, id, nil)
}

// askAbout is ask for a question with arguments.
func (p *Program) askAbout(ctx context.Context, texts *i18n.Texts, id string, args map[string]string) (bool, error) {
	var answer bool
	accessible := p.plainQuestions()
	form := huh.NewForm(huh.NewGroup(huh.NewConfirm().
		Title(texts.T(id, args)).
		Affirmative(texts.T("apply.yes", nil)).
		Negative(texts.T("apply.no", nil)).
		Value(&answer))).
		WithInput(p.In).WithOutput(rawWriter(p.Err)).WithTheme(theme()).WithKeyMap(keyMap(texts)).
		WithAccessible(accessible)
	err := runForm(ctx, form, accessible)
	if errors.Is(err, huh.ErrUserAborted) {
		if accessible {
			_, _ = fmt.Fprintln(p.Err) // below the question and its ^C
		}
		return false, context.Canceled
	}
	if err != nil {
		return false, err
	}
	return answer, nil
}

// plainQuestions reports whether questions are put as plain lines: the terminal
// cannot move its cursor, or is read with a screen reader.
func (p *Program) plainQuestions() bool {
	return p.Machine.Getenv("TERM") == "dumb" || p.readAloud()
}

// readAloud reports whether a screen reader is used: by --plain, or by the
// variable that other programs with the same menus have for it.
func (p *Program) readAloud() bool { return p.plain || p.Machine.Getenv("ACCESSIBLE") != "" }

// runForm shows the form. The plain question does not look at ctx: on Ctrl-C it
// is left behind waiting for its answer, and the program ends soon.
func runForm(ctx context.Context, form *huh.Form, plain bool) error {
	if !plain {
		return form.RunWithContext(ctx)
	}
	done := make(chan error, 1)
	go func() { done <- form.RunWithContext(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return huh.ErrUserAborted
	}
}
