package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

type lintFormat struct {
	name  string
	write func(io.Writer, *report.Lint, Options) error
}

func lintFormats() []lintFormat {
	return []lintFormat{
		{"text", lintText},
		{"json", func(w io.Writer, l *report.Lint, _ Options) error { return indented(w, l) }},
		{"json-schema", func(w io.Writer, _ *report.Lint, _ Options) error {
			_, err := w.Write(report.LintJSONSchema())
			return err
		}},
		{"markdown", lintMarkdown},
		{"junit", lintJUnit},
		{"sarif", lintSARIF},
		{"github", lintGitHub},
	}
}

// LintNames returns the names of the formats of lint.
func LintNames() []string {
	var out []string
	for _, f := range lintFormats() {
		out = append(out, f.name)
	}
	return out
}

// WriteLint writes l in the format of that name. l may be nil for json-schema.
// Every text is cleaned as those of a report are.
func WriteLint(w io.Writer, format string, l *report.Lint, o Options) error {
	all := lintFormats()
	i := slices.IndexFunc(all, func(f lintFormat) bool { return f.name == format })
	if i < 0 {
		return fmt.Errorf("format %q is not one of %s", format, strings.Join(LintNames(), ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	clean, err := l.Clean()
	if err != nil {
		return err
	}
	return all[i].write(w, clean, o)
}
