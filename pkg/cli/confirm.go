package cli

import (
	"context"
	"errors"

	"github.com/charmbracelet/huh"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// canAsk reports whether there is somebody to ask: a terminal to read from and
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
	var answer bool
	form := huh.NewForm(huh.NewGroup(huh.NewConfirm().
		Title(texts.T(id, nil)).
		Affirmative(texts.T("apply.yes", nil)).
		Negative(texts.T("apply.no", nil)).
		Value(&answer))).
		WithInput(p.In).WithOutput(p.Err).
		WithAccessible(p.Machine.Getenv("TERM") == "dumb" || p.Machine.Getenv("ACCESSIBLE") != "")
	err := form.RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) {
		return false, &codeError{code: exitInterrupted}
	}
	return answer, err
}
