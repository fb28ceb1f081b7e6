package archtest

import (
	"go/ast"
	"strconv"
	"strings"
	"testing"
)

// TestNobodyElsesDirectoryIsSwept: the program removes directories of its name that stay
// empty, wherever they come from: a test's own, empty while a compiler runs, was gone.
func TestNobodyElsesDirectoryIsSwept(t *testing.T) {
	t.Parallel()
	const swept = "gofix-net-" // scratchNames of pkg/host
	calls := 0
	for _, s := range sources(t) {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 2 {
				return true
			}
			if f, ok := call.Fun.(*ast.SelectorExpr); !ok || f.Sel.Name != "MkdirTemp" {
				return true
			}
			calls++
			if name, ok := call.Args[1].(*ast.BasicLit); ok {
				if text, err := strconv.Unquote(name.Value); err == nil && strings.HasPrefix(text, swept) {
					t.Errorf("%s: a directory %s… is removed by any gofix-net that runs while it is empty", s.line(n), text)
				}
			}
			return true
		})
	}
	if calls < 5 {
		t.Errorf("%d calls of MkdirTemp were looked at", calls)
	}
}
