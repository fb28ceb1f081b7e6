package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// assign notes NAME=value. exported says that commands get it.
func (w *walk) assign(a *syntax.Assign, whole place.Span, exported bool) {
	if a.Name == nil || a.Array != nil || a.Index != nil {
		return
	}
	name := a.Name.Value
	v := w.value(a.Value)
	if a.Append {
		v.text, v.literal = w.vars[name].text+v.text, v.literal && w.vars[name].literal
	}
	was := w.vars[name].exported
	w.vars[name] = known{v.text, v.literal, exported || was}
	layer := place.Variable
	if exported || was {
		layer = place.Environment
	}
	text, quote := w.written(a.Value, whole.End)
	w.b.Assign(place.Assignment{
		Name: name, Value: settings.Value(v.text), Literal: v.literal, Layer: layer, Scope: w.scope, Default: v.fallback,
		Whole: whole, Text: text, Quote: quote,
	})
	if layer == place.Variable && place.Relevant(name) {
		w.pending[name] = append(w.pending[name], len(w.b.Assignments)-1)
	}
}

// written is the text of a value without the quotes around the whole of it.
func (w *walk) written(word *syntax.Word, end int) (place.Span, string) {
	if word == nil {
		return place.Span{Start: end, End: end}, ""
	}
	s := w.span(word)
	if len(word.Parts) == 1 {
		switch x := word.Parts[0].(type) {
		case *syntax.SglQuoted:
			if !x.Dollar {
				return place.Span{Start: s.Start + 1, End: s.End - 1}, "'"
			}
		case *syntax.DblQuoted:
			if !x.Dollar {
				return place.Span{Start: s.Start + 1, End: s.End - 1}, `"`
			}
		}
	}
	return s, ""
}

// declare reads export, declare -x, local, readonly.
func (w *walk) declare(c *syntax.DeclClause) {
	exported := c.Variant.Value == "export"
	for i, a := range c.Args {
		if a.Naked {
			v := w.value(a.Value)
			if a.Name != nil {
				w.export(a.Name.Value, exported)
				continue
			}
			name, text, given := strings.Cut(v.text, "=")
			switch {
			case strings.HasPrefix(v.text, "-"):
				exported = exported || strings.Contains(v.text, "x")
			case given && place.IsName(name):
				w.quotedAssign(a.Value, name, text, v, exported)
			case i > 0 && isListElement(v.text):
				w.cutLast(" ", w.span(a).Start, w.span(a).End)
			}
			continue
		}
		w.assign(a, w.span(a), exported)
	}
	w.removable(&syntax.Stmt{Cmd: c}, len(c.Args))
}

// quotedAssign is export "NAME=value".
func (w *walk) quotedAssign(word *syntax.Word, name, text string, v value, exported bool) {
	w.vars[name] = known{text, v.literal, exported}
	layer := place.Variable
	if exported {
		layer = place.Environment
	}
	s, quote := w.written(word, 0)
	if rest := strings.Index(w.b.Of(s), "="); rest >= 0 {
		s.Start += rest + 1
	}
	w.b.Assign(place.Assignment{
		Name: name, Value: settings.Value(text), Literal: v.literal, Layer: layer, Scope: w.scope, Default: v.fallback,
		Whole: w.span(word), Text: s, Quote: quote,
	})
}

// export makes the assignments of a name before it ones of the environment.
func (w *walk) export(name string, exported bool) {
	if !exported {
		return
	}
	v := w.vars[name]
	v.exported = true
	w.vars[name] = v
	for _, i := range w.pending[name] {
		w.b.Assignments[i].Layer = place.Environment
	}
	delete(w.pending, name)
}

// assignWord notes NAME=value that is one word of a command: env, go env -w,
// docker -e. The quotes may be around all of it or around the value.
func (w *walk) assignWord(word place.Word, name, text string, layer place.Layer, scope int) {
	s := word.Span
	quote := ""
	raw := w.b.Of(s)
	if n := len(raw); n >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		quote = raw[:1]
		s = place.Span{Start: s.Start + 1, End: s.End - 1}
		raw = raw[1 : n-1]
	}
	if i := strings.IndexByte(raw, '='); i >= 0 {
		s.Start += i + 1
		raw = raw[i+1:]
	}
	if n := len(raw); quote == "" && n >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		quote = raw[:1]
		s = place.Span{Start: s.Start + 1, End: s.End - 1}
	}
	w.b.Assign(place.Assignment{
		Name: name, Value: settings.Value(text), Literal: word.Literal, Default: strings.Contains(raw, ":-"), Layer: layer, Scope: scope, Whole: word.Span, Text: s, Quote: quote,
	})
}

// isListElement reports whether a word that is where a command or a
// variable should is what is left of a list of proxies.
func isListElement(t string) bool {
	first, _, _ := strings.Cut(t, ",")
	return strings.Contains(t, "://") || first == "direct" || first == "off"
}

// cutLast notes that the last assignment was meant to go on.
func (w *walk) cutLast(mark string, _, end int) {
	if n := len(w.b.Assignments); n > 0 && w.b.Assignments[n-1].Cut == "" {
		a := &w.b.Assignments[n-1]
		a.Cut, a.Meant = mark, place.Span{Start: a.Text.Start, End: end}
	}
}

// cutByBar recognises NAME=url|url,direct: the shell makes a pipe of it.
func (w *walk) cutByBar(c *syntax.BinaryCmd) bool {
	return w.cut("|", c.X, c.Y)
}

// cutBySemicolon recognises NAME=url;direct.
func (w *walk) cutBySemicolon(x, y *syntax.Stmt) {
	if x.Semicolon.IsValid() && x.Semicolon.Line() == y.Pos().Line() {
		w.cut(";", x, y)
	}
}

func (w *walk) cut(mark string, x, y *syntax.Stmt) bool {
	first, ok := y.Cmd.(*syntax.CallExpr)
	if b, pipe := y.Cmd.(*syntax.BinaryCmd); pipe {
		first, ok = b.X.Cmd.(*syntax.CallExpr)
	}
	n := len(w.b.Assignments)
	if !ok || len(first.Args) == 0 || n == 0 || !isListElement(w.value(first.Args[0]).text) {
		return false
	}
	a := &w.b.Assignments[n-1]
	end := max(a.Whole.End, a.Meant.End)
	if !strings.HasPrefix(a.Name, "GO") || a.Quote != "" || x.Cmd == nil || end < w.span(x.Cmd).End {
		return false
	}
	if a.Cut == "" {
		a.Cut = mark
	}
	a.Meant = place.Span{Start: a.Text.Start, End: w.span(y.Cmd).End}
	return true
}

// removable lets a statement that holds one assignment and nothing else on its
// lines be deleted with them.
func (w *walk) removable(s *syntax.Stmt, count int) {
	n := len(w.b.Assignments)
	if count != 1 || n == 0 || s.Cmd == nil {
		return
	}
	a := &w.b.Assignments[n-1]
	all := w.span(s.Cmd)
	if a.Whole.Start < all.Start || a.Whole.End > all.End {
		return
	}
	a.Remove = place.Lines(w.b.Text, all)
}
