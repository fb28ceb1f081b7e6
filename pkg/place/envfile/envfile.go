// Package envfile reads files of NAME=value lines: .env, env files of containers
// and CI systems, /etc/environment, environment.d.
package envfile

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are .env files and their like.
var Kind = place.Kind{ID: "envfile", Match: match, Read: read, Quote: quote}

// EnvironmentD are the files of environment.d(5) and /etc/environment.
var EnvironmentD = place.Kind{ID: "environment-d", Match: matchD, Read: read, Quote: quote}

func match(path, _ string) bool {
	base := place.Base(path)
	return base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasPrefix(base, ".env-") || place.Ext(base) == ".env" && base != "go.env" || base == "env-file" || base == "envfile" || base == "env.list"
}

func matchD(path, _ string) bool {
	return strings.Contains(path, "environment.d/") || strings.HasSuffix(path, "etc/environment")
}

func read(b *place.Builder) {
	for n := 1; n <= b.Lines(); n++ {
		line := b.Line(n)
		text := b.Of(line)
		trimmed := strings.TrimSpace(text)
		if strings.HasPrefix(trimmed, "#") {
			b.Comment(line, "#")
			continue
		}
		at := line.Start + len(text) - len(strings.TrimLeft(text, " \t\ufeff"))
		rest := strings.TrimLeft(text, " \t\ufeff")
		if after, ok := strings.CutPrefix(rest, "export "); ok {
			at += len(rest) - len(strings.TrimLeft(after, " "))
			rest = strings.TrimLeft(after, " ")
		}
		name, value, given := strings.Cut(rest, "=")
		if !given || !place.IsName(strings.TrimSpace(name)) {
			continue
		}
		assign(b, n, strings.TrimSpace(name), value, at, at+len(name)+1)
	}
}

// assign takes quotes and a comment behind a blank away, as compose and dotenv do.
func assign(b *place.Builder, line int, name, raw string, start, at int) {
	lead := len(raw) - len(strings.TrimLeft(raw, " \t"))
	at, raw = at+lead, strings.TrimRight(raw[lead:], " \t\r")
	quote := ""
	if raw != "" && (raw[0] == '"' || raw[0] == '\'') {
		if end := strings.IndexByte(raw[1:], raw[0]); end >= 0 {
			quote, raw, at = raw[:1], raw[1:1+end], at+1
		}
	} else if i := strings.Index(raw, " #"); i >= 0 {
		b.Comment(place.Span{Start: at + i + 1, End: at + len(raw)}, "#")
		raw = strings.TrimRight(raw[:i], " \t")
	}
	text := place.Span{Start: at, End: at + len(raw)}
	value, fall := raw, false
	if in, ok := strings.CutPrefix(raw, "${"); ok && strings.HasSuffix(in, "}") {
		if _, after, ok := strings.Cut(strings.TrimSuffix(in, "}"), ":-"); ok {
			value, fall = after, true
			text = place.Span{Start: at + len(raw) - 1 - len(after), End: at + len(raw) - 1}
		}
	}
	b.Assign(place.Assignment{
		Name: name, Value: settings.Value(value), Literal: quote == "'" || !strings.Contains(value, "$"), Default: fall, Layer: place.Environment,
		Whole: place.Span{Start: start, End: at + len(raw) + len(quote)}, Text: text, Quote: quote, Remove: b.WholeLine(line),
	})
}

// quote refuses what a shell that reads the same file would take for something else.
func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00\"'$#\\`") {
		return "", false
	}
	if a.Quote == "" && strings.ContainsAny(value, " \t|;&<>()") {
		return `"` + value + `"`, true
	}
	return value, true
}
