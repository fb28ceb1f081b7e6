package cli

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

func newProfile(p *Program) *cobra.Command {
	c := &cobra.Command{Use: "profile", Args: noArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(
		&cobra.Command{Use: "list", Args: noArgs,
			RunE: func(c *cobra.Command, _ []string) error { return p.listProfiles(c) }},
		&cobra.Command{Use: "show NAME", Args: oneArg("profile"),
			RunE: func(c *cobra.Command, args []string) error { return p.showProfile(args[0]) }},
		&cobra.Command{Use: "validate FILE", Args: oneArg("file"),
			RunE: func(c *cobra.Command, args []string) error { return p.validateProfile(c, args[0]) }},
		newProfileSave(p), newProfileDiff(p), newProfilePatterns(p),
	)
	return c
}

func oneArg(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usage("usage.profile", "command", c.CommandPath(), "what", what)
		}
		return nil
	}
}

func (p *Program) listProfiles(c *cobra.Command) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	all, err := profile.List(p.Machine)
	_, terminal := p.Terminal(p.Out)
	sheet := formats.NewSheet(p.display(p.Out, texts))
	for _, x := range all {
		text := x.Doc[string(texts.Lang)]
		if x.File != "" {
			text = strings.TrimSpace(text + texts.Aside(x.File))
		}
		lead := fmt.Sprintf("%-12s ", x.Name)
		if terminal {
			sheet.Prose(0, lead, text, formats.Plain)
		} else {
			sheet.Line(0, lead+text) // a program reads one line for each
		}
	}
	if failed := sheet.Write(p.Out); failed != nil {
		return failed
	}
	if err != nil {
		return profileError(err)
	}
	return nil
}

func (p *Program) showProfile(name string) error {
	x, err := p.loadProfile(name)
	if err != nil {
		return err
	}
	for _, w := range x.Wants {
		line := w.Key.String()
		switch {
		case w.Remove != nil:
			line = fmt.Sprintf("-%s=%s", w.Key, w.Remove)
		case w.Value == nil:
			line = "-" + line
		default:
			line = fmt.Sprintf("%s=%s", w.Key, w.Value)
		}
		if w.Key.Tool == settings.GitConfig {
			line = "git " + line // as a profile has it
		}
		if _, err := fmt.Fprintln(p.Out, line); err != nil {
			return err
		}
	}
	return nil
}

// loadProfile is profile.Load with the words of wrong usage: of a name that no profile
// has, which one may have been meant.
func (p *Program) loadProfile(name string) (*profile.Profile, error) {
	x, err := profile.Load(p.Machine, name)
	switch names := profileNames(p); {
	case profile.Unknown(err) && !strings.ContainsAny(name, `/\`):
		return nil, usage("usage.profile.unknown", "name", name, "meant", meant(name, names), "values", strings.Join(names, ", "))
	case err != nil:
		return nil, profileError(err)
	}
	return x, nil
}

// profileError is what is wrong with a profile. The command was called rightly, so
// that no usage is shown with it.
func profileError(err error) error {
	return &codeError{exitUsage, &failure{id: "profile.wrong", args: map[string]string{"error": err.Error()}, err: err}}
}

func (p *Program) validateProfile(c *cobra.Command, file string) error {
	x, err := p.loadProfile(file)
	if err == nil {
		err = plan.CheckProfile(x)
	}
	var forbidden *plan.ForbiddenError
	switch {
	case errors.As(err, &forbidden):
		return &codeError{exitFound, err}
	case err != nil:
		return err
	}
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Out, texts.T("profile.valid", map[string]string{"file": file}))
	return err
}
