// Package compose reads compose files.
package compose

import (
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
	"github.com/gofix-net/gofix-net/pkg/place/yamlfile"
)

// Kind are compose files.
var Kind = place.Kind{
	ID: "compose", Match: match, Read: read, Quote: yamlfile.Quote, Unattended: true,
	Overridable: "GOPROXY: ${GOPROXY:-…}",
}

func match(path, text string) bool {
	base := place.Base(path)
	if !place.IsYAML(path) {
		return false
	}
	return strings.Contains(base, "compose") || place.TopKey(text, "services") && (strings.Contains(text, "image:") || strings.Contains(text, "build:")) && !place.TopKey(text, "jobs") && !place.TopKey(text, "kind")
}

func read(b *place.Builder) {
	for _, d := range yamlfile.Read(b) {
		for _, p := range d.Root.Get("services").Pairs() {
			service(b, p)
		}
	}
}

func service(b *place.Builder, p yamlfile.Pair) {
	s := p.Value
	scope := b.Scope(place.Scope{Parent: 0, Role: place.Service, Name: p.Key, Span: p.At.Span(), Image: s.Get("image").Text()})
	yamlfile.Env(b, s.Get("environment"), scope, place.Environment)
	if args := s.Get("build", "args"); args != nil {
		build := b.Scope(place.Scope{Parent: 0, Role: place.Service, Name: p.Key, Span: args.Span()})
		yamlfile.Env(b, args, build, place.BuildArg)
	}
	for _, key := range []string{"entrypoint", "command"} {
		c := s.Get(key)
		run := b.Scope(place.Scope{Parent: scope, Role: place.Run, Span: c.Span(), Seq: b.Next()})
		if c.IsList() {
			yamlfile.Exec(b, c, run, scope)
		} else if c.IsText() {
			yamlfile.Script(b, c, shell.Options{Scope: run, Persist: scope})
		}
	}
}
