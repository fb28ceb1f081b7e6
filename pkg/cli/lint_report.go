package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/apply"
	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/lint"
	files "github.com/gofix-net/gofix-net/pkg/place"
	filekinds "github.com/gofix-net/gofix-net/pkg/place/kinds"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// report puts what was found into words.
func (l *linting) report() (*report.Lint, error) {
	out := &report.Lint{Files: l.read, Fixed: l.fixed, Journal: l.journal}
	for _, r := range l.files {
		if r.unread != nil {
			out.Unread = append(out.Unread, report.LintUnread{File: r.path, Reason: l.reason(r.unread)})
			continue
		}
		for _, p := range r.file.Problems {
			out.Unread = append(out.Unread, report.LintUnread{File: r.path, Line: lineOf(r.file, p), Reason: l.problem(p)})
		}
		for _, x := range r.found {
			if l.baseline != nil && l.baseline.Take(lint.Mark(r.file, x)) {
				out.Known++
				continue
			}
			f, err := l.finding(r, x)
			if err != nil {
				return nil, err
			}
			out.Findings = append(out.Findings, f)
		}
	}
	return out, nil
}

func lineOf(f *files.File, p files.Problem) int {
	if p.Span.Empty() {
		return 0
	}
	return f.Position(p.Span.Start).Line
}

func (l *linting) problem(p files.Problem) string {
	if p.Detail == "" {
		return l.texts.T("lint.problem."+p.ID, nil)
	}
	return l.texts.T("lint.problem."+p.ID, nil) + ": " + p.Detail
}

// reason says why a file was not read, without its name, which stands before it.
func (l *linting) reason(err error) string {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

// maxExcerpt bounds the line that is shown, in bytes.
const maxExcerpt = 240

func (l *linting) finding(r linted, x lint.Finding) (report.LintFinding, error) {
	words, err := x.Words(l.texts)
	if err != nil {
		return report.LintFinding{}, err
	}
	from, to := r.file.Position(x.Span.Start), r.file.Position(x.Span.End)
	out := report.LintFinding{
		Rule: string(x.Rule), Severity: string(x.Severity), Kind: string(r.kind.ID), File: r.path,
		Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column,
		Title: words.Title, Detail: words.Detail, Fix: words.Fix, Fixable: lint.Fixable(r.kind, r.file, x),
	}
	if line := strings.TrimSpace(r.file.Of(r.file.Line(from.Line))); r.kind.ID != "netrc" {
		out.Excerpt = foreign.Redact(line)
		if len(out.Excerpt) > maxExcerpt {
			out.Excerpt = strings.ToValidUTF8(out.Excerpt[:maxExcerpt], "") + "…"
		}
	}
	if slices.Contains(cause.IDs, x.Rule) {
		out.Help = report.HelpBase + string(x.Rule)
	}
	return out, nil
}

// fix writes what can be fixed, journal first, and shows the difference.
func (l *linting) fix(ctx context.Context) error {
	var edits []apply.Edit
	for i := range l.files {
		r := &l.files[i]
		if r.unread != nil || r.kind == nil || r.kind.Quote == nil {
			continue
		}
		was := r.file.Data
		now, n := lint.Fix(r.kind, r.path, was, l.unknown)
		if n == 0 {
			continue
		}
		abs, err := filepath.Abs(filepath.FromSlash(r.path))
		if err != nil {
			return err
		}
		edits = append(edits, apply.Edit{Path: abs, From: []byte(was), To: []byte(now)})
		_, _ = io.WriteString(l.Err, lint.Diff(r.path, was, now))
		if l.flags.dryRun {
			continue
		}
		l.fixed += n
		r.file = filekinds.Read(r.kind, r.path, now)
		r.found = l.judge(r.file)
	}
	if len(edits) == 0 || l.flags.dryRun {
		return nil
	}
	id, err := apply.Edits(ctx, l.Machine, l.Version, edits)
	if err != nil {
		return err
	}
	l.journal = id
	return nil
}

// unknown are the findings of a file that the baseline does not have.
func (l *linting) unknown(f *files.File) []lint.Finding {
	found := l.judge(f)
	if l.baseline == nil {
		return found
	}
	b := lint.Baseline{Findings: slices.Clone(l.baseline.Findings)}
	return slices.DeleteFunc(found, func(x lint.Finding) bool { return b.Take(lint.Mark(f, x)) })
}

func (l *linting) saveBaseline() error {
	b := lint.Baseline{Schema: lint.BaselineSchema, Findings: []lint.Known{}}
	for _, r := range l.files {
		for _, x := range r.found {
			b.Findings = append(b.Findings, lint.Mark(r.file, x))
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return err
	}
	if err := l.emit(l.flags.writeBaseline, func(w io.Writer) error { _, err := w.Write(text.Bytes()); return err }); err != nil {
		return err
	}
	_, err := fmt.Fprintln(l.Err, l.texts.T("lint.baseline", map[string]string{"count": fmt.Sprint(len(b.Findings)), "file": l.flags.writeBaseline}))
	return err
}

func lintWriter(format string, out *report.Lint, o report.Options) func(io.Writer) error {
	return func(w io.Writer) error { return report.WriteLint(w, format, out, o) }
}

func lintSchemaWriter(format string) func(io.Writer) error {
	return lintWriter(format, nil, report.Options{})
}
