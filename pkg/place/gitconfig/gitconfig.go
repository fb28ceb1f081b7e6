// Package gitconfig reads git's configuration files.
package gitconfig

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are git's configuration files.
var Kind = place.Kind{ID: "gitconfig", Match: match, Read: read, Quote: quote}

func match(path, text string) bool {
	base := place.Base(path)
	return base == ".gitconfig" || base == "gitconfig" || strings.HasSuffix(path, "git/config") || place.Ext(base) == ".gitconfig" || base == "config" && strings.Contains(text, "[url \"")
}

func read(b *place.Builder) {
	section := ""
	for n := 1; n <= b.Lines(); n++ {
		line := b.Line(n)
		text := b.Of(line)
		t := strings.TrimSpace(text)
		switch {
		case t == "":
		case t[0] == '#' || t[0] == ';':
			b.Comment(line, t[:1])
		case t[0] == '[':
			end := strings.LastIndexByte(t, ']')
			if end < 0 {
				continue
			}
			section = header(t[1:end])
			if rest := strings.TrimSpace(t[end+1:]); rest != "" {
				at := line.Start + strings.Index(text, t) + strings.Index(t, rest)
				entry(b, section, rest, at, place.Span{})
			}
		default:
			entry(b, section, t, line.Start+strings.Index(text, t), b.WholeLine(n))
		}
	}
}

// header returns section.subsection. of [section "subsection"].
func header(text string) string {
	name, sub, quoted := strings.Cut(text, "\"")
	name = strings.ToLower(strings.TrimSpace(name))
	if !quoted {
		return name + "."
	}
	sub = strings.TrimSuffix(strings.TrimSpace(sub), `"`)
	return name + "." + strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(sub) + "."
}

func entry(b *place.Builder, section, text string, at int, line place.Span) {
	name, value, given := strings.Cut(text, "=")
	start := at + len(text) - len(strings.TrimLeft(value, " \t"))
	if !given {
		b.Assign(place.Assignment{
			Name: section + strings.ToLower(name), Value: "true", Literal: true, Layer: place.Git, Whole: place.Span{Start: at, End: at + len(text)}, Remove: line,
		})
		return
	}
	value = strings.TrimSpace(value)
	quote := ""
	if n := len(value); n >= 2 && value[0] == '"' && value[n-1] == '"' {
		quote, value, start = `"`, value[1:n-1], start+1
	} else if i := strings.IndexAny(value, "#;"); i >= 0 && !strings.Contains(value, `"`) {
		value = strings.TrimSpace(value[:i])
	}
	b.Assign(place.Assignment{
		Name: section + strings.ToLower(strings.TrimSpace(name)), Value: settings.Value(value), Literal: true, Layer: place.Git,
		Whole: place.Span{Start: at, End: at + len(text)}, Text: place.Span{Start: start, End: start + len(value)}, Quote: quote, Remove: line,
	})
}

func quote(_ *place.File, _ place.Assignment, value string) (string, bool) {
	return value, !strings.ContainsAny(value, "\n\x00\"\\#;")
}
