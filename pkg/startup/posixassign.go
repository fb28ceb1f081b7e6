package startup

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
)

// assign notes NAME=value. alone says that its statement sets nothing else.
func (w *posixWalk) assign(a *syntax.Assign, bare, alone bool, s *syntax.Stmt, list []*syntax.Stmt, at place) {
	if a.Name == nil || a.Index != nil || a.Array != nil {
		return
	}
	value, literal := "", true
	if a.Value != nil {
		value, literal = w.value(a.Value)
	}
	if a.Append {
		literal = false
	}
	delete(w.vars, a.Name.Value)
	if literal {
		w.vars[a.Name.Value] = value
	}
	d := Definition{Place: Place{Line: int(a.Pos().Line()), Kind: Part, Function: at.function, Literal: literal}, bare: bare}
	d.Value, d.Text = Raw(value), Raw(w.slice(a))
	if text, ok := w.wholeLine(s, a.Name.Value); ok && alone && list != nil {
		d.Text, d.Kind = Raw(text), Line
		if at.block && allOnLine(list, s.Pos().Line()) {
			d.Kind = Only
		}
	}
	w.add(w.want, a.Name.Value, d)
}

func allOnLine(list []*syntax.Stmt, line uint) bool {
	for _, s := range list {
		if s.Pos().Line() != line {
			return false
		}
	}
	return true
}

// behind is what may follow an assignment in its line and belongs to it.
var behind = lazyre.New(`^\s*(?:;\s*export\s+(\w+))?\s*;?\s*(?:\s#.*)?$`)

// wholeLine returns the line of a statement that has it for itself, without
// indentation and comment.
func (w *posixWalk) wholeLine(s *syntax.Stmt, name string) (string, bool) {
	if s.Pos().Line() != s.Cmd.End().Line() || int(s.Pos().Line()) > len(w.lines) || len(s.Redirs) > 0 {
		return "", false
	}
	line := w.lines[s.Pos().Line()-1]
	start := lineStart(w.text, int(s.Pos().Offset()))
	from, to := int(s.Pos().Offset())-start, int(s.Cmd.End().Offset())-start // the end of s is behind its semicolon
	if from < 0 || to < from || to > len(line) || strings.TrimSpace(line[:from]) != "" {
		return "", false
	}
	m := behind.FindStringSubmatchIndex(line[to:])
	if m == nil {
		return "", false
	}
	if m[2] < 0 {
		return strings.TrimRight(line[from:to], "; \t"), true
	}
	if line[to+m[2]:to+m[3]] != name {
		return "", false
	}
	return line[from : to+m[3]], true
}

func lineStart(text string, offset int) int {
	return strings.LastIndexByte(text[:min(max(offset, 0), len(text))], '\n') + 1
}

// slice is a node as it is written.
func (w *posixWalk) slice(n syntax.Node) string {
	from, to := int(n.Pos().Offset()), int(n.End().Offset())
	if from < 0 || to < from || to > len(w.text) {
		return ""
	}
	return w.text[from:to]
}
