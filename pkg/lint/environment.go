package lint

import (
	"iter"
	"slices"
	"strings"

	"github.com/gofix-net/gofix-net/pkg/place"
	"github.com/gofix-net/gofix-net/pkg/route"
	"github.com/gofix-net/gofix-net/pkg/settings"
)

// values gives the assignments of a variable that give it a value, in whatever
// layer, with their index.
func (l *look) values(names ...string) iter.Seq2[int, place.Assignment] {
	return func(yield func(int, place.Assignment) bool) {
		for i, a := range l.Assignments {
			if !a.Unset && slices.Contains(names, a.Name) && !yield(i, a) {
				return
			}
		}
	}
}

// literals gives those of them whose value is known.
func (l *look) literals(names ...string) iter.Seq2[int, place.Assignment] {
	return func(yield func(int, place.Assignment) bool) {
		for i, a := range l.values(names...) {
			if a.Literal && !yield(i, a) {
				return
			}
		}
	}
}

// text is the value of an assignment as the toolchain gets it.
func text(a place.Assignment) string { return reveal(a.Value) }

// reveal returns a value as the file has it, to be parsed and compared.
func reveal(v settings.Value) string { return v.Reveal() }

// list is a GOPROXY value as the toolchain reads it.
func list(a place.Assignment) route.ProxyList { return route.ParseGOPROXY(text(a)) }

// force returns the assignment of a variable that is in force for something that
// happens in a scope at a time, by layer, the environment before the GOENV file.
func (l *look) force(scope, seq int, name string) (place.Assignment, bool) {
	for _, goenv := range []bool{false, true} {
		if a, ok := l.last(scope, seq, func(a place.Assignment) bool {
			return a.Name == name && (a.Layer == place.GoEnv) == goenv && a.Layer != place.Variable && a.Layer != place.Git
		}); ok && !a.Unset && (goenv || a.Value != "" || !a.Literal) {
			return a, true
		}
	}
	return place.Assignment{}, false
}

// last returns the last matching assignment before seq in a scope or, where it
// has none, in the scopes around it.
func (l *look) last(scope, seq int, match func(place.Assignment) bool) (place.Assignment, bool) {
	for n := 0; scope >= 0 && n <= len(l.Scopes); n++ {
		var found place.Assignment
		ok := false
		for _, a := range l.Assignments {
			if a.Scope == scope && (a.Seq < seq || l.declares(scope)) && match(a) {
				found, ok = a, true
			}
		}
		if ok {
			return found, true
		}
		s := l.Scopes[scope]
		if s.Seq > 0 && s.Seq < seq {
			seq = s.Seq
		}
		scope = s.Parent
	}
	return place.Assignment{}, false
}

// declares reports whether the order within a scope does not matter: a mapping
// of YAML is read as a whole.
func (l *look) declares(scope int) bool {
	r := l.Scopes[scope].Role
	return r == place.Job || r == place.Service || r == place.Whole && place.IsYAML(l.Path)
}

// needs reports whether a go command downloads what is missing.
func downloads(c place.Command) bool {
	verb, sub := goVerb(c)
	switch verb {
	case "get", "install", "build", "test", "run", "list", "vet", "generate", "tool":
		return true
	case "mod":
		return sub == "download" || sub == "tidy" || sub == "vendor" || sub == "verify" || sub == "graph" || sub == "why"
	}
	return false
}

// goVerb returns the first two words of a go command, "" of another.
func goVerb(c place.Command) (verb, sub string) {
	var words []string
	for i, w := range c.Words {
		switch {
		case i == 0:
			if name := w.Text[strings.LastIndexAny(w.Text, `/\`)+1:]; name != "go" && name != "go.exe" {
				return "", ""
			}
		case strings.HasPrefix(w.Text, "-") && len(words) == 0:
		default:
			words = append(words, w.Text)
		}
	}
	return at(words, 0), at(words, 1)
}

func at(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return ""
}

// has reports whether a command has a flag of that beginning.
func has(c place.Command, prefix string) bool {
	return slices.ContainsFunc(c.Words, func(w place.Word) bool { return strings.HasPrefix(w.Text, prefix) })
}

// within reports whether a scope is another one or inside of it.
func (l *look) within(scope, outer int) bool {
	for n := 0; scope >= 0 && n <= len(l.Scopes); n++ {
		if scope == outer {
			return true
		}
		scope = l.Scopes[scope].Parent
	}
	return false
}
