// Package othershells reads the scripts of fish and csh: the lines that set variables
// and run go and git. Their grammars have no parser in Go.
package othershells

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

const fishID = place.ID("fish")

// Fish are scripts of fish.
var Fish = place.Kind{ID: fishID, Match: match, Read: read, Quote: quote}

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
	rest := words[1:]
	switch words[0].Text {
	case "set":
		if operands, exported, erased := setFlags(rest); !erased {
			assign(b, words, operands, exported, marked)
		}
	case "setenv", "export":
		if len(rest) == 1 {
			pair(b, rest[0])
			return
		}
		assign(b, words, rest, true, marked)
	case "go", "git":
		place.Tool(b, words, 0, 0)
	case "if": // of csh: if (condition) command
		if i := slices.IndexFunc(rest, func(w place.Word) bool { return w.Text == "setenv" }); i >= 0 {
			one(b, rest[i:], marked)
		}
	case "env":
		for i, w := range rest {
			if w.Text == "go" {
				place.Tool(b, rest[i:], 0, 0)
				return
			}
			pair(b, w)
		}
	}
}

// setFlags takes the flags of set away, and tells those that export or erase.
func setFlags(words []place.Word) (operands []place.Word, exported, erased bool) {
	for len(words) > 0 && strings.HasPrefix(words[0].Text, "-") {
		flag := words[0].Text
		short := !strings.HasPrefix(flag, "--")
		exported = exported || flag == "--export" || short && strings.Contains(flag, "x")
		erased = erased || flag == "--erase" || short && strings.Contains(flag, "e") && !strings.Contains(flag, "x")
		words = words[1:]
	}
	return words, exported, erased
}

// assign notes NAME VALUE… that a command sets.
func assign(b *place.Builder, words, operands []place.Word, exported bool, marked map[string]bool) {
	if len(operands) == 0 || !place.IsName(operands[0].Text) {
		return
	}
	name := operands[0].Text
	marked[name] = exported || marked[name] && b.Kind == fishID
	a := place.Assignment{Name: name, Literal: true, Layer: place.Variable}
	if marked[name] {
		a.Layer = place.Environment
	}
	whole := place.Span{Start: words[0].Span.Start, End: words[len(words)-1].Span.End}
	a.Whole, a.Remove = whole, place.Lines(b.Text, whole)
	if len(operands) == 1 {
		if exported { // as the empty text
			b.Assign(a)
		}
		return
	}
	value := operands[1]
	a.Value, a.Literal, a.Whole.End = settings.Value(value.Text), value.Literal, value.Span.End
	a.Text, a.Quote = inner(b, value.Span)
	if rest := operands[2:]; b.Kind == fishID && len(rest) > 0 && !slices.ContainsFunc(rest, func(w place.Word) bool { return strings.ContainsAny(w.Text, "|&<>") && w.Literal }) {
		// A list, which fish exports with blanks between its elements.
		for _, w := range rest {
			a.Value += settings.Value(" " + w.Text)
			a.Literal = a.Literal && w.Literal
		}
		a.Whole.End = rest[len(rest)-1].Span.End
		a.Text, a.Quote = place.Span{Start: value.Span.Start, End: a.Whole.End}, ""
	} else if len(rest) > 0 {
		switch {
		case rest[0].Text == "|" && len(rest) > 1:
			a.Cut = "|"
		case strings.Contains(rest[0].Text, "://"):
			a.Cut = " "
		}
		a.Meant = place.Span{Start: a.Text.Start, End: operands[len(operands)-1].Span.End}
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
