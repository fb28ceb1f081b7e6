// Package dockerfile reads Dockerfiles and Containerfiles as BuildKit does, and
// writes values into them. Variables are expanded by BuildKit's own lexer.
package dockerfile

import (
	"strings"

	lex "github.com/moby/buildkit/frontend/dockerfile/shell"

	"github.com/gofix-net/gofix-net/pkg/known"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/cmdfile"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
)

// Kind are Dockerfiles.
var Kind = place.Kind{
	ID: "dockerfile", Match: match, Read: read, Quote: quote, Unattended: true,
	Overridable: "ARG GOPROXY=" + known.GoOwnProxy + ",direct",
}

func match(path, text string) bool {
	base := place.Base(path)
	for _, name := range []string{"dockerfile", "containerfile"} {
		if base == name || strings.HasPrefix(base, name+".") || strings.HasSuffix(base, "."+name) || strings.HasPrefix(base, name+"-") || strings.HasSuffix(base, "-"+name) {
			return !strings.HasSuffix(base, ".dockerignore")
		}
	}
	return base != "makefile" && place.Ext(base) == "" && looksLike(text)
}

// looksLike recognises the first instruction.
func looksLike(text string) bool {
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		first, rest, _ := strings.Cut(line, " ")
		return (first == "FROM" || first == "ARG") && rest != ""
	}
	return false
}

func read(b *place.Builder) {
	list, escape, err := parse(b.Data)
	if err != nil {
		b.Fail(place.Span{}, "syntax", err.Error())
		return
	}
	r := &reader{Builder: b, escape: escape, lex: lex.NewLex(rune(escape)), stages: map[string]int{}, global: map[string]variable{}}
	for _, n := range list {
		if b.Full() {
			break
		}
		r.instruction(n)
	}
	for line := 1; line <= b.Lines(); line++ {
		if s := b.Line(line); strings.HasPrefix(strings.TrimSpace(b.Of(s)), "#") {
			b.Comment(s, "#")
		}
	}
	r.endStage()
}

// reader carries the instructions out, as far as they are about variables.
type reader struct {
	*place.Builder
	escape byte
	lex    *lex.Lex
	stage  int // scope of the current stage; 0 before the first FROM
	stages map[string]int
	global map[string]variable // ARG before the first FROM
	vars   map[string]variable // of the stage
	kept   map[int]map[string]variable
	shell  []string // SHELL
}

// variable is what an ARG or ENV holds.
type variable struct {
	text    string
	literal bool
	fall    bool // an ARG's default
}

func (r *reader) instruction(n *instruction) {
	raw := r.source(n)
	switch op := strings.ToUpper(n.op); op {
	case "FROM":
		r.from(n, raw)
	case "ARG", "ENV":
		r.define(op, n, raw)
	case "RUN":
		r.run(n, raw)
	case "SHELL":
		r.shell = n.args
	case "COPY", "ADD", "CMD", "ENTRYPOINT", "WORKDIR", "USER":
		r.Step(place.Step{Op: op, Args: n.args, Flags: n.flags, Scope: r.stage, Seq: r.Next(), Span: r.span(n)})
	case "ONBUILD":
		if n.inner != nil {
			r.instruction(n.inner)
		}
	}
}

func (r *reader) span(n *instruction) place.Span {
	return place.Span{Start: r.Line(n.first).Start, End: r.Line(n.last).End}
}

// source is an instruction as it is written, behind its keyword, without the
// comments that may be between continued lines.
func (r *reader) source(n *instruction) place.Piece {
	var b place.PieceBuilder
	for line := n.first; line <= n.last; line++ {
		s := r.WholeLine(line)
		text := r.Of(s)
		if line > n.first && len(n.heredocs) == 0 && strings.HasPrefix(strings.TrimLeft(text, " \t"), "#") {
			continue
		}
		b.Add(text, s.Start)
	}
	p := b.Piece()
	at := skipWord(p.Text, 0)
	if strings.EqualFold(n.op, "onbuild") || strings.HasPrefix(strings.ToLower(strings.TrimLeft(p.Text, " \t")), "onbuild") {
		at = skipWord(p.Text, at)
	}
	return p.Cut(at, len(strings.TrimRight(p.Text, "\r\n")))
}

// skipWord returns the offset behind the word at, and the blanks around it.
func skipWord(text string, at int) int {
	at += len(text[at:]) - len(strings.TrimLeft(text[at:], " \t"))
	end := strings.IndexAny(text[at:], " \t\r\n")
	if end < 0 {
		return len(text)
	}
	at += end
	return at + len(text[at:]) - len(strings.TrimLeft(text[at:], " \t"))
}

func (r *reader) from(n *instruction, _ place.Piece) {
	r.endStage()
	args := n.args
	if len(args) == 0 {
		return
	}
	image, _ := r.expand(args[0], r.global)
	s := place.Scope{Parent: -1, Role: place.Stage, Span: r.span(n), Image: image, Seq: r.Next()}
	if len(args) >= 3 && strings.EqualFold(args[1], "as") {
		s.Name = strings.ToLower(args[2])
	}
	r.vars = map[string]variable{}
	if base, ok := r.stages[strings.ToLower(image)]; ok {
		s.Parent, s.Image = base, ""
		for name, v := range r.kept[base] {
			r.vars[name] = v
		}
	}
	r.stage = r.Builder.Scope(s)
	r.shell = nil
	if s.Name != "" {
		r.stages[s.Name] = r.stage
	}
	r.Step(place.Step{Op: "FROM", Args: args, Flags: n.flags, Scope: r.stage, Seq: r.Next(), Span: r.span(n)})
}

// endStage keeps the stage's environment for the stages that begin with it.
func (r *reader) endStage() {
	if r.stage == 0 {
		return
	}
	if r.kept == nil {
		r.kept = map[int]map[string]variable{}
	}
	kept := map[string]variable{}
	for name, v := range r.vars {
		if !v.fall {
			kept[name] = v
		}
	}
	r.kept[r.stage] = kept
	r.Scopes[r.stage].Span.End = max(r.Scopes[r.stage].Span.End, len(r.Data))
}

// expand fills variables in, and reports whether the result is known.
func (r *reader) expand(text string, vars map[string]variable) (string, bool) {
	env := environment{vars: vars}
	out, unknown, err := r.lex.ProcessWord(text, env)
	if err != nil {
		return text, false
	}
	known := len(unknown) == 0
	for name, v := range vars {
		if !v.literal && strings.Contains(text, "$") && mentions(text, name) {
			known = false
		}
	}
	return out, known
}

// mentions reports whether a text expands a variable.
func mentions(text, name string) bool {
	return strings.Contains(text, "${"+name) || strings.Contains(text, "$"+name)
}

// environment gives BuildKit's lexer the variables.
type environment struct{ vars map[string]variable }

// Get returns a variable.
func (e environment) Get(name string) (string, bool) {
	v, ok := e.vars[name]
	return v.text, ok
}

// Keys returns the names of all variables.
func (e environment) Keys() []string {
	out := make([]string, 0, len(e.vars))
	for name := range e.vars {
		out = append(out, name)
	}
	return out
}

// run reads the commands of RUN in a scope of their own.
func (r *reader) run(n *instruction, raw place.Piece) {
	span := r.span(n)
	seq := r.Next()
	inner := r.Builder.Scope(place.Scope{Parent: r.stage, Role: place.Run, Span: span, Seq: seq})
	r.Step(place.Step{Op: "RUN", Args: n.args, Flags: n.flags, Scope: r.stage, Inner: inner, Seq: seq, Span: span})
	at := 0
	for strings.HasPrefix(raw.Text[at:], "--") {
		at = skipContinued(raw.Text, skipWord(raw.Text, at), r.escape)
	}
	raw = raw.Cut(at, len(raw.Text))
	switch {
	case n.json:
		r.exec(n, span, inner)
	case len(n.heredocs) > 0:
		r.heredocs(n, raw, inner)
	case r.windows() && strings.Contains(strings.ToLower(strings.Join(r.shell, " ")), "powershell"), r.windows() && strings.Contains(strings.Join(r.shell, " "), "pwsh"):
		powershell.Script(r.Builder, raw, inner)
	case r.windows():
		cmdfile.Lines(r.Builder, raw, inner)
	default:
		shell.Script(r.Builder, raw, shell.Options{Scope: inner, Persist: r.stage})
	}
}

func (r *reader) windows() bool {
	for _, w := range r.shell {
		if w := strings.ToLower(w); strings.Contains(w, "powershell") || strings.Contains(w, "pwsh") || strings.Contains(w, "cmd") {
			return true
		}
	}
	return r.escape == '`'
}

// skipContinued skips blanks, and an escape at the end of a line.
func skipContinued(text string, at int, escape byte) int {
	for at < len(text) {
		switch c := text[at]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			at++
		case c == escape && strings.TrimLeft(text[at+1:], " \t\r") != "" && strings.TrimLeft(text[at+1:], " \t\r")[0] == '\n':
			at++
		default:
			return at
		}
	}
	return at
}

// exec is RUN ["go", "mod", "download"]: words without a shell.
func (r *reader) exec(n *instruction, span place.Span, scope int) {
	var words []place.Word
	for _, v := range n.args {
		words = append(words, place.Word{Text: v, Literal: true, Span: span})
	}
	if len(words) > 0 {
		r.Run(place.Command{Words: words, Scope: scope, Span: span})
	}
}

// heredocs reads RUN <<EOF: the text is a script unless a program is named
// before it.
func (r *reader) heredocs(n *instruction, raw place.Piece, scope int) {
	line, _, _ := strings.Cut(raw.Text, "\n")
	before, _, _ := strings.Cut(line, "<<")
	if f := strings.Fields(before); len(f) > 0 && !shellName(f[0]) {
		shell.Script(r.Builder, raw, shell.Options{Scope: scope, Persist: r.stage})
		return
	}
	for _, h := range n.heredocs {
		start := r.Line(h.first).Start
		shell.Script(r.Builder, place.PieceOf(r.Text, place.Span{Start: start, End: min(start+len(h.content), len(r.Data))}), shell.Options{Scope: scope, Persist: r.stage})
	}
}

func shellName(word string) bool {
	switch word[strings.LastIndexByte(word, '/')+1:] {
	case "sh", "bash", "ash", "dash", "zsh":
		return true
	}
	return false
}
