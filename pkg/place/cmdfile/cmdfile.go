// Package cmdfile reads batch files of Windows.
package cmdfile

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are batch files.
var Kind = place.Kind{
	ID: "cmd", Match: match, Read: read, Quote: quote,
	Overridable: "if not defined GOPROXY set GOPROXY=…",
}

func match(path, _ string) bool {
	e := place.Ext(place.Base(path))
	return e == ".cmd" || e == ".bat"
}

func read(b *place.Builder) {
	for n := 1; n <= b.Lines() && !b.Full(); n++ {
		line := b.Line(n)
		t := strings.TrimLeft(b.Of(line), " \t@(")
		lower := strings.ToLower(t)
		switch {
		case strings.HasPrefix(lower, "rem ") || strings.HasPrefix(t, "::"):
			mark := t[:2]
			if mark != "::" {
				mark = t[:3]
			}
			b.Comment(place.Span{Start: line.End - len(t), End: line.End}, mark)
		default:
			Script(b, place.PieceOf(b.Text, line), 0)
		}
	}
}

// set is set NAME=value, set "NAME=value", setx NAME value.
var (
	set  = lazyre.New(`(?i)^set\s+("?)([A-Za-z_][A-Za-z0-9_]*)=`)
	setx = lazyre.New(`(?i)^setx\s+"?([A-Za-z_][A-Za-z0-9_]*)"?\s+("?)`)
)

// condition is what an if asks before its command: if "%A%"=="" …, if not defined A …
var condition = lazyre.New(`(?i)^if\s+(?:/i\s+)?(?:not\s+)?(?:(?:defined|exist|errorlevel)\s+(?:"[^"]*"|\S+)|(?:"[^"]*"|[^\s="]+)\s*(?:==|\s(?:equ|neq|lss|leq|gtr|geq)\s)\s*(?:"[^"]*"|[^\s"]+))\s+`)

// matches returns what an expression finds in a text that begins with a word.
func matches(e *lazyre.Regexp, word, text string) []int {
	if len(text) < len(word) || !strings.EqualFold(text[:len(word)], word) {
		return nil
	}
	return e.FindStringSubmatchIndex(text)
}

// Script reads one line of commands.
func Script(b *place.Builder, p place.Piece, scope int) {
	for at := 0; at < len(p.Text); {
		end := command(p.Text, at)
		one(b, p.Cut(at, end), p, end, scope)
		for end < len(p.Text) && strings.ContainsRune("&|", rune(p.Text[end])) {
			end++
		}
		at = max(end, at+1)
	}
}

// command returns where a command ends: at & or | outside quotes.
func command(text string, at int) int {
	quoted := false
	for i := at; i < len(text); i++ {
		switch c := text[i]; {
		case c == '^':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '&' || c == '|'):
			return i
		}
	}
	return len(text)
}

// blockEnd returns where a block that is open ends: at a parenthesis outside of quotes.
func blockEnd(text string) int {
	quoted := false
	for i := range len(text) {
		switch {
		case text[i] == '"':
			quoted = !quoted
		case text[i] == ')' && !quoted && (i == 0 || text[i-1] != '^'):
			return i
		}
	}
	return len(text)
}

func one(b *place.Builder, p, line place.Piece, end, scope int) {
	lead := len(p.Text) - len(strings.TrimLeft(p.Text, " \t@("))
	stop := len(p.Text)
	if strings.Contains(p.Text[:lead], "(") {
		stop = lead + blockEnd(p.Text[lead:])
	}
	p = p.Cut(lead, stop)
	if m := matches(condition, "if", p.Text); m != nil {
		before := len(b.Assignments)
		one(b, p.Cut(m[1], len(p.Text)), line, end, scope)
		for i := before; i < len(b.Assignments); i++ {
			b.Assignments[i].Conditional = true
			b.Assignments[i].Remove = place.Span{}
		}
		return
	}
	text := p.Text
	switch m, x := matches(set, "set", text), matches(setx, "setx", text); {
	case m != nil:
		value := m[1]
		stop := len(text)
		quote := ""
		if m[3] > m[2] {
			quote = `"`
			if i := strings.LastIndexByte(text[value:], '"'); i >= 0 {
				stop = value + i
			}
		} else {
			stop = len(strings.TrimRight(text, "\r"))
		}
		assign(b, p, line, text[m[4]:m[5]], 0, value, stop, end, quote, scope)
	case x != nil:
		value, stop, quote := x[1], len(text), text[x[4]:x[5]]
		if quote != "" {
			stop = value + strings.IndexByte(text[value:]+`"`, '"')
		} else if i := strings.IndexAny(text[value:], " \t\r"); i >= 0 {
			stop = value + i
		}
		assign(b, p, line, text[x[2]:x[3]], 0, value, min(stop, len(text)), end, quote, scope)
	default:
		tool(b, p, line, end, scope)
	}
}

func assign(b *place.Builder, p, line place.Piece, name string, start, at, stop, end int, quote string, scope int) {
	value := p.Text[at:stop]
	a := place.Assignment{
		Name: strings.ToUpper(name), Value: settings.Value(value), Literal: !strings.Contains(value, "%") && !strings.Contains(value, "!"), Unset: value == "", Layer: place.Environment, Scope: scope,
		Whole: p.Span(start, stop), Text: p.Span(at, stop), Quote: quote,
	}
	if i := strings.Index(value, "^"); i >= 0 && quote == "" {
		a.Value = settings.Value(strings.ReplaceAll(value, "^", ""))
	}
	a.Remove = place.Lines(b.Text, p.Span(0, len(p.Text)))
	if quote == "" {
		pipe(&a, line, at+0, end)
	}
	b.Assign(a)
}

// pipe recognises a bar that was meant to be part of the value.
func pipe(a *place.Assignment, line place.Piece, _, end int) {
	if end >= len(line.Text) || line.Text[end] != '|' {
		return
	}
	rest := strings.TrimLeft(line.Text[end+1:], " \t")
	first, _, _ := strings.Cut(rest, ",")
	if strings.Contains(rest, "://") || strings.HasPrefix(first, "direct") {
		a.Cut, a.Meant = "|", place.Span{Start: a.Text.Start, End: line.Span(0, len(strings.TrimRight(line.Text, " \t\r"))).End}
	}
}

func tool(b *place.Builder, p, line place.Piece, end, scope int) {
	var words []place.Word
	text := p.Text
	for i := 0; i < len(text); {
		if strings.ContainsRune(" \t\r\n", rune(text[i])) {
			i++
			continue
		}
		start, quoted := i, false
		for i < len(text) && (quoted || !strings.ContainsRune(" \t\r\n", rune(text[i]))) {
			if text[i] == '"' {
				quoted = !quoted
			}
			i++
		}
		w := strings.NewReplacer(`"`, "", "^", "").Replace(text[start:i])
		words = append(words, place.Word{Text: w, Literal: !strings.Contains(w, "%"), Span: p.Span(start, i)})
	}
	if len(words) > 0 && strings.EqualFold(words[0].Text, "call") {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	name := strings.ToLower(strings.TrimSuffix(words[0].Text, ".exe"))
	if name != "go" && name != "git" {
		return
	}
	words[0].Text = name
	before := len(b.Assignments)
	place.Tool(b, words, scope, 0)
	if len(b.Assignments) > before {
		a := &b.Assignments[len(b.Assignments)-1]
		if a.Quote == "" && a.Whole.End >= p.Span(0, len(strings.TrimRight(text, " "))).End {
			pipe(a, line, 0, end)
		}
	}
}

func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00\"%!^") {
		return "", false
	}
	if a.Quote == "" && strings.ContainsAny(value, "|&<> ") {
		return `"` + value + `"`, a.Layer == place.GoEnv
	}
	return value, true
}

// Lines reads commands on several lines.
func Lines(b *place.Builder, p place.Piece, scope int) {
	for at := 0; at < len(p.Text); {
		end := place.LineEnd(p.Text, at)
		lead := len(p.Text[at:end]) - len(strings.TrimLeft(p.Text[at:end], " \t@("))
		Script(b, p.Cut(at+lead, end), scope)
		at = end + 1
	}
}
