// Package formats writes what package report holds: one file per output format, for
// reports, explanations and what lint found. It decides nothing, and every format shows
// the same values. The tables and pages of commands that have no report are made with
// its [Sheet] and [Document].
package formats

import (
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
	"github.com/gofix-net/gofix-net/pkg/tell"
)

// Options are what a format may take into account besides the report.
type Options struct {
	Texts *i18n.Texts // the language of labels; nil is English
	// Version is the program's, for a document that does not hold it.
	Version string
	// Width is the number of columns of the terminal; 0 where there is none.
	Width   int
	Color   bool
	Unicode bool // whether the locale can show more than ASCII
	// Plain is for screen readers: words in place of marks, no columns.
	Plain   bool
	Verbose bool // every probe and every layer of every setting
	// Again is the command that repeats this run; "" means doctor without arguments.
	Again string
	// Interrupted says that the run was ended before a change was looked for.
	Interrupted bool
	// Menu is the number of lines of the menu that follows; 0 where none does. With a
	// menu, no command has to be named.
	Menu int
}

// Format is one way of writing: a file of one form, for a kind of reader. It has a
// writer for each document that can be had in it. A writer gets a document that is
// clean and options with texts, and decides nothing.
type Format struct {
	Name  string
	Doc   string       // one line for help
	Guard foreign.Kind // how the whole of an output is guarded; Screen is for people
	// nil: the document is not to be had in this format.
	Report      func(io.Writer, *report.Report, Options) error
	Explanation func(io.Writer, *report.Explanation, Options) error
	Lint        func(io.Writer, *report.Lint, Options) error
}

// Formats are all formats, the default first.
var Formats = []Format{
	{"text", "for people", foreign.Screen, writeText, explanationText, lintText},
	{"json", "for programs; the schema's name is in it", foreign.JSON, writeJSON, explanationJSON, lintJSON},
	{"json-schema", "the JSON Schema of what json writes", foreign.JSON, writeSchema, explanationSchema, lintSchema},
	{"markdown", "for an issue or a chat", foreign.Plain, writeMarkdown, explanationMarkdown, lintMarkdown},
	{"html", "one file with a picture of the network, to attach to a ticket", foreign.Markup, writeHTML, explanationHTML, nil},
	{"junit", "JUnit XML for CI systems", foreign.Markup, writeJUnit, explanationJUnit, lintJUnit},
	{"sarif", "SARIF 2.1.0 for code scanning", foreign.JSON, writeSARIF, explanationSARIF, lintSARIF},
	{"github", "annotations of GitHub Actions", foreign.Commands, writeGitHub, explanationGitHub, lintGitHub},
	{"openmetrics", "OpenMetrics text for monitoring", foreign.Plain, writeOpenMetrics, nil, nil},
	{"prometheus", "Prometheus text format for node_exporter's textfile collector", foreign.Plain, writePrometheus, nil, nil},
}

// GuardOf returns how an output in the format of that name is guarded.
func GuardOf(name string) foreign.Kind { return lookup(name).Guard }

func lookup(name string) Format {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{Guard: foreign.Plain}
	}
	return Formats[i]
}

// Names returns the names of the formats of reports in their order.
func Names() []string { return names(func(f Format) bool { return f.Report != nil }) }

// ExplanationNames returns the names of the formats of explanations.
func ExplanationNames() []string { return names(func(f Format) bool { return f.Explanation != nil }) }

// LintNames returns the names of the formats of what lint found.
func LintNames() []string { return names(func(f Format) bool { return f.Lint != nil }) }

func names(has func(Format) bool) []string {
	var out []string
	for _, f := range Formats {
		if has(f) {
			out = append(out, f.Name)
		}
	}
	return out
}

// Write writes r in the format of that name. r may be nil for json-schema. The
// error is the writer's, or says that there is no such format.
func Write(w io.Writer, format string, r *report.Report, o Options) error {
	if r == nil {
		r = &report.Report{Schema: report.Schema}
	}
	clean := func() (*report.Report, error) { return report.Clean(r) }
	if r.Unredacted() { // Build cleaned everything else
		clean = func() (*report.Report, error) { return r, nil }
	}
	return write(w, format, Names(), func(f Format) func(io.Writer, *report.Report, Options) error { return f.Report }, clean, o)
}

// WriteExplanation writes e in the format of that name. e may be nil for
// json-schema. Every text is cleaned as those of a report are.
func WriteExplanation(w io.Writer, format string, e *report.Explanation, o Options) error {
	return write(w, format, ExplanationNames(), func(f Format) func(io.Writer, *report.Explanation, Options) error { return f.Explanation }, e.Clean, o)
}

// WriteLint writes l in the format of that name. l may be nil for json-schema.
// Every text is cleaned as those of a report are.
func WriteLint(w io.Writer, format string, l *report.Lint, o Options) error {
	return write(w, format, LintNames(), func(f Format) func(io.Writer, *report.Lint, Options) error { return f.Lint }, l.Clean, o)
}

// write finds the format among those that have this document, cleans the document, and
// writes it.
func write[D any](w io.Writer, format string, known []string, writer func(Format) func(io.Writer, D, Options) error, clean func() (D, error), o Options) error {
	if !slices.Contains(known, format) {
		return tell.Errorf("unknown format %q: it must be one of %s", format, strings.Join(known, ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	d, err := clean()
	if err != nil {
		return err
	}
	return writer(lookup(format))(w, d, o)
}

// causeIDs returns the whole vocabulary of causes, in its order.
func causeIDs() []string {
	var out []string
	for _, id := range cause.IDs() {
		out = append(out, string(id))
	}
	return out
}
