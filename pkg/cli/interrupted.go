package cli

import (
	"context"
	"fmt"
	"io"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"github.com/gofix-net/gofix-net/pkg/doctor"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// interrupted returns the error that ends a command. If a person interrupted it, it
// first says that nothing was changed and, for people, what is known so far: known
// writes that, and is nil where nothing is known. All of it stands on standard error,
// because the reader of standard output asked for a whole result.
func (p *Program) interrupted(ctx context.Context, err error, texts *i18n.Texts, format string, known func(io.Writer) error) error {
	if codeOf(ctx, err) != exitInterrupted {
		return err
	}
	if known == nil || format != "text" {
		_, _ = fmt.Fprintln(p.Err, texts.T("cli.interrupted", nil))
		return exit(exitInterrupted)
	}
	_, _ = fmt.Fprintln(p.Err, texts.T("doctor.interrupted", nil))
	_ = known(p.Err) // the interruption is what matters
	return exit(exitInterrupted)
}

// partialReport writes what a run of doctor has seen so far; nil if that is nothing.
func partialReport(p *Program, found *doctor.Checkup, texts *i18n.Texts) func(io.Writer) error {
	if found == nil || !slices.ContainsFunc(found.Facts.Results, looked) {
		return nil
	}
	return func(w io.Writer) error {
		r, err := report.Build(p.reportInput(found, plan.Plan{Profile: "auto"}, texts))
		if err != nil {
			return err
		}
		o := p.display(w, texts)
		o.Interrupted = true
		return formats.Write(w, "text", r, o)
	}
}

func looked(r probe.Result) bool { return r.Status != probe.Skip }

// watchInterrupt is a filter for the keys of a menu that remembers Ctrl-C: huh leaves a
// menu on it as on Esc, but Ctrl-C ends the program.
func watchInterrupt(seen *bool) func(tea.Model, tea.Msg) tea.Msg {
	return func(_ tea.Model, m tea.Msg) tea.Msg {
		if k, ok := m.(tea.KeyMsg); ok && k.Type == tea.KeyCtrlC {
			*seen = true
		}
		return m
	}
}
