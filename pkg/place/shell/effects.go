package shell

import (
	"slices"
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/posix"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// effects notes what a command does to settings. outer is the scope around it.
func (w *walk) effects(s *syntax.Stmt, words []place.Word, outer int) {
	if len(words) == 0 {
		return
	}
	switch base(words[0].Text) {
	case "go", "go.exe", "go1":
		w.goEnv(words)
	case "git":
		w.gitConfig(words)
	case "unset":
		for _, x := range words[1:] {
			if place.IsName(x.Text) {
				delete(w.vars, x.Text)
				w.b.Assign(place.Assignment{Name: x.Text, Unset: true, Layer: place.Environment, Scope: outer, Whole: x.Span})
			}
		}
	case "docker", "podman", "nerdctl", "buildah", "docker-compose":
		w.container(words)
	case "echo", "printf":
		w.echoed(s, words)
	case "launchctl":
		if len(words) == 4 && words[1].Text == "setenv" {
			w.assignPair(words[2], words[3], place.Environment, outer)
		}
	case "sh", "bash", "zsh", "dash", "ash", "su", "eval", "ssh":
		w.nestedScript(words, w.scope)
	default:
		if runsContainers(words) {
			w.container(words)
		}
	}
}

// runsContainers reports whether a command that is not known by its name takes the
// options of docker: one that a variable names, or another builder of images.
func runsContainers(words []place.Word) bool {
	name := strings.ToLower(words[0].Text)
	return strings.Contains(name, "docker") || strings.Contains(name, "podman") ||
		slices.ContainsFunc(words, func(x place.Word) bool { return strings.HasPrefix(x.Text, "--build-arg") })
}

// goEnv reads go env -w NAME=value … and go env -u NAME ….
func (w *walk) goEnv(words []place.Word) {
	if len(words) < 4 || words[1].Text != "env" {
		return
	}
	for i, x := range words[3:] {
		name, text, given := strings.Cut(x.Text, "=")
		switch {
		case words[2].Text == "-w" && given && place.IsName(name):
			w.assignWord(x, name, text, place.GoEnv, w.persist)
			if i == 0 && len(words) == 4 {
				n := len(w.b.Assignments)
				if n > 0 && w.b.Assignments[n-1].Whole == x.Span {
					w.b.Assignments[n-1].Remove = place.Lines(w.b.Text, place.Span{Start: words[0].Span.Start, End: x.Span.End})
				}
			}
		case words[2].Text == "-w" && isListElement(x.Text) && i > 0:
			w.cutLast(" ", x.Span.Start, x.Span.End)
		case words[2].Text == "-u" && place.IsName(name):
			w.b.Assign(place.Assignment{Name: name, Unset: true, Layer: place.GoEnv, Scope: w.persist, Whole: x.Span})
		}
	}
}

// assignPair notes a name and a value that are words of their own.
func (w *walk) assignPair(name, text place.Word, layer place.Layer, scope int) {
	s := text.Span
	quote := ""
	if raw := w.b.Of(s); len(raw) >= 2 && (raw[0] == '"' || raw[0] == '\'') && raw[len(raw)-1] == raw[0] {
		quote, s = raw[:1], place.Span{Start: s.Start + 1, End: s.End - 1}
	}
	w.b.Assign(place.Assignment{
		Name: name.Text, Value: settings.Value(text.Text), Literal: text.Literal && name.Literal, Layer: layer, Scope: scope,
		Whole: place.Span{Start: name.Span.Start, End: text.Span.End}, Text: s, Quote: quote,
	})
}

// gitConfig reads git config [--global …] KEY VALUE and git -c KEY=VALUE.
func (w *walk) gitConfig(words []place.Word) {
	for i := 1; i+1 < len(words) && words[i].Text == "-c"; i += 2 {
		if key, text, given := strings.Cut(words[i+1].Text, "="); given {
			w.assignWord(words[i+1], place.GitKey(key), text, place.Git, w.scope)
		}
	}
	if len(words) < 4 || words[1].Text != "config" {
		return
	}
	rest := words[2:]
	for len(rest) > 0 && strings.HasPrefix(rest[0].Text, "-") {
		switch rest[0].Text {
		case "--unset", "--unset-all", "--get", "--get-all", "--get-regexp", "--list", "-l", "--remove-section":
			return
		case "-f", "--file":
			rest = rest[min(1, len(rest)-1):]
		}
		rest = rest[1:]
	}
	if len(rest) > 0 && rest[0].Text == "set" {
		rest = rest[1:]
	}
	if len(rest) >= 2 {
		key := rest[0]
		key.Text = place.GitKey(key.Text)
		w.assignPair(key, rest[1], place.Git, w.persist)
		if n := len(w.b.Assignments); n > 0 {
			w.b.Assignments[n-1].Remove = place.Lines(w.b.Text, place.Span{Start: words[0].Span.Start, End: rest[1].Span.End})
		}
	}
}

// container reads -e NAME=value of docker run and --build-arg NAME=value of
// docker build, environments of their own, and the script of docker run … sh -c.
func (w *walk) container(words []place.Word) {
	scope := -1
	defer func() {
		for i := 2; i+1 < len(words); i++ {
			if name := base(words[i].Text); (name == "sh" || name == "bash") && strings.HasPrefix(words[i+1].Text, "-") {
				if scope < 0 {
					scope = w.b.Scope(place.Scope{Parent: -1, Role: place.Single, Seq: w.b.Next(), Span: words[0].Span})
				}
				w.nestedScript(words[i:], scope)
				return
			}
		}
	}()
	for i := 1; i < len(words); i++ {
		flag, text, joined := strings.Cut(words[i].Text, "=")
		layer := place.Environment
		switch flag {
		case "-e", "--env":
		case "--build-arg":
			layer = place.BuildArg
		default:
			continue
		}
		x := words[i]
		if !joined {
			if i++; i >= len(words) {
				return
			}
			x = words[i]
			text = x.Text
		} else {
			at := strings.IndexByte(w.b.Of(x.Span), '=')
			x.Span.Start += at + 1
		}
		if scope < 0 {
			scope = w.b.Scope(place.Scope{Parent: -1, Role: place.Single, Seq: w.b.Next(), Span: words[0].Span})
		}
		if name, v, given := strings.Cut(text, "="); given && place.IsName(name) {
			w.assignWord(x, name, v, layer, scope)
		}
	}
}

// echoed reads echo "export NAME=value" >> ~/.bashrc, and NAME=value that is
// appended to $GITHUB_ENV, .env, or the GOENV file.
func (w *walk) echoed(s *syntax.Stmt, words []place.Word) {
	target := w.target(s)
	if target == "" {
		return
	}
	for _, x := range words[1:] {
		at := 0
		text := strings.TrimRight(x.Text, "\n")
		if strings.HasPrefix(text, "export ") {
			at = len("export ")
		}
		name, v, given := strings.Cut(text[at:], "=")
		if !given || !place.IsName(name) || strings.Contains(v, "\n") {
			continue
		}
		inner := place.Piece{}
		raw := w.b.Of(x.Span)
		if i := strings.Index(raw, name+"="); i >= 0 {
			inner = place.PieceOf(w.b.Text, place.Span{Start: x.Span.Start + i, End: x.Span.End})
		}
		layer := place.Environment
		if formOf(target) == goenv {
			layer = place.GoEnv
		}
		w.appended(x, inner, name, strings.TrimSuffix(v, `\n`), w.persist, layer)
	}
}

// appended notes an assignment that a file gets, whose value the shell unquotes
// a second time when it reads that file.
func (w *walk) appended(x place.Word, raw place.Piece, name, text string, scope int, layer place.Layer) {
	v := strings.Trim(text, `"'`)
	a := place.Assignment{Name: name, Value: settings.Value(v), Literal: x.Literal, Layer: layer, Scope: scope, Whole: x.Span}
	if i := strings.Index(raw.Text, v); i > 0 && v != "" {
		a.Text = raw.Span(i, i+len(v))
	}
	w.b.Assign(a)
}

// nestedScript reads sh -c '…', eval '…' and ssh HOST '…' in a scope within outer.
func (w *walk) nestedScript(words []place.Word, outer int) {
	for i, x := range words {
		last := i == len(words)-1
		flag := i > 0 && strings.HasPrefix(words[i-1].Text, "-") && strings.HasSuffix(words[i-1].Text, "c")
		if i == 0 || !flag && !(last && (base(words[0].Text) == "eval" || base(words[0].Text) == "ssh")) {
			continue
		}
		raw := w.b.Of(x.Span)
		if len(raw) < 2 || w.depth > maxDepth/4 || raw[0] != '\'' && raw[0] != '"' {
			return
		}
		p := place.PieceOf(w.b.Text, place.Span{Start: x.Span.Start + 1, End: x.Span.End - 1})
		in := &walk{b: w.b, p: p, text: mask(p.Text), scope: w.b.Scope(place.Scope{Parent: outer, Role: place.Run, Seq: w.b.Next()}), persist: w.persist, vars: map[string]known{}, pending: map[string][]int{}, depth: w.depth + 10}
		if file, err := posix.Parse(in.text, syntax.LangBash, maxParsed); err == nil {
			in.always = alwaysCalled(file.Stmts)
			in.stmts(file.Stmts)
		}
		return
	}
}

// Arguments notes -e NAME=value among the words of a piece, which are arguments
// of docker run.
func Arguments(b *place.Builder, p place.Piece, scope int) {
	text := p.Text
	for _, flag := range []string{"-e ", "--env ", "--env="} {
		for at := 0; ; {
			i := strings.Index(text[at:], flag)
			if i < 0 {
				break
			}
			at += i + len(flag)
			end := at + strings.IndexAny(text[at:]+" ", " \t\n")
			name, value, given := strings.Cut(text[at:end], "=")
			if given && place.IsName(name) {
				b.Set(scope, name, value, p.Span(at, end), p.Span(at+len(name)+1, end))
			}
			at = end
			if at >= len(text) {
				break
			}
		}
	}
}
