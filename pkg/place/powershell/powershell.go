// Package powershell reads PowerShell scripts, as far as they set variables and
// run go and git.
package powershell

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/pwsh"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are PowerShell scripts and profiles.
var Kind = place.Kind{
	ID: "powershell", Match: match, Read: read, Quote: quote,
	Overridable: "if (-not $env:GOPROXY) { $env:GOPROXY = '…' }",
}

func match(path, text string) bool {
	switch place.Ext(place.Base(path)) {
	case ".ps1", ".psm1", ".psd1":
		return true
	}
	line, _, _ := strings.Cut(text, "\n")
	return strings.HasPrefix(line, "#!") && strings.Contains(line, "pwsh")
}

func read(b *place.Builder) {
	Script(b, place.PieceOf(b.Text, place.Span{Start: 0, End: len(b.Data)}), 0)
}

// Script reads commands for PowerShell, statement by statement.
func Script(b *place.Builder, p place.Piece, scope int) {
	for part := range pwsh.Parts(p.Text) {
		piece := p.Cut(part.Start, part.End)
		switch a, sets := pwsh.Assign(piece.Text); {
		case part.Comment:
			b.Comment(piece.Span(0, len(piece.Text)), "#")
		case sets:
			assign(b, piece, a, scope)
		default:
			command(b, piece, scope)
		}
		if b.Full() {
			return
		}
	}
}

// assign notes an assignment, which is all of its statement.
func assign(b *place.Builder, p place.Piece, set pwsh.Assignment, scope int) {
	a := place.Assignment{
		Name: set.Name, Value: settings.Value(set.Value), Literal: set.Literal, Unset: set.Unset, Layer: place.Environment, Scope: scope,
		Text: p.Span(set.Start, set.End), Whole: p.Span(0, len(p.Text)), Remove: removable(b, p),
	}
	for _, known := range []string{"GO", "go"} {
		if strings.HasPrefix(a.Name, known) {
			a.Name = strings.ToUpper(a.Name) // Windows: case makes no difference
		}
	}
	if set.Quote != 0 {
		a.Quote = string(set.Quote)
	}
	b.Assign(a)
}

// removable returns what can be taken away with a statement: its lines, or where it is
// all that a block holds, the statement, since a block may be empty.
func removable(b *place.Builder, p place.Piece) place.Span {
	own := p.Span(0, len(p.Text))
	if lines := place.Lines(b.Text, own); !lines.Empty() {
		return lines
	}
	if strings.HasSuffix(strings.TrimRight(b.Data[:own.Start], " \t"), "{") && strings.HasPrefix(strings.TrimLeft(b.Data[own.End:], " \t"), "}") {
		return own
	}
	return place.Span{}
}

// command notes a command of go or git, or what a variable before it sets.
func command(b *place.Builder, p place.Piece, scope int) {
	words := split(p)
	for len(words) > 0 && words[0].Text == "&" {
		words = words[1:]
	}
	if len(words) == 0 {
		return
	}
	switch strings.TrimSuffix(strings.ToLower(words[0].Text[strings.LastIndexAny(words[0].Text, `/\`)+1:]), ".exe") {
	case "go":
		words[0].Text = "go"
	case "git":
		words[0].Text = "git"
	default:
		return
	}
	before := len(b.Assignments)
	place.Tool(b, words, scope, 0)
	for i := before; i < len(b.Assignments); i++ {
		cutByComma(b, &b.Assignments[i])
	}
}

// cutByComma cuts a value at a comma that is not quoted: PowerShell makes a list of
// it, and gives a program its elements as words of their own.
func cutByComma(b *place.Builder, a *place.Assignment) {
	raw := b.Of(a.Whole)
	if a.Layer != place.GoEnv || a.Quote != "" || a.Cut != "" || strings.ContainsAny(raw, "\"'") {
		return
	}
	if value, _, list := strings.Cut(b.Of(a.Text), ","); list {
		a.Cut, a.Meant, a.Value = ",", a.Text, settings.Value(value)
	}
}

// split cuts a statement into words where they stand in the file.
func split(p place.Piece) []place.Word {
	var out []place.Word
	for _, w := range pwsh.Words(p.Text) {
		out = append(out, place.Word{Text: w.Text, Literal: w.Literal, Span: p.Span(w.Start, w.End)})
	}
	return out
}

func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00'\"`$") {
		return "", false
	}
	if a.Quote == "" {
		return "'" + value + "'", true
	}
	return value, true
}
