// Package goenv reads the file that go env -w writes, $GOROOT/go.env, and
// profiles of gofix-net, which have the same lines.
package goenv

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are GOENV files.
var Kind = place.Kind{ID: "goenv", Match: match, Read: read, Quote: quote}

// Profile are profiles of gofix-net.
var Profile = place.Kind{ID: "profile", Match: matchProfile, Read: readProfile, Quote: quote}

func match(path, text string) bool {
	base := place.Base(path)
	return base == "go.env" || base == "goenv" || base == ".goenv" || strings.HasSuffix(path, "go/env") || base == "env" && strings.Contains(text, "GOPROXY=")
}

func matchProfile(path, _ string) bool {
	return place.Base(path) == ".gofix-net.profile" || strings.HasSuffix(path, ".profile") && strings.Contains(path, "gofix-net")
}

// read takes the lines KEY=value as cmd/go does: nothing is trimmed, unquoted or
// expanded, and other lines are passed over without a word.
func read(b *place.Builder) {
	for n := 1; n <= b.Lines(); n++ {
		line := b.Line(n)
		text := b.Of(line)
		if strings.HasPrefix(strings.TrimSpace(text), "#") {
			b.Comment(line, "#")
			continue
		}
		name, value, given := strings.Cut(text, "=")
		if !given {
			continue
		}
		if !place.IsName(name) {
			passedOver(b, line, name)
			continue
		}
		b.Assign(place.Assignment{
			Name: name, Value: settings.Value(value), Literal: true, Layer: place.GoEnv, Whole: line,
			Text: place.Span{Start: line.Start + len(name) + 1, End: line.End}, Remove: b.WholeLine(n),
		})
	}
}

// readProfile reads a profile, whose lines package profile defines. One wrong line makes
// the whole profile invalid, so that nothing of it is read then.
func readProfile(b *place.Builder) {
	for n := 1; n <= b.Lines(); n++ {
		line := b.Line(n)
		text := b.Of(line)
		lead := len(text) - len(strings.TrimLeft(text, " \t"))
		text = strings.TrimSpace(text)
		first, rest, _ := strings.Cut(text, " ")
		switch {
		case text == "" || first == "extends" || first == "unset" || strings.HasPrefix(text, "-"):
		case strings.HasPrefix(text, "#"):
			b.Comment(line, "#")
		case first == "git":
			profileGit(b, n, strings.TrimSpace(rest))
		default:
			name, value, given := strings.Cut(text, "=")
			if !given || !place.IsName(name) {
				b.Fail(line, "syntax", "NAME=value")
				continue
			}
			at := line.Start + lead + len(name) + 1
			b.Assign(place.Assignment{
				Name: name, Value: settings.Value(value), Literal: true, Layer: place.GoEnv, Whole: line,
				Text: place.Span{Start: at, End: at + len(value)}, Remove: b.WholeLine(n),
			})
		}
	}
}

// profileGit reads what a line of a profile says about git: KEY=VALUE sets it.
func profileGit(b *place.Builder, n int, text string) {
	if strings.HasPrefix(text, "-") {
		return
	}
	from := max(strings.Index(strings.ToLower(text), ".insteadof="), 0) // a URL in the key may hold an = too
	i := strings.IndexByte(text[from:], '=')
	if i < 0 {
		b.Fail(b.Line(n), "syntax", "git KEY=VALUE")
		return
	}
	key, value := text[:from+i], text[from+i+1:]
	dot := max(strings.LastIndexByte(key, '.'), 0)
	b.Assign(place.Assignment{
		Name: key[:dot] + strings.ToLower(key[dot:]), Value: settings.Value(value), Literal: true, Layer: place.Git, Whole: b.Line(n), Remove: b.WholeLine(n),
	})
}

// passedOver notes a line that go does not take for an assignment, and its
// author does.
func passedOver(b *place.Builder, line place.Span, name string) {
	words := strings.Fields(name)
	if len(words) > 0 && place.Relevant(words[len(words)-1]) {
		b.Ignored = append(b.Ignored, place.Remark{Span: line, ID: "goenv-line", Text: strings.TrimSpace(name)})
	}
}

func quote(_ *place.File, _ place.Assignment, value string) (string, bool) {
	return value, !strings.ContainsAny(value, "\n\r\x00")
}
