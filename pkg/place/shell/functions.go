package shell

import "mvdan.cc/sh/v3/syntax"

// alwaysCalled returns the functions of a script that it calls whatever holds: at its
// own level, or in another such function. The others run if a condition holds, if an
// argument names them, or if another file calls them.
func alwaysCalled(script []*syntax.Stmt) map[string]bool {
	bodies := map[string]*syntax.Stmt{}
	syntaxWalk(script, func(f *syntax.FuncDecl) {
		for _, name := range functionNames(f) {
			bodies[name] = f.Body
		}
	})
	always := map[string]bool{}
	if len(bodies) == 0 {
		return always
	}
	var visit func(list []*syntax.Stmt)
	visit = func(list []*syntax.Stmt) {
		for _, s := range list {
			for _, name := range calls(s, 0) {
				if body, ok := bodies[name]; ok && !always[name] {
					always[name] = true
					visit([]*syntax.Stmt{body})
				}
			}
		}
	}
	visit(script)
	return always
}

// functionNames are the names of a function: zsh can give it several, or none.
func functionNames(f *syntax.FuncDecl) []string {
	var names []string
	for _, name := range f.Names {
		names = append(names, name.Value)
	}
	if f.Name != nil {
		names = append(names, f.Name.Value)
	}
	return names
}

// syntaxWalk visits the functions that statements declare, also within conditions.
func syntaxWalk(list []*syntax.Stmt, visit func(*syntax.FuncDecl)) {
	for _, s := range list {
		syntax.Walk(s, func(n syntax.Node) bool {
			if f, ok := n.(*syntax.FuncDecl); ok {
				visit(f)
			}
			return true
		})
	}
}

// calls returns the names of the commands that a statement runs without a condition.
func calls(s *syntax.Stmt, depth int) (names []string) {
	if s == nil || depth > maxDepth {
		return nil
	}
	all := func(list []*syntax.Stmt) {
		for _, in := range list {
			names = append(names, calls(in, depth+1)...)
		}
	}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		if len(c.Args) > 0 {
			names = append(names, c.Args[0].Lit())
		}
	case *syntax.BinaryCmd:
		all([]*syntax.Stmt{c.X})
		if !isTest(c.X) {
			all([]*syntax.Stmt{c.Y})
		}
	case *syntax.IfClause:
		all(c.Cond)
	case *syntax.WhileClause:
		all(c.Cond)
		all(c.Do)
	case *syntax.ForClause:
		all(c.Do)
	case *syntax.Block:
		all(c.Stmts)
	case *syntax.Subshell:
		all(c.Stmts)
	case *syntax.TimeClause:
		all([]*syntax.Stmt{c.Stmt})
	case *syntax.FuncDecl:
		if len(functionNames(c)) == 0 { // zsh runs a function without a name at once
			all([]*syntax.Stmt{c.Body})
		}
	}
	return names
}
