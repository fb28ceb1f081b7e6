// Package systemd reads unit files and their drop-ins.
package systemd

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are unit files.
var Kind = place.Kind{ID: "systemd", Match: match, Read: read, Quote: quote}

func match(path, text string) bool {
	switch place.Ext(place.Base(path)) {
	case ".service", ".socket", ".timer", ".mount", ".container", ".build":
		return true
	case ".conf":
		return strings.Contains(text, "[Service]") || strings.Contains(text, "[Manager]")
	}
	return false
}

func read(b *place.Builder) {
	for n := 1; n <= b.Lines(); n++ {
		first := n
		line := b.Line(n)
		if t := strings.TrimSpace(b.Of(line)); strings.HasPrefix(t, "#") || strings.HasPrefix(t, ";") {
			b.Comment(line, t[:1])
			continue
		}
		var p place.PieceBuilder
		p.Add(b.Of(line), line.Start)
		for n < b.Lines() && strings.HasSuffix(b.Of(b.Line(n)), `\`) {
			n++
			p.Add("\n"+b.Of(b.Line(n)), b.Line(n).Start-1)
		}
		entry(b, p.Piece(), place.Span{Start: b.WholeLine(first).Start, End: b.WholeLine(n).End})
	}
}

func entry(b *place.Builder, p place.Piece, whole place.Span) {
	key, _, given := strings.Cut(p.Text, "=")
	if !given {
		return
	}
	value := p.Cut(len(key)+1, len(p.Text))
	switch strings.TrimSpace(key) {
	case "Environment", "DefaultEnvironment":
		words := split(value.Text)
		for _, w := range words {
			assign(b, value, w, whole, len(words) == 1)
		}
	case "ExecStart", "ExecStartPre", "ExecStartPost", "ExecReload":
		lead := len(value.Text) - len(strings.TrimLeft(value.Text, " -@+!:"))
		scope := b.Scope(place.Scope{Parent: 0, Role: place.Run, Span: value.Span(0, len(value.Text)), Seq: b.Next()})
		shell.Script(b, value.Cut(lead, len(value.Text)), shell.Options{Scope: scope})
	}
}

// word is a word of a value without its quotes.
type word struct {
	start, end int
	quote      string
}

// split cuts a value as systemd.syntax(7) says, with quotes at the beginning of
// a word or of its value.
func split(text string) []word {
	var out []word
	for i := 0; i < len(text); {
		if c := text[i]; c == ' ' || c == '\t' || c == '\n' || c == '\\' {
			i++
			continue
		}
		if q := text[i]; q == '"' || q == '\'' {
			end := strings.IndexByte(text[i+1:], q)
			if end < 0 {
				return out
			}
			out = append(out, word{i + 1, i + 1 + end, string(q)})
			i += end + 2
			continue
		}
		end := i
		for end < len(text) && text[end] != ' ' && text[end] != '\t' && text[end] != '\n' {
			end++
		}
		out = append(out, word{i, end, ""})
		i = end
	}
	return out
}

func assign(b *place.Builder, p place.Piece, w word, whole place.Span, alone bool) {
	name, value, given := strings.Cut(p.Text[w.start:w.end], "=")
	if !given || !place.IsName(name) {
		return
	}
	at := w.start + len(name) + 1
	if n := len(value); w.quote == "" && n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
		w.quote, value, at = value[:1], value[1:n-1], at+1
	}
	a := place.Assignment{
		Name: name, Value: settings.Value(strings.ReplaceAll(value, "%%", "%")), Literal: !strings.Contains(strings.ReplaceAll(value, "%%", ""), "%"), Layer: place.Environment,
		Whole: p.Span(w.start, w.end), Text: p.Span(at, at+len(value)), Quote: w.quote,
	}
	if alone {
		a.Remove = whole
	}
	b.Assign(a)
}

func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00\"'\\%") || a.Quote == "" && strings.ContainsAny(value, " \t") {
		return "", false
	}
	return value, true
}
