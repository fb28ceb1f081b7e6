package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/place"
)

// known is a variable of the script.
type known struct {
	text     string
	literal  bool
	exported bool
}

// walk visits the commands of one script.
type walk struct {
	b       *place.Builder
	p       place.Piece // what the offsets of the syntax tree are in
	text    string      // p.Text as it was parsed
	scope   int
	persist int
	vars    map[string]known
	pending map[string][]int // assignments of variables that are not exported yet, by name
	depth   int
	always  map[string]bool // the functions that run whatever holds
	into    string          // the file that gets the output of what is read, "" for none
}

func (w *walk) span(n syntax.Node) place.Span {
	return w.p.Span(int(n.Pos().Offset()), int(n.End().Offset())) //nolint:gosec // offsets of a text in memory
}

func (w *walk) stmts(list []*syntax.Stmt) {
	for i, s := range list {
		w.stmt(s)
		if i+1 < len(list) {
			w.cutBySemicolon(s, list[i+1])
		}
	}
}

// maxDepth bounds the recursion into compound commands.
const maxDepth = 60

func (w *walk) stmt(s *syntax.Stmt) {
	if s == nil || w.depth > maxDepth || w.b.Full() {
		return
	}
	w.depth++
	defer func() { w.depth-- }()
	w.documents(s)
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		w.call(s, c)
	case *syntax.DeclClause:
		w.declare(c)
	case *syntax.BinaryCmd:
		if file := w.tee(c.Y); c.Op == syntax.Pipe && file != "" {
			w.outputTo(file, func() { w.stmt(c.X) })
			return
		}
		w.stmt(c.X)
		if c.Op != syntax.Pipe && isTest(c.X) {
			w.conditionally(func() { w.stmt(c.Y) })
			return
		}
		if c.Op == syntax.Pipe && w.cutByBar(c) {
			return
		}
		w.stmt(c.Y)
	case *syntax.IfClause:
		w.branch(c)
	case *syntax.WhileClause:
		w.stmts(c.Cond)
		w.stmts(c.Do)
	case *syntax.ForClause:
		w.stmts(c.Do)
	case *syntax.CaseClause:
		for _, item := range c.Items {
			w.conditionally(func() { w.stmts(item.Stmts) })
		}
	case *syntax.Block:
		w.outputTo(w.target(s), func() { w.stmts(c.Stmts) })
	case *syntax.Subshell:
		w.outputTo(w.target(s), func() { w.inner(func() { w.stmts(c.Stmts) }) })
	case *syntax.FuncDecl:
		names := functionNames(c)
		if len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return w.always[name] }) {
			w.stmt(c.Body)
		} else {
			w.conditionally(func() { w.stmt(c.Body) })
		}
	case *syntax.TimeClause:
		w.stmt(c.Stmt)
	}
	w.substitutions(s)
}

func (w *walk) branch(c *syntax.IfClause) {
	for ; c != nil; c = c.Else {
		w.stmts(c.Cond)
		w.conditionally(func() { w.stmts(c.Then) })
	}
}

// conditionally marks what is set in do: it is not set for everybody.
func (w *walk) conditionally(do func()) {
	before := len(w.b.Assignments)
	do()
	for i := before; i < len(w.b.Assignments); i++ {
		w.b.Assignments[i].Conditional = true
	}
}

// isTest reports whether a command is a condition: [ … ], [[ … ]], test, or ((…)).
func isTest(s *syntax.Stmt) bool {
	switch c := s.Cmd.(type) {
	case *syntax.TestClause, *syntax.ArithmCmd:
		return true
	case *syntax.CallExpr:
		return len(c.Args) > 0 && (c.Args[0].Lit() == "[" || c.Args[0].Lit() == "test")
	case *syntax.BinaryCmd:
		return isTest(c.X)
	}
	return false
}

// inner runs something in a shell of its own: what it sets ends with it.
func (w *walk) inner(do func()) {
	outer := w.scope
	w.scope = w.b.Scope(place.Scope{Parent: outer, Role: place.Run, Seq: w.b.Next()})
	do()
	w.scope = outer
}

// substitutions reads the commands in $(…) of a simple command's words.
func (w *walk) substitutions(s *syntax.Stmt) {
	call, ok := s.Cmd.(*syntax.CallExpr)
	if !ok {
		return
	}
	for _, a := range call.Args {
		w.substituted(a)
	}
	for _, a := range call.Assigns {
		if a.Value != nil {
			w.substituted(a.Value)
		}
	}
}

func (w *walk) substituted(word *syntax.Word) {
	for _, part := range word.Parts {
		switch x := part.(type) {
		case *syntax.CmdSubst:
			w.inner(func() { w.stmts(x.Stmts) })
		case *syntax.DblQuoted:
			for _, in := range x.Parts {
				if c, ok := in.(*syntax.CmdSubst); ok {
					w.inner(func() { w.stmts(c.Stmts) })
				}
			}
		}
	}
}

// call reads a simple command with the variables before it.
func (w *walk) call(s *syntax.Stmt, c *syntax.CallExpr) {
	words := w.words(c.Args)
	if len(words) == 0 {
		for _, a := range c.Assigns {
			w.assign(a, w.span(a), false)
		}
		w.removable(s, len(c.Assigns))
		return
	}
	w.command(s, c.Assigns, words)
}

func (w *walk) words(args []*syntax.Word) []place.Word {
	out := make([]place.Word, 0, len(args))
	for _, a := range args {
		v := w.value(a)
		out = append(out, place.Word{Text: v.text, Literal: v.literal, Span: w.span(a)})
	}
	return out
}

// command notes a command, in a scope of its own if variables are before it.
func (w *walk) command(s *syntax.Stmt, assigns []*syntax.Assign, words []place.Word) {
	outer := w.scope
	defer func() { w.scope = outer }()
	rest := words
	lost := len(assigns) > 0 && len(words) > 0 && isListElement(words[0].Text)
	if len(assigns) > 0 || prefixed(words) {
		if !lost {
			w.scope = w.b.Scope(place.Scope{Parent: outer, Role: place.Single, Seq: w.b.Next(), Span: w.span(s)})
		}
		for _, a := range assigns {
			w.assign(a, w.span(a), true)
		}
		if lost {
			w.cutLast(" ", words[0].Span.Start, words[len(words)-1].Span.End)
			return
		}
		rest = w.env(words)
	}
	for _, v := range rest {
		if v.Text != "" {
			break
		}
	}
	w.b.Run(place.Command{Words: rest, Scope: w.scope, Span: w.span(s)})
	w.effects(s, rest, outer)
}

// prefixed reports whether a command sets variables by env or sudo.
func prefixed(words []place.Word) bool {
	switch base(words[0].Text) {
	case "env", "sudo", "exec", "time", "nice", "nohup", "command", "retry", "timeout", "xargs", "doas":
		return true
	}
	return false
}

func base(command string) string {
	return command[strings.LastIndexAny(command, `/\`)+1:]
}

// env takes env, sudo and their like away, and notes the variables that they set.
func (w *walk) env(words []place.Word) []place.Word {
	for len(words) > 0 && prefixed(words) {
		name := base(words[0].Text)
		words = words[1:]
		for len(words) > 0 {
			t := words[0].Text
			k, v, given := strings.Cut(t, "=")
			switch {
			case given && place.IsName(k):
				w.assignWord(words[0], k, v, place.Environment, w.scope)
			case strings.HasPrefix(t, "-") && (t == "-u" || t == "-C" || t == "-n" || t == "-s" || t == "-k") && len(words) > 1:
				if t == "-u" && name == "env" {
					w.b.Assign(place.Assignment{Name: words[1].Text, Unset: true, Layer: place.Environment, Scope: w.scope, Whole: words[1].Span})
				}
				words = words[1:]
			case strings.HasPrefix(t, "-"):
			case name == "timeout" && t != "" && t[0] >= '0' && t[0] <= '9', name == "retry" && t != "" && t[0] >= '0' && t[0] <= '9':
			default:
				goto next
			}
			words = words[1:]
		}
	next:
	}
	return words
}
