package lazyre_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// TestExpressionsCompile compiles each expression that is in the sources, so that a wrong one is found here and not by the log that first
// needs it.
func TestExpressionsCompile(t *testing.T) {
	t.Parallel()
	var files []*ast.File
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), "lazyre.New(") && !strings.Contains(path, "explain") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, 0)
		files = append(files, file)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	consts := constants(files)
	found := 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if x, isIdent := f0(f, ok); !isIdent || x != "lazyre" || f.Sel.Name != "New" {
				return true
			}
			found++
			if _, err := regexp.Compile(text(t, call.Args[0], consts)); err != nil {
				t.Error(err)
			}
			return true
		})
	}
	if found < 90 {
		t.Errorf("only %d expressions found", found)
	}
}

// f0 is the name in front of the dot.
func f0(f *ast.SelectorExpr, ok bool) (string, bool) {
	if !ok {
		return "", false
	}
	x, ok := f.X.(*ast.Ident)
	if !ok {
		return "", false
	}
	return x.Name, true
}

// constants are the string constants of files by name.
func constants(files []*ast.File) map[string]ast.Expr {
	consts := map[string]ast.Expr{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if v, ok := n.(*ast.ValueSpec); ok && len(v.Values) == len(v.Names) {
				for i, name := range v.Names {
					consts[name.Name] = v.Values[i]
				}
			}
			return true
		})
	}
	return consts
}

// text is the value of an expression that is made of literals, constants, + and
// strings.Join.
func text(t *testing.T, e ast.Expr, consts map[string]ast.Expr) string {
	t.Helper()
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		if err != nil {
			t.Fatal(err)
		}
		return s
	case *ast.BinaryExpr:
		return text(t, e.X, consts) + text(t, e.Y, consts)
	case *ast.ParenExpr:
		return text(t, e.X, consts)
	case *ast.Ident:
		return text(t, consts[e.Name], consts)
	case *ast.SelectorExpr:
		return text(t, consts[e.Sel.Name], consts)
	case *ast.CallExpr:
		if list, ok := e.Args[0].(*ast.CompositeLit); ok && len(e.Args) == 2 {
			var parts []string
			for _, el := range list.Elts {
				parts = append(parts, text(t, el, consts))
			}
			return strings.Join(parts, text(t, e.Args[1], consts))
		}
	}
	t.Fatalf("an expression of an unknown form: %T", e)
	return ""
}
