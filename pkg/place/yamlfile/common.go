package yamlfile

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Env notes a mapping NAME: value, a list of NAME=value, or a list of
// {name: NAME, value: value}, as variables of a scope.
func Env(b *place.Builder, n *Node, scope int, layer place.Layer) {
	for _, p := range n.Pairs() {
		if p.Value.IsText() {
			Assign(b, p.Key, p.Value, p.At.Span().Start, scope, layer)
		} else if v := p.Value.Get("value"); v.IsText() {
			before := len(b.Assignments)
			Assign(b, p.Key, v, v.Span().Start, scope, layer)
			if p.Value.Get("description") != nil && len(b.Assignments) > before {
				b.Assignments[before].Default = true // who starts the pipeline is asked for it
			}
		}
	}
	for _, item := range n.Items() {
		if item.IsText() {
			NameValue(b, item, scope, layer)
			continue
		}
		name := item.Get("name")
		if name == nil {
			name = item.Get("key")
		}
		if v := item.Get("value"); name.IsText() && v.IsText() {
			Assign(b, name.Text(), v, v.Span().Start, scope, layer)
		} else if name == nil {
			Env(b, item, scope, layer) // - NAME: value
		}
	}
}

// Words notes variables as Travis CI has them: a text has several NAME=value, as a
// shell has before a command; of a list, each element is that of a job of its own,
// where the key global does not say that all jobs have them.
func Words(b *place.Builder, n *Node, scope int, global bool) {
	if n.IsText() {
		words(b, n.Piece(), scope)
	}
	for _, item := range n.Items() {
		of := scope
		if !global {
			of = b.Scope(place.Scope{Parent: scope, Role: place.Job, Span: item.Span()})
		}
		Words(b, item, of, global)
	}
	for _, p := range n.Pairs() {
		if p.Value.IsText() {
			Assign(b, p.Key, p.Value, p.At.Span().Start, scope, place.Environment)
			continue
		}
		Words(b, p.Value, scope, p.Key == "global")
	}
}

// words notes each NAME=value of a text.
func words(b *place.Builder, p place.Piece, scope int) {
	quote := byte(0)
	for from, at := 0, 0; at <= len(p.Text); at++ {
		if at < len(p.Text) {
			switch c := p.Text[at]; {
			case quote == 0 && (c == '"' || c == '\''):
				quote = c
				continue
			case c == quote:
				quote = 0
				continue
			case quote != 0 || c != ' ' && c != '\t' && c != '\n':
				continue
			}
		}
		Line(b, p.Cut(from, at), scope, place.Environment)
		from = at + 1
	}
}

// Assign notes a variable whose value is a scalar.
func Assign(b *place.Builder, name string, v *Node, start, scope int, layer place.Layer) {
	p := v.Piece()
	text := strings.TrimRight(v.Text(), "\n")
	a := place.Assignment{
		Name: name, Value: settings.Value(text), Literal: Literal(text), Layer: layer, Scope: scope,
		Whole: place.Span{Start: start, End: max(v.Span().End, start)}, Quote: v.Quote(),
	}
	if layer == place.Environment {
		if fall, ok := Default(text); ok {
			a.Value, a.Literal, a.Default = settings.Value(fall), Literal(fall), true
		}
	}
	if len(p.Text) >= len(text) {
		a.Text = p.Span(0, len(text))
	}
	if a.Value == settings.Value(text) || a.Text.Empty() {
		b.Assign(a)
		return
	}
	// The part of the expression that is the default can be edited by itself.
	if i := strings.LastIndex(text, a.Value.Reveal()); i >= 0 && len(p.Text) >= len(text) {
		a.Text = p.Span(i, i+len(a.Value.Reveal()))
		a.Quote = "expression"
	}
	b.Assign(a)
}

// NameValue notes NAME=value that is one scalar.
func NameValue(b *place.Builder, n *Node, scope int, layer place.Layer) {
	p := n.Piece()
	name, text, given := strings.Cut(n.Text(), "=")
	if !given || !place.IsName(name) {
		return
	}
	a := place.Assignment{
		Name: name, Value: settings.Value(text), Literal: Literal(text), Layer: layer, Scope: scope, Whole: n.Span(), Quote: n.Quote(),
	}
	if fall, ok := Default(text); ok {
		a.Value, a.Literal, a.Default = settings.Value(fall), Literal(fall), true
	}
	if len(p.Text) == len(n.Text()) {
		at := len(name) + 1 + max(strings.LastIndex(text, a.Value.Reveal()), 0)
		a.Text = p.Span(at, at+len(a.Value.Reveal()))
	}
	b.Assign(a)
}

// Literal reports whether nothing is filled in when the file is used.
func Literal(text string) bool {
	return !strings.Contains(text, "${{") && !strings.Contains(text, "{{") && !strings.Contains(text, "$") && !strings.Contains(text, "<<")
}

// Default returns the value that an expression has if no other is given:
// ${NAME:-value}, ${{ vars.NAME || 'value' }}.
func Default(text string) (string, bool) {
	if in, ok := strings.CutPrefix(strings.TrimSpace(text), "${{"); ok && strings.HasSuffix(in, "}}") {
		in = strings.TrimSuffix(in, "}}")
		if i := strings.LastIndex(in, "||"); i >= 0 {
			last := strings.TrimSpace(in[i+2:])
			if len(last) >= 2 && last[0] == '\'' && last[len(last)-1] == '\'' {
				return last[1 : len(last)-1], true
			}
		}
		return "", false
	}
	if in, ok := strings.CutPrefix(text, "${"); ok && strings.HasSuffix(in, "}") && strings.Count(text, "${") == 1 {
		for _, mark := range []string{":-", "-"} {
			if name, fall, ok := strings.Cut(strings.TrimSuffix(in, "}"), mark); ok && place.IsName(name) {
				return fall, true
			}
		}
	}
	return "", false
}

// Script notes the commands of a scalar, or of a list of them, which one shell
// runs. Lists within the list are read too.
func Script(b *place.Builder, n *Node, o shell.Options) {
	var all place.PieceBuilder
	join(&all, n, 0)
	if all.Len() > 0 {
		shell.Script(b, all.Piece(), o)
	}
}

func join(all *place.PieceBuilder, n *Node, depth int) {
	if depth > 5 {
		return
	}
	if n.IsText() {
		all.AddPiece(n.Piece())
		all.Newline()
	}
	for _, item := range n.Items() {
		join(all, item, depth+1)
	}
}

// Quote returns a value for the place of an assignment's text in YAML. What is
// a script in it is quoted as the shell reads it by the reader's own rules.
func Quote(f *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00\"'\\`$#") {
		return "", false
	}
	if a.Layer != place.Environment && a.Layer != place.BuildArg || f.Scopes[a.Scope].Role == place.Run || f.Scopes[a.Scope].Role == place.Single {
		return shell.Quote(f, a, value)
	}
	if a.Quote == "" && (strings.Contains(value, ": ") || strings.ContainsAny(value[:min(1, len(value))], " |>&*!%@-?{}[],")) {
		return "'" + value + "'", true
	}
	return value, true
}

// Line notes NAME=value that is a line of a scalar.
func Line(b *place.Builder, p place.Piece, scope int, layer place.Layer) {
	name, text, given := strings.Cut(p.Text, "=")
	lead := len(name) - len(strings.TrimLeft(name, " \t"))
	if !given || !place.IsName(name[lead:]) {
		return
	}
	text = strings.TrimRight(text, " \t\r")
	at := len(name) + 1
	quote := ""
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		quote, text = text[:1], text[1:n-1]
		at++
	}
	b.Assign(place.Assignment{
		Name: name[lead:], Value: settings.Value(text), Literal: Literal(text), Layer: layer, Scope: scope,
		Whole: p.Span(lead, len(p.Text)), Text: p.Span(at, at+len(text)), Quote: quote,
	})
}
