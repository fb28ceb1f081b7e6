package archtest

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"
)

// breach is one place that breaks a rule.
type breach struct{ where, what, why string }

func (b breach) String() string { return fmt.Sprintf("%s: %s: %s", b.where, b.what, b.why) }

// ownPath reports whether an import is of this module.
func ownPath(p string) bool {
	return p == "probes" || strings.HasPrefix(p, "pkg/") || strings.HasPrefix(p, "cmd/")
}

// checkImports applies an import rule to a file.
func checkImports(r importRule, s source) []breach {
	if !covers(r.who, s) || covers(r.but, s) || s.test() && !r.tests {
		return nil
	}
	var out []breach
	for _, p := range s.imports() {
		for _, not := range r.not {
			hit := below(not, p)
			if !ownPath(not) && strings.Contains(not, ".") {
				hit = below(not+"/...", p) // the packages and major versions of another module
			}
			// A package may be split: what is below it is not "somebody".
			if hit && p != s.dir() && !slices.Contains(free, p) {
				out = append(out, breach{s.path, "imports " + p, r.why})
			}
		}
	}
	return out
}

// checkCalls applies a call rule to a file. A name counts wherever it is
// mentioned: passing os.Getenv on is calling it.
func checkCalls(r callRule, s source) []breach {
	exempt := slices.Collect(keys(r.but))
	if !covers(r.who, s) || covers(exempt, s) || s.test() && !r.test {
		return nil
	}
	imports := s.imports()
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		pkg, ok := sel.X.(*ast.Ident)
		if !ok || pkg.Obj != nil { // a local variable of that name
			return true
		}
		name := imports[pkg.Name] + "." + sel.Sel.Name
		if slices.Contains(r.not, name) {
			out = append(out, breach{s.line(n), "uses " + name, r.why})
		}
		return true
	})
	return out
}

// checkReveal finds who takes the redaction off a value: by Reveal, whatever
// stands before it.
func checkReveal(allowed map[string]string, s source) []breach {
	if s.test() || allowed[s.path] != "" {
		return nil
	}
	var out []breach
	for _, n := range reveals(s) {
		out = append(out, breach{s.line(n), "calls Reveal", "a credential that is not revealed cannot leak; a file that has to needs an entry with its reason in revealers"})
	}
	return out
}

func reveals(s source) []ast.Node {
	var out []ast.Node
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok && sel.Sel.Name == "Reveal" {
			out = append(out, n)
		}
		return true
	})
	return out
}

// mayEndTests says what a machine lacks, and fails in CI.
const mayEndTests = "pkg/nettest/need/need.go"

// checkHabits finds what no file may do.
func checkHabits(s source) []breach {
	var out []breach
	add := func(n ast.Node, what, why string) { out = append(out, breach{s.line(n), what, why}) }
	for _, spec := range s.ast.Imports {
		if spec.Name != nil && spec.Name.Name == "." {
			add(spec, "dot import", "a name has to say where it comes from, also to these rules")
		}
	}
	for _, d := range s.ast.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
			add(f, "func init", "registries are one slice each, and nothing happens by being imported")
		}
	}
	imports := s.imports()
	ast.Inspect(s.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			sel, ok := n.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			on, _ := sel.X.(*ast.Ident)
			switch {
			case slices.Contains([]string{"Skip", "Skipf", "SkipNow"}, sel.Sel.Name) && (on == nil || imports[on.Name] == ""),
				on != nil && imports[on.Name] == "testing" && sel.Sel.Name == "Short":
				if s.path == mayEndTests {
					return true
				}
				add(n, "skips a test", "a test that cannot find what it needs fails: a skipped one proves nothing and nobody sees it")
			}
		case *ast.Ident:
			if n.Name == "InsecureSkipVerify" {
				add(n, "InsecureSkipVerify", "no certificate is ever accepted unverified; a refused one is read out of the error")
			}
		}
		return true
	})
	return out
}

// checkVariables finds assignments to variables of a package, files being all
// of its files that are built into programs.
func checkVariables(files []source) []breach {
	global := map[string]bool{}
	for _, s := range files {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok.String() != "var" {
				continue
			}
			for _, spec := range g.Specs {
				for _, name := range spec.(*ast.ValueSpec).Names {
					global[name.Name] = name.Name != "_"
				}
			}
		}
	}
	var out []breach
	for _, s := range files {
		changed := func(n ast.Node, e ast.Expr) {
			id := rootIdent(e)
			if id != nil && global[id.Name] && s.packageLevel(id) {
				out = append(out, breach{s.line(n), "changes the package variable " + id.Name, "state of a package is shared by everything that runs at the same time, tests included"})
			}
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, e := range n.Lhs {
					if n.Tok.String() != ":=" {
						changed(n, e)
					}
				}
			case *ast.IncDecStmt:
				changed(n, n.X)
			}
			return true
		})
	}
	return out
}

// packageLevel reports whether an identifier means the package's variable: the
// parser resolves the others within the file.
func (s source) packageLevel(id *ast.Ident) bool {
	return id.Obj == nil || s.ast.Scope.Lookup(id.Name) == id.Obj
}

// rootIdent returns x of x, x.f, x[i] and *x.
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

func keys(m map[string]string) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}

// pastTheGuard are the files that may write to a stream behind its guard, and what
// they write there: nothing that came from outside.
var pastTheGuard = map[string]string{
	"pkg/cli/guard.go":            "it has the function",
	"pkg/cli/output.go":           "documents, which it has guarded as a whole",
	"pkg/cli/confirm.go":          "the question, whose words are ours",
	"pkg/cli/wizard_questions.go": "the question, whose words are ours",
	"pkg/cli/wizard.go":           "the menu, whose words are ours",
	"pkg/cli/wizard_mirrors.go":   "the menu of mirrors, whose addresses are redacted and cleaned",
	"pkg/cli/progress.go":         "lines that are drawn again and again; hosts in them are cleaned",
	"pkg/cli/fetch.go":            "lines that are drawn again and again; modules in them are cleaned",
	"pkg/cli/run_retry.go":        "the streams of the user's own command",
}

// checkGuard finds who takes the guard off an output.
func checkGuard(s source) []breach {
	if s.test() || pastTheGuard[s.path] != "" {
		return nil
	}
	var out []breach
	ast.Inspect(s.ast, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && (id.Name == "rawWriter" || id.Name == "raw" && s.dir() == "pkg/cli") {
			out = append(out, breach{s.line(n), "writes past the guard", "an output that no guard sees shows secrets; a file that has to needs an entry with its reason in pastTheGuard"})
		}
		return true
	})
	return out
}
