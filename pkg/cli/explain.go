package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gofix-net/gofix-net/pkg/explain"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
	"github.com/gofix-net/gofix-net/pkg/symptom"
)

type explainFlags struct {
	format, output  string
	doctor, verbose bool
}

func newExplain(p *Program) *cobra.Command {
	var f explainFlags
	c := &cobra.Command{
		Use:     "explain [FILE]",
		Example: "  gofix-net explain build.log\n  go build ./... 2>&1 | gofix-net explain",
		Args: func(c *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usage("usage.onefile", "command", c.CommandPath(), "count", strconv.Itoa(len(args)))
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error { return runExplain(c.Context(), p, c, f, args) },
	}
	choiceVar(c.Flags(), &f.format, "format", "text", formats.ExplanationNames())
	c.Flags().StringVarP(&f.output, "output", "o", "", "")
	c.Flags().BoolVar(&f.doctor, "doctor", false, "")
	c.Flags().BoolVarP(&f.verbose, "verbose", "v", false, "")
	return c
}

func runExplain(ctx context.Context, p *Program, c *cobra.Command, f explainFlags, args []string) error {
	texts, err := p.language(c)
	if err != nil {
		return err
	}
	if f.format == "json-schema" {
		return p.emit(f.output, formats.GuardOf(f.format), func(w io.Writer) error { return formats.WriteExplanation(w, f.format, nil, formats.Options{}) })
	}
	in, name, err := p.input(ctx, args, texts)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	read, err := explain.Read(ctx, &plainText{Reader: in, name: name})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if wrong := (*codeError)(nil); errors.As(err, &wrong) {
		return err
	}
	if err != nil {
		return &codeError{exitUsage, err}
	}
	told := &explaining{texts: texts, file: name, read: read}
	e := told.explanation()
	if first := slices.IndexFunc(read.Findings, func(f explain.Finding) bool { return !f.Advised }); f.doctor && first >= 0 {
		if e.Machine, err = p.askMachine(ctx, texts, read.Findings[first]); err != nil {
			return err
		}
	}
	if words := serverWords(read); words != "" {
		p.quoted(ctx, words)
	}
	display := p.displayTo(f.output, texts)
	display.Verbose = f.verbose
	if err := p.emit(f.output, formats.GuardOf(f.format), func(w io.Writer) error { return formats.WriteExplanation(w, f.format, e, display) }); err != nil {
		return err
	}
	if len(e.Findings) > 0 {
		return exit(exitFound)
	}
	return nil
}

// serverWords are the lines that an explanation shows if a server may have written in
// them; else "", and no program is asked for a credential.
func serverWords(e explain.Explanation) string {
	var b strings.Builder
	answered := false
	for _, f := range e.Findings {
		answered = answered || f.Symptom.Layer() == symptom.LayerHTTP || slices.Contains([]symptom.Symptom{symptom.OutboundProxyFailed, symptom.VCSAuth, symptom.Unknown}, f.Symptom)
		for _, line := range f.Lines {
			answered = answered || strings.Contains(line.Text, "remote:")
			b.WriteString(line.Text + "\n")
		}
	}
	if !answered {
		return ""
	}
	return b.String()
}

// input opens what is to be read: the file that was named, else standard input,
// of which name is "".
func (p *Program) input(ctx context.Context, args []string, texts *i18n.Texts) (in io.ReadCloser, name string, err error) {
	if len(args) == 1 && args[0] != "-" {
		file, err := open(ctx, args[0], p.waits(texts, args[0]))
		if ctx.Err() != nil {
			return nil, "", ctx.Err()
		}
		if err != nil {
			return nil, "", unreadable(args[0], err)
		}
		info, err := file.Stat()
		if err == nil && info.IsDir() {
			err = usage("usage.directory", "file", args[0])
		}
		if err != nil {
			_ = file.Close()
			return nil, "", &codeError{exitUsage, err}
		}
		return file, args[0], nil
	}
	if _, ok := p.Terminal(p.In); ok {
		keys := "Ctrl-D"
		if p.Machine.OS == "windows" {
			keys = "Ctrl-Z, Enter"
		}
		p.say(texts, "explain.waiting", map[string]string{"keys": keys})
	}
	return io.NopCloser(p.In), "", nil
}
