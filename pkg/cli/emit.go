package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/emit"
	"github.com/gofix-net/gofix-net/pkg/errtype"
	"github.com/gofix-net/gofix-net/pkg/facts"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/recommend"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

type emitFlags struct {
	lookFlags
	profile, output, format string
	current, list           bool
}

func newEmit(p *Program) *cobra.Command {
	var f emitFlags
	c := &cobra.Command{
		Use:  "emit TARGET",
		RunE: func(c *cobra.Command, args []string) error { return runEmit(c.Context(), p, c, f, args) },
	}
	f.register(c)
	c.Flags().StringVar(&f.profile, "profile", "auto", "")
	c.Flags().BoolVar(&f.current, "current", false, "")
	c.Flags().BoolVar(&f.list, "list", false, "")
	choiceVar(c.Flags(), &f.format, "format", "plain", emit.FormatNames())
	c.Flags().StringVarP(&f.output, "output", "o", "", "")
	return c
}

func runEmit(ctx context.Context, p *Program, c *cobra.Command, f emitFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if f.list && len(args) > 0 {
		return usage("usage.flag.exclude", "flag", "--list", "other", args[0])
	}
	if f.list {
		return p.listTargets(texts)
	}
	if f.current && c.Flags().Changed("profile") {
		return usage("usage.flag.exclude", "flag", "--current", "other", "--profile")
	}
	if len(args) != 1 {
		return usage("usage.emit")
	}
	if err := oneOf("emit", args[0], emitTargets()); err != nil {
		return err
	}
	if args[0] == allowlist {
		return p.emitAllowlist(ctx, c, f, texts)
	}
	if c.Flags().Changed("format") {
		return usage("usage.emit.format", "target", args[0])
	}
	state, err := p.wantedState(ctx, c, f, texts)
	if err != nil {
		return err
	}
	return p.emitTarget(emit.Lookup(args[0]), state, f.output, texts)
}

// emitTarget writes a state, and on standard error what of it is not in the text.
func (p *Program) emitTarget(t *emit.Target, state *emit.State, file string, texts *i18n.Texts) error {
	for _, x := range state.Left {
		if x.Err != nil {
			why, _ := p.words(x.Err, texts)
			p.note(texts.T("profile.save.refused", map[string]string{"key": x.Name, "error": why}))
			continue
		}
		p.note(texts.T("emit.left."+x.Why, map[string]string{"name": x.Name}))
	}
	if t.Loses && len(state.Values) > 1 {
		var names []string
		for _, v := range state.Values[1:] {
			names = append(names, v.Name)
		}
		p.note(texts.T("emit.loses", map[string]string{"target": t.Name, "names": strings.Join(names, ", ")}))
	}
	text, err := t.Write(state, texts.Lang)
	if unable, ok := errtype.As[*emit.CannotError](err); ok {
		return told("emit.cannot", "target", unable.Target, "name", unable.Name, "what", unable.What)
	}
	if errors.Is(err, emit.ErrNoProxy) {
		return told("emit.noproxy", "target", t.Name)
	}
	if err != nil {
		return err
	}
	return p.emit(file, guardOf(t.JSON), func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
}

// guardOf is how a file for other programs is guarded.
func guardOf(isJSON bool) foreign.Kind {
	if isJSON {
		return foreign.JSON
	}
	return foreign.Plain
}

// told is a failure that is the state's, in words of the catalogue.
func told(id string, pairs ...string) error {
	err := usage(id, pairs...)
	if coded, ok := errtype.As[*codeError](err); ok {
		coded.code = exitFound
	}
	return err
}

func (p *Program) note(text string) { _, _ = fmt.Fprintf(p.Err, "gofix-net: %s\n", text) }

// wantedState is what the flags ask for: the values in force, those of a profile, or
// what doctor recommends.
func (p *Program) wantedState(ctx context.Context, c *cobra.Command, f emitFlags, texts *i18n.Texts) (*emit.State, error) {
	stored, err := p.storedProfile(f.profile)
	if err != nil {
		return nil, err
	}
	if f.current || stored != nil {
		s, err := settings.Read(ctx, p.Machine, "")
		if err != nil || stored == nil {
			return emit.Wanted(s, nil), err
		}
		fitted, err := fit(ctx, stored, s)
		if err != nil {
			return nil, err
		}
		return emit.Wanted(s, fitted), nil
	}
	o, err := f.options(c)
	if err != nil {
		return nil, err
	}
	a := &applying{p: p, f: applyFlags{format: "json"}, texts: texts, options: o, started: p.Machine.Now()}
	live := newProgress(p, texts)
	a.options.Observe, a.options.Started = live.observe, live.started
	found, err := examine(ctx, p, a, nil)
	live.stop()
	if err != nil {
		return nil, err
	}
	return emit.Wanted(found.Facts.Settings, a.chosen.Wanted), nil
}

// fit adapts a stored profile to the machine, with the patterns that keep paths which
// may be private from the proxies that it brings in.
func fit(ctx context.Context, stored *profile.Profile, s *settings.Snapshot) (*profile.Profile, error) {
	known := &facts.Facts{Settings: s}
	for _, r := range s.Module.Requires {
		known.Queries = append(known.Queries, probe.Query{Path: r.Path, Version: r.Version})
	}
	fitted, err := profile.Adopt(stored, s, func(u settings.Value) bool { return recommend.Replaceable(known, u) })
	if errors.Is(err, profile.ErrNoCompanyProxy) {
		return nil, told("change.no-company-proxy")
	}
	if err != nil {
		return nil, usageOf("--profile", err)
	}
	fitted, exposed := recommend.Shield(ctx, known, fitted)
	if len(exposed) > 0 {
		return nil, told("apply.exposed", "profile", stored.Name, "module", exposed[0].Path)
	}
	return fitted, nil
}

func (p *Program) listTargets(texts *i18n.Texts) error {
	s := formats.NewSheet(p.display(p.Out, texts))
	for _, t := range emit.Targets {
		text := t.Text.In(texts.Lang)
		s.Prose(0, fmt.Sprintf("%-17s ", t.Name), text.For+texts.Aside(texts.T("emit.tested", map[string]string{"by": text.Tested})), formats.Plain)
	}
	s.Prose(0, fmt.Sprintf("%-17s ", allowlist), texts.T("emit.allowlist.for", nil)+texts.Aside(texts.T("emit.tested", map[string]string{"by": texts.T("emit.allowlist.tested", nil)})), formats.Plain)
	return s.Write(p.Out)
}
