// Package formats writes what package report holds: one file per output format, for
// reports, explanations and what lint found. It decides nothing, and every format shows
// the same values. The tables and pages of commands that have no report are made with
// its [Sheet] and [Document].
package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/cause"
	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// Options are what a format may take into account besides the report.
type Options struct {
	Texts *i18n.Texts // the language of labels; nil is English
	// Width is the number of columns of the terminal; 0 where there is none.
	Width   int
	Color   bool
	Unicode bool // whether the locale can show more than ASCII
	// Plain is for screen readers: words in place of marks, no columns.
	Plain   bool
	Verbose bool // every probe and every layer of every setting
	Menu    bool // a menu follows, so that no command has to be named
}

// Format is one way of writing a report. Write gets a report that is clean,
// options with texts, and decides nothing.
type Format struct {
	Name  string
	Doc   string // one line for help
	Write func(io.Writer, *report.Report, Options) error
}

// Formats are all formats, the default first.
var Formats = []Format{
	{"text", "for people", writeText},
	{"json", report.Schema, writeJSON},
	{"json-schema", "the JSON Schema of " + report.Schema, writeSchema},
	{"markdown", "for an issue or a chat", writeMarkdown},
	{"html", "one file with a picture of the network, to attach to a ticket", writeHTML},
	{"junit", "JUnit XML for CI systems", writeJUnit},
	{"sarif", "SARIF 2.1.0 for code scanning", writeSARIF},
	{"github", "annotations of GitHub Actions", writeGitHub},
	{"openmetrics", "OpenMetrics text for monitoring", writeOpenMetrics},
	{"prometheus", "Prometheus text format for node_exporter's textfile collector", writePrometheus},
}

// causeIDs returns the whole vocabulary of causes, in its order.
func causeIDs() []string {
	var out []string
	for _, id := range cause.IDs() {
		out = append(out, string(id))
	}
	return out
}

// Names returns the names of the formats in their order.
func Names() []string {
	var out []string
	for _, f := range Formats {
		out = append(out, f.Name)
	}
	return out
}

// Write writes r in the format of that name. r may be nil for json-schema. The
// error is the writer's, or says that there is no such format.
func Write(w io.Writer, format string, r *report.Report, o Options) error {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == format })
	if i < 0 {
		return fmt.Errorf("format %q is not one of %s", format, strings.Join(Names(), ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	if r == nil {
		r = &report.Report{Schema: report.Schema}
	}
	if r.Unredacted() { // Build cleaned everything else
		return Formats[i].Write(w, r, o)
	}
	clean, err := report.Clean(r)
	if err != nil {
		return err
	}
	return Formats[i].Write(w, clean, o)
}
