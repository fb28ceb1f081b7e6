package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/mirror"
	"github.com/gofix-net/gofix-net/pkg/mirror/conform"
	"github.com/gofix-net/gofix-net/pkg/mirror/measure"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/profile"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/settings"
	"github.com/gofix-net/gofix-net/pkg/wire"
)

type mirrorsFlags struct {
	format, output, use, check, module string
	bytes                              int64
	watch, timeout                     time.Duration
	yes, dryRun                        bool
}

// mirrorsFormats are those of a comparison, and those that only --check has.
func mirrorsFormats() []string {
	out := measure.Forms.Names()
	for _, name := range conform.Forms.Names() {
		if !slices.Contains(out, name) {
			out = append(out, name)
		}
	}
	return out
}

// leastWatch is how often a proxy may be asked by a program that runs unattended.
const leastWatch = 10 * time.Second

func newMirrors(p *Program) *cobra.Command {
	var f mirrorsFlags
	c := &cobra.Command{
		Use:  "mirrors [URL…]",
		RunE: func(c *cobra.Command, args []string) error { return runMirrors(c.Context(), p, c, f, args) },
	}
	fl := c.Flags()
	choiceVar(fl, &f.format, "format", "text", mirrorsFormats())
	fl.StringVarP(&f.output, "output", "o", "", "")
	fl.StringVar(&f.module, "module", "", "")
	fl.Int64Var(&f.bytes, "bytes", measure.DefaultBytes, "")
	fl.DurationVar(&f.watch, "watch", 0, "")
	fl.DurationVar(&f.timeout, "timeout", measure.DefaultTimeout, "")
	fl.StringVar(&f.use, "use", "", "")
	fl.StringVar(&f.check, "check", "", "")
	fl.BoolVarP(&f.yes, "yes", "y", false, "")
	fl.BoolVar(&f.dryRun, "dry-run", false, "")
	return c
}

func (f mirrorsFlags) validate(c *cobra.Command, args []string) error {
	switch {
	case f.use != "" && len(args) > 0:
		return usage("usage.mirrors.use")
	case f.check != "" && (len(args) > 0 || f.use != "" || f.watch > 0):
		return usage("usage.mirrors.check")
	case f.format == "junit" && f.check == "":
		return usage("usage.mirrors.junit")
	case f.format == "html" && (f.check != "" || f.use != "" || f.watch > 0):
		return usage("usage.mirrors.html")
	case f.bytes < measure.LeastBytes:
		return usage("usage.mirrors.bytes", "value", fmt.Sprint(f.bytes), "least", fmt.Sprint(measure.LeastBytes))
	case c.Flags().Changed("watch") && f.watch < leastWatch:
		return usage("usage.mirrors.watch", "value", f.watch.String())
	case f.timeout <= 0:
		return usage("usage.timeout", "value", f.timeout.String())
	case f.yes && f.dryRun:
		return usage("usage.flag.exclude", "flag", "--yes", "other", "--dry-run")
	}
	return nil
}

func runMirrors(ctx context.Context, p *Program, c *cobra.Command, f mirrorsFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if err := f.validate(c, args); err != nil {
		return err
	}
	if f.format == "json-schema" {
		if f.check != "" {
			return emitForm(p, f.output, conform.Forms, f.format, nil, formats.Options{})
		}
		return emitForm(p, f.output, measure.Forms, f.format, nil, formats.Options{})
	}
	s, err := settings.Read(ctx, p.Machine, "")
	if err != nil {
		return err
	}
	m := &measuring{p: p, f: f, texts: texts, settings: s}
	if f.use != "" {
		return m.use(ctx, c)
	}
	if f.check != "" {
		return m.check(ctx)
	}
	urls, err := m.urls(args)
	if err != nil {
		return err
	}
	if f.watch > 0 {
		return m.watch(ctx, urls)
	}
	r, err := m.measure(ctx, urls)
	if err != nil {
		return p.interrupted(ctx, err, texts, f.format, m.known(r))
	}
	if err := m.write(r); err != nil {
		return err
	}
	m.lack(r)
	if len(r.Mirrors) == 0 || r.Mirrors[0].Verdict != measure.Usable {
		return exit(exitFound)
	}
	return nil
}

// lack says what this process lacked where a mirror was not reached: that may be all
// that is wrong.
func (m *measuring) lack(r *measure.Result) {
	if m.p.Machine.Lack == nil || m.p.Machine.Lack() == "" || !slices.ContainsFunc(r.Mirrors, func(x measure.Mirror) bool { return x.Verdict == measure.Silent }) {
		return
	}
	m.p.complain("gofix-net: "+m.texts.T("settings.problem.lack."+string(m.p.Machine.Lack()), nil), m.texts)
}

// measuring is one run of the command.
type measuring struct {
	p        *Program
	f        mirrorsFlags
	texts    *i18n.Texts
	settings *settings.Snapshot
}

func (m *measuring) write(r *measure.Result) error {
	return emitForm(m.p, m.f.output, measure.Forms, m.f.format, r, m.p.displayTo(m.f.output, m.texts))
}

// known writes what an interrupted measurement knows: the mirrors that can be used. What
// failed, a mirror or the database, may have failed because of the interruption.
func (m *measuring) known(r *measure.Result) func(io.Writer) error {
	if r == nil {
		return nil
	}
	r.Mirrors = slices.DeleteFunc(r.Mirrors, func(x measure.Mirror) bool { return x.Verdict != measure.Usable })
	r.Database.Tried = r.Database.Reached
	if len(r.Mirrors) == 0 {
		return nil
	}
	return func(w io.Writer) error { return measure.WriteText(w, r, m.p.display(w, m.texts)) }
}

// urls are the module proxies to measure: those that were given, those of the
// settings and of the user's profiles, and those that are known.
func (m *measuring) urls(args []string) ([]settings.Value, error) {
	var given []settings.Value
	for _, a := range args {
		u, err := proxyURL(a)
		if err != nil {
			return nil, err
		}
		given = append(given, u)
	}
	goproxy := settings.Go("GOPROXY")
	lists := []settings.Value{m.settings.Effective(goproxy).Value}
	all, err := profile.List(m.p.Machine)
	if err != nil {
		return nil, &codeError{exitUsage, err}
	}
	for _, x := range all {
		if w, ok := x.Want(goproxy); ok && w.Value != nil && x.File != "" {
			lists = append(lists, *w.Value)
		}
	}
	urls, left := mirror.ToMeasure(given, lists)
	if left > 0 {
		_, _ = fmt.Fprintln(m.p.Err, m.texts.T("mirrors.left", map[string]string{"count": fmt.Sprint(left)}))
	}
	return urls, nil
}

// proxyURL reads an argument that is to be the address of a module proxy.
func proxyURL(text string) (settings.Value, error) {
	u, err := mirror.ParseURL(text)
	if err != nil {
		return "", usageSaying("usage.mirrors.url", err, "given", foreign.Redact(text))
	}
	return u, nil
}

// ownModules is how many modules of the project at hand are compared with go.sum.
const ownModules = 2

// sample is what the mirrors are asked for. Of the modules that were named or that
// the project requires, those that are not proven public are kept back.
func (m *measuring) sample(ctx context.Context, env *probe.Env, urls []settings.Value) (sample measure.Sample, kept []probe.Query, err error) {
	sample = measure.WellKnown()
	if m.f.module != "" {
		if sample, err = m.named(ctx, env, sample, urls); err != nil {
			return sample, nil, err
		}
	}
	var own []probe.Query
	for _, r := range m.settings.Module.Requires {
		if !r.Indirect && r.GoModInGoSum && len(own) < ownModules && r.Path != sample.Module.Path {
			own = append(own, probe.Query{Path: r.Path, Version: r.Version})
		}
	}
	sample.Own = measure.Public(ctx, env, own)
	for _, q := range own {
		if !slices.Contains(sample.Own, q) {
			kept = append(kept, q)
		}
	}
	return sample, kept, nil
}

// named has the mirrors asked for the module of --module. A user who checks a proxy that
// is not public, and names a module, has decided that this proxy may be asked for it. No
// other server is asked, not even to prove that the module is public.
func (m *measuring) named(ctx context.Context, env *probe.Env, sample measure.Sample, urls []settings.Value) (measure.Sample, error) {
	q, err := probe.ParseQuery(m.f.module)
	switch {
	case err != nil || q.Version == "":
		return sample, usage("usage.mirrors.module", "given", m.f.module)
	case m.f.check != "" && !mirror.IsPublic(urls[0]):
		return sample.Secret(q), nil
	case len(measure.Public(ctx, env, []probe.Query{q})) == 0:
		return sample, usage("usage.mirrors.private", "module", q.String())
	}
	sample.Module = q
	return sample, nil
}

// measure measures once, with a bar for each mirror on a terminal.
func (m *measuring) measure(ctx context.Context, urls []settings.Value) (*measure.Result, error) {
	live := newProgress(m.p, m.texts)
	bars := newMirrorBars(m.texts, urls, live.width)
	live.mu.Lock()
	live.rows = bars.rows
	live.mu.Unlock()
	defer live.stop()
	newEnv := func() *probe.Env { return wire.NewEnv(m.p.Machine, m.settings) }
	env := newEnv()
	sample, kept, err := m.sample(ctx, env, urls)
	env.Close()
	if err != nil {
		return nil, err
	}
	r := measure.Run(ctx, measure.Options{
		Mirrors: urls, Sample: sample, Bytes: m.f.bytes, Timeout: m.f.timeout, NewEnv: newEnv, Observe: bars.observe,
	})
	r.Kept = kept
	return r, ctx.Err()
}

// watch measures again and again and adds a JSON line each time, until it is ended.
func (m *measuring) watch(ctx context.Context, urls []settings.Value) error {
	_, _ = fmt.Fprintln(m.p.Err, m.texts.T("mirrors.watch", map[string]string{"every": m.f.watch.String()}))
	tick := time.NewTicker(m.f.watch)
	defer tick.Stop()
	for {
		r, err := m.measure(ctx, urls)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		if err := m.p.appendLine(m.f.output, func(w io.Writer) error { return measure.WriteJSONLine(w, r, formats.Options{Version: m.p.Version}) }); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// check reports whether one proxy does what go needs.
func (m *measuring) check(ctx context.Context) error {
	u, err := proxyURL(m.f.check)
	if err != nil {
		return err
	}
	r, err := m.measure(ctx, []settings.Value{u})
	if err != nil {
		return err
	}
	x := conform.Of(r)
	err = emitForm(m.p, m.f.output, conform.Forms, m.f.format, x, m.p.displayTo(m.f.output, m.texts))
	if err != nil || !x.Failed() {
		return err
	}
	return exit(exitFound)
}

// use measures one proxy and hands it over to apply, the one way to write.
func (m *measuring) use(ctx context.Context, c *cobra.Command) error {
	u, err := proxyURL(m.f.use)
	if err != nil {
		return err
	}
	if !m.f.yes && !m.f.dryRun && !m.p.canAsk() {
		return usage("apply.noterminal")
	}
	r, err := m.measure(ctx, []settings.Value{u})
	if err != nil {
		return err
	}
	if v := r.Mirrors[0].Verdict; v == measure.Broken || v == measure.Silent {
		return &codeError{exitFound, &failure{id: "mirrors.use.broken", args: map[string]string{
			"url": u.String(), "why": measure.Why(&r.Mirrors[0], m.texts),
		}}}
	}
	wanted := usingMirror(u)
	f := applyFlags{yes: m.f.yes, dryRun: m.f.dryRun, format: m.f.format}
	o, err := f.options(c)
	if err != nil {
		return err
	}
	return applyWanted(ctx, m.p, f, m.texts, o, wanted)
}

// usingMirror is the state that asks a proxy first.
func usingMirror(u settings.Value) *profile.Profile {
	list := mirror.Before(u)
	return &profile.Profile{Name: "mirror", Wants: []profile.Want{{Key: settings.Go("GOPROXY"), Value: &list}}}
}
