package startup

import (
	"maps"
	"path/filepath"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/posix"
)

// maxParsed bounds what is given to the parser as a whole, in bytes: it
// recurses into what is nested, and people write no longer file by hand.
const maxParsed = 128 << 10

// sourcing finds files that read others; without such a word a file that names
// none of the variables needs no parsing.
var sourcing = lazyre.New(`(^|[\s;&|({])(\.|source)[ \t]`)

// parsePosix reads a file of sh, bash or zsh. Where the grammar of the shell
// has something that the parser does not know, every line is read by itself.
func parsePosix(text string, s scope, variant syntax.LangVariant) found {
	if !s.want.in(text) && !sourcing.MatchString(text) {
		return found{}
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	w := &posixWalk{scope: s, text: text, lines: strings.Split(text, "\n"), vars: maps.Clone(s.vars)}
	if w.vars == nil {
		w.vars = map[string]string{}
	}
	w.vars["HOME"] = s.home
	if file, err := posix.Parse(text, variant, maxParsed); err == nil {
		w.stmts(file.Stmts, place{})
		return w.finish()
	}
	w.lineByLine(variant)
	return w.finish()
}

// lineByLine is for files that cannot be parsed as a whole. What stands around
// a line is not known then, so nothing is said about deleting it.
func (w *posixWalk) lineByLine(variant syntax.LangVariant) {
	const maxLine = 4 << 10
	whole := w.lines
	for i, line := range whole {
		if !w.want.in(line) && !sourcing.MatchString(line) {
			continue
		}
		file, err := posix.Parse(line, variant, maxLine)
		if err != nil {
			continue
		}
		before := len(w.definitions)
		w.text, w.lines = line, []string{line}
		w.stmts(file.Stmts, place{})
		for j := range w.definitions[before:] {
			d := &w.definitions[before+j]
			d.Line, d.Kind = i+1, Part
		}
	}
}

// posixWalk goes through the statements of a file in their order.
type posixWalk struct {
	scope
	found
	text      string
	lines     []string
	vars      map[string]string // with values that are known
	allexport bool
}

// place is where a statement stands.
type place struct {
	function string
	block    bool // it is in a block, which must not become empty
}

func (w *posixWalk) finish() found {
	for i, d := range w.definitions {
		w.definitions[i].bare = d.bare && !w.allexport
	}
	return w.found
}

func (w *posixWalk) stmts(list []*syntax.Stmt, at place) {
	for _, s := range list {
		w.stmt(s, list, at)
	}
}

// stmt looks into what runs in the shell itself: what a subshell, a pipe or a
// background job sets is lost with it.
func (w *posixWalk) stmt(s *syntax.Stmt, list []*syntax.Stmt, at place) {
	if s == nil || s.Background || s.Coprocess {
		return
	}
	inner := place{at.function, true}
	switch c := s.Cmd.(type) {
	case *syntax.CallExpr:
		w.call(c, s, list, at)
	case *syntax.DeclClause:
		w.declare(c, s, list, at)
	case *syntax.Block:
		w.stmts(c.Stmts, inner)
	case *syntax.IfClause:
		for ; c != nil; c = c.Else {
			w.stmts(c.Cond, inner)
			w.stmts(c.Then, inner)
		}
	case *syntax.WhileClause:
		w.stmts(c.Do, inner)
	case *syntax.ForClause:
		w.stmts(c.Do, inner)
	case *syntax.CaseClause:
		for _, item := range c.Items {
			w.stmts(item.Stmts, at) // the branch of a case may be empty
		}
	case *syntax.BinaryCmd:
		if c.Op == syntax.AndStmt || c.Op == syntax.OrStmt {
			w.stmt(c.X, nil, at)
			w.stmt(c.Y, nil, at)
		}
	case *syntax.FuncDecl:
		inner.function = functionName(c)
		w.stmt(c.Body, nil, inner)
	case *syntax.TimeClause:
		w.stmt(c.Stmt, nil, at)
	}
}

func functionName(f *syntax.FuncDecl) string {
	if f.Name == nil {
		return "function"
	}
	return f.Name.Value
}

// call handles assignments without a command, and the commands that read
// another file or change what is exported.
func (w *posixWalk) call(c *syntax.CallExpr, s *syntax.Stmt, list []*syntax.Stmt, at place) {
	if len(c.Args) == 0 {
		for _, a := range c.Assigns {
			w.assign(a, true, len(c.Assigns) == 1, s, list, at)
		}
		return
	}
	switch name, _ := w.value(c.Args[0]); {
	case name == "." || name == "source":
		w.source(c.Args[1:])
	case name == "set":
		words := w.words(c.Args[1:])
		w.allexport = w.allexport || strings.Contains(" "+words+" ", " -a ") || strings.Contains(words, "-o allexport")
	}
}

func (w *posixWalk) source(args []*syntax.Word) {
	if len(args) == 0 {
		return
	}
	if file, literal := w.value(args[0]); literal && filepath.IsAbs(file) {
		w.sources = append(w.sources, filepath.Clean(file))
	}
}

func (w *posixWalk) words(args []*syntax.Word) string {
	var out []string
	for _, a := range args {
		text, _ := w.value(a)
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// declare handles export, declare -x and typeset -gx.
func (w *posixWalk) declare(c *syntax.DeclClause, s *syntax.Stmt, list []*syntax.Stmt, at place) {
	exports := c.Variant.Value == "export"
	given := 0
	for _, a := range c.Args {
		if a.Name != nil {
			given++
			continue
		}
		flags := ""
		if a.Value != nil {
			flags, _ = w.value(a.Value)
		}
		exports = exports || strings.HasPrefix(flags, "-") && strings.Contains(flags, "x")
		if c.Variant.Value == "export" && flags == "-n" {
			return // export -n takes the mark away
		}
	}
	if c.Variant.Value == "local" {
		return
	}
	for _, a := range c.Args {
		switch {
		case a.Name == nil:
			w.quoted(a, !exports, at)
		case a.Naked:
			if exports {
				w.exported = append(w.exported, a.Name.Value)
			}
		default:
			w.assign(a, !exports, given == 1, s, list, at)
		}
	}
}

// quoted notes export "NAME=value": one word for the parser, an assignment for the shell.
func (w *posixWalk) quoted(a *syntax.Assign, bare bool, at place) {
	if a.Value == nil {
		return
	}
	text, literal := w.value(a.Value)
	name, value, given := strings.Cut(strings.TrimLeft(text, `"'`), "=")
	if !given || !syntax.ValidName(name) {
		return
	}
	d := Definition{Place: Place{Line: int(a.Pos().Line()), Kind: Part, Function: at.function, Literal: literal}, bare: bare}
	d.Value, d.Text = Raw(value), Raw(w.slice(a))
	w.add(w.want, name, d)
}
