package place

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Tool notes a command of go or git of which the words are known, with what it
// writes: go env -w, git config. A word | is a pipe.
func Tool(b *Builder, words []Word, scope, persist int) {
	all := words
	for i, w := range words {
		if w.Text == "|" {
			words = words[:i]
			break
		}
	}
	if len(words) == 0 {
		return
	}
	whole := Span{words[0].Span.Start, words[len(words)-1].Span.End}
	b.Run(Command{Words: words, Scope: scope, Span: whole})
	switch {
	case len(words) > 3 && words[0].Text == "go" && words[1].Text == "env" && words[2].Text == "-w":
		for _, w := range words[3:] {
			if name, value, given := strings.Cut(w.Text, "="); given && IsName(name) {
				toolPair(b, w, name, value, GoEnv, persist)
			} else if listElement(w.Text) {
				cutLast(b, " ", w.Span.End)
			}
		}
		if len(all) > len(words)+1 && listElement(all[len(words)+1].Text) {
			cutLast(b, "|", all[len(all)-1].Span.End)
		}
	case len(words) > 3 && words[0].Text == "git" && words[1].Text == "config":
		rest := words[2:]
		for len(rest) > 0 && strings.HasPrefix(rest[0].Text, "-") {
			if strings.HasPrefix(rest[0].Text, "--unset") || strings.HasPrefix(rest[0].Text, "--get") {
				return
			}
			rest = rest[1:]
		}
		if len(rest) >= 2 {
			b.Assign(Assignment{Name: GitKey(rest[0].Text), Value: settings.Value(rest[1].Text), Literal: rest[1].Literal, Layer: Git, Scope: persist,
				Whole: Span{rest[0].Span.Start, rest[1].Span.End}, Remove: Lines(b.Text, whole)})
		}
	}
}

// toolPair notes NAME=value that is one word, with quotes around all of it, the
// value, or nothing.
func toolPair(b *Builder, w Word, name, value string, layer Layer, scope int) {
	s, quote := w.Span, ""
	raw := b.Of(s)
	if n := len(raw); n >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		quote, raw, s = raw[:1], raw[1:n-1], Span{s.Start + 1, s.End - 1}
	}
	i := strings.IndexByte(raw, '=')
	if i < 0 {
		return
	}
	raw, s.Start = raw[i+1:], s.Start+i+1
	if n := len(raw); quote == "" && n >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[n-1] == raw[0] {
		quote, s = raw[:1], Span{s.Start + 1, s.End - 1}
	}
	b.Assign(Assignment{Name: name, Value: settings.Value(value), Literal: w.Literal, Layer: layer, Scope: scope, Whole: w.Span, Text: s, Quote: quote})
}

func listElement(t string) bool {
	first, _, _ := strings.Cut(t, ",")
	return strings.Contains(t, "://") || first == "direct" || first == "off"
}

func cutLast(b *Builder, mark string, end int) {
	if n := len(b.Assignments); n > 0 && b.Assignments[n-1].Cut == "" && b.Assignments[n-1].Quote == "" {
		a := &b.Assignments[n-1]
		a.Cut, a.Meant = mark, Span{a.Text.Start, end}
	}
}
