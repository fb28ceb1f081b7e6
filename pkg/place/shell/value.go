package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/posix"
)

// value is what a word comes to.
type value struct {
	text    string
	literal bool
	// fallback says that the value is what follows :- in an expansion.
	fallback bool
}

func (w *walk) value(word *syntax.Word) value {
	out := value{literal: true}
	if word == nil {
		return out
	}
	var b strings.Builder
	for _, p := range word.Parts {
		w.part(&b, &out, p)
	}
	out.text = b.String()
	return out
}

func (w *walk) part(b *strings.Builder, out *value, p syntax.WordPart) {
	switch x := p.(type) {
	case *syntax.Lit:
		b.WriteString(posix.Unescape(x.Value, false))
	case *syntax.SglQuoted:
		text, known := posix.SingleQuoted(x)
		out.literal = out.literal && known
		b.WriteString(text)
	case *syntax.DblQuoted:
		for _, in := range x.Parts {
			if l, ok := in.(*syntax.Lit); ok {
				b.WriteString(posix.Unescape(l.Value, true))
				continue
			}
			w.part(b, out, in)
		}
	case *syntax.ParamExp:
		w.expansion(b, out, x)
	default:
		out.literal = false
		b.WriteString(w.source(p))
	}
}

func (w *walk) source(n syntax.Node) string {
	start, end := int(n.Pos().Offset()), int(n.End().Offset()) //nolint:gosec // offsets of a text in memory
	if start < 0 || end > len(w.p.Text) || start > end {
		return ""
	}
	return w.p.Text[start:end]
}

// expansion resolves $NAME and ${NAME:-default} as far as the script tells.
func (w *walk) expansion(b *strings.Builder, out *value, x *syntax.ParamExp) {
	name := ""
	if x.Param != nil {
		name = x.Param.Value
	}
	plain := !x.Length && !x.Width && x.Index == nil && x.Slice == nil && x.Repl == nil
	v, set := w.vars[name]
	if plain && x.Exp == nil && set && v.literal {
		b.WriteString(v.text)
		return
	}
	if plain && x.Exp != nil && x.Exp.Word != nil {
		switch x.Exp.Op {
		case syntax.DefaultUnset, syntax.DefaultUnsetOrNull, syntax.AssignUnset, syntax.AssignUnsetOrNull:
			in := w.value(x.Exp.Word)
			b.WriteString(in.text)
			out.literal = out.literal && in.literal
			out.fallback = true
			return
		}
	}
	out.literal = false
	b.WriteString(w.source(x))
}
