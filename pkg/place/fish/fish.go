// Package fish reads the scripts of fish and csh: the lines that set variables
// and run go and git. Their grammars have no parser in Go.
package fish

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const fishID = place.ID("fish")

// Kind are scripts of fish.
var Kind = place.Kind{ID: fishID, Match: match, Read: read, Quote: quote}

// Csh are scripts of csh and tcsh.
var Csh = place.Kind{ID: "csh", Match: matchCsh, Read: read, Quote: quote}

func match(path, text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	return place.Ext(place.Base(path)) == ".fish" || strings.HasPrefix(line, "#!") && strings.HasSuffix(strings.TrimSpace(line), "fish")
}

func matchCsh(path, text string) bool {
	base := place.Base(path)
	line, _, _ := strings.Cut(text, "\n")
	return base == ".cshrc" || base == ".tcshrc" || base == ".login" || place.Ext(base) == ".csh" || strings.HasPrefix(line, "#!") && strings.HasSuffix(strings.TrimSpace(line), "csh")
}

func read(b *place.Builder) {
	exported := map[string]bool{}
	for n := 1; n <= b.Lines(); n++ {
		line := b.Line(n)
		for _, c := range commands(b.Text, line) {
			one(b, c, exported)
		}
		if i := strings.IndexByte(b.Of(line), '#'); i >= 0 {
			b.Comment(place.Span{Start: line.Start + i, End: line.End}, "#")
		}
	}
}

// commands cuts a line into commands, and each into words.
func commands(t *place.Text, line place.Span) [][]place.Word {
	var out [][]place.Word
	var words []place.Word
	text := t.Of(line)
	flush := func() {
		if len(words) > 0 {
			out, words = append(out, words), nil
		}
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == ' ' || c == '\t':
			i++
		case c == '#':
			flush()
			return out
		case c == ';' || c == '&':
			flush()
			i++
		case c == '|':
			words = append(words, place.Word{Text: "|", Span: place.Span{Start: line.Start + i, End: line.Start + i + 1}})
			i++
		default:
			start := i
			var b strings.Builder
			literal := true
			for i < len(text) && !strings.ContainsRune(" \t;&|", rune(text[i])) {
				if q := text[i]; q == '"' || q == '\'' {
					n := strings.IndexByte(text[i+1:], q)
					if n < 0 {
						n = len(text) - i - 1
					}
					in := text[i+1 : min(i+1+n, len(text))]
					literal = literal && (q == '\'' || !strings.Contains(in, "$"))
					b.WriteString(in)
					i = min(i+n+2, len(text))
					continue
				}
				literal = literal && text[i] != '$' && text[i] != '('
				b.WriteByte(text[i])
				i++
			}
			words = append(words, place.Word{Text: b.String(), Literal: literal, Span: place.Span{Start: line.Start + start, End: line.Start + i}})
		}
	}
	flush()
	return out
}

// one reads a command. A variable of fish that was exported stays so when a plain set
// changes it; in csh, set has variables of its own.
func one(b *place.Builder, words []place.Word, marked map[string]bool) {
	exported := false
	rest := words[1:]
	switch words[0].Text {
	case "set":
		for len(rest) > 0 && strings.HasPrefix(rest[0].Text, "-") {
			f := rest[0].Text
			exported = exported || f == "--export" || !strings.HasPrefix(f, "--") && strings.Contains(f, "x")
			if f == "--erase" || !strings.HasPrefix(f, "--") && strings.Contains(f, "e") && !strings.Contains(f, "x") {
				return
			}
			rest = rest[1:]
		}
	case "setenv", "export":
		exported = true
		if len(rest) == 1 {
			pair(b, rest[0])
			return
		}
	case "go", "git":
		place.Tool(b, words, 0, 0)
		return
	case "if": // of csh: if (condition) command
		for i, w := range rest {
			if w.Text == "setenv" {
				one(b, rest[i:], marked)
				return
			}
		}
		return
	case "env":
		for i, w := range rest {
			if w.Text == "go" {
				place.Tool(b, rest[i:], 0, 0)
				return
			}
			pair(b, w)
		}
		return
	default:
		return
	}
	if len(rest) == 0 || !place.IsName(rest[0].Text) {
		return
	}
	name := rest[0].Text
	marked[name] = exported || marked[name] && b.Kind == fishID
	layer := place.Variable
	if marked[name] {
		layer = place.Environment
	}
	if len(rest) == 1 {
		if exported { // as the empty text
			whole := place.Span{Start: words[0].Span.Start, End: rest[0].Span.End}
			b.Assign(place.Assignment{Name: name, Literal: true, Layer: layer, Whole: whole, Remove: place.Lines(b.Text, whole)})
		}
		return
	}
	value := rest[1]
	s, q := inner(b, value.Span)
	a := place.Assignment{
		Name: name, Value: settings.Value(value.Text), Literal: value.Literal, Layer: layer,
		Whole: place.Span{Start: words[0].Span.Start, End: value.Span.End}, Text: s, Quote: q, Remove: place.Lines(b.Text, place.Span{Start: words[0].Span.Start, End: words[len(words)-1].Span.End}),
	}
	if len(rest) > 2 {
		switch {
		case rest[2].Text == "|" && len(rest) > 3:
			a.Cut = "|"
		case strings.Contains(rest[2].Text, "://"):
			a.Cut = " "
		}
		a.Meant = place.Span{Start: s.Start, End: rest[len(rest)-1].Span.End}
	}
	b.Assign(a)
}

func pair(b *place.Builder, w place.Word) {
	name, value, given := strings.Cut(w.Text, "=")
	if !given || !place.IsName(name) {
		return
	}
	at := w.Span.Start + strings.IndexByte(b.Of(w.Span), '=') + 1
	s, q := inner(b, place.Span{Start: at, End: w.Span.End})
	b.Assign(place.Assignment{Name: name, Value: settings.Value(value), Literal: w.Literal, Layer: place.Environment, Whole: w.Span, Text: s, Quote: q})
}

// inner takes the quotes around a span away.
func inner(b *place.Builder, s place.Span) (place.Span, string) {
	raw := b.Of(s)
	if n := len(raw); n >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		return place.Span{Start: s.Start + 1, End: s.End - 1}, raw[:1]
	}
	return s, ""
}

func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00'\"\\$!") {
		return "", false
	}
	if a.Quote == "" && strings.ContainsAny(value, " |;&<>()*?[]{}~#`") {
		return "'" + value + "'", true
	}
	return value, true
}
