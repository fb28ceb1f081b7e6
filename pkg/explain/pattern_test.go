package explain

import (
	"go/ast"
	goparser "go/parser"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// TestPatternsCompile compiles each expression that is in the sources, so
// that a wrong one is found here and not by the log that first needs it.
func TestPatternsCompile(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, name := range files {
		file, err := goparser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			if f, ok := call.Fun.(*ast.Ident); !ok || f.Name != "re" {
				return true
			}
			found++
			source, whole := constant(call.Args[0])
			if _, err := regexp.Compile(source); whole && err != nil {
				t.Errorf("%s: %v", name, err)
			}
			return true
		})
	}
	if found < 50 {
		t.Errorf("only %d expressions found", found)
	}
	for _, l := range links {
		l.re.compiled()
	}
	for _, p := range []*pattern{prefix, zipOf} {
		p.compiled() // put together from parts
	}
}

// constant is the value of a string literal; whole is false where it is put
// together from parts.
func constant(e ast.Expr) (value string, whole bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return "", false
	}
	value, err := strconv.Unquote(lit.Value)
	return value, err == nil
}
