// Package make reads Makefiles: variables, exports, and the commands of recipes.
package make

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/lazyre"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are Makefiles.
var Kind = place.Kind{
	ID: "make", Match: match, Read: read, Quote: quote,
	Overridable: "GOPROXY ?= …",
}

func match(path, _ string) bool {
	base := place.Base(path)
	return base == "makefile" || base == "gnumakefile" || place.Ext(base) == ".mk" || place.Ext(base) == ".mak" || strings.HasPrefix(base, "makefile.") || strings.HasSuffix(base, ".makefile")
}

// reader reads the lines of a Makefile.
type reader struct {
	*place.Builder
	exported map[string]bool
	target   int // scope of the current rule; 0 before the first
	within   int // conditionals that are open
	defining bool
}

func read(b *place.Builder) {
	r := &reader{Builder: b, exported: map[string]bool{}}
	for n := 1; n <= b.Lines(); n++ {
		first := n
		var p place.PieceBuilder
		p.Add(b.Of(b.Line(n)), b.Line(n).Start)
		for n < b.Lines() && strings.HasSuffix(b.Of(b.Line(n)), `\`) {
			n++
			p.Add("\n"+b.Of(b.Line(n)), b.Line(n).Start-1)
		}
		r.line(p.Piece(), place.Span{Start: b.WholeLine(first).Start, End: b.WholeLine(n).End})
	}
	for i, a := range b.Assignments {
		if a.Layer == place.Variable && (r.exported[a.Name] || r.exported["*"]) {
			b.Assignments[i].Layer = place.Environment
		} else if a.Layer == place.Variable {
			r.unquote(&b.Assignments[i])
		}
	}
}

// unquote takes the quotes around a value that is not exported away: make keeps
// them, and the shell of the recipe that uses the variable removes them.
func (r *reader) unquote(a *place.Assignment) {
	v := r.Of(a.Text)
	if n := len(v); n >= 2 && (v[0] == '"' || v[0] == '\'') && v[n-1] == v[0] && !strings.Contains(v[1:n-1], v[:1]) {
		a.Quote, a.Text = v[:1], place.Span{Start: a.Text.Start + 1, End: a.Text.End - 1}
		a.Value = settings.Value(strings.ReplaceAll(v[1:n-1], "$$", "$"))
	}
}

// assignment is [target:] [export|override] NAME op value.
var assignment = lazyre.New(`^(?s)((?:(?:export|override|private|unexport)\s+)*)([A-Za-z_][A-Za-z0-9_]*)\s*(\?=|::?:?=|\+=|!=|=)\s*`)

// prefix is a value that is the beginning of a command with variables of its own.
var prefix = lazyre.New(`^(?:env\s+)?GO[A-Z0-9]+=\S+\s+(?:\w+=\S+\s+)*[\w$./(]+`)

var rule = lazyre.New(`^(?s)([^\t#=][^=#]*?)::?(?:\s|$)`)

func (r *reader) line(p place.Piece, whole place.Span) {
	text := p.Text
	trimmed := strings.TrimSpace(text)
	switch {
	case strings.HasPrefix(trimmed, "#"):
		r.Comment(p.Span(0, len(text)), "#")
	case strings.HasPrefix(trimmed, "define ") || strings.HasPrefix(trimmed, "endef"):
		r.defining = strings.HasPrefix(trimmed, "define ")
	case strings.HasPrefix(text, "\t") && r.target > 0 || r.defining:
		r.recipe(p)
	default:
		lead := len(text) - len(strings.TrimLeft(text, " \t"))
		r.statement(p.Cut(lead, len(text)), whole)
	}
}

func (r *reader) statement(p place.Piece, whole place.Span) {
	switch first, _, _ := strings.Cut(strings.TrimSpace(p.Text), " "); first {
	case "ifeq", "ifneq", "ifdef", "ifndef":
		r.within++
		return
	case "endif":
		r.within = max(r.within-1, 0)
		return
	}
	if m := assignment.FindStringSubmatchIndex(p.Text); m != nil {
		r.assign(p, m, 0, whole)
		return
	}
	if rest, ok := strings.CutPrefix(p.Text, "export"); ok && (rest == "" || rest[0] == ' ' || rest[0] == '\t') {
		names := strings.Fields(rest)
		if len(names) == 0 {
			names = []string{"*"} // export everything
		}
		for _, name := range names {
			r.exported[name] = true
		}
		return
	}
	m := rule.FindStringSubmatchIndex(p.Text)
	if m == nil {
		return
	}
	name := strings.TrimSpace(p.Text[m[2]:m[3]])
	rest := p.Cut(m[1], len(p.Text))
	lead := len(rest.Text) - len(strings.TrimLeft(rest.Text, " \t"))
	rest = rest.Cut(lead, len(rest.Text))
	if r.target == 0 || r.Scopes[r.target].Name != name {
		r.target = r.Scope(place.Scope{Parent: 0, Role: place.Target, Name: name, Span: p.Span(0, len(p.Text))})
	}
	if m := assignment.FindStringSubmatchIndex(rest.Text); m != nil {
		r.assign(rest, m, r.target, whole)
		return
	}
	if i := strings.IndexByte(rest.Text, ';'); i >= 0 {
		r.recipe(rest.Cut(i+1, len(rest.Text)))
	}
}

func (r *reader) assign(p place.Piece, m []int, scope int, whole place.Span) {
	modifiers, name, op := p.Text[:m[3]], p.Text[m[4]:m[5]], p.Text[m[6]:m[7]]
	value := p.Text[m[1]:]
	if i := strings.Index(value, "#"); i >= 0 && (i == 0 || value[i-1] != '\\') {
		r.Comment(p.Span(m[1]+i, len(p.Text)), "#")
		value = value[:i]
	}
	value = strings.TrimRight(value, " \t\r\n")
	if op == "+=" || op == "!=" {
		return
	}
	if prefix.MatchString(value) {
		// GO := GOPROXY=direct go: recipes run it as a command.
		shell.Script(r.Builder, masked(p.Cut(m[1], m[1]+len(value))), shell.Options{Scope: scope, Persist: scope})
		return
	}
	if strings.Contains(modifiers, "export") && !strings.Contains(modifiers, "unexport") {
		r.exported[name] = true
	}
	r.Assign(place.Assignment{
		Name: name, Value: settings.Value(strings.ReplaceAll(value, "$$", "$")), Literal: !strings.Contains(strings.ReplaceAll(value, "$$", ""), "$"),
		Default: op == "?=", Conditional: r.within > 0, Layer: place.Variable, Scope: scope, Whole: p.Span(0, m[1]+len(value)), Text: p.Span(m[1], m[1]+len(value)), Remove: whole,
	})
}

// recipe is a line of commands for a shell of its own. Variables of make are
// expansions to the shell's parser.
func (r *reader) recipe(p place.Piece) {
	lead := len(p.Text) - len(strings.TrimLeft(p.Text, "\t @-+"))
	p = p.Cut(lead, len(p.Text))
	if strings.HasPrefix(p.Text, "#") {
		r.Comment(p.Span(0, len(p.Text)), "#")
		return
	}
	scope := r.Scope(place.Scope{Parent: r.target, Role: place.Run, Span: p.Span(0, len(p.Text)), Seq: r.Next()})
	shell.Script(r.Builder, masked(p), shell.Options{Scope: scope, Persist: r.target})
}

// masked writes $(NAME) and ${NAME} of make as expansions of the same length,
// and $$ as the $ that the shell sees.
func masked(p place.Piece) place.Piece {
	if !strings.Contains(p.Text, "$") {
		return p
	}
	var b place.PieceBuilder
	text := p.Text
	for i := 0; i < len(text); {
		if text[i] != '$' || i+1 >= len(text) {
			j := i + 1
			for j < len(text) && text[j] != '$' {
				j++
			}
			b.AddPiece(p.Cut(i, j))
			i = j
			continue
		}
		switch text[i+1] {
		case '$':
			b.Add("$", p.At(i))
			i += 2
		case '(', '{':
			end := closing(text, i+1)
			if end < 0 {
				b.Add(text[i:], p.At(i))
				i = len(text)
				continue
			}
			expansion := "$__" // of nothing
			if n := end - i - 2; n > 0 {
				expansion = "${" + strings.Repeat("_", n) + "}"
			}
			b.Add(expansion, p.At(i))
			i = end + 1
		default:
			b.Add("$", p.At(i))
			i++
		}
	}
	return b.Piece()
}

func closing(text string, open int) int {
	depth := 0
	for i := open; i < len(text); i++ {
		switch text[i] {
		case '(', '{':
			depth++
		case ')', '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func quote(f *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00$#\\") {
		return "", false
	}
	if role := f.Scopes[a.Scope].Role; a.Layer == place.GoEnv || a.Layer == place.Git || role == place.Run || role == place.Single {
		return shell.Quote(f, a, value)
	}
	// A bar or a blank in a value is a pipe or a word's end wherever a recipe uses
	// the variable without quotes.
	return value, !strings.ContainsAny(value, " \t|;&<>()'\"`")
}
