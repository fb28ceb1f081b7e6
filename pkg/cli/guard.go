package cli

import (
	"io"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/learn"
	"github.com/gofix-net/gofix-net/pkg/report/formats"
)

// guarded returns the program with a guard before each of its outputs, and with a
// machine of which every secret that is read becomes known to them.
func guarded(p *Program) *Program {
	q := *p
	q.secrets = &foreign.Secrets{}
	q.Terminal = func(stream any) (int, bool) { return p.Terminal(raw(stream)) }
	guard := func(w io.Writer) io.Writer {
		kind := foreign.Plain
		if _, ok := p.Terminal(w); formats.UseColor(p.Machine.OS, p.Machine.Getenv, ok) {
			kind = foreign.Screen
		}
		return &foreign.Writer{W: w, Secrets: q.secrets, Kind: kind}
	}
	q.Out, q.Err = guard(p.Out), guard(p.Err)
	q.Machine, q.quoted = learn.From(p.Machine, q.secrets)
	return &q
}

// raw returns the stream behind a guard, for a terminal's cursor and for the
// streams of other programs. Nothing that came from outside may be written to it.
func raw(stream any) any {
	if w, ok := stream.(*foreign.Writer); ok {
		return w.W
	}
	return stream
}

func rawWriter(w io.Writer) io.Writer { return raw(w).(io.Writer) }

// guardDocument guards a whole document of that kind.
func (p *Program) guardDocument(kind foreign.Kind, data []byte) []byte {
	if p.secrets == nil {
		return data
	}
	return []byte(p.secrets.Guard(kind, string(data)))
}

// screenOf is the kind of a document on a stream: one for people has colours only
// where the stream takes them.
func screenOf(stream io.Writer, kind foreign.Kind) foreign.Kind {
	if kind != foreign.Screen {
		return kind
	}
	if w, ok := stream.(*foreign.Writer); ok {
		return w.Kind
	}
	return foreign.Plain
}
