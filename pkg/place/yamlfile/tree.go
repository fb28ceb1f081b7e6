package yamlfile

import (
	"slices"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/place/shell"
)

// Tree says by which keys the parts of a YAML file have environments, commands
// and images, wherever in the file they are: the CI systems differ in little else.
type Tree struct {
	Env    []string // mappings or lists of variables
	Args   []string // of build arguments
	Script []string // commands, in the order in which one shell runs them
	Image  []string
	Role   place.Role
	// When are keys below which everything holds on a condition only.
	When []string
	// Skip are keys below which nothing is searched.
	Skip []string
}

const maxLevels = 40

// Walk notes what a document says.
func (t Tree) Walk(b *place.Builder, n *Node) { t.walk(b, n, 0, "", 0) }

func (t Tree) walk(b *place.Builder, n *Node, scope int, name string, depth int) {
	if depth > maxLevels {
		return
	}
	for _, item := range n.Items() {
		t.walk(b, item, scope, "", depth+1)
	}
	if !n.IsMap() {
		return
	}
	if depth > 0 && t.opens(n) {
		scope = b.Scope(place.Scope{Parent: scope, Role: t.Role, Name: t.name(n, name), Span: n.Span(), Image: t.image(n)})
	}
	for _, key := range t.Env {
		Env(b, n.Get(key), scope, place.Environment)
	}
	for _, key := range t.Args {
		Env(b, n.Get(key), scope, place.BuildArg)
	}
	t.run(b, n, scope, depth)
	for _, p := range n.Pairs() {
		if !slices.Contains(t.Env, p.Key) && !slices.Contains(t.Args, p.Key) && !slices.Contains(t.Skip, p.Key) {
			before := len(b.Assignments)
			t.walk(b, p.Value, scope, p.Key, depth+1)
			if slices.Contains(t.When, p.Key) {
				for i := before; i < len(b.Assignments); i++ {
					b.Assignments[i].Conditional = true
				}
			}
		}
	}
}

// opens reports whether a mapping has an environment of its own.
func (t Tree) opens(n *Node) bool {
	for _, p := range n.Pairs() {
		if slices.Contains(t.Env, p.Key) || slices.Contains(t.Script, p.Key) && !p.Value.IsMap() || slices.Contains(t.Image, p.Key) && p.Value.IsText() {
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
func (t Tree) run(b *place.Builder, n *Node, scope, depth int) {
	inner := scope
	for _, key := range t.Script {
		v := n.Get(key)
		if !v.IsText() && !v.IsList() || v.IsList() && !texts(v) {
			continue
		}
		if inner == scope && depth > 0 {
			inner = b.Scope(place.Scope{Parent: scope, Role: place.Run, Span: v.Span(), Seq: b.Next()})
		}
		if v.IsList() && argv(v) {
			Exec(b, v, inner, scope)
			continue
		}
		Script(b, v, shell.Options{Scope: inner, Persist: scope})
	}
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
