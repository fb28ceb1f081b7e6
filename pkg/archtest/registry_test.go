package archtest

import (
	"go/ast"
	"go/token"
	"iter"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// literals returns the package variables of the files whose value is a
// composite literal of that type ("probe.Probe", "Cause"), with their files.
func literals(files []source, typeName string) map[string]literal {
	out := map[string]literal{}
	for _, s := range files {
		for name, value := range s.variables() {
			if lit := literalOf(value, typeName); lit != nil {
				out[name] = literal{s, lit}
			}
		}
	}
	return out
}

// variables yields the package variables of a file that are given a value each.
func (s source) variables() iter.Seq2[string, ast.Expr] {
	return func(yield func(string, ast.Expr) bool) {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) && !yield(name.Name, v.Values[i]) {
						return
					}
				}
			}
		}
	}
}

type literal struct {
	file source
	lit  *ast.CompositeLit
}

func literalOf(e ast.Expr, typeName string) *ast.CompositeLit {
	if u, ok := e.(*ast.UnaryExpr); ok {
		e = u.X
	}
	lit, ok := e.(*ast.CompositeLit)
	if !ok || typeString(lit.Type) != typeName {
		return nil
	}
	return lit
}

func typeString(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return typeString(e.X) + "." + e.Sel.Name
	case *ast.StarExpr:
		return "*" + typeString(e.X)
	}
	return ""
}

// field returns the value of a field of a literal, or nil.
func (l literal) field(name string) ast.Expr {
	for _, e := range l.lit.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			if k, ok := kv.Key.(*ast.Ident); ok && k.Name == name {
				return kv.Value
			}
		}
	}
	return nil
}

// mentioned returns the identifiers within a registry, which is a variable or
// a function of that name.
func mentioned(files []source, registry string) map[string]bool {
	out := map[string]bool{}
	collect := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				out[id.Name] = true
			}
			return true
		})
	}
	for _, s := range files {
		for _, d := range s.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil && d.Name.Name == registry {
					collect(d.Body)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					if v, ok := spec.(*ast.ValueSpec); ok && slices.ContainsFunc(v.Names, func(n *ast.Ident) bool { return n.Name == registry }) {
						collect(v)
					}
				}
			}
		}
	}
	return out
}

// checkRegistered finds literals of a type that their registry does not have.
func checkRegistered(files []source, typeName, registry string) []breach {
	in := mentioned(files, registry)
	var out []breach
	for name, l := range literals(files, typeName) {
		if !in[name] {
			out = append(out, breach{l.file.path, name + " is not in " + registry, "what is in no list is never run, and no other test notices"})
		}
	}
	return out
}

// checkFuncsRegistered finds functions of a shape that their registry does not
// have: their name begins with prefix, and they have that many parameters.
func checkFuncsRegistered(files []source, prefix string, params int, registry string) []breach {
	in := mentioned(files, registry)
	var out []breach
	for _, s := range files {
		for _, d := range s.ast.Decls {
			f, ok := d.(*ast.FuncDecl)
			if ok && f.Recv == nil && strings.HasPrefix(f.Name.Name, prefix) && f.Type.Params.NumFields() == params && !in[f.Name.Name] {
				out = append(out, breach{s.path, f.Name.Name + " is not in " + registry, "what is in no list is never run, and no other test notices"})
			}
		}
	}
	return out
}

// checkTested finds values of a type that no test of the package names.
func checkTested(files, tests []source, typeName string) []breach {
	named := map[string]bool{}
	for _, s := range tests {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				named[id.Name] = true
			}
			return true
		})
	}
	var out []breach
	for name, l := range literals(files, typeName) {
		if !named[name] {
			out = append(out, breach{l.file.path, name + " is in no test", "what is not tested on made-up networks is wrong on real ones, and no other test notices"})
		}
	}
	return out
}

// checkOneEach finds files that do not hold exactly one literal of a type, but for
// those that hold what all of them share.
func checkOneEach(files []source, typeName string, shared ...string) []breach {
	found := map[string]int{}
	for _, l := range literals(files, typeName) {
		found[l.file.path]++
	}
	var out []breach
	for _, s := range files {
		if n := found[s.path]; n != 1 && !slices.Contains(shared, s.path) {
			out = append(out, breach{s.path, strconv.Itoa(n) + " of " + typeName, "one file each: what is looked at stands in one place, and how is a matter of pkg/wire and pkg/protocol"})
		}
	}
	return out
}

// causeSupport are the files of pkg/cause that are no cause: what several causes use.
var causeSupport = []string{"assign.go", "catalogue.go", "cause.go", "data.go", "excepted.go", "vulnerabilities.go", "hop.go", "hosts.go", "layer.go", "login.go", "login_goauth.go", "login_helper.go", "login_hidden.go", "login_kind.go", "login_netrc.go", "login_ssh.go", "pages.go", "phrases.go", "refusal.go", "render.go", "repute.go", "rules.go", "startup.go", "system.go", "traits.go", "where.go", "words.go"}

// checkCauses holds the files of causes to their form: one cause each, named
// after its id, with its words, which a function of both languages makes.
func checkCauses(files []source) []breach {
	ids := stringConstants(files)
	causes := literals(files, "Cause")
	var out []breach
	for _, s := range files {
		base := baseOf(s)
		if slices.Contains(causeSupport, base) {
			continue
		}
		var here []literal
		for _, l := range causes {
			if l.file.path == s.path {
				here = append(here, l)
			}
		}
		if len(here) != 1 {
			out = append(out, breach{s.path, strconv.Itoa(len(here)) + " causes in one file", "a cause is one file, and a file is one cause; what several causes use stands in the files of causeSupport"})
			continue
		}
		out = append(out, checkCause(s, base, here[0], ids)...)
	}
	return out
}

// knowsOthers are the files that may name other causes, and why.
var knowsOthers = map[string]string{
	"pkg/cause/catalogue.go": "it is the list",
}

// checkApart finds names that a cause's file defines and another file uses. The
// cause itself stands in the catalogue, and nowhere else.
func checkApart(files []source) []breach {
	home := map[string]string{}
	for _, s := range files {
		if slices.Contains(causeSupport, baseOf(s)) {
			continue
		}
		ids := idsIn(s)
		for _, name := range definedIn(s) {
			if !ids[name] { // an id is the cause's name, and anybody may say it
				home[name] = s.path
			}
		}
	}
	var out []breach
	for _, s := range files {
		for _, name := range freeNames(s) {
			if at, ok := home[name]; ok && at != s.path && knowsOthers[s.path] == "" {
				out = append(out, breach{s.path, name + " belongs to " + at, "causes do not know each other: what two of them ask is a question for pkg/facts, what two of them say belongs to a file of causeSupport"})
			}
		}
	}
	return out
}

// checkNamesNoCause finds names of causes in the engine.
func checkNamesNoCause(engine, causes []source) []breach {
	ids := map[string]bool{}
	for _, s := range causes {
		maps.Copy(ids, idsIn(s))
	}
	var out []breach
	for _, s := range engine {
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if sel, ok := n.(*ast.SelectorExpr); ok && typeString(sel.X) == "cause" && ids[sel.Sel.Name] {
				out = append(out, breach{s.path, "names cause." + sel.Sel.Name, "the engine treats all causes alike: what is special about one stands in its own value"})
			}
			return true
		})
	}
	return out
}

// idsIn are the names of the constants of type ID that a file defines.
func idsIn(s source) map[string]bool { return constantsIn(s, "ID") }

// checkConstantsRegistered finds constants of a type that their registry does not have.
func checkConstantsRegistered(files []source, typeName, registry string) []breach {
	in := mentioned(files, registry)
	var out []breach
	for _, s := range files {
		for name := range constantsIn(s, typeName) {
			if !in[name] {
				out = append(out, breach{s.path, name + " is not in " + registry, "tests, schemas and formats go through the list, and would not know it"})
			}
		}
	}
	return out
}

// constantsIn are the names of the constants of a type that a file defines.
func constantsIn(s source, typeName string) map[string]bool {
	out := map[string]bool{}
	for _, d := range s.ast.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok || g.Tok != token.CONST {
			continue
		}
		for _, spec := range g.Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && typeString(v.Type) == typeName {
				for _, n := range v.Names {
					out[n.Name] = true
				}
			}
		}
	}
	return out
}

func baseOf(s source) string { return s.path[strings.LastIndexByte(s.path, '/')+1:] }

// definedIn are the names that a file defines for its package, methods excepted.
func definedIn(s source) []string {
	var out []string
	for _, d := range s.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Recv == nil {
				out = append(out, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					for _, n := range spec.Names {
						out = append(out, n.Name)
					}
				case *ast.TypeSpec:
					out = append(out, spec.Name.Name)
				}
			}
		}
	}
	return out
}

// freeNames are the names that a file uses without defining them: not those
// behind a dot, in front of a colon, or of its own variables.
func freeNames(s source) []string {
	var out []string
	for _, id := range s.ast.Unresolved {
		out = append(out, id.Name)
	}
	return out
}

func checkCause(s source, base string, l literal, ids map[string]string) []breach {
	var out []breach
	id := stringOf(l.field("ID"), ids)
	if want := strings.ReplaceAll(id, "-", "_") + ".go"; base != want {
		out = append(out, breach{s.path, "holds " + id, "the file of a cause is named after it, so that it is found: " + want})
	}
	if l.field("Words") == nil {
		out = append(out, breach{s.path, "no words", "every text that a person sees exists in every language: the field Words, Languages{English, Chinese}"})
	}
	return out
}

// stringConstants are the string constants and variables of the files by name.
func stringConstants(files []source) map[string]string {
	out := map[string]string{}
	for _, s := range files {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.CONST {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						out[name.Name] = stringOf(v.Values[i], nil)
					}
				}
			}
		}
	}
	return out
}

func stringOf(e ast.Expr, constants map[string]string) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, _ := strconv.Unquote(e.Value)
		return s
	case *ast.Ident:
		return constants[e.Name]
	case *ast.BinaryExpr:
		return stringOf(e.X, constants) + stringOf(e.Y, constants)
	}
	return ""
}
