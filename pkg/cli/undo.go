package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/apply"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/journal"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func newUndo(p *Program) *cobra.Command {
	var list, force bool
	var discard string
	c := &cobra.Command{
		Use: "undo [ID]",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("usage.oneid", "command", c.CommandPath(), "count", strconv.Itoa(len(args)))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			texts, err := p.language(c)
			if err != nil {
				return err
			}
			if wrong := undoExcludes(list, discard != "", len(args) > 0); wrong != nil {
				return wrong
			}
			if list {
				return p.listJournal(texts)
			}
			if discard != "" {
				return p.discard(discard, texts)
			}
			return p.undo(c.Context(), strings.Join(args, ""), force, texts)
		},
	}
	c.Flags().BoolVar(&list, "list", false, "")
	c.Flags().BoolVar(&force, "force", false, "")
	c.Flags().StringVar(&discard, "discard", "", "")
	return c
}

// undoExcludes is the error of a call that asks for two things, nil for any other call.
func undoExcludes(list, discard, id bool) error {
	switch {
	case list && discard:
		return usage("usage.flag.exclude", "flag", "--list", "other", "--discard")
	case list && id:
		return usage("usage.flag.exclude", "flag", "--list", "other", "ID")
	case discard && id:
		return usage("usage.flag.exclude", "flag", "--discard", "other", "ID")
	}
	return nil
}

func (p *Program) undo(ctx context.Context, id string, force bool, texts *i18n.Texts) error {
	s, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return err
	}
	out, err := apply.Undo(ctx, apply.Options{Machine: p.Machine, Settings: s, Version: p.Version}, id, force)
	switch {
	case errors.Is(err, journal.ErrNone):
		_, err = fmt.Fprintln(p.Out, texts.T("undo.nothing", nil))
		return err
	case errors.Is(err, journal.ErrUnknown):
		return usageOf(id, errors.New(texts.T("change.unknown", nil)))
	case err != nil:
		return p.undoError(err, texts)
	}
	for _, f := range out.Bytes {
		_, _ = fmt.Fprintln(p.Out, texts.T("undo.bytes", map[string]string{"file": f}))
	}
	for _, c := range out.Keys {
		_, _ = fmt.Fprintln(p.Out, texts.T("undo.key", map[string]string{"key": c.Key.String()}))
	}
	for _, c := range out.Left {
		_, _ = fmt.Fprintln(p.Out, texts.T("undo.left", map[string]string{"key": c.Key.String()}))
	}
	_, err = fmt.Fprintln(p.Out, texts.T("undo.done", map[string]string{"id": out.Entry.ID}))
	return err
}

// undoError says why nothing, or not all, was taken back. What another program
// changed is shown, so that the reader can decide about --force.
func (p *Program) undoError(err error, texts *i18n.Texts) error {
	text, expected := p.words(err, texts)
	if !expected {
		return err
	}
	var changed *journal.ChangedError
	if errors.As(err, &changed) {
		_, _ = fmt.Fprintln(p.Err, texts.T("undo.differs", map[string]string{"file": changed.Path}))
		for _, line := range changed.Lines {
			_, _ = fmt.Fprintf(p.Err, "  %s\n", foreign.Redact(line))
		}
	}
	return &codeError{exitFound, errors.New(text)}
}

func (p *Program) listJournal(texts *i18n.Texts) error {
	j, err := journal.Open(p.Machine)
	if err != nil {
		return p.undoError(err, texts)
	}
	// An entry that cannot be read is no reason not to show the others.
	entries, broken := j.List()
	if len(entries) == 0 && broken == nil {
		_, err := fmt.Fprintln(p.Out, texts.T("undo.empty", nil))
		return err
	}
	for _, e := range entries {
		var keys []string
		for _, c := range e.Plan.Changes {
			keys = append(keys, foreign.Redact(c.Key))
		}
		_, err := fmt.Fprintf(p.Out, "%s  %s  %s  %s\n", e.ID, e.Started.Local().Format("2006-01-02 15:04:05"), formats.Pad(texts.T("undo.state."+string(e.State), nil), 11), strings.Join(keys, ", "))
		if err != nil {
			return err
		}
	}
	for _, d := range journal.Damaged(broken) {
		_, err := fmt.Fprintln(p.Out, texts.T("undo.damaged", map[string]string{"id": d.ID, "error": texts.Err(d.Err)}))
		if err != nil {
			return err
		}
		broken = nil
	}
	return broken
}

// discard moves a damaged entry aside.
func (p *Program) discard(id string, texts *i18n.Texts) error {
	j, err := journal.Open(p.Machine)
	if err != nil {
		return p.undoError(err, texts)
	}
	to, err := j.Discard(id)
	if errors.Is(err, journal.ErrUnknown) {
		return usageOf(id, errors.New(texts.T("undo.undamaged", nil)))
	}
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Out, texts.T("undo.discarded", map[string]string{"file": to}))
	return err
}
