package route_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/gofix-net/gofix-net/pkg/i18n"
)

// TestEveryKeyHasATextInEveryLanguage finds the keys in the sources, so that a
// new constant without a text fails.
func TestEveryKeyHasATextInEveryLanguage(t *testing.T) {
	keys := append(constants(t, "walk/hops.go", func(c *ast.ValueSpec) bool { return typeName(c) == "Next" }, "route.next."),
		append(constants(t, "doubts.go", func(c *ast.ValueSpec) bool { return strings.HasPrefix(c.Names[0].Name, "Doubt") }, "route.doubt."),
			constants(t, "private.go", func(c *ast.ValueSpec) bool { return strings.HasPrefix(c.Names[0].Name, "PrivateBy") }, "route.private.")...)...)
	if len(keys) < 24 {
		t.Fatalf("%d keys found: %q", len(keys), keys)
	}
	for _, lang := range i18n.Langs {
		texts, err := i18n.New(lang)
		if err != nil {
			t.Fatal(err)
		}
		for _, key := range keys {
			if got := texts.T(key, nil); got == "" || strings.Contains(got, key) {
				t.Errorf("%s: %s has no text", lang, key)
			}
		}
	}
}

func constants(t *testing.T, file string, want func(*ast.ValueSpec) bool, prefix string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !want(spec) {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
			text, _ := strconv.Unquote(lit.Value)
			out = append(out, prefix+text)
		}
		return true
	})
	return out
}

func typeName(c *ast.ValueSpec) string {
	id, _ := c.Type.(*ast.Ident)
	if id == nil {
		return ""
	}
	return id.Name
}
