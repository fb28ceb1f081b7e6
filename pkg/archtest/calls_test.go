package archtest

import (
	"go/ast"
	"go/token"
	"testing"
)

// partly are the files that use the beginning of a file that is too long, and why.
var partly = map[string]string{
	"pkg/settings/readgit.go":      "one byte tells whether a file can be read",
	"pkg/settings/readresolver.go": "the names at the beginning of a hosts file are right whatever follows",
	"pkg/wire/authorities.go":      "the authorities at the beginning of a bundle are right whatever follows",
	"probes/modcache.go":           "what is longer than a hash is none",
	"pkg/startup/find.go":          "a definition at the beginning counts, whatever an attacker or a tool puts behind it",
	"probes/roots.go":              "the authorities at the beginning of a bundle count whatever follows",
	"probes/sumdbstate.go":         "a record that is too long is damaged, and its beginning shows it",
	"pkg/learn/learn.go":           "a secret that is found is hidden, wherever the file ends",
}

// checkWhole finds who drops what ReadFile says of a file that is too long, or reads
// one without a limit.
func checkWhole(s source) []breach {
	if s.test() || covers(equipment, s) {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch x := n.(type) {
		case *ast.AssignStmt:
			if len(x.Rhs) == 1 && len(x.Lhs) == 3 && called(x.Rhs[0]) == "ReadFile" && named(x.Lhs[1]) == "_" && partly[s.path] == "" {
				out = append(out, breach{s.line(n), "drops that a file was cut", "what is taken for the whole of a file must not be its beginning: host.Whole"})
			}
		case *ast.CallExpr:
			if lit, ok := last(x.Args).(*ast.BasicLit); ok && called(x) == "ReadFile" && lit.Value == "0" {
				out = append(out, breach{s.line(n), "reads a file without a limit", "files come from outside: the limits are in pkg/host/limits.go"})
			}
		}
		return true
	})
	return out
}

// checkLookup finds who looks a registered value up by its name in a literal. A name
// that is misspelt, or changed in its own place, is only found when the program runs.
func checkLookup(s source) []breach {
	if s.test() {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		x, ok := n.(*ast.CallExpr)
		if !ok || called(x) != "Lookup" || len(x.Args) != 1 {
			return true
		}
		if lit, ok := x.Args[0].(*ast.BasicLit); ok && lit.Kind == token.STRING && !onFlags(x) {
			out = append(out, breach{s.line(n), "looks " + lit.Value + " up", "the value itself, or the constant of its id, is checked by the compiler"})
		}
		return true
	})
	return out
}

// checkSort finds calls of package slices' sorting by a function, which makes code for
// each type: pkg/order shares it.
func checkSort(s source) []breach {
	if s.test() || covers(equipment, s) {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if name := called(asExpr(n)); name == "SortFunc" || name == "SortStableFunc" {
			out = append(out, breach{s.line(n), "calls " + name, "it makes 6 to 11 kB of code for each type: order.Stable"})
		}
		return true
	})
	return out
}

func asExpr(n ast.Node) ast.Expr {
	x, _ := n.(ast.Expr)
	return x
}

// onFlags reports whether a call is one of c.Flags().Lookup: cobra has flags by their
// names alone.
func onFlags(x *ast.CallExpr) bool {
	sel, _ := x.Fun.(*ast.SelectorExpr)
	return sel != nil && called(sel.X) == "Flags"
}

func called(x ast.Expr) string {
	call, ok := x.(*ast.CallExpr)
	if !ok {
		return ""
	}
	if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
		return sel.Sel.Name
	}
	return named(call.Fun)
}

func named(x ast.Expr) string {
	if id, ok := x.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

func last(list []ast.Expr) ast.Expr {
	if len(list) == 0 {
		return nil
	}
	return list[len(list)-1]
}

func TestFilesAreReadWhole(t *testing.T) {
	for _, s := range sources(t) {
		report(t, checkWhole(s))
	}
}

func TestNothingIsLookedUpByALiteral(t *testing.T) {
	for _, s := range sources(t) {
		report(t, checkLookup(s))
	}
}

func TestSortingSharesItsCode(t *testing.T) {
	for _, s := range sources(t) {
		report(t, checkSort(s))
	}
}

func TestCallRulesCanFail(t *testing.T) {
	for text, want := range map[string]int{
		`var a, _, e = m.ReadFile("x", max)`:                         0, // a declaration
		`func f() { a, _, e := m.ReadFile("x", max); use(a, e) }`:    1,
		`func f() { a, c, e := m.ReadFile("x", 0); use(a, c, e) }`:   1,
		`func f() { a, c, e := m.ReadFile("x", max); use(a, c, e) }`: 0,
		`var k = files.Lookup("env")`:                                1,
		`var k = files.Lookup(envfile.ID)`:                           0,
		`var k = c.Flags().Lookup("format")`:                         0,
		`func f() { slices.SortStableFunc(a, b) }`:                   1,
		`func f() { order.Stable(a, b) }`:                            0,
	} {
		s := parse(t, "pkg/x/x.go", "package x\n"+text+"\n")
		if got := len(checkWhole(s)) + len(checkLookup(s)) + len(checkSort(s)); got != want {
			t.Errorf("%s: %d breaches, want %d", text, got, want)
		}
	}
}
