package formats

import (
	"encoding/json"
	"io"

	"github.com/gofix-net/gofix-net/pkg/report"
)

// writeJSON writes the report as one indented object.
func writeJSON(w io.Writer, r *report.Report, _ Options) error { return indented(w, r) }

func writeSchema(w io.Writer, _ *report.Report, _ Options) error {
	_, err := w.Write(report.JSONSchema())
	return err
}

// indented writes a value as indented JSON, in which < and > stay as they are.
func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
