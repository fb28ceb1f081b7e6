package report

import (
	_ "embed"
	"slices"
)

//go:embed schema.json
var schema []byte

//go:embed explanation.schema.json
var explanationSchema []byte

//go:embed lint.schema.json
var lintSchema []byte

// JSONSchema returns the JSON Schema (draft 2020-12) of the report.
func JSONSchema() []byte { return slices.Clone(schema) }

// ExplanationJSONSchema returns the JSON Schema (draft 2020-12) of an explanation.
func ExplanationJSONSchema() []byte { return slices.Clone(explanationSchema) }

// LintJSONSchema returns the JSON Schema (draft 2020-12) of what lint found.
func LintJSONSchema() []byte { return slices.Clone(lintSchema) }
