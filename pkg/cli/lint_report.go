package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
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
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// report puts the files together, in their order, without what the baseline has.
func (l *linting) report() *report.Lint {
	out := &report.Lint{Files: l.read, Fixed: l.fixed, Journal: l.journal}
	for _, r := range l.files {
		out.Unread = append(out.Unread, r.unread...)
		for _, x := range r.rows {
			if l.baseline != nil && l.baseline.Take(x.mark) {
				out.Known++
				continue
			}
			out.Findings = append(out.Findings, x.LintFinding)
		}
	}
	return out
}

// words judges a file and puts what is found into words.
func (l *linting) words(kind *files.Kind, f *files.File) linted {
	out := linted{path: f.Path, kind: kind}
	for _, p := range f.Problems {
		u := report.LintUnread{File: f.Path, Reason: l.problem(p)}
		if !p.Span.Empty() {
			u.Line = f.Position(p.Span.Start).Line
		}
		out.unread = append(out.unread, u)
	}
	var trial lint.Trial
	for _, x := range l.judge(f) {
		out.rows = append(out.rows, row{l.finding(kind, f, x, trial.Fixable(kind, f, x)), l.mark(f, x)})
	}
	return out
}

func (l *linting) problem(p files.Problem) string {
	if p.Detail == "" {
		return l.texts.T("lint.problem."+p.ID, nil)
	}
	return l.texts.T("plain.label", map[string]string{"label": l.texts.T("lint.problem."+p.ID, nil)}) + p.Detail
}

// reason says why a file was not read, without its name, which stands before it.
func (l *linting) reason(err error) string { return l.texts.Err(withoutName(err)) }

// maxExcerpt bounds the line that is shown, in bytes.
const maxExcerpt = 240

func (l *linting) finding(kind *files.Kind, f *files.File, x lint.Finding, fixable bool) report.LintFinding {
	words := x.Words(l.texts)
	from, to := f.Position(x.Span.Start), f.Position(x.Span.End)
	out := report.LintFinding{
		Rule: string(x.Rule), Severity: x.Severity, Kind: string(kind.ID), File: f.Path,
		Line: from.Line, Column: from.Column, EndLine: to.Line, EndColumn: to.Column,
		Title: words.Title, Detail: words.Detail, Fix: words.Fix, Fixable: fixable,
	}
	if kind.ID != "netrc" {
		out.Excerpt = excerpt(f.Of(f.Line(from.Line)))
	}
	if slices.Contains(cause.IDs(), x.Rule) {
		out.Help = report.HelpBase + string(x.Rule)
	}
	return out
}

// excerpt is a line for showing. What is cut off is cut before it is redacted
// where it is very long, and only after that to the length that is shown, so that
// no credential is cut in two.
func excerpt(line string) string {
	line = strings.TrimSpace(line)
	if len(line) > 64*maxExcerpt {
		line = line[:64*maxExcerpt]
	}
	line = foreign.Redact(line)
	if len(line) > maxExcerpt {
		line = strings.ToValidUTF8(line[:maxExcerpt], "") + "…"
	}
	return line
}

// fix writes what can be fixed, journal first, and shows the difference.
func (l *linting) fix(ctx context.Context) error {
	var edits []apply.Edit
	for i := range l.files {
		r := &l.files[i]
		if r.kind == nil || r.kind.Quote == nil || len(r.rows) == 0 {
			continue
		}
		was, err := readBounded(ctx, filepath.FromSlash(r.path), false, nil)
		if err != nil {
			return err
		}
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
		if !l.flags.dryRun {
			l.fixed += n
			*r = l.words(r.kind, filekinds.Read(r.kind, r.path, now))
		}
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
	return slices.DeleteFunc(found, func(x lint.Finding) bool { return b.Take(l.mark(f, x)) })
}

// mark is how the baseline knows a finding.
func (l *linting) mark(f *files.File, x lint.Finding) lint.Known {
	k := lint.Mark(f, x)
	base := cmp.Or(l.flags.writeBaseline, l.flags.baseline)
	if base == "" {
		return k
	}
	from, err := filepath.Abs(filepath.Dir(base))
	to, err2 := filepath.Abs(f.Path)
	if rel, err3 := filepath.Rel(from, to); err == nil && err2 == nil && err3 == nil {
		k.File = filepath.ToSlash(rel)
	}
	return k
}

func (l *linting) saveBaseline() error {
	b := lint.Baseline{Schema: lint.BaselineSchema, Findings: []lint.Known{}}
	for _, r := range l.files {
		for _, x := range r.rows {
			b.Findings = append(b.Findings, x.mark)
		}
	}
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return err
	}
	if err := l.emit(l.flags.writeBaseline, foreign.JSON, func(w io.Writer) error { _, err := w.Write(text.Bytes()); return err }); err != nil {
		return err
	}
	_, err := fmt.Fprintln(l.Err, l.texts.T("lint.baseline", map[string]string{"count": fmt.Sprint(len(b.Findings)), "file": l.flags.writeBaseline}))
	return err
}

func lintWriter(format string, out *report.Lint, o formats.Options) func(io.Writer) error {
	return func(w io.Writer) error { return formats.WriteLint(w, format, out, o) }
}

func lintSchemaWriter(format string) func(io.Writer) error {
	return lintWriter(format, nil, formats.Options{})
}
