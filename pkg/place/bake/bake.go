// Package bake reads the files of docker buildx bake, in HCL and in JSON.
package bake

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/jsonc"
	"github.com/gofix-net/gofix-net/pkg/place/token"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Kind are bake files.
var Kind = place.Kind{
	ID: "bake", Match: match, Read: read, Quote: quote, Unattended: true,
	Overridable: `variable "GOPROXY" { default = … }`,
}

func match(path, text string) bool {
	base := place.Base(path)
	switch place.Ext(base) {
	case ".hcl":
		return strings.Contains(base, "bake") || strings.Contains(text, "target \"")
	case ".json":
		return strings.Contains(base, "bake")
	}
	return false
}

func read(b *place.Builder) {
	if place.Ext(place.Base(b.Path)) == ".json" || strings.HasPrefix(strings.TrimSpace(b.Data), "{") {
		readJSON(b)
		return
	}
	r := &reader{Builder: b, Cursor: token.Cursor{List: token.Scan(b, true)}}
	r.body(0, "", 0)
}

func readJSON(b *place.Builder) {
	n := jsonc.Read(b)
	for _, p := range n.Get("variable").Pairs() {
		if v := p.Value.Get("default"); v.IsText() {
			yamlfile.Assign(b, p.Key, v, p.At.Span().Start, 0, place.BuildArg)
		}
	}
	for _, p := range n.Get("target").Pairs() {
		scope := b.Scope(place.Scope{Parent: 0, Role: place.Target, Name: p.Key, Span: p.At.Span()})
		yamlfile.Env(b, p.Value.Get("args"), scope, place.BuildArg)
	}
	for i := range b.Assignments {
		b.Assignments[i].Default = true
	}
}

// reader reads the tokens of HCL: attributes NAME = expression, and
// blocks TYPE "label" { … }.
type reader struct {
	*place.Builder
	token.Cursor
}

const maxDepth = 30

// body reads until the brace that closes it. what is the block's type and label.
func (r *reader) body(scope int, what string, depth int) {
	for r.At < len(r.List) {
		switch t := r.Peek(0); {
		case r.IsMark(0, "}"):
			r.At++
			return
		case (t.Kind == token.Word || t.Kind == token.Text) && (r.IsMark(1, "=") || r.IsMark(1, ":")):
			r.At += 2
			r.attribute(scope, what, t, depth)
		case t.Kind == token.Word && (r.Peek(1).Kind == token.Text || r.IsMark(1, "{")):
			r.block(scope, depth)
		case r.IsMark(0, "{"):
			r.At++
			r.skip(depth)
		default:
			r.At++
		}
	}
}

func (r *reader) block(scope, depth int) {
	name := r.Peek(0).Value
	label := ""
	start := r.Peek(0).Span
	for r.At++; r.Peek(0).Kind == token.Text; r.At++ {
		label = r.Peek(0).Value
	}
	if !r.IsMark(0, "{") {
		return
	}
	r.At++
	if depth >= maxDepth {
		r.skip(depth)
		return
	}
	if name == "target" {
		scope = r.Scope(place.Scope{Parent: 0, Role: place.Target, Name: label, Span: start})
	}
	r.body(scope, name+" "+label, depth+1)
}

// attribute notes the values that are arguments or defaults of variables.
func (r *reader) attribute(scope int, what string, name token.Token, depth int) {
	if r.IsMark(0, "{") {
		r.At++
		if depth >= maxDepth {
			r.skip(depth)
			return
		}
		r.body(scope, name.Value, depth+1)
		return
	}
	v := r.Peek(0)
	alone := r.Peek(1).Kind == token.Line || r.IsMark(1, ",") || r.IsMark(1, "}")
	switch {
	case v.Kind != token.Text || !alone || v.Quote == "<<":
	case name.Value == "default" && strings.HasPrefix(what, "variable "):
		r.assign(0, strings.TrimPrefix(what, "variable "), name, v)
	case what == "args":
		r.assign(scope, name.Value, name, v)
	}
	for r.At < len(r.List) && r.Peek(0).Kind != token.Line && !r.IsMark(0, "}") {
		if r.IsMark(0, ",") {
			r.At++
			return
		}
		if r.IsMark(0, "[") || r.IsMark(0, "{") || r.IsMark(0, "(") {
			r.At++
			r.skip(0)
			continue
		}
		r.At++
	}
}

func (r *reader) assign(scope int, variable string, name, v token.Token) {
	r.Assign(place.Assignment{
		Name: variable, Value: settings.Value(v.Value), Literal: !strings.Contains(v.Value, "${"), Layer: place.BuildArg, Default: true, Scope: scope,
		Whole: place.Span{Start: name.Span.Start, End: v.Span.End}, Text: place.Span{Start: v.Span.Start + 1, End: v.Span.End - 1}, Quote: `"`,
	})
}

// skip passes over what a bracket holds.
func (r *reader) skip(int) {
	for depth := 1; r.At < len(r.List) && depth > 0; r.At++ {
		switch {
		case r.IsMark(0, "{"), r.IsMark(0, "["), r.IsMark(0, "("):
			depth++
		case r.IsMark(0, "}"), r.IsMark(0, "]"), r.IsMark(0, ")"):
			depth--
		}
	}
}

func quote(_ *place.File, a place.Assignment, value string) (string, bool) {
	return value, a.Quote == `"` && !strings.ContainsAny(value, "\"\\\n\x00") && !strings.Contains(value, "${") && !strings.Contains(value, "%{")
}
