package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/fetch"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/host"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/plan"
	"github.com/gofix-net/gofix-net/pkg/probe"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

type runFlags struct {
	format, output string
	retry          int
	budget         time.Duration
}

func newRun(p *Program) *cobra.Command {
	var f runFlags
	c := &cobra.Command{
		Use:     "run [flags] -- COMMAND [ARGUMENT...]",
		Example: "  gofix-net run -- go build ./...\n  gofix-net run -- docker build .\n  gofix-net run --retry -- go test ./...\n  gofix-net run --format github -- make test",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usage("usage.run")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return runRun(c.Context(), p, c, f, args) },
	}
	// What follows the command's name is the command's.
	c.Flags().SetInterspersed(false)
	choiceVar(c.Flags(), &f.format, "format", "text", runFormats())
	c.Flags().StringVarP(&f.output, "output", "o", "", "")
	c.Flags().IntVar(&f.retry, "retry", 0, "")
	c.Flags().Lookup("retry").NoOptDefVal = strconv.Itoa(fetch.DefaultRetries)
	c.Flags().DurationVar(&f.budget, "retry-budget", fetch.DefaultBudget, "")
	return c
}

func runFormats() []string {
	return slices.DeleteFunc(formats.ExplanationNames(), func(n string) bool { return n == "json-schema" })
}

func runRun(ctx context.Context, p *Program, c *cobra.Command, f runFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if err := checkRetries(f.retry, f.budget); err != nil {
		return err
	}
	r := &repeater{p: p, texts: texts, args: args}
	if f.retry > 0 {
		r.ledger = newLedger(p, f.retry, f.budget)
	}
	ended, read, err := r.run(ctx)
	var start *host.StartError
	if errors.As(err, &start) {
		return notStarted(texts, args[0], start)
	}
	if err != nil {
		return err
	}
	if err := p.showRun(texts, f, read); err != nil {
		return err
	}
	r.summary(ended, read)
	if f.output == "" && ctx.Err() == nil {
		p.offerApply(ctx, c, texts, read, args)
	}
	return exit(ended.Code)
}

// checkRetries refuses numbers that mean nothing.
func checkRetries(retries int, budget time.Duration) error {
	if retries < 0 || retries > mostRetries {
		return usage("usage.retry", "value", strconv.Itoa(retries), "most", strconv.Itoa(mostRetries))
	}
	if budget <= 0 {
		return usage("usage.retry.budget", "value", budget.String())
	}
	return nil
}

// mostRetries is more than helps anybody: a request that fails so often does not
// pass by itself.
const mostRetries = 100

func notStarted(texts *i18n.Texts, command string, e *host.StartError) error {
	if !e.Found {
		return &codeError{exitNotFound, errors.New(texts.T("run.notfound", map[string]string{"command": command}))}
	}
	return &codeError{exitNotExecutable, errors.New(texts.T("run.notexecutable", map[string]string{"command": command, "error": texts.Err(e)}))}
}

// showRun writes the explanation of a command that failed.
func (p *Program) showRun(texts *i18n.Texts, f runFlags, read explain.Explanation) error {
	told := &explaining{texts: texts, here: true, read: read}
	display := p.display(p.Err, texts)
	if f.output != "" {
		display.Color, display.Width = false, 0
		return p.emit(f.output, formats.GuardOf(f.format), func(w io.Writer) error { return formats.WriteExplanation(w, f.format, told.explanation(), display) })
	}
	if len(read.Findings) == 0 {
		return nil
	}
	if f.format == "text" {
		_, _ = io.WriteString(p.Err, "\n")
		p.say(texts, "run.explained", nil)
	}
	return p.document(p.Err, formats.GuardOf(f.format), func(w io.Writer) error { return formats.WriteExplanation(w, f.format, told.explanation(), display) })
}

// offerApply asks whether to go on with apply, where a setting may help and
// there is a person to ask. How that ends is said, and does not change the exit
// code, which is the command's.
func (p *Program) offerApply(ctx context.Context, c *cobra.Command, texts *i18n.Texts, read explain.Explanation, command []string) {
	i := slices.IndexFunc(read.Findings, func(f explain.Finding) bool {
		entry := cause.Lookup(f.Cause)
		return entry != nil && len(entry.Fixes) > 0
	})
	if i < 0 || !p.canAsk() {
		return
	}
	_, _ = io.WriteString(p.Err, "\n")
	yes, err := p.ask(ctx, texts, "run.apply.question")
	if yes && err == nil {
		beside := *p
		beside.Out = p.Err // standard output is the command's
		f := applyFlags{profile: "auto", format: "text"}
		if q, err := probe.ParseQuery(read.Findings[i].Module); err == nil {
			f.modules = []string{q.String()}
		}
		if err = runApply(ctx, &beside, c, f); err == nil {
			p.say(texts, "run.again", map[string]string{"command": plan.ShellLine(p.Machine.OS, command)})
		}
	}
	var said *codeError
	if err != nil && ctx.Err() == nil && !(errors.As(err, &said) && said.err == nil) {
		p.complain("gofix-net: "+foreign.Redact(texts.Err(err)), texts)
	}
}
