package startup

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"
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
		return unescape(p.Value, quoted), true // an assignment expands no patterns
	case *syntax.SglQuoted:
		return p.Value, !p.Dollar || !strings.Contains(p.Value, `\`)
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

// unescape takes backslashes away as the shell does: within double quotes they
// stand for themselves but before $ ` " \ and the end of a line.
func unescape(text string, quoted bool) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) || quoted && !strings.ContainsRune("$`\"\\\n", rune(text[i+1])) {
			b.WriteByte(text[i])
			continue
		}
		if i++; text[i] != '\n' {
			b.WriteByte(text[i])
		}
	}
	return b.String()
}
