package shell

import (
	"path"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/posix"
)

// form is how a file that a script writes is read later.
type form string

// The forms.
const (
	unread  form = ""        // nothing that sets variables
	script  form = "script"  // a start-up file of a shell
	lines   form = "lines"   // NAME=value on each line: .env, $GITHUB_ENV
	goenv   form = "goenv"   // the file of go env -w
	service form = "service" // a systemd unit or drop-in: Environment=NAME=value
)

// formOf tells by its path how a file is read.
func formOf(target string) form {
	base := place.Base(target)
	switch {
	case strings.HasSuffix(target, "/go/env") || base == "go.env":
		return goenv
	case startupFile(base) || place.Ext(base) == ".sh" || strings.Contains(target, "profile.d/"):
		return script
	case place.Ext(base) == ".service" || strings.Contains(target, ".service.d/"):
		return service
	case base == ".env" || strings.HasPrefix(base, ".env.") || place.Ext(base) == ".env" || strings.Contains(target, "environment.d/") ||
		path.Clean(target) == "/etc/environment" || strings.Contains(target, "GITHUB_ENV"):
		return lines
	}
	return unread
}

// target returns the file that gets the output of a statement: of its own
// redirection, or of what is around it.
func (w *walk) target(s *syntax.Stmt) string {
	for _, r := range s.Redirs {
		if r.Op == syntax.RdrOut || r.Op == syntax.AppOut || r.Op == syntax.RdrClob {
			return w.value(r.Word).text
		}
	}
	if file := w.tee(s); file != "" {
		return file
	}
	return w.into
}

// tee returns the file that tee writes, with or without sudo, "" of another command.
func (w *walk) tee(s *syntax.Stmt) string {
	c, ok := s.Cmd.(*syntax.CallExpr)
	if !ok {
		return ""
	}
	found := false
	for _, a := range c.Args {
		switch text := w.value(a).text; {
		case base(text) == "tee":
			found = true
		case found && !strings.HasPrefix(text, "-"):
			return text
		case !found && !prefixed([]place.Word{{Text: text}}) && !strings.HasPrefix(text, "-"):
			return ""
		}
	}
	return ""
}

// outputTo runs something whose output a file gets.
func (w *walk) outputTo(file string, do func()) {
	was := w.into
	w.into = file
	do()
	w.into = was
}

// documents reads the here-documents of a statement as what the file is that
// they are written to.
func (w *walk) documents(s *syntax.Stmt) {
	for _, r := range s.Redirs {
		if r.Hdoc == nil {
			continue
		}
		span := w.p.Cut(int(r.Hdoc.Pos().Offset()), int(r.Hdoc.End().Offset())) //nolint:gosec // offsets of a text in memory
		switch f := formOf(w.target(s)); f {
		case script:
			w.nestedIn(span)
		case lines, goenv, service:
			w.document(span, f)
		}
	}
}

// nestedIn reads a script that another shell runs later.
func (w *walk) nestedIn(p place.Piece) {
	if w.depth > maxDepth/4 {
		return
	}
	in := &walk{b: w.b, p: p, text: mask(p.Text), scope: w.persist, persist: w.persist, vars: map[string]known{}, pending: map[string][]int{}, depth: w.depth + 10}
	if file, err := posix.Parse(in.text, syntax.LangBash, maxParsed); err == nil {
		in.always = alwaysCalled(file.Stmts)
		in.stmts(file.Stmts)
	}
}

// document reads lines with an assignment each.
func (w *walk) document(p place.Piece, f form) {
	for start := 0; start < len(p.Text); {
		end := place.LineEnd(p.Text, start)
		at := start
		line := p.Text[start:end]
		start = end + 1
		if f == service {
			rest, ok := strings.CutPrefix(line, "Environment=")
			if !ok {
				continue
			}
			at, line = at+len(line)-len(rest), rest
			if n := len(line); n >= 2 && line[0] == '"' && line[n-1] == '"' {
				at, line = at+1, line[1:n-1]
			}
		}
		name, value, given := strings.Cut(line, "=")
		if !given || !place.IsName(name) {
			continue
		}
		layer := place.Environment
		if f == goenv {
			layer = place.GoEnv
		} else if n := len(value); n >= 2 && (value[0] == '"' || value[0] == '\'') && value[n-1] == value[0] {
			value = value[1 : n-1]
		}
		word := place.Word{Text: line, Literal: !strings.Contains(value, "$"), Span: p.Span(at, at+len(line))}
		w.assignWord(word, name, value, layer, w.persist)
	}
}
