package archtest

import (
	"go/ast"
	"testing"
)

// natureTable is where it is said what each kind of probe is like.
const natureTable = "pkg/probe/nature.go"

// A kind of probe that the table lacks would be neither local nor anything else.
func TestEachKindOfProbeHasItsNature(t *testing.T) {
	var kinds, told []string
	for _, s := range sources(t) {
		switch s.path {
		case "pkg/probe/probe.go":
			kinds = kindsOfProbes(s)
		case natureTable:
			told = kindsTold(s)
		}
	}
	if len(kinds) < 18 {
		t.Fatalf("only %d kinds of probes are found: this rule looks past them", len(kinds))
	}
	for _, k := range kinds {
		n := 0
		for _, other := range told {
			if other == k {
				n++
			}
		}
		if n != 1 {
			t.Errorf("%s has %d lines in %s, want one", k, n, natureTable)
		}
	}
}

// kindsOfProbes are the constants of type Kind.
func kindsOfProbes(s source) []string {
	var out []string
	ast.Inspect(s.ast, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); ok && kind.Name == "Kind" {
			out = append(out, spec.Names[0].Name)
		}
		return true
	})
	return out
}

// kindsTold are the values of the field kind in the table.
func kindsTold(s source) []string {
	var out []string
	ast.Inspect(s.ast, func(n ast.Node) bool {
		pair, ok := n.(*ast.KeyValueExpr)
		if !ok {
			return true
		}
		key, named := pair.Key.(*ast.Ident)
		value, simple := pair.Value.(*ast.Ident)
		if named && simple && key.Name == "kind" {
			out = append(out, value.Name)
		}
		return true
	})
	return out
}
