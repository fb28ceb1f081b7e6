// Package shell reads shell scripts and the commands that other files hold.
package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/posix"
)

// Kind are scripts and start-up files of POSIX shells.
var Kind = place.Kind{
	ID: "shell", Match: match, Read: read, Quote: Quote,
	Overridable: "${GOPROXY:-…}",
}

func startupFile(base string) bool {
	switch base {
	case ".profile", ".bashrc", ".bash_profile", ".bash_login", ".bash_aliases", ".zshrc", ".zprofile", ".zshenv", ".zlogin", ".kshrc", ".envrc", "profile", "bashrc", "zshrc", "zprofile", "bash.bashrc":
		return true
	}
	return false
}

func match(path, text string) bool {
	base := place.Base(path)
	if startupFile(base) || startupFile("."+base) {
		return true
	}
	switch place.Ext(base) {
	case ".sh", ".bash", ".zsh", ".ksh", ".bats":
		return true
	}
	return shebang(text)
}

// shebang reports whether a text begins as a script of a POSIX shell does.
func shebang(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	if !strings.HasPrefix(line, "#!") {
		return false
	}
	for _, word := range strings.FieldsFunc(line[2:], func(r rune) bool { return r == '/' || r == ' ' || r == '\r' || r == '\t' }) {
		switch word {
		case "sh", "bash", "zsh", "dash", "ksh", "ash", "busybox":
			return true
		}
	}
	return false
}

func read(b *place.Builder) {
	Script(b, place.PieceOf(b.Text, place.Span{Start: 0, End: len(b.Data)}), Options{})
}

// maxParsed bounds what is given to the parser as a whole, in bytes.
const maxParsed = 1 << 20

// Options say where commands run.
type Options struct {
	// Scope is that of the shell: what it exports holds there for the commands
	// that follow.
	Scope int
	// Persist is the scope in which holds what outlives the shell: the GOENV file,
	// git's configuration, $GITHUB_ENV.
	Persist int
}

// Script reads commands that one shell runs.
func Script(b *place.Builder, p place.Piece, o Options) {
	if b.Full() || !interesting(p.Text) {
		return
	}
	text := mask(p.Text)
	comments(b, p)
	w := &walk{b: b, p: p, text: text, scope: o.Scope, persist: o.Persist, vars: map[string]known{}, pending: map[string][]int{}}
	if file, err := posix.Parse(text, syntax.LangBash, maxParsed); err == nil {
		w.always = alwaysCalled(file.Stmts)
		w.stmts(file.Stmts)
		return
	}
	w.lineByLine()
}

// lineByLine is for scripts that cannot be parsed as a whole: a grammar that the
// parser does not know, a fragment. Continued lines are read together.
func (w *walk) lineByLine() {
	const maxLine = 16 << 10
	whole, text := w.p, w.text
	for start := 0; start < len(text) && !w.b.Full(); {
		end := start
		for {
			i := strings.IndexByte(text[end:], '\n')
			if i < 0 {
				end = len(text)
				break
			}
			end += i + 1
			if line := strings.TrimRight(text[start:end], "\r\n"); !strings.HasSuffix(line, `\`) {
				break
			}
		}
		line := strings.TrimRight(text[start:end], "\r\n")
		if place.Hint(line) {
			w.p, w.text = whole.Cut(start, start+len(line)), line
			if file, err := posix.Parse(line, syntax.LangBash, maxLine); err == nil {
				w.stmts(file.Stmts)
			}
		}
		start = end
	}
	w.p, w.text = whole, text
}

// mask replaces what templates fill in before the shell sees the text, ${{ … }}
// of GitHub and {{ … }} of Taskfiles and Go templates, by an expansion of the
// same length, so that offsets stay.
func mask(text string) string {
	if !strings.Contains(text, "{{") {
		return text
	}
	out := []byte(text)
	for at := 0; ; {
		i := strings.Index(text[at:], "{{")
		if i < 0 {
			return string(out)
		}
		start := at + i
		j := strings.Index(text[start:], "}}")
		if j < 0 || strings.Contains(text[start:start+j], "\n") {
			at = start + 2
			continue
		}
		end := start + j + 2
		if start > 0 && text[start-1] == '$' {
			start--
		}
		copy(out[start:], "${")
		for k := start + 2; k < end-1; k++ {
			out[k] = '_'
		}
		out[end-1] = '}'
		at = end
	}
}

func comments(b *place.Builder, p place.Piece) {
	for at := 0; ; {
		i := strings.Index(p.Text[at:], "gofix-net:")
		if i < 0 {
			return
		}
		i += at
		start := strings.LastIndexByte(p.Text[:i], '#')
		end := place.LineEnd(p.Text, i)
		if start >= 0 && !strings.Contains(p.Text[start:i], "\n") {
			b.Comment(p.Span(start, end), "#")
		}
		at = end
		if at >= len(p.Text) {
			return
		}
	}
}

// interesting reports whether a script may do something that has to do with
// module downloads: it names a variable of them, or runs go, git or what
// installs them.
func interesting(text string) bool {
	if place.Hint(text) {
		return true
	}
	for _, word := range []string{"git", "certificates", "go ", "make "} {
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// Exec notes a command that no shell reads: its words are as they are.
func Exec(b *place.Builder, words []place.Word, o Options) {
	if len(words) == 0 {
		return
	}
	w := &walk{b: b, scope: o.Scope, persist: o.Persist, vars: map[string]known{}, pending: map[string][]int{}}
	s := place.Span{Start: words[0].Span.Start, End: words[len(words)-1].Span.End}
	words = w.env(words)
	if len(words) == 0 {
		return
	}
	b.Run(place.Command{Words: words, Scope: o.Scope, Span: s})
	w.effects(&syntax.Stmt{}, words, o.Scope)
}
