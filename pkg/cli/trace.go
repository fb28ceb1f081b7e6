package cli

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/prove"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/route/walk"
	"github.com/gofix-net/gofix-net/pkg/trace"
)

type traceFlags struct {
	format, output             string
	get, all, offline, verbose bool
	timeout                    time.Duration
}

func newTrace(p *Program) *cobra.Command {
	var f traceFlags
	c := &cobra.Command{
		Use: "trace {MODULE[@VERSION] | -- COMMAND...}",
		Example: `  gofix-net trace github.com/google/uuid@v1.6.0
  gofix-net trace --get golang.org/x/text/language
  gofix-net trace --all --format json
  gofix-net trace -- go get golang.org/x/text@latest`,
		RunE: func(c *cobra.Command, args []string) error { return runTrace(c.Context(), p, c, f, args) },
	}
	fl := c.Flags()
	fl.BoolVar(&f.get, "get", false, "")
	fl.BoolVar(&f.all, "all", false, "")
	fl.BoolVar(&f.offline, "offline", false, "")
	choiceVar(fl, &f.format, "format", "text", trace.Forms.Names())
	fl.StringVarP(&f.output, "output", "o", "", "")
	fl.BoolVarP(&f.verbose, "verbose", "v", false, "")
	fl.DurationVar(&f.timeout, "timeout", 0, "")
	return c
}

// options checks the flags and the argument.
func (f traceFlags) options(c *cobra.Command, args []string) (trace.Options, error) {
	o := trace.Options{Get: f.get, All: f.all, Offline: f.offline, Timeout: f.timeout}
	switch {
	case f.format == "json-schema":
		return o, nil
	case c.Flags().Changed("timeout") && f.timeout <= 0:
		return o, usage("usage.timeout", "value", f.timeout.String())
	case c.ArgsLenAtDash() == 0:
		err := ofCommand(&o, args)
		return o, err
	case f.all && f.get:
		return o, usage("usage.trace.all")
	case f.all && len(args) > 0:
		return o, usage("usage.trace.module", "given", args[0])
	case f.all:
		return o, nil
	case len(args) != 1:
		return o, usage("usage.trace")
	}
	q, err := parseTraced(args[0], f.get)
	if err != nil {
		return o, usageOf(args[0], err)
	}
	o.Query = q
	return o, nil
}

// ofCommand has the modules of a go command traced: the one that it names, by the way
// that it takes, or else those of the project.
func ofCommand(o *trace.Options, line []string) error {
	if _, err := prove.Steps(line); err != nil {
		return usageOf("-- "+strings.Join(line, " "), err)
	}
	o.Dir = prove.Dir(line, "")
	named, _ := prove.Named(line)
	if len(named) == 0 {
		o.All = true
		return nil
	}
	if len(named) > 1 {
		return usage("usage.trace.one", "count", fmt.Sprint(len(named)), "first", named[0])
	}
	o.Get = !slices.Contains(line, "download")
	q, err := parseTraced(named[0], o.Get)
	if err != nil {
		return usageOf(named[0], err)
	}
	if q.Version == "latest" {
		q.Version = ""
	}
	o.Query = q
	return nil
}

func runTrace(ctx context.Context, p *Program, c *cobra.Command, f traceFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	o, err := f.options(c, args)
	if err != nil {
		return err
	}
	if f.format == "json-schema" {
		return emitForm(p, f.output, trace.Forms, f.format, nil, formats.Options{})
	}
	live := newProgress(p, texts)
	o.Observe = live.observe
	if o.All {
		o.Progress = live.modules
	}
	t, err := trace.Run(ctx, p.Machine, o)
	live.stop()
	if err != nil {
		var known func(io.Writer) error
		if t != nil && len(t.Walks) > 0 {
			known = func(w io.Writer) error { return trace.WriteText(w, t, p.display(w, texts)) }
		}
		return p.interrupted(ctx, err, texts, f.format, known)
	}
	if t.All && len(t.Walks) == 0 && t.Toolchain == nil {
		return usage("trace.nomodules")
	}
	display := p.displayTo(f.output, texts)
	display.Verbose = f.verbose
	err = emitForm(p, f.output, trace.Forms, f.format, t, display)
	if err != nil || t.Outcome() != walk.Fails {
		return err
	}
	return exit(exitFound)
}

// parseTraced reads PATH[@VERSION], where with get the path may be a package's.
func parseTraced(text string, get bool) (probe.Query, error) {
	if get {
		return probe.ParsePackage(text)
	}
	path, version, ok := strings.Cut(text, "@")
	if ok && version == "" {
		return probe.ParseQuery(text) // which says what is missing
	}
	// What the version is worth for the path, the walk says in go's words.
	return probe.Query{Path: path, Version: version}, probe.CheckPath(path)
}

// modules draws how many modules are done, as a bar.
func (l *progress) modules(done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.bar = l.texts.T("trace.progress", map[string]string{"done": fmt.Sprint(done), "total": fmt.Sprint(total)})
	const cells = 24
	full := done * cells / max(total, 1)
	l.bar = "[" + strings.Repeat("#", full) + strings.Repeat(".", cells-full) + "] " + l.bar
	if l.width > 0 {
		l.bar = ansi.Truncate(l.bar, l.width-1, "")
	}
}
