// Package powershell reads PowerShell scripts, as far as they set variables and
// run go and git.
package powershell

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
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

var (
	// $env:NAME = value
	variable = lazyre.New(`(?i)\$(?:env:|\{env:)([A-Za-z_][A-Za-z0-9_]*)\}?\s*=\s*`)
	// [Environment]::SetEnvironmentVariable("NAME", "value", …)
	setter = lazyre.New(`(?i)SetEnvironmentVariable\(\s*["']([A-Za-z_][A-Za-z0-9_]*)["']\s*,\s*`)
	// Set-Item -Path Env:NAME -Value value, setx NAME value
	setItem = lazyre.New(`(?i)(?:Set-Item|New-Item|Set-Content)\s+(?:-Path\s+)?["']?Env:\\?([A-Za-z_][A-Za-z0-9_]*)["']?\s+(?:-Value\s+)?`)
	setx    = lazyre.New(`(?i)(?:^|[\s;&|])setx(?:\.exe)?\s+([A-Za-z_][A-Za-z0-9_]*)\s+`)
)

// maxStatement is longer than any statement that people write by hand.
const maxStatement = 64 << 10

// Script reads commands for PowerShell, statement by statement.
func Script(b *place.Builder, p place.Piece, scope int) {
	for at := 0; at < len(p.Text); {
		end := at + statement(p.Text[at:])
		one(b, p.Cut(at, end), scope)
		at = end + 1
	}
}

// statement returns the length of the first statement: it ends at a line's end
// that no backtick continues, or a semicolon, outside quotes and comments.
func statement(text string) int {
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '`':
			i++
			if i < len(text) && text[i] == '\r' {
				i++
			}
		case quote != 0:
			if c == quote {
				quote = 0
			}
			if c == '\n' {
				return i // a here-string or a stray quote
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#':
			return place.LineEnd(text, i)
		case c == '\n' || c == ';':
			return i
		}
	}
	return len(text)
}

func one(b *place.Builder, p place.Piece, scope int) {
	text := p.Text
	if i := commentAt(text); i >= 0 {
		b.Comment(p.Span(i, len(strings.TrimRight(text, "\r"))), "#")
		text = text[:i]
	}
	p = p.Cut(0, len(text))
	if len(text) > maxStatement {
		return
	}
	for _, re := range []*lazyre.Regexp{variable, setter, setItem, setx} {
		if m := re.FindStringSubmatchIndex(text); m != nil {
			assign(b, p, text[m[2]:m[3]], m[0], m[1], scope)
			return
		}
	}
	command(b, p, scope)
}

func commentAt(text string) int {
	quote := byte(0)
	for i := range len(text) {
		switch c := text[i]; {
		case quote != 0:
			if c == quote {
				quote = 0
			}
		case c == '"' || c == '\'':
			quote = c
		case c == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t'):
			return i
		}
	}
	return -1
}

// assign notes the value that begins at an offset: a string, or a word.
func assign(b *place.Builder, p place.Piece, name string, start, at, scope int) {
	text := p.Text
	for _, known := range []string{"GO", "go"} {
		if strings.HasPrefix(name, known) {
			name = strings.ToUpper(name) // Windows: case makes no difference
		}
	}
	if at >= len(text) {
		return
	}
	a := place.Assignment{Name: name, Literal: true, Layer: place.Environment, Scope: scope}
	end := at
	if q := text[at]; q == '"' || q == '\'' {
		n := strings.IndexByte(text[at+1:], q)
		if n < 0 {
			return
		}
		a.Quote, end = string(q), at+1+n
		a.Value, a.Text = settings.Value(text[at+1:end]), p.Span(at+1, end)
		a.Literal = q == '\'' || !strings.ContainsAny(text[at+1:end], "$`")
		end++
	} else {
		for end < len(text) && !strings.ContainsRune(" \t\r\n);,}", rune(text[end])) {
			end++
		}
		if strings.EqualFold(text[at:end], "$null") {
			a.Unset = true
		}
		a.Value, a.Text, a.Literal = settings.Value(text[at:end]), p.Span(at, end), !strings.ContainsAny(text[at:end], "$(")
	}
	a.Whole = p.Span(start, end)
	a.Remove = place.Lines(b.Text, p.Span(0, len(text)))
	b.Assign(a)
}

// command notes a command of go or git, or what a variable before it sets.
func command(b *place.Builder, p place.Piece, scope int) {
	words := split(p)
	for len(words) > 0 && (words[0].Text == "&" || words[0].Text == "{" || words[0].Text == "}") {
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

// split cuts a statement at blanks outside quotes, and at a pipe.
func split(p place.Piece) []place.Word {
	var out []place.Word
	text := p.Text
	for i := 0; i < len(text); {
		c := text[i]
		if c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '`' {
			i++
			continue
		}
		if c == '|' {
			out = append(out, place.Word{Text: "|", Span: p.Span(i, i+1)})
			i++
			continue
		}
		start := i
		var b strings.Builder
		literal := true
		for i < len(text) && !strings.ContainsRune(" \t\r\n|", rune(text[i])) {
			if q := text[i]; q == '"' || q == '\'' {
				n := strings.IndexByte(text[i+1:], q)
				if n < 0 {
					n = len(text) - i - 2
				}
				in := text[i+1 : i+1+max(n, 0)]
				literal = literal && (q == '\'' || !strings.Contains(in, "$"))
				b.WriteString(in)
				i += max(n, 0) + 2
				continue
			}
			literal = literal && text[i] != '$'
			b.WriteByte(text[i])
			i++
		}
		i = min(i, len(text))
		out = append(out, place.Word{Text: b.String(), Literal: literal, Span: p.Span(start, i)})
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
