// Package jenkins reads Jenkinsfiles: environments, withEnv, and the commands of
// sh, bat and powershell.
package jenkins

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/token"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are Jenkinsfiles.
var Kind = place.Kind{
	ID: "jenkins", Match: match, Read: read, Quote: quote, Unattended: true,
	Overridable: `environment { GOPROXY = "${env.GOPROXY ?: '…'}" }`,
}

func match(path, text string) bool {
	base := place.Base(path)
	if strings.Contains(base, "jenkinsfile") {
		return true
	}
	return (place.Ext(base) == ".groovy" || place.Ext(base) == ".jenkins" || place.Ext(base) == "") && strings.Contains(text, "pipeline {") && strings.Contains(text, "stage")
}

// reader reads the tokens; open are the scopes of the blocks around.
type reader struct {
	*place.Builder
	token.Cursor
	open []block
}

type block struct {
	name  string
	scope int
}

func read(b *place.Builder) {
	r := &reader{Builder: b, Cursor: token.Cursor{List: token.Scan(b, false)}}
	for r.At < len(r.List) {
		r.next()
	}
}

func (r *reader) scope() int {
	if len(r.open) == 0 {
		return 0
	}
	return r.open[len(r.open)-1].scope
}

func (r *reader) inside(name string) bool {
	return len(r.open) > 0 && r.open[len(r.open)-1].name == name
}

const maxOpen = 200

func (r *reader) next() {
	t := r.Peek(0)
	switch {
	case t.Kind == token.Mark && t.Value == "{":
		if len(r.open) < maxOpen {
			r.open = append(r.open, block{r.nameBefore(), r.scopeFor(r.nameBefore())})
		}
		r.At++
	case t.Kind == token.Mark && t.Value == "}":
		if len(r.open) > 0 {
			r.open = r.open[:len(r.open)-1]
		}
		r.At++
	case t.Kind == token.Word && r.inside("environment") && r.IsMark(1, "="):
		r.assign(t, 2)
	case t.Kind == token.Word && t.Value == "env" && r.IsMark(1, ".") && r.IsMark(3, "="):
		r.At += 2
		r.assign(r.Peek(0), 2)
	case t.Kind == token.Word && t.Value == "withEnv":
		r.withEnv()
	case t.Kind == token.Word && (t.Value == "sh" || t.Value == "bat" || t.Value == "powershell" || t.Value == "pwsh"):
		r.run(t)
	case t.Kind == token.Word && (t.Value == "image" || t.Value == "docker") && r.Peek(1).Kind == token.Text:
		if len(r.open) > 0 {
			r.Scopes[r.scope()].Image = r.Peek(1).Value
		}
		r.At += 2
	case t.Kind == token.Word && t.Value == "args" && r.Peek(1).Kind == token.Text:
		r.containerArgs(r.Peek(1).Piece)
		r.At += 2
	default:
		r.At++
	}
}

// containerArgs reads -e NAME=value of the arguments of a container.
func (r *reader) containerArgs(p place.Piece) {
	shell.Arguments(r.Builder, p, r.scope())
}

// nameBefore is the word that a block belongs to, across its arguments.
func (r *reader) nameBefore() string {
	depth := 0
	for i := r.At - 1; i >= 0 && i > r.At-40; i-- {
		t := r.List[i]
		switch {
		case t.Kind == token.Mark && t.Value == ")":
			depth++
		case t.Kind == token.Mark && t.Value == "(":
			depth--
		case depth == 0 && t.Kind == token.Word:
			return t.Value
		case depth == 0 && t.Kind == token.Mark:
			return ""
		}
	}
	return ""
}

// scopeFor returns the scope of a block: a pipeline and a stage have
// environments of their own, and what withEnv has got one before.
func (r *reader) scopeFor(name string) int {
	switch name {
	case "pipeline", "node", "stage", "matrix":
		return r.Scope(place.Scope{Parent: r.scope(), Role: place.Job, Name: name, Span: r.Peek(0).Span})
	case "withEnv":
		return len(r.Scopes) - 1
	}
	return r.scope()
}

// assign notes NAME = 'value'; the value is n tokens further.
func (r *reader) assign(name token.Token, n int) {
	v := r.Peek(n)
	r.At += n
	if v.Kind != token.Text {
		return
	}
	r.At++
	if next := r.Peek(0); next.Kind == token.Mark && (next.Value == "+" || next.Value == "?") {
		return
	}
	r.Assign(place.Assignment{
		Name: name.Value, Value: settings.Value(v.Value), Literal: !v.Computed(), Layer: place.Environment, Scope: r.scope(),
		Whole: place.Span{Start: name.Span.Start, End: v.Span.End}, Text: place.Span{Start: v.Span.Start + len(v.Quote), End: v.Span.End - len(v.Quote)}, Quote: v.Quote,
		Remove: place.Lines(r.Text, place.Span{Start: name.Span.Start, End: v.Span.End}),
	})
}

// withEnv reads the strings NAME=value of its list. They hold in the block
// that follows.
func (r *reader) withEnv() {
	scope := r.Scope(place.Scope{Parent: r.scope(), Role: place.Job, Name: "withEnv", Span: r.Peek(0).Span})
	for r.At++; r.At < len(r.List); r.At++ {
		t := r.Peek(0)
		if t.Kind == token.Mark && (t.Value == "{" || t.Value == "}") {
			// The block begins after a scope that is the last one: scopeFor takes it.
			if scope != len(r.Scopes)-1 {
				return
			}
			return
		}
		name, value, given := strings.Cut(t.Value, "=")
		if t.Kind != token.Text || !given || !place.IsName(name) {
			continue
		}
		at := t.Span.Start + len(t.Quote) + len(name) + 1
		r.Assign(place.Assignment{
			Name: name, Value: settings.Value(value), Literal: !t.Computed(), Layer: place.Environment, Scope: scope,
			Whole: t.Span, Text: place.Span{Start: at, End: t.Span.End - len(t.Quote)}, Quote: t.Quote,
		})
	}
}

// run reads sh 'commands', sh("…"), sh(script: '…', returnStdout: true).
func (r *reader) run(program token.Token) {
	r.At++
	if r.IsMark(0, "(") {
		r.At++
	}
	if t := r.Peek(0); t.Kind == token.Word && (t.Value == "script" || t.Value == "returnStdout" || t.Value == "label" || t.Value == "returnStatus") {
		for r.At < len(r.List) && r.Peek(0).Kind != token.Line && (r.Peek(0).Kind != token.Word || r.Peek(0).Value != "script") {
			r.At++
		}
		r.At += 2
	}
	t := r.Peek(0)
	if t.Kind != token.Text {
		return
	}
	r.At++
	scope := r.Scope(place.Scope{Parent: r.scope(), Role: place.Run, Span: t.Span, Seq: r.Next()})
	switch program.Value {
	case "sh":
		shell.Script(r.Builder, t.Piece, shell.Options{Scope: scope, Persist: r.scope()})
	case "bat":
		cmdfile.Lines(r.Builder, t.Piece, scope)
	default:
		powershell.Script(r.Builder, t.Piece, scope)
	}
}

func quote(f *place.File, a place.Assignment, value string) (string, bool) {
	if strings.ContainsAny(value, "\n\x00\"'\\$") {
		return "", false
	}
	if role := f.Scopes[a.Scope].Role; role == place.Run || role == place.Single || a.Layer != place.Environment {
		text, ok := shell.Quote(f, a, value)
		return text, ok && !strings.Contains(text, "'")
	}
	return value, a.Quote != ""
}
