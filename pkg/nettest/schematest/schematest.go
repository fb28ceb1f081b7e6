// Package schematest judges a JSON document by a JSON Schema in tests.
package schematest

import (
	"bytes"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// Compile returns what tells whether a document keeps a JSON Schema (draft
// 2020-12), formats such as date-time included.
func Compile(schema []byte) (validate func(document []byte) error, err error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		return nil, err
	}
	compiled, err := c.Compile("schema.json")
	if err != nil {
		return nil, err
	}
	return func(document []byte) error {
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(document))
		if err != nil {
			return err
		}
		return compiled.Validate(value)
	}, nil
}

// Check is [Compile] for a test, which ends where the schema is not valid.
func Check(t testing.TB, schema []byte) func(document []byte) error {
	t.Helper()
	validate, err := Compile(schema)
	if err != nil {
		t.Fatal(err)
	}
	return validate
}
