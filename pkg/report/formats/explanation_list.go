package formats

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/i18n"
	"github.com/gofix-net/gofix-net/pkg/report"
)

// explanationFormat is one way of writing an explanation.
type explanationFormat struct {
	name  string
	write func(io.Writer, *report.Explanation, Options) error
}

// explanationFormats are all formats, the default first.
func explanationFormats() []explanationFormat {
	return []explanationFormat{
		{"text", explanationText},
		{"json", func(w io.Writer, e *report.Explanation, _ Options) error { return indented(w, e) }},
		{"json-schema", func(w io.Writer, _ *report.Explanation, _ Options) error {
			_, err := w.Write(report.ExplanationJSONSchema())
			return err
		}},
		{"markdown", explanationMarkdown},
		{"html", explanationHTML},
		{"junit", explanationJUnit},
		{"sarif", explanationSARIF},
		{"github", explanationGitHub},
	}
}

// ExplanationNames returns the names of the formats of explanations.
func ExplanationNames() []string {
	var out []string
	for _, f := range explanationFormats() {
		out = append(out, f.name)
	}
	return out
}

// WriteExplanation writes e in the format of that name. e may be nil for
// json-schema. Every text is cleaned as those of a report are.
func WriteExplanation(w io.Writer, format string, e *report.Explanation, o Options) error {
	all := explanationFormats()
	i := slices.IndexFunc(all, func(f explanationFormat) bool { return f.name == format })
	if i < 0 {
		return fmt.Errorf("format %q is not one of %s", format, strings.Join(ExplanationNames(), ", "))
	}
	if o.Texts == nil {
		texts, err := i18n.New(i18n.En)
		if err != nil {
			return err
		}
		o.Texts = texts
	}
	clean, err := e.Clean()
	if err != nil {
		return err
	}
	return all[i].write(w, clean, o)
}
