package dockerfile

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// define reads ARG NAME[=value] … and ENV NAME=value … or ENV NAME value.
func (r *reader) define(op string, n *instruction, raw place.Piece) {
	words := split(raw.Text, r.escape)
	if op == "ENV" && len(words) > 0 && !strings.Contains(raw.Text[words[0].start:words[0].end], "=") {
		if len(words) < 2 {
			return
		}
		name := raw.Text[words[0].start:words[0].end]
		r.assign(op, name, raw, words[0].start, words[1].start, words[len(words)-1].end, len(words) == 2)
		r.whole(n, 1)
		return
	}
	r.Next()
	before := len(r.Assignments)
	for _, w := range words {
		text := raw.Text[w.start:w.end]
		name, _, given := strings.Cut(text, "=")
		if !given {
			if op == "ARG" {
				r.bare(name, raw.Span(w.start, w.end))
			}
			continue
		}
		r.assign(op, strings.Trim(name, `"'`), raw, w.start, w.start+len(name)+1, w.end, true)
	}
	if len(words) == 1 {
		r.whole(n, len(r.Assignments)-before)
	}
}

// whole lets an instruction that holds one assignment be deleted.
func (r *reader) whole(n *instruction, count int) {
	if count == 1 && len(r.Assignments) > 0 {
		r.Assignments[len(r.Assignments)-1].Remove = place.Lines(r.Text, r.span(n))
	}
}

// bare is ARG NAME: in a stage it takes over the value of the ARG before FROM.
func (r *reader) bare(name string, whole place.Span) {
	a := place.Assignment{Name: name, Layer: place.BuildArg, Scope: r.stage, Whole: whole, Text: place.Span{Start: whole.End, End: whole.End}, Default: true}
	if r.stage == 0 {
		r.global[name] = variable{fall: true}
	} else {
		v, ok := r.global[name]
		if !ok {
			v = variable{fall: true}
		}
		v.fall = true
		r.vars[name] = v
		a.Value, a.Literal = settings.Value(v.text), v.literal
	}
	r.Assign(a)
}

// assign notes NAME=value; the value is in raw from text to end.
func (r *reader) assign(op, name string, raw place.Piece, start, text, end int, one bool) {
	written := raw.Text[text:end]
	vars := r.vars
	if r.stage == 0 {
		vars = r.global
	}
	v := variable{fall: op == "ARG"}
	v.text, v.literal = r.expand(written, vars)
	fall := op == "ARG" || usesDefault(written, vars)
	span, mark := raw.Span(text, end), ""
	if n := len(written); n >= 2 && one && (written[0] == '"' || written[0] == '\'') && written[n-1] == written[0] {
		mark = written[:1]
		span = raw.Span(text+1, end-1)
	}
	layer, kept := place.BuildArg, false
	if op == "ENV" {
		layer, kept = place.Environment, true
	}
	if vars != nil {
		if held, ok := vars[name]; op == "ENV" || !ok || held.fall {
			vars[name] = v
		}
	}
	r.Assign(place.Assignment{
		Name: name, Value: settings.Value(v.text), Literal: v.literal, Layer: layer, Scope: r.stage, Default: fall, Kept: kept,
		Whole: raw.Span(start, end), Text: span, Quote: mark,
	})
}

// usesDefault reports whether a value is that of a build argument.
func usesDefault(written string, vars map[string]variable) bool {
	if !strings.Contains(written, "$") {
		return false
	}
	if strings.Contains(written, ":-") {
		return true
	}
	for name, v := range vars {
		if v.fall && mentions(written, name) {
			return true
		}
	}
	return false
}

// word is a word of an instruction, with its quotes.
type word struct{ start, end int }

// split cuts at blanks outside quotes, as parseWords of BuildKit's parser does.
func split(text string, escape byte) []word {
	var out []word
	start := -1
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote == 0 && c == escape && continued(text[i+1:]):
			if start >= 0 {
				// The word continues in the next line only if nothing is before
				// the escape; else this is a blank between words.
				out, start = append(out, word{start, i}), -1
			}
			i += strings.IndexByte(text[i:], '\n')
		case quote == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r'):
			if start >= 0 {
				out, start = append(out, word{start, i}), -1
			}
		case c == escape && quote != '\'' && i+1 < len(text):
			if start < 0 {
				start = i
			}
			i++
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
			if start < 0 {
				start = i
			}
		case start < 0:
			start = i
		}
	}
	if start >= 0 {
		out = append(out, word{start, len(text)})
	}
	return out
}

// continued reports whether only blanks are left before the end of the line.
func continued(rest string) bool {
	rest = strings.TrimLeft(rest, " \t\r")
	return rest != "" && rest[0] == '\n'
}

// quote returns a value for the place of an assignment's text.
func quote(f *place.File, a place.Assignment, value string) (string, bool) {
	if a.Layer != place.BuildArg && !a.Kept {
		return shell.Quote(f, a, value) // in the commands of RUN
	}
	if strings.ContainsAny(value, "\n\x00\"'\\`$") {
		return "", false
	}
	if a.Quote == "" && strings.ContainsAny(value, " \t#") {
		return `"` + value + `"`, true
	}
	return value, true
}
