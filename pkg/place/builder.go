package place

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/foreign"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// Limits on what one file can bring: a real one has a few dozen of each. Rules
// compare everything with everything. What is beyond is a problem of the file.
const (
	maxScopes      = 4_000
	maxAssignments = 2_000
	maxCommands    = 3_000
	maxProblems    = 20
)

// Builder notes what a reader finds in a file.
type Builder struct {
	*File
	seq     int
	stopped bool
}

// NewBuilder begins a file; its first scope is the whole of it.
func NewBuilder(t *Text, kind ID) *Builder {
	f := &File{Text: t, Kind: kind}
	f.Scopes = []Scope{{Parent: -1, Role: Whole, Span: Span{0, len(t.Data)}}}
	return &Builder{File: f}
}

// Next returns the next number in the order of the file.
func (b *Builder) Next() int { b.seq++; return b.seq }

// Scope adds a scope and returns its index.
func (b *Builder) Scope(s Scope) int {
	if len(b.Scopes) >= maxScopes {
		b.full(s.Span)
		return max(s.Parent, 0)
	}
	b.Scopes = append(b.Scopes, s)
	return len(b.Scopes) - 1
}

// Assign adds an assignment, if its variable has to do with downloads.
func (b *Builder) Assign(a Assignment) {
	if !Relevant(a.Name) && a.Layer != Git {
		return
	}
	if len(b.Assignments) >= maxAssignments {
		b.full(a.Whole)
		return
	}
	if a.Seq == 0 {
		a.Seq = b.Next()
	}
	b.Assignments = append(b.Assignments, a)
}

// Set adds a plain assignment of the environment whose value is known.
func (b *Builder) Set(scope int, name, value string, whole, text Span) {
	b.Assign(Assignment{Name: name, Value: settings.Value(value), Literal: true, Layer: Environment, Scope: scope, Whole: whole, Text: text})
}

// Run adds a command.
func (b *Builder) Run(c Command) {
	if len(b.Commands) >= maxCommands {
		b.full(c.Span)
		return
	}
	if c.Seq == 0 {
		c.Seq = b.Next()
	}
	b.Commands = append(b.Commands, c)
}

// Step adds an instruction.
func (b *Builder) Step(s Step) {
	if len(b.Steps) >= maxCommands {
		b.full(s.Span)
		return
	}
	b.Steps = append(b.Steps, s)
}

// Comment adds a comment: the text of the span without the mark.
func (b *Builder) Comment(s Span, mark string) {
	text := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(b.Of(s)), mark))
	if !strings.Contains(text, "gofix-net") {
		return
	}
	line := b.Line(b.Position(s.Start).Line)
	own := strings.TrimSpace(b.Of(Span{line.Start, s.Start})) != ""
	b.Comments = append(b.Comments, Comment{Text: text, Span: s, Own: own})
}

// full notes, once, that a file has more than is read.
func (b *Builder) full(s Span) {
	if !b.stopped {
		b.Fail(s, "too-many", "")
		b.stopped = true
	}
}

// Full reports whether a file has brought more than is read, so that its
// reader can stop.
func (b *Builder) Full() bool { return b.stopped }

// Fail notes that a part of the file could not be read.
func (b *Builder) Fail(s Span, id, detail string) {
	if len(b.Problems) < maxProblems {
		b.Problems = append(b.Problems, Problem{s, id, detail})
	}
}

// relevant are variables other than GO… and …_PROXY that decide over downloads.
var relevant = []string{
	"SSL_CERT_FILE", "SSL_CERT_DIR", "GIT_SSL_NO_VERIFY", "GIT_SSL_CAINFO", "GIT_TERMINAL_PROMPT", "GIT_SSH_COMMAND", "NETRC", "GODEBUG",
	"CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "NODE_EXTRA_CA_CERTS",
}

// Relevant reports whether a variable may have to do with module downloads.
func Relevant(name string) bool {
	upper := strings.ToUpper(name)
	return strings.HasPrefix(upper, "GO") || foreign.SecretName(name) || strings.HasSuffix(upper, "_PROXY") || slices.Contains(relevant, upper)
}
