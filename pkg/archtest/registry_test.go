package archtest

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// literals returns the package variables of the files whose value is a
// composite literal of that type ("probe.Probe", "Cause"), with their files.
func literals(files []source, typeName string) map[string]literal {
	out := map[string]literal{}
	for _, s := range files {
		for _, d := range s.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, spec := range g.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					if i < len(v.Values) {
						if lit := literalOf(v.Values[i], typeName); lit != nil {
							out[name.Name] = literal{s, lit}
						}
					}
				}
			}
		}
	}
	return out
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
			out = append(out, breach{l.file.path, name + " is not in " + registry, "what is in no list is never run, and nobody notices"})
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
				out = append(out, breach{s.path, f.Name.Name + " is not in " + registry, "what is in no list is never run, and nobody notices"})
			}
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

// checkCauses holds the files cause_ID.go to their form: one cause each, named
// after its id, with its words in every language.
func checkCauses(files []source, languages []string) []breach {
	ids := stringConstants(files)
	causes := literals(files, "Cause")
	var out []breach
	for _, s := range files {
		base := s.path[strings.LastIndexByte(s.path, '/')+1:]
		if !strings.HasPrefix(base, "cause_") {
			continue
		}
		var here []literal
		for _, l := range causes {
			if l.file.path == s.path {
				here = append(here, l)
			}
		}
		if len(here) != 1 {
			out = append(out, breach{s.path, strconv.Itoa(len(here)) + " causes in one file", "a cause is one file, and a file cause_*.go is one cause"})
			continue
		}
		out = append(out, checkCause(s, base, here[0], ids, languages)...)
	}
	return out
}

func checkCause(s source, base string, l literal, ids map[string]string, languages []string) []breach {
	var out []breach
	id := stringOf(l.field("ID"), ids)
	if want := "cause_" + strings.ReplaceAll(id, "-", "_") + ".go"; base != want {
		out = append(out, breach{s.path, "holds " + id, "the file of a cause is named after it, so that it is found: " + want})
	}
	text, _ := l.field("Text").(*ast.CompositeLit)
	for _, lang := range languages {
		if !hasTitle(text, lang) {
			out = append(out, breach{s.path, "no title in " + lang, "every text that a person sees exists in every language"})
		}
	}
	return out
}

func hasTitle(text *ast.CompositeLit, lang string) bool {
	if text == nil {
		return false
	}
	for _, e := range text.Elts {
		kv, ok := e.(*ast.KeyValueExpr)
		if !ok || stringOf(kv.Key, nil) != lang {
			continue
		}
		if words, ok := kv.Value.(*ast.CompositeLit); ok {
			return stringOf(literal{lit: words}.field("Title"), nil) != ""
		}
	}
	return false
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
