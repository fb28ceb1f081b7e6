package startup

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/posix"
)

// value returns what a word stands for. Where that is only known when the shell
// runs, it returns the word as it is written, and false.
func (w *posixWalk) value(word *syntax.Word) (string, bool) {
	var b strings.Builder
	for i, p := range word.Parts {
		text, ok := w.part(p, false)
		if !ok {
			return w.slice(word), false
		}
		if lit, is := p.(*syntax.Lit); is && i == 0 && (lit.Value == "~" || strings.HasPrefix(lit.Value, "~/")) {
			text = w.home + text[1:]
		}
		b.WriteString(text)
	}
	return b.String(), true
}

func (w *posixWalk) part(p syntax.WordPart, quoted bool) (string, bool) {
	switch p := p.(type) {
	case *syntax.Lit:
		return posix.Unescape(p.Value, quoted), true // an assignment expands no patterns
	case *syntax.SglQuoted:
		return posix.SingleQuoted(p)
	case *syntax.DblQuoted:
		var b strings.Builder
		for _, inner := range p.Parts {
			text, ok := w.part(inner, true)
			if !ok {
				return "", false
			}
			b.WriteString(text)
		}
		return b.String(), true
	case *syntax.ParamExp:
		return w.parameter(p)
	}
	return "", false
}

// parameter returns the value of $NAME and ${NAME} where the file, or what was
// known before it, says it.
func (w *posixWalk) parameter(p *syntax.ParamExp) (string, bool) {
	if p.Param == nil {
		return "", false
	}
	name, written := p.Param.Value, w.slice(p)
	value, known := w.vars[name]
	return value, known && (written == "$"+name || written == "${"+name+"}")
}
