package formats

import (
	"encoding/json"
	"io"

	"github.com/gofix-net/gofix-net/pkg/report"
)

// writeJSON writes the report as one indented object.
func writeJSON(w io.Writer, r *report.Report, _ Options) error { return indented(w, r) }

func explanationJSON(w io.Writer, e *report.Explanation, _ Options) error { return indented(w, e) }

func lintJSON(w io.Writer, l *report.Lint, _ Options) error { return indented(w, l) }

func writeSchema(w io.Writer, _ *report.Report, _ Options) error {
	return bytesTo(w, report.JSONSchema())
}

func explanationSchema(w io.Writer, _ *report.Explanation, _ Options) error {
	return bytesTo(w, report.ExplanationJSONSchema())
}

func lintSchema(w io.Writer, _ *report.Lint, _ Options) error {
	return bytesTo(w, report.LintJSONSchema())
}

func bytesTo(w io.Writer, data []byte) error {
	_, err := w.Write(data)
	return err
}

// indented writes a value as indented JSON, in which < and > stay as they are.
func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
