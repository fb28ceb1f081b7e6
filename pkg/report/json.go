package report

import (
	_ "embed"
	"encoding/json"
	"io"
)

//go:embed schema.json
var schema []byte

// writeJSON writes the report as one indented object.
func writeJSON(w io.Writer, r *Report, _ Options) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r)
}

// JSONSchema returns the JSON Schema (draft 2020-12) of the report.
func JSONSchema() []byte { return append([]byte(nil), schema...) }

func writeSchema(w io.Writer, _ *Report, _ Options) error {
	_, err := w.Write(schema)
	return err
}
