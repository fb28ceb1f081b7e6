package yamlfile

import (
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/order"
	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/powershell"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
)

// Tree says by which keys the parts of a YAML file have environments, commands
// and images, wherever in the file they are: the CI systems differ in little else.
type Tree struct {
	Env []string // mappings or lists of variables
	// Words says that they are those of Travis CI: see [Words].
	Words  bool
	Args   []string // of build arguments
	Script []string // commands, in the order in which one shell runs them
	Image  []string
	// PowerShell are keys of commands for PowerShell; Inline returns the key below a
	// mapping, and the script for PowerShell in it, where only its value says so.
	PowerShell []string
	Inline     func(*Node) (key string, script *Node)
	// Common are keys below which stands what the parts around them have in common:
	// it belongs to the scope that the key is in.
	Common []string
	// Base are keys that name another part of the file, whose environment, commands
	// and image a part takes over.
	Base []string
	// Containers are keys of lists of containers, of which the first one runs the
	// commands of the part that has the list.
	Containers []string
	Role       place.Role
	// When are keys below which everything holds on a condition only.
	When []string
	// Skip are keys below which nothing is searched.
	Skip []string
}

const maxLevels = 40

// Walk notes what a document says.
func (t Tree) Walk(b *place.Builder, n *Node) {
	first := len(b.Scopes)
	w := walker{Tree: t, Builder: b, bases: map[int][]string{}}
	w.walk(n, 0, "", 0)
	w.join(first)
}

// walker is one walk through a document.
type walker struct {
	Tree
	*place.Builder
	// bases are the parts that a scope takes over, by name.
	bases map[int][]string
}

// join makes the part that another one takes over the scope around it.
func (w *walker) join(first int) {
	for scope, names := range w.bases {
		for _, name := range names {
			base := slices.IndexFunc(w.Scopes[first:], func(s place.Scope) bool { return s.Name == name && s.Role == w.Role })
			if base >= 0 && !w.around(scope, first+base) && !w.around(first+base, scope) {
				w.Scopes[scope].Parent = first + base
				break
			}
		}
	}
}

// around reports whether a scope is another one or around it.
func (w *walker) around(outer, scope int) bool {
	for n := 0; scope >= 0 && n <= len(w.Scopes); n++ {
		if scope == outer {
			return true
		}
		scope = w.Scopes[scope].Parent
	}
	return false
}

func (w *walker) walk(n *Node, scope int, name string, depth int) {
	if depth > maxLevels {
		return
	}
	for _, item := range n.Items() {
		w.walk(item, scope, "", depth+1)
	}
	if !n.IsMap() {
		return
	}
	common := slices.Contains(w.Common, name)
	switch image := w.image(n); {
	case depth > 0 && !common && w.opens(n):
		scope = w.Scope(place.Scope{Parent: scope, Role: w.Role, Name: w.name(n, name), Span: n.Span(), Image: image})
		if bases := w.taken(n); len(bases) > 0 {
			w.bases[scope] = bases
		}
	case w.Scopes[scope].Image == "" && (depth == 0 || common):
		w.Scopes[scope].Image = image
	}
	w.own(n, scope, depth, common)
	inline := ""
	if w.Inline != nil {
		var script *Node
		if inline, script = w.Inline(n); script.IsText() {
			w.Tree.powershell(w.Builder, script, scope)
		}
	}
	for _, p := range w.inOrder(n, depth) {
		if p.Key == inline {
			continue
		}
		before := len(w.Assignments)
		w.walk(p.Value, scope, p.Key, depth+1)
		if slices.Contains(w.When, p.Key) {
			for i := before; i < len(w.Assignments); i++ {
				w.Assignments[i].Conditional = true
			}
		}
	}
}

// own notes the environment and the commands of a mapping itself.
func (w *walker) own(n *Node, scope, depth int, common bool) {
	for _, key := range w.Env {
		if w.Words {
			Words(w.Builder, n.Get(key), scope, false)
			continue
		}
		Env(w.Builder, n.Get(key), scope, place.Environment)
		for _, list := range w.Containers {
			if items := n.Get(list).Items(); len(items) > 0 {
				Env(w.Builder, items[0].Get(key), scope, place.Environment)
			}
		}
	}
	for _, key := range w.Args {
		Env(w.Builder, n.Get(key), scope, place.BuildArg)
	}
	w.run(w.Builder, n, scope, depth > 0 && !common)
}

// inOrder returns what there is to walk through below a mapping: at the top what
// all parts have in common first, then what others take over.
func (w *walker) inOrder(n *Node, depth int) []Pair {
	var all []Pair
	for _, p := range n.Pairs() {
		if !slices.Contains(w.Env, p.Key) && !slices.Contains(w.Args, p.Key) && !slices.Contains(w.Skip, p.Key) && !slices.Contains(w.Containers, p.Key) {
			all = append(all, p)
		}
	}
	rank := func(key string) int {
		switch {
		case slices.Contains(w.Common, key):
			return 0
		case depth == 0 && len(w.Base) > 0 && strings.HasPrefix(key, "."):
			return 1
		}
		return 2
	}
	order.Stable(all, func(a, b Pair) int { return rank(a.Key) - rank(b.Key) })
	return all
}

// taken returns the names of the parts that a mapping takes over, the last one
// first, which wins over those before it.
func (w *walker) taken(n *Node) []string {
	var out []string
	for _, key := range w.Base {
		v := n.Get(key)
		if name := v.Get("name"); name.IsText() {
			v = name
		}
		if v.IsText() {
			out = append(out, v.Text())
		}
		for _, item := range v.Items() {
			out = append(out, item.Text())
		}
	}
	slices.Reverse(out)
	return out
}

// opens reports whether a mapping has an environment of its own.
func (t Tree) opens(n *Node) bool {
	for _, p := range n.Pairs() {
		switch {
		case slices.Contains(t.Env, p.Key), slices.Contains(t.Base, p.Key), slices.Contains(t.Containers, p.Key),
			(slices.Contains(t.Script, p.Key) || slices.Contains(t.PowerShell, p.Key)) && !p.Value.IsMap(),
			slices.Contains(t.Image, p.Key) && p.Value.IsText():
			return true
		}
	}
	return false
}

func (t Tree) name(n *Node, key string) string {
	if own := n.Get("name"); own.IsText() {
		return own.Text()
	}
	return key
}

func (t Tree) image(n *Node) string {
	for _, key := range t.Containers {
		if items := n.Get(key).Items(); len(items) > 0 {
			return t.image(items[0])
		}
	}
	for _, key := range t.Image {
		if v := n.Get(key); v.IsText() {
			return v.Text()
		} else if v := v.Get("name"); v.IsText() {
			return v.Text()
		}
	}
	return ""
}

// run reads the commands of a mapping in one shell. What the shell exports at
// the top of a file holds for all jobs.
func (t Tree) run(b *place.Builder, n *Node, scope int, apart bool) {
	inner := scope
	for _, key := range t.PowerShell {
		if v := n.Get(key); v.IsText() {
			t.powershell(b, v, scope)
		}
	}
	for _, key := range t.Script {
		v := n.Get(key)
		if !v.IsText() && !v.IsList() || v.IsList() && !texts(v) {
			continue
		}
		if inner == scope && apart {
			inner = b.Scope(place.Scope{Parent: scope, Role: place.Run, Span: v.Span(), Seq: b.Next()})
		}
		if v.IsList() && (argv(v) || key == "args" && bare(v)) {
			Exec(b, v, inner, scope)
			continue
		}
		Script(b, v, shell.Options{Scope: inner, Persist: scope})
	}
}

// powershell reads commands for PowerShell, in a process of their own.
func (t Tree) powershell(b *place.Builder, v *Node, scope int) {
	powershell.Script(b, v.Piece(), b.Scope(place.Scope{Parent: scope, Role: place.Run, Span: v.Span(), Seq: b.Next()}))
}

// texts reports whether a list has commands in it.
func texts(n *Node) bool {
	for _, item := range n.Items() {
		if item.IsText() || item.IsList() {
			return true
		}
	}
	return false
}

// argv reports whether a list is one command, a word an element: what begins
// with a program that is given -c, or whose elements are words.
func argv(n *Node) bool {
	items := n.Items()
	if len(items) < 2 || !items[0].IsText() {
		return false
	}
	switch first := items[0].Text(); {
	case first == "go" || first == "git":
		return true
	case shellName(first):
		return true
	}
	return false
}

// bare reports whether all elements of a list are words, but what follows -c.
func bare(n *Node) bool {
	for _, item := range n.Items() {
		text := item.Text()
		if strings.ContainsAny(text, " \t\n") {
			return false
		}
		if strings.HasPrefix(text, "-") && strings.HasSuffix(text, "c") {
			return true
		}
	}
	return true
}

func shellName(s string) bool {
	switch s {
	case "sh", "bash", "/bin/sh", "/bin/bash", "ash", "/bin/ash", "/usr/bin/env":
		return true
	}
	return false
}

// Exec notes a command whose words are the elements of a list; what follows
// -c is a script.
func Exec(b *place.Builder, n *Node, scope, persist int) {
	items := n.Items()
	var words []place.Word
	for i, item := range items {
		if i > 0 && len(items[i-1].Text()) > 1 && items[i-1].Text()[0] == '-' && items[i-1].Text()[len(items[i-1].Text())-1] == 'c' {
			Script(b, item, shell.Options{Scope: scope, Persist: persist})
			return
		}
		words = append(words, place.Word{Text: item.Text(), Literal: Literal(item.Text()), Span: item.Span()})
	}
	shell.Exec(b, words, shell.Options{Scope: scope, Persist: persist})
}
