package report

import (
	"encoding/json"
	"io"
)

// writeJSON writes the report as one indented object.
func writeJSON(w io.Writer, r *Report, _ Options) error { return indented(w, r) }

func writeSchema(w io.Writer, _ *Report, _ Options) error {
	_, err := w.Write(JSONSchema())
	return err
}

// indented writes a value as indented JSON, in which < and > stay as they are.
func indented(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}
